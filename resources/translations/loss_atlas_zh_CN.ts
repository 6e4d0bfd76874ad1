<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Loss Atlas</source>
        <translation>关于 Loss Atlas</translation>
    </message>
    <message>
        <source>Explore the losses that train classifiers.</source>
        <translation>探索用来训练分类器的各种损失。</translation>
    </message>
    <message>
        <source>Loss Atlas is free under the MIT licence, Qt and PySide6 under the LGPL, version 3. The licences of all parts come with the program.</source>
        <translation>Loss Atlas 按 MIT 许可证自由使用，Qt 和 PySide6 按 LGPL 第 3 版使用。所有组成部分的许可证随程序提供。</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>复制版本信息(&amp;C)</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>&amp;Export figures…</source>
        <translation>导出图表(&amp;E)…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Normalize rows that do not sum to 1</source>
        <translation>将行和不为 1 的行归一化(&amp;N)</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>&amp;Next sample</source>
        <translation>下一个样本(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous sample</source>
        <translation>上一个样本(&amp;P)</translation>
    </message>
    <message>
        <source>Next &amp;model</source>
        <translation>下一个模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>重置布局(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;About Loss Atlas</source>
        <translation>关于 Loss Atlas(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy cells</source>
        <translation>复制单元格(&amp;C)</translation>
    </message>
    <message>
        <source>Copy with t&amp;itles</source>
        <translation>连同标题复制(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Cl&amp;ear cells</source>
        <translation>清零单元格(&amp;E)</translation>
    </message>
    <message>
        <source>Fill &amp;down</source>
        <translation>向下填充(&amp;D)</translation>
    </message>
    <message>
        <source>Loc&amp;k or unlock cells</source>
        <translation>锁定或解锁单元格(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>查找(&amp;F)…</translation>
    </message>
    <message>
        <source>Find ne&amp;xt</source>
        <translation>查找下一个(&amp;X)</translation>
    </message>
    <message>
        <source>Find pre&amp;vious</source>
        <translation>查找上一个(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Normalize</source>
        <translation>归一化(&amp;N)</translation>
    </message>
    <message>
        <source>One-hot of the &amp;largest</source>
        <translation>取最大者的独热码(&amp;L)</translation>
    </message>
    <message>
        <source>One-hot of the &amp;cell’s class</source>
        <translation>取当前列类别的独热码(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Uniform</source>
        <translation>均匀分布(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Smooth…</source>
        <translation>平滑(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Random…</source>
        <translation>随机(&amp;R)…</translation>
    </message>
    <message>
        <source>S&amp;harpen or soften…</source>
        <translation>锐化或柔化(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Add class</source>
        <translation>添加类别(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Rename class…</source>
        <translation>重命名类别(&amp;R)…</translation>
    </message>
    <message>
        <source>Move class &amp;left</source>
        <translation>类别左移(&amp;L)</translation>
    </message>
    <message>
        <source>Move class ri&amp;ght</source>
        <translation>类别右移(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Select column</source>
        <translation>选择整列(&amp;S)</translation>
    </message>
    <message>
        <source>Loc&amp;k or unlock class</source>
        <translation>锁定或解锁类别(&amp;K)</translation>
    </message>
    <message>
        <source>Re&amp;move class…</source>
        <translation>删除类别(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Add sample</source>
        <translation>添加样本(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Duplicate samples</source>
        <translation>复制为新样本(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Rename sample…</source>
        <translation>重命名样本(&amp;R)…</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>上移(&amp;U)</translation>
    </message>
    <message>
        <source>Move d&amp;own</source>
        <translation>下移(&amp;O)</translation>
    </message>
    <message>
        <source>Re&amp;move samples</source>
        <translation>删除样本(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Add model</source>
        <translation>添加模型(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Duplicate model</source>
        <translation>复制为新模型(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Rename model…</source>
        <translation>重命名模型(&amp;R)…</translation>
    </message>
    <message>
        <source>Move model &amp;up</source>
        <translation>模型前移(&amp;U)</translation>
    </message>
    <message>
        <source>Move model d&amp;own</source>
        <translation>模型后移(&amp;O)</translation>
    </message>
    <message>
        <source>Re&amp;move model</source>
        <translation>删除模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;History…</source>
        <translation>历史记录(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Filter and sort rows…</source>
        <translation>筛选与排序各行(&amp;F)…</translation>
    </message>
    <message>
        <source>Show &amp;all rows as they come</source>
        <translation>按原顺序显示全部行(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>New from &amp;clipboard</source>
        <translation>从剪贴板新建(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;surface as picture</source>
        <translation>将曲面复制为图片(&amp;S)</translation>
    </message>
    <message>
        <source>Copy comparison as ta&amp;ble</source>
        <translation>将比较复制为表格(&amp;B)</translation>
    </message>
    <message>
        <source>S&amp;ort and filter again</source>
        <translation>重新排序和筛选(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Challenge…</source>
        <translation>挑战(&amp;C)…</translation>
    </message>
    <message>
        <source>Export ani&amp;mation…</source>
        <translation>导出动画(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>使用手册(&amp;M)</translation>
    </message>
</context>
<context>
    <name>Animation</name>
    <message>
        <source>GIF (*.gif)</source>
        <translation>GIF (*.gif)</translation>
    </message>
    <message>
        <source>APNG (*.apng)</source>
        <translation>APNG (*.apng)</translation>
    </message>
    <message>
        <source>MP4 (*.mp4)</source>
        <translation>MP4 (*.mp4)</translation>
    </message>
    <message>
        <source>Numbered PNGs (*.png)</source>
        <translation>编号的 PNG (*.png)</translation>
    </message>
    <message>
        <source>Export animation</source>
        <translation>导出动画</translation>
    </message>
    <message>
        <source>Drawing {name}…</source>
        <translation>正在绘制 {name}…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Called off; nothing was written.</source>
        <translation>已取消；没有写出任何文件。</translation>
    </message>
    <message>
        <source>Wrote {count} pictures to {folder}</source>
        <translation>已把 {count} 帧写入 {folder}</translation>
    </message>
    <message>
        <source>Wrote {name}</source>
        <translation>已写出 {name}</translation>
    </message>
</context>
<context>
    <name>AnimationDialog</name>
    <message>
        <source>Export animation</source>
        <translation>导出动画</translation>
    </message>
    <message>
        <source>Descent, step by step</source>
        <translation>下降过程，逐步</translation>
    </message>
    <message>
        <source>Temperature T</source>
        <translation>温度 T</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Panel</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>变化的量</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>Pictures a second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>GIF has 256 colours a picture; APNG and numbered PNGs are exact; MP4 needs ffmpeg.</source>
        <translation>GIF 每帧 256 色；APNG 和编号的 PNG 分毫不差；MP4 需要 ffmpeg。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Back</name>
    <message>
        <source>{what} (Home)</source>
        <translation>{what}（Home 键）</translation>
    </message>
</context>
<context>
    <name>Bars</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Losses</source>
        <translation>损失(&amp;L)</translation>
    </message>
    <message>
        <source>E&amp;xamples</source>
        <translation>示例(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>Clear cells</source>
        <translation>清空单元格</translation>
    </message>
    <message>
        <source>Cut cells</source>
        <translation>剪切单元格</translation>
    </message>
    <message>
        <source>Fill down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Pasted {rows} × {columns}.</source>
        <translation>已粘贴 {rows} × {columns}。</translation>
    </message>
    <message>
        <source>The table is too small</source>
        <translation>表格放不下</translation>
    </message>
</context>
<context>
    <name>Challenge</name>
    <message>
        <source>Ten tasks from a seed, with as much time as you like: **reach** a value by dragging, and **guess** which of two models has the lower loss. The same seed is the same tasks, on every machine.

Reaching: 100 points, up to 40 less towards the edge of the tolerance and 5 less for each move after the first; undo takes a move back. Guessing: 100 points or none.

Your own document is kept, and comes back when you leave.</source>
        <translation>由一个种子生成十道题，时间不限：**拖动**标记达到给定的值，**猜**两个模型中哪个的损失更低。在任何机器上，同一个种子都是同样的题。

拖动题：满分 100；越靠近允许误差的边缘扣得越多，最多扣 40 分；第一步之后每多一步扣 5 分，撤销可收回一步。猜题：答对 100 分，答错 0 分。

你自己的文档会保留，离开时还给你。</translation>
    </message>
    <message>
        <source>This does not count: the other row was moved, or a row does not sum to 1. Undo.</source>
        <translation>这样不算：动了另一行，或者有一行之和不为 1。请撤销。</translation>
    </message>
    <message>
        <source>Now: {values}</source>
        <translation>现在：{values}</translation>
    </message>
    <message>
        <source>Right: {points} points.</source>
        <translation>正确：得 {points} 分。</translation>
    </message>
    <message>
        <source>No points this time.</source>
        <translation>这次没有得分。</translation>
    </message>
    <message>
        <source>Challenge</source>
        <translation>挑战</translation>
    </message>
</context>
<context>
    <name>ChallengePage</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Another seed</source>
        <translation>换一个种子</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>看答案</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>1: Model 1</source>
        <translation>1：模型 1</translation>
    </message>
    <message>
        <source>2: Model 2</source>
        <translation>2：模型 2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Go back to your own document, as it was</source>
        <translation>回到你自己的文档，一切如前</translation>
    </message>
    <message>
        <source>See a solution, for no points</source>
        <translation>查看一种解法，不得分</translation>
    </message>
    <message>
        <source>You answered {count} of {all} and have {points} points.</source>
        <translation>你答了 {all} 题中的 {count} 题，得 {points} 分。</translation>
    </message>
    <message>
        <source>Best score: {points}.</source>
        <translation>最高分：{points}。</translation>
    </message>
    <message>
        <source>Longest run: {count}.</source>
        <translation>最长连对：{count} 题。</translation>
    </message>
    <message>
        <source>{number} of {all} · {points} points · {run} in a row</source>
        <translation>第 {number} 题，共 {all} 题 · {points} 分 · 连对 {run} 题</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>Classes</name>
    <message>
        <source>Add class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Added “{name}”, without probability. Its title’s menu renames it.</source>
        <translation>已添加“{name}”，概率为 0；在其列标题的菜单中可以改名。</translation>
    </message>
    <message>
        <source>Rename class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Move class</source>
        <translation>移动类别</translation>
    </message>
    <message>
        <source>Remove class {name}</source>
        <translation>删除类别 {name}</translation>
    </message>
    <message>
        <source>“{name}” holds probability in {rows} rows. What it holds is dropped, and nothing is normalized: rows that no longer sum to 1 are marked. Of logits the other classes take its share. Remove it?</source>
        <translation>“{name}”在 {rows} 行中有概率。删除后这部分概率被舍去，不会自动归一化：和不再为 1 的行会被标出；若是 logit，则由其余类别按比例分得。确定删除吗？</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>删除类别</translation>
    </message>
</context>
<context>
    <name>Code</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the whole program</source>
        <translation>复制整个程序</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the program as a file</source>
        <translation>把程序保存为文件</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Framework</source>
        <translation>框架</translation>
    </message>
    <message>
        <source>Overflow</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>Copied the program</source>
        <translation>已复制程序</translation>
    </message>
    <message>
        <source>Python program</source>
        <translation>Python 程序</translation>
    </message>
    <message>
        <source>Save the program</source>
        <translation>保存程序</translation>
    </message>
    <message>
        <source>… {count} more lines …</source>
        <translation>… 省略 {count} 行 …</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Logits</source>
        <translation>Logits</translation>
    </message>
    <message>
        <source>Two to ten logits, such as 1000, 0, -1000</source>
        <translation>输入 2 到 10 个 logit，例如 1000, 0, -1000</translation>
    </message>
    <message>
        <source>1000, 0, −1000 again</source>
        <translation>恢复 1000, 0, −1000</translation>
    </message>
    <message>
        <source>Logits z</source>
        <translation>Logits z</translation>
    </message>
    <message>
        <source>Naive</source>
        <translation>直接计算</translation>
    </message>
    <message>
        <source>Fused</source>
        <translation>融合计算</translation>
    </message>
    <message>
        <source>nothing breaks down in {dtypes}; the losses are {losses}.</source>
        <translation>在 {dtypes} 中都没有出错；损失依次为 {losses}。</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Softmax and cross-entropy of the logits {logits}, with each label</source>
        <translation>logit 为 {logits} 时，以各类别为标签的 softmax 与交叉熵</translation>
    </message>
    <message>
        <source>way</source>
        <translation>算法</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>what goes wrong</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>ColumnsModel</name>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>First cells</source>
        <translation>前几格</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>{losses} cannot tell these models apart; the others can.</source>
        <translation>{losses}分不出这些模型的优劣，其他损失可以。</translation>
    </message>
    <message>
        <source>The losses disagree about which model is better.</source>
        <translation>哪个模型更好，各损失的结论不一致。</translation>
    </message>
    <message>
        <source>{model} is better.</source>
        <translation>更好的是{model}。</translation>
    </message>
    <message>
        <source>No loss tells these models apart.</source>
        <translation>没有一种损失能分出这些模型的优劣。</translation>
    </message>
    <message>
        <source>{losses} needs labels, and some truths are spread over classes.</source>
        <translation>{losses}需要标签，而有些真实分布分散在多个类别上。</translation>
    </message>
    <message>
        <source>{model} {count}</source>
        <translation>{model}（{count} 个）</translation>
    </message>
    <message>
        <source>Rows left out; the means are over: {counts} of {all} samples.</source>
        <translation>有的行未计入；{all} 个样本中，计入平均的有：{counts}。</translation>
    </message>
    <message>
        <source>tie</source>
        <translation>平局</translation>
    </message>
    <message>
        <source>better</source>
        <translation>更优</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>{words}.</source>
        <translation>{words}。</translation>
    </message>
    <message>
        <source>Mean over {count} samples</source>
        <translation>{count} 个样本的平均</translation>
    </message>
    <message>
        <source>no spread: it takes two rows, and finite losses</source>
        <translation>无离散度：至少要两行，且损失有限</translation>
    </message>
    <message>
        <source>{mean} ({why})</source>
        <translation>{mean}（{why}）</translation>
    </message>
    <message>
        <source>standard deviation {value}</source>
        <translation>标准差 {value}</translation>
    </message>
    <message>
        <source>standard error of the mean {value}</source>
        <translation>均值的标准误 {value}</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>standard error</source>
        <translation>标准误</translation>
    </message>
    <message>
        <source>{mean} ± {spread}</source>
        <translation>{mean} ± {spread}</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Scatter</source>
        <translation>散点</translation>
    </message>
    <message>
        <source>Conventions</source>
        <translation>各库约定</translation>
    </message>
    <message>
        <source>Beside the mean</source>
        <translation>均值旁显示</translation>
    </message>
    <message>
        <source>the mean alone</source>
        <translation>只显示均值</translation>
    </message>
    <message>
        <source>± standard deviation</source>
        <translation>± 标准差</translation>
    </message>
    <message>
        <source>± standard error</source>
        <translation>± 标准误</translation>
    </message>
    <message>
        <source>The model in focus</source>
        <translation>当前模型</translation>
    </message>
    <message>
        <source>against the best other</source>
        <translation>对比其余最优者</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信水平</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>BCa</source>
        <translation>偏差校正加速</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>百分位区间</translation>
    </message>
    <message>
        <source>Resamples</source>
        <translation>重抽样次数</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>刻度</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>an interval of fewer than {least} rows would mean nothing.</source>
        <translation>少于 {least} 行，区间没有意义。</translation>
    </message>
    <message>
        <source>{model}: {count}</source>
        <translation>{model}：{count}</translation>
    </message>
    <message>
        <source>no interval, being infinite on some rows ({counts}).</source>
        <translation>在某些行上为无穷大（{counts}），没有区间。</translation>
    </message>
    <message>
        <source>no value on some rows, or no row counts.</source>
        <translation>某些行没有值，或没有行计入。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>{model} is better by {losses}: the interval excludes 0.</source>
        <translation>按{losses}，{model} 更好：区间不含 0。</translation>
    </message>
    <message>
        <source>Cannot be told apart at {level} %: {losses}.</source>
        <translation>在 {level}% 水平上无法区分：{losses}。</translation>
    </message>
    <message>
        <source>Over the {rows} of {all} rows that count for both.</source>
        <translation>只计两者都计入的行：{all} 行中的 {rows} 行。</translation>
    </message>
    <message>
        <source>So few rows make intervals too narrow.</source>
        <translation>行数这样少，区间会偏窄。</translation>
    </message>
    <message>
        <source>BCa bootstrap of paired rows (Efron 1987), {count} resamples, seed 0.</source>
        <translation>成对行的 BCa 自助法（Efron 1987），重抽样 {count} 次，种子 0。</translation>
    </message>
    <message>
        <source>Percentile bootstrap of paired rows (Efron 1979), {count} resamples, seed 0.</source>
        <translation>成对行的百分位自助法（Efron 1979），重抽样 {count} 次，种子 0。</translation>
    </message>
    <message>
        <source>◂ {first}   {second} ▸</source>
        <translation>◂ {first}   {second} ▸</translation>
    </message>
    <message>
        <source>{level} % interval</source>
        <translation>{level}% 区间</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Mean loss of {first} less that of {second}</source>
        <translation>{first} 的平均损失减去 {second} 的</translation>
    </message>
    <message>
        <source>lower end</source>
        <translation>下端</translation>
    </message>
    <message>
        <source>upper end</source>
        <translation>上端</translation>
    </message>
    <message>
        <source>Computing intervals…</source>
        <translation>正在计算区间…</translation>
    </message>
    <message>
        <source>against {model}</source>
        <translation>对比 {model}</translation>
    </message>
    <message>
        <source>There is one model; two are needed to compare.</source>
        <translation>只有一个模型；比较需要两个。</translation>
    </message>
    <message>
        <source>The same as here.</source>
        <translation>与本程序相同。</translation>
    </message>
    <message>
        <source>call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>it reports</source>
        <translation>报告值</translation>
    </message>
    <message>
        <source>here</source>
        <translation>本程序</translation>
    </message>
    <message>
        <source>why they differ</source>
        <translation>为何不同</translation>
    </message>
    <message>
        <source>What libraries report for {model} under their defaults, in nat</source>
        <translation>各库在默认设置下对 {model} 的报告值（奈特）</translation>
    </message>
    <message>
        <source>why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>library</source>
        <translation>库</translation>
    </message>
    <message>
        <source>version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>what it does</source>
        <translation>做法</translation>
    </message>
    <message>
        <source>Computing what libraries report…</source>
        <translation>正在计算各库的报告值…</translation>
    </message>
    <message>
        <source>{library} {version}, computes in {dtype}</source>
        <translation>{library} {version}，以 {dtype} 计算</translation>
    </message>
    <message>
        <source>{caption}: {differing} of {all} calls differ from here.</source>
        <translation>{caption}：{all} 个调用中有 {differing} 个与本程序不同。</translation>
    </message>
    <message>
        <source>Choose a row to read why.</source>
        <translation>选一行即可看到原因。</translation>
    </message>
    <message>
        <source>only {model} right</source>
        <translation>仅 {model} 正确</translation>
    </message>
    <message>
        <source>both right</source>
        <translation>两者都对</translation>
    </message>
    <message>
        <source>both wrong</source>
        <translation>两者都错</translation>
    </message>
    <message>
        <source>No sample has this loss under both models.</source>
        <translation>没有样本在两个模型下都有此损失。</translation>
    </message>
    <message>
        <source>lower for {first} on {below} samples, for {second} on {above}; equal on {alike}.</source>
        <translation>{below} 个样本上 {first} 更低，{above} 个上 {second} 更低；{alike} 个相等。</translation>
    </message>
    <message>
        <source>{count} samples are left out.</source>
        <translation>{count} 个样本未计入。</translation>
    </message>
    <message>
        <source>{count} infinite, at the edge.</source>
        <translation>{count} 个为无穷大，在边缘。</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>brushed</source>
        <translation>选取的</translation>
    </message>
    <message>
        <source>Placing samples…</source>
        <translation>正在排布样本…</translation>
    </message>
    <message>
        <source>{first} {x}, {second} {y}</source>
        <translation>{first} {x}，{second} {y}</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手工选取</translation>
    </message>
    <message>
        <source>{mean}; {models}</source>
        <translation>{mean}；{models}</translation>
    </message>
    <message>
        <source>One sample</source>
        <translation>只有一个样本</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>The loss that the surface shows</source>
        <translation>曲面所显示的损失</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Unit of information</source>
        <translation>信息量的单位</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Row sums</source>
        <translation>行和</translation>
    </message>
    <message>
        <source>What is done with rows that do not sum to 1</source>
        <translation>如何处理行和不为 1 的行</translation>
    </message>
    <message>
        <source>1 1 … 1</source>
        <translation>1 1 … 1</translation>
    </message>
    <message>
        <source>Choose loss</source>
        <translation>选择损失</translation>
    </message>
    <message>
        <source>Choose unit</source>
        <translation>选择单位</translation>
    </message>
    <message>
        <source>Choose row sums</source>
        <translation>选择行和处理方式</translation>
    </message>
    <message>
        <source>Change {parameter}</source>
        <translation>更改{parameter}</translation>
    </message>
    <message>
        <source>Balance {parameter}</source>
        <translation>平衡{parameter}</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>{losses}: not for this truth.</source>
        <translation>{losses}：不适用于此真实分布。</translation>
    </message>
    <message>
        <source>{losses}: no slope, only steps.</source>
        <translation>{losses}：没有斜率，只有台阶。</translation>
    </message>
    <message>
        <source>Slope ({unit})</source>
        <translation>斜率（{unit}）</translation>
    </message>
    <message>
        <source>Loss ({unit})</source>
        <translation>损失（{unit}）</translation>
    </message>
    <message>
        <source>Log-odds of “{name}”: its logit, against the others</source>
        <translation>“{name}”的对数几率：其 logit 相对于其他类别</translation>
    </message>
    <message>
        <source>Share of the way from {model} to the truth</source>
        <translation>从{model}到真实分布的路程比例</translation>
    </message>
    <message>
        <source>Probability q of “{name}”</source>
        <translation>“{name}”的概率 q</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>What moves</source>
        <translation>什么在变化</translation>
    </message>
    <message>
        <source>Probability of the true class</source>
        <translation>真实类别的概率</translation>
    </message>
    <message>
        <source>Logit of the true class</source>
        <translation>真实类别的 logit</translation>
    </message>
    <message>
        <source>Straight to the truth</source>
        <translation>直线走向真实分布</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示什么</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>刻度</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>by the logit {cross} and {squared}, {times}</source>
        <translation>按 logit 为 {cross} 与 {squared}，前者是后者的 {times}</translation>
    </message>
    <message>
        <source>by q {cross} and {squared}, {times}</source>
        <translation>按 q 为 {cross} 与 {squared}，前者是后者的 {times}</translation>
    </message>
    <message>
        <source>{ratio} times</source>
        <translation>{ratio} 倍</translation>
    </message>
    <message>
        <source>Cross-entropy and squared error pull “{name}” here {slopes}.</source>
        <translation>交叉熵与平方误差在此处对“{name}”的梯度：{slopes}。</translation>
    </message>
    <message>
        <source>all on “{name}”</source>
        <translation>全部在“{name}”</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>model in focus</source>
        <translation>当前模型</translation>
    </message>
    <message>
        <source>Share of the way from {start} to {end}</source>
        <translation>从{start}到{end}的路程比例</translation>
    </message>
    <message>
        <source>Between two points</source>
        <translation>两点之间</translation>
    </message>
    <message>
        <source>The line from</source>
        <translation>线段起点</translation>
    </message>
    <message>
        <source>The line to</source>
        <translation>线段终点</translation>
    </message>
    <message>
        <source>{by_logit}; {by_q}</source>
        <translation>{by_logit}；{by_q}</translation>
    </message>
</context>
<context>
    <name>Dataset</name>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>可靠性图</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>Counting {count} samples…</source>
        <translation>正在统计 {count} 个样本……</translation>
    </message>
    <message>
        <source>Use {temperature}</source>
        <translation>采用 {temperature}</translation>
    </message>
    <message>
        <source>Temperature of {model}</source>
        <translation>{model}的温度</translation>
    </message>
    <message>
        <source>the predicted class</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>Loss axis</source>
        <translation>损失轴</translation>
    </message>
    <message>
        <source>log loss axis</source>
        <translation>对数损失轴</translation>
    </message>
    <message>
        <source>linear loss axis</source>
        <translation>线性损失轴</translation>
    </message>
    <message>
        <source>Count axis</source>
        <translation>计数轴</translation>
    </message>
    <message>
        <source>linear counts</source>
        <translation>线性计数</translation>
    </message>
    <message>
        <source>log counts</source>
        <translation>对数计数</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>counts</source>
        <translation>计数</translation>
    </message>
    <message>
        <source>row shares</source>
        <translation>按行占比</translation>
    </message>
    <message>
        <source>column shares</source>
        <translation>按列占比</translation>
    </message>
    <message>
        <source>Probability of</source>
        <translation>概率所属</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>分箱</translation>
    </message>
    <message>
        <source>of equal width</source>
        <translation>等宽</translation>
    </message>
    <message>
        <source>of equal mass</source>
        <translation>等频</translation>
    </message>
    <message>
        <source>Number of bins</source>
        <translation>箱数</translation>
    </message>
    <message>
        <source>bins</source>
        <translation>箱数</translation>
    </message>
    <message>
        <source>Over coverage</source>
        <translation>随覆盖率变化的量</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value}%</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 至 {high}</translation>
    </message>
    <message>
        <source>{count} samples</source>
        <translation>{count} 个样本</translation>
    </message>
    <message>
        <source>{part} of {whole} samples</source>
        <translation>{whole} 个样本中的 {part} 个</translation>
    </message>
    <message>
        <source>Left out, since no distribution: {count}.</source>
        <translation>因不是概率分布而未计入：{count} 行。</translation>
    </message>
    <message>
        <source>Soft truths: {count}; their most probable class counts as the label.</source>
        <translation>真实分布不是独热码的有 {count} 行，以其概率最大的类别为标签。</translation>
    </message>
    <message>
        <source>Every row is left out: none is a distribution.</source>
        <translation>所有行都未计入：没有一行是概率分布。</translation>
    </message>
    <message>
        <source>{count} others</source>
        <translation>其他 {count} 类</translation>
    </message>
    <message>
        <source>{right} of {count} samples are right, {share}.</source>
        <translation>{count} 个样本中分对 {right} 个，占 {share}。</translation>
    </message>
    <message>
        <source>Of the brushed ones {right} of {count} are right.</source>
        <translation>选取的 {count} 个中分对 {right} 个。</translation>
    </message>
    <message>
        <source>The {count} classes with the most mistakes are shown, the others together.</source>
        <translation>单独显示错误最多的 {count} 个类别，其余合并。</translation>
    </message>
    <message>
        <source>{true} taken for {predicted}</source>
        <translation>{true} 被分为 {predicted}</translation>
    </message>
    <message>
        <source>true {true}, predicted {predicted}</source>
        <translation>真实 {true}，预测 {predicted}</translation>
    </message>
    <message>
        <source>{model}: {what}</source>
        <translation>{model}：{what}</translation>
    </message>
    <message>
        <source>true ↓ predicted →</source>
        <translation>真实 ↓ 预测 →</translation>
    </message>
    <message>
        <source>{name}, brushed</source>
        <translation>{name}（选取的）</translation>
    </message>
    <message>
        <source>mistake: true</source>
        <translation>错误：真实类别</translation>
    </message>
    <message>
        <source>mistake: predicted</source>
        <translation>错误：预测类别</translation>
    </message>
    <message>
        <source>mistake: samples</source>
        <translation>错误：样本数</translation>
    </message>
    <message>
        <source>true {true}, predicted {predicted}   {samples}</source>
        <translation>真实 {true}，预测 {predicted}   {samples}</translation>
    </message>
    <message>
        <source>{right} of them right</source>
        <translation>其中分对 {right} 个</translation>
    </message>
    <message>
        <source>most frequent mistakes</source>
        <translation>最常见的错误</translation>
    </message>
    <message>
        <source>brushed</source>
        <translation>选取的</translation>
    </message>
    <message>
        <source>{all} of all answers are wrong, of the surest {share} of them {part}.</source>
        <translation>全部回答中错 {all}；最有把握的 {share} 中错 {part}。</translation>
    </message>
    <message>
        <source>{model}: coverage {range}, the surest first</source>
        <translation>{model}：覆盖率 {range}（从最有把握的起）</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误率</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确率</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>coverage</source>
        <translation>覆盖率</translation>
    </message>
    <message>
        <source>wrong, %</source>
        <translation>错误率，%</translation>
    </message>
    <message>
        <source>right, %</source>
        <translation>正确率，%</translation>
    </message>
    <message>
        <source>coverage: answers given, the surest first, %</source>
        <translation>覆盖率：作答的比例（从最有把握的起），%</translation>
    </message>
    <message>
        <source>coverage {range}</source>
        <translation>覆盖率 {range}</translation>
    </message>
    <message>
        <source>Without a value, since this loss needs labels: {count}.</source>
        <translation>因该损失需要标签而没有值：{count} 行。</translation>
    </message>
    <message>
        <source>infinite on {count} of the samples, and so is the mean.</source>
        <translation>有 {count} 个样本为无穷大，平均值因此也是无穷大。</translation>
    </message>
    <message>
        <source>Of the others the worst {share} ({count}) carry {carried} of the loss.</source>
        <translation>其余样本中，损失最大的 {share}（{count} 个）占总损失的 {carried}。</translation>
    </message>
    <message>
        <source>the worst {share} of the samples ({count}) carry {carried} of the loss.</source>
        <translation>损失最大的 {share} 的样本（{count} 个）占总损失的 {carried}。</translation>
    </message>
    <message>
        <source>The brushed samples carry {share} of the finite loss.</source>
        <translation>选取的样本占有限损失总和的 {share}。</translation>
    </message>
    <message>
        <source>{model}: the worst {range} by {loss}</source>
        <translation>{model}：按{loss}从大到小的 {range}</translation>
    </message>
    <message>
        <source>{model}: {loss} {range}</source>
        <translation>{model}：{loss} {range}</translation>
    </message>
    <message>
        <source>figure</source>
        <translation>图</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>loss carried by the worst</source>
        <translation>损失最大的样本所占的损失</translation>
    </message>
    <message>
        <source>samples, the worst first, %</source>
        <translation>样本（损失从大到小），%</translation>
    </message>
    <message>
        <source>of the loss, %</source>
        <translation>占总损失，%</translation>
    </message>
    <message>
        <source>the worst {range} of the samples carry {carried} of the loss</source>
        <translation>损失从大到小的 {range} 的样本占总损失的 {carried}</translation>
    </message>
    <message>
        <source>no shares: nothing to add up</source>
        <translation>没有可累加的损失</translation>
    </message>
    <message>
        <source>ECE, equal width</source>
        <translation>ECE，等宽</translation>
    </message>
    <message>
        <source>MCE, equal width</source>
        <translation>MCE，等宽</translation>
    </message>
    <message>
        <source>ECE, equal mass</source>
        <translation>ECE，等频</translation>
    </message>
    <message>
        <source>MCE, equal mass</source>
        <translation>MCE，等频</translation>
    </message>
    <message>
        <source>confidence of the predicted class, against how often it is the true one.</source>
        <translation>预测类别的置信度，对照它确为真实类别的频率。</translation>
    </message>
    <message>
        <source>probability of {name}, against how often it is the true class.</source>
        <translation>{name} 的概率，对照它确为真实类别的频率。</translation>
    </message>
    <message>
        <source>{model}: confidence {range}</source>
        <translation>{model}：置信度 {range}</translation>
    </message>
    <message>
        <source>{model}: probability of {name} {range}</source>
        <translation>{model}：{name} 的概率 {range}</translation>
    </message>
    <message>
        <source>mean forecast</source>
        <translation>平均预测概率</translation>
    </message>
    <message>
        <source>came true</source>
        <translation>实际频率</translation>
    </message>
    <message>
        <source>came true, brushed</source>
        <translation>实际频率（选取的）</translation>
    </message>
    <message>
        <source>Brier score</source>
        <translation>布里尔分数</translation>
    </message>
    <message>
        <source>= reliability</source>
        <translation>= 可靠性</translation>
    </message>
    <message>
        <source>− resolution</source>
        <translation>− 分辨力</translation>
    </message>
    <message>
        <source>+ uncertainty</source>
        <translation>+ 不确定性</translation>
    </message>
    <message>
        <source>+ within the bins</source>
        <translation>+ 箱内项</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>probability of {name}</source>
        <translation>{name} 的概率</translation>
    </message>
    <message>
        <source>mean forecast {forecast}, came true {share}</source>
        <translation>平均预测概率 {forecast}，实际频率 {share}</translation>
    </message>
    <message>
        <source>Labels of probability 0, infinite at every T and left out of the mean: {count}.</source>
        <translation>标签概率为 0 的有 {count} 行，任何 T 下损失都是无穷大，不计入平均。</translation>
    </message>
    <message>
        <source>Rows that do not sum to 1, normalized here: {count}.</source>
        <translation>和不为 1、在此按归一化计算的有 {count} 行。</translation>
    </message>
    <message>
        <source>The curves are of {part} of {whole} samples, the numbers of all.</source>
        <translation>曲线取自 {whole} 个样本中的 {part} 个，数值取自全部样本。</translation>
    </message>
    <message>
        <source>every label has the largest logit: the lower T, the lower the log loss.</source>
        <translation>每个标签的 logit 都最大：T 越低，对数损失越小。</translation>
    </message>
    <message>
        <source>the answers are worse than none: the higher T, the lower the log loss.</source>
        <translation>这些预测还不如均匀猜测：T 越高，对数损失越小。</translation>
    </message>
    <message>
        <source>log loss is least at {best}: {before} → {after} {unit}; ECE {error} → {lower}.</source>
        <translation>对数损失在 {best} 处最小：{before} → {after} {unit}；ECE {error} → {lower}。</translation>
    </message>
    <message>
        <source>log loss {unit}</source>
        <translation>对数损失 {unit}</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>temperature T</source>
        <translation>温度 T</translation>
    </message>
    <message>
        <source>{temperature}   log loss {loss} {unit}   ECE {error}</source>
        <translation>{temperature}   对数损失 {loss} {unit}   ECE {error}</translation>
    </message>
    <message>
        <source>The log loss is infinite at every temperature.</source>
        <translation>任何温度下对数损失都是无穷大。</translation>
    </message>
    <message>
        <source>now {temperature}</source>
        <translation>当前 {temperature}</translation>
    </message>
    <message>
        <source>best {temperature}</source>
        <translation>最佳 {temperature}</translation>
    </message>
</context>
<context>
    <name>Decomposition</name>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>{count} of {all} samples</source>
        <translation>{all} 个样本中的 {count} 个</translation>
    </message>
    <message>
        <source>Decomposition</source>
        <translation>分解</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Drag: the truth p moves, down towards certainty in its most probable class, up towards equal shares.</source>
        <translation>拖动：真实分布 p 移动，向下趋于其最可能类别的确定分布，向上趋于均匀分布。</translation>
    </message>
    <message>
        <source>Drag: q moves on the straight line through p, down towards p, up away from it.</source>
        <translation>拖动：q 沿穿过 p 的直线移动，向下靠近 p，向上远离 p。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>堆叠</translation>
    </message>
    <message>
        <source>Waterfall</source>
        <translation>瀑布</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <source>Divergences</source>
        <translation>散度</translation>
    </message>
    <message>
        <source>Stack grouped by</source>
        <translation>堆叠分组方式</translation>
    </message>
    <message>
        <source>By sample</source>
        <translation>按样本</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>按模型</translation>
    </message>
    <message>
        <source>Stack sorted by</source>
        <translation>堆叠排序方式</translation>
    </message>
    <message>
        <source>As in the table</source>
        <translation>按表格顺序</translation>
    </message>
    <message>
        <source>Greatest H(p)</source>
        <translation>H(p) 最大</translation>
    </message>
    <message>
        <source>Greatest KL</source>
        <translation>KL 最大</translation>
    </message>
    <message>
        <source>Greatest H(p,q)</source>
        <translation>H(p,q) 最大</translation>
    </message>
    <message>
        <source>KL both ways, and Jensen-Shannon</source>
        <translation>两个方向的 KL 与詹森-香农散度</translation>
    </message>
    <message>
        <source>Drag: q of this class changes, the others rescale.</source>
        <translation>拖动：改变此类的 q，其余类别按比例调整。</translation>
    </message>
    <message>
        <source>Drag: p of this class changes, the others rescale.</source>
        <translation>拖动：改变此类的 p，其余类别按比例调整。</translation>
    </message>
    <message>
        <source>p = 0, no width: {classes}</source>
        <translation>p = 0，没有宽度：{classes}</translation>
    </message>
    <message>
        <source>H(p) + KL of the truth itself, without label smoothing or class weights.</source>
        <translation>此处为真实分布本身的 H(p) + KL，不含标签平滑或类别权重。</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>{count} others</source>
        <translation>其余 {count} 类</translation>
    </message>
</context>
<context>
    <name>Descent</name>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>q of “{name}”</source>
        <translation>“{name}”的 q</translation>
    </message>
    <message>
        <source>Loss ({unit})</source>
        <translation>损失（{unit}）</translation>
    </message>
    <message>
        <source>Loss, of that at the start</source>
        <translation>损失（相对于起点）</translation>
    </message>
    <message>
        <source>{losses} first: “{name}” above {goal} at step {step}.</source>
        <translation>{losses}最先到达：“{name}”在第 {step} 步超过 {goal}。</translation>
    </message>
    <message>
        <source>{losses}: step {step}.</source>
        <translation>{losses}：第 {step} 步。</translation>
    </message>
    <message>
        <source>{losses}: not above {goal} within {steps} steps.</source>
        <translation>{losses}：{steps} 步内未超过 {goal}。</translation>
    </message>
    <message>
        <source>{losses}: no slope to go down, only steps.</source>
        <translation>{losses}：只有台阶，没有可下降的坡度。</translation>
    </message>
    <message>
        <source>{losses}: not for this truth.</source>
        <translation>{losses}：不适用于这个真实分布。</translation>
    </message>
    <message>
        <source>A class that starts at 0 stays there: its logit is −∞.</source>
        <translation>从 0 出发的类别始终为 0：其 logit 为 −∞。</translation>
    </message>
    <message>
        <source>Descent</source>
        <translation>下降</translation>
    </message>
    <message>
        <source>From the model’s q</source>
        <translation>从模型的 q 出发</translation>
    </message>
    <message>
        <source>Confidently wrong</source>
        <translation>自信的错误</translation>
    </message>
    <message>
        <source>From uniform</source>
        <translation>从均匀分布出发</translation>
    </message>
    <message>
        <source>From a chosen q</source>
        <translation>从选定的 q 出发</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss, of the start’s</source>
        <translation>相对损失</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Where it starts</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>On surfaces</source>
        <translation>画在曲面上</translation>
    </message>
    <message>
        <source>Draw the paths on every surface</source>
        <translation>在每个曲面上画出路径</translation>
    </message>
    <message>
        <source>Learning rate η</source>
        <translation>学习率 η</translation>
    </message>
    <message>
        <source>Number of steps T</source>
        <translation>步数 T</translation>
    </message>
    <message>
        <source>Momentum μ</source>
        <translation>动量 μ</translation>
    </message>
    <message>
        <source>value ({unit})</source>
        <translation>值（{unit}）</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
</context>
<context>
    <name>DescentPanel</name>
    <message>
        <source>Space plays and pauses, arrow keys go through the steps.</source>
        <translation>空格键播放或暂停，方向键逐步移动。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>The step that is looked at, here and on every surface</source>
        <translation>正在查看的步，此处与每个曲面一致</translation>
    </message>
    <message>
        <source>Computing…</source>
        <translation>正在计算…</translation>
    </message>
    <message>
        <source>step {at} of {all}</source>
        <translation>第 {at} 步，共 {all} 步</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>step {at}</source>
        <translation>第 {at} 步</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Cannot export</source>
        <translation>无法导出</translation>
    </message>
    <message>
        <source>Wrote {count} files to {folder}</source>
        <translation>已将 {count} 个文件写入 {folder}</translation>
    </message>
    <message>
        <source>Copied {panel} as a picture</source>
        <translation>已将“{panel}”复制为图片</translation>
    </message>
    <message>
        <source>Copied the numbers of {panel}</source>
        <translation>已复制“{panel}”的数值</translation>
    </message>
    <message>
        <source>Cannot save</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
</context>
<context>
    <name>Distributions</name>
    <message>
        <source>Distributions</source>
        <translation>分布</translation>
    </message>
    <message>
        <source>Height of the bars</source>
        <translation>柱的高度</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Surprisal log 1/q</source>
        <translation>惊异度 log 1/q</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>分散程度</translation>
    </message>
    <message>
        <source>H, perplexity exp(H) and the effective number of classes 1/Σp² (inverse Simpson) of each.</source>
        <translation>每个分布的 H、困惑度 exp(H) 与有效类别数 1/Σp²（逆辛普森指数）。</translation>
    </message>
    <message>
        <source>{count} others</source>
        <translation>其余 {count} 类</translation>
    </message>
    <message>
        <source>Drag, or arrow keys: the others rescale. L locks the class.</source>
        <translation>拖动或用方向键：其余类别按比例调整。L 键锁定此类。</translation>
    </message>
    <message>
        <source>{name} is locked: it keeps its probability while others rescale.</source>
        <translation>{name} 已锁定：其余类别调整时概率不变。</translation>
    </message>
    <message>
        <source>Lock {name}: it keeps its probability while others rescale.</source>
        <translation>锁定 {name}：其余类别调整时概率不变。</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Dragging</name>
    <message>
        <source>Drag {table}, {sample}</source>
        <translation>拖动 {table}，{sample}</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>The session is too large for the pictures (more than {limit} KiB).</source>
        <translation>会话太大，无法放入图片（超过 {limit} KiB）。</translation>
    </message>
    <message>
        <source>One column, 85 mm</source>
        <translation>单栏，85 毫米</translation>
    </message>
    <message>
        <source>Two columns, 170 mm</source>
        <translation>双栏，170 毫米</translation>
    </message>
    <message>
        <source>Poster, 400 mm</source>
        <translation>海报，400 毫米</translation>
    </message>
    <message>
        <source>Slide of 16 by 9</source>
        <translation>16 比 9 幻灯片</translation>
    </message>
    <message>
        <source>No Matplotlib script for: {names}.</source>
        <translation>以下图没有 Matplotlib 脚本：{names}。</translation>
    </message>
    <message>
        <source>L is {loss}.</source>
        <translation>L 为{loss}。</translation>
    </message>
    <message>
        <source>Sample: {sample}.</source>
        <translation>样本：{sample}。</translation>
    </message>
    <message>
        <source>Model: {model}.</source>
        <translation>模型：{model}。</translation>
    </message>
    <message>
        <source>Unit: {unit}.</source>
        <translation>单位：{unit}。</translation>
    </message>
    <message>
        <source>Row sums: {how}.</source>
        <translation>行和：{how}。</translation>
    </message>
    <message>
        <source>{loss}: {parameters}.</source>
        <translation>{loss}：{parameters}。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export figures</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>each panel’s own</source>
        <translation>各面板自己的尺寸</translation>
    </message>
    <message>
        <source>transparent background</source>
        <translation>透明背景</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Size in pixels</source>
        <translation>尺寸（像素）</translation>
    </message>
    <message>
        <source>PNG resolution</source>
        <translation>PNG 分辨率</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Folder for the figures</source>
        <translation>存放图表的文件夹</translation>
    </message>
    <message>
        <source>Screen, size in pixels</source>
        <translation>屏幕，尺寸以像素计</translation>
    </message>
    <message>
        <source>all panels in one figure, lettered a, b, c</source>
        <translation>所有面板合为一图，并逐一编号</translation>
    </message>
    <message>
        <source>as suits</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>title, formula and parameters</source>
        <translation>标题、公式和参数</translation>
    </message>
    <message>
        <source>the session, to be opened again</source>
        <translation>会话，可由图片重新打开</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Text in points</source>
        <translation>文字大小（磅）</translation>
    </message>
    <message>
        <source>Lines in points</source>
        <translation>线宽（磅）</translation>
    </message>
    <message>
        <source>Panels side by side</source>
        <translation>并排面板数</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>None</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>In one</source>
        <translation>合成</translation>
    </message>
    <message>
        <source>With it</source>
        <translation>附带</translation>
    </message>
    <message>
        <source>heat maps as filled contours</source>
        <translation>热图绘成填色等值线</translation>
    </message>
</context>
<context>
    <name>Filing</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Sessions and data</source>
        <translation>会话与数据</translation>
    </message>
    <message>
        <source>Cannot open</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>“{name}” is open in another window. This is a copy; save it under a name of its own.</source>
        <translation>“{name}”已在另一个窗口中打开。这里打开的是副本；请用别的名字保存。</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>Open in another window</source>
        <translation>已在另一个窗口中打开</translation>
    </message>
    <message>
        <source>Cannot restore</source>
        <translation>无法恢复</translation>
    </message>
    <message>
        <source>Unsaved changes cannot be kept for the case of a crash. {reason}</source>
        <translation>无法为意外退出保留未保存的更改。{reason}</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>有未保存的更改</translation>
    </message>
    <message>
        <source>The numbers were changed and not saved. Save them first?</source>
        <translation>数值已更改，但尚未保存。要先保存吗？</translation>
    </message>
    <message>
        <source>“{name}” was changed by another program since it was opened. Replace it?</source>
        <translation>“{name}”打开之后被其他程序改动过。要替换它吗？</translation>
    </message>
    <message>
        <source>Session in one file</source>
        <translation>会话（单个文件）</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>NumPy archive, the numbers only</source>
        <translation>NumPy 归档，仅数据</translation>
    </message>
    <message>
        <source>Table, the numbers only</source>
        <translation>表格，仅数据</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>“{name}” is there already. Replace it?</source>
        <translation>“{name}”已存在。要替换它吗？</translation>
    </message>
    <message>
        <source>Cannot save</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>Saved {name}, rows as they are at their temperatures</source>
        <translation>已保存 {name}，其中各行是按各自温度换算后的值</translation>
    </message>
    <message>
        <source>Saved {name}: the numbers; a session keeps settings and view too</source>
        <translation>已保存 {name}：仅数据；会话还会保留设置和视图</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Replace the file</source>
        <translation>替换文件</translation>
    </message>
    <message>
        <source>Your own document is kept as it was; leave the lesson to save it.</source>
        <translation>你自己的文档原样保留着；离开课程后即可保存。</translation>
    </message>
    <message>
        <source>Reading files</source>
        <translation>正在读取文件</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source>Show only rows</source>
        <translation>只显示部分行</translation>
    </message>
    <message>
        <source>True class</source>
        <translation>真实类别</translation>
    </message>
    <message>
        <source>Predicted class</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>不小于</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>不大于</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
</context>
<context>
    <name>Find</name>
    <message>
        <source>“{text}” is not in {table}.</source>
        <translation>{table}中没有“{text}”。</translation>
    </message>
    <message>
        <source>Found: class {name}</source>
        <translation>找到：类别 {name}</translation>
    </message>
    <message>
        <source>Found: sample {name}</source>
        <translation>找到：样本 {name}</translation>
    </message>
    <message>
        <source>Found: {sample}, {class_}</source>
        <translation>找到：{sample}，{class_}</translation>
    </message>
</context>
<context>
    <name>FindDialog</name>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Name or number</source>
        <translation>名称或数值</translation>
    </message>
    <message>
        <source>A name, or a number such as 0.33</source>
        <translation>名称，或 0.33 这样的数值</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>下一个(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous</source>
        <translation>上一个(&amp;P)</translation>
    </message>
</context>
<context>
    <name>FormBoxes</name>
    <message>
        <source>comma</source>
        <translation>逗号</translation>
    </message>
    <message>
        <source>semicolon</source>
        <translation>分号</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>bar</source>
        <translation>竖线</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>the titles</source>
        <translation>列标题</translation>
    </message>
    <message>
        <source>a sample</source>
        <translation>一个样本</translation>
    </message>
    <message>
        <source>point</source>
        <translation>句点</translation>
    </message>
    <message>
        <source>Cells are parted by</source>
        <translation>单元格分隔符</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Decimal mark</source>
        <translation>小数点</translation>
    </message>
    <message>
        <source>The first row is</source>
        <translation>第一行是</translation>
    </message>
</context>
<context>
    <name>Gradients</name>
    <message>
        <source>Down is where the loss falls when the class gets more.</source>
        <translation>条形向下：该类别增大时损失下降。</translation>
    </message>
    <message>
        <source>The {count} classes of {all} with the strongest pull.</source>
        <translation>{all} 个类别中梯度最强的 {count} 个。</translation>
    </message>
    <message>
        <source>{losses}: not for this row.</source>
        <translation>{losses}：不适用于此行。</translation>
    </message>
    <message>
        <source>{losses}: no gradient, only steps.</source>
        <translation>{losses}：没有梯度，只有台阶。</translation>
    </message>
    <message>
        <source>Differences agree within {worst}.</source>
        <translation>与有限差分之差不超过 {worst}。</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>By what the slope is taken</source>
        <translation>对什么求梯度</translation>
    </message>
    <message>
        <source>By the logits z</source>
        <translation>对 logit z</translation>
    </message>
    <message>
        <source>By the probabilities q</source>
        <translation>对概率 q</translation>
    </message>
    <message>
        <source>Check by differences</source>
        <translation>用差分核对</translation>
    </message>
    <message>
        <source>By formula</source>
        <translation>解析公式</translation>
    </message>
    <message>
        <source>By formula, checked by differences</source>
        <translation>解析公式，并用差分核对</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>{losses}: a kink, where each side has its slope; differences give the mean.</source>
        <translation>{losses}：此处有折点，两侧斜率不同；差分给出两侧的平均。</translation>
    </message>
    <message>
        <source>z is the logit in use, divided by T.</source>
        <translation>z 指实际所用的 logit，即已除以 T。</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>Guide</source>
        <translation>导学</translation>
    </message>
    <message>
        <source>number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Try it: {task}</source>
        <translation>试一试：{task}</translation>
    </message>
</context>
<context>
    <name>GuidePanel</name>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>离开</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Go back to your own document, as it was</source>
        <translation>回到你自己的文档，一切如前</translation>
    </message>
    <message>
        <source>Set this step up again</source>
        <translation>把这一步恢复到开始时的样子</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Open a lesson file…</source>
        <translation>打开课程文件…</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Open a lesson file</source>
        <translation>打开课程文件</translation>
    </message>
    <message>
        <source>Challenge…</source>
        <translation>挑战…</translation>
    </message>
    <message>
        <source>Ten tasks from a seed: reach a value, guess the lower loss</source>
        <translation>由种子生成的十道题：拖到给定的值，猜哪个损失更低</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>{step}: on show</source>
        <translation>{step}：当前状态</translation>
    </message>
    <message>
        <source>{step}: undone, Enter does it again</source>
        <translation>{step}：已撤销，按 Enter 可重做到此步</translation>
    </message>
    <message>
        <source>{step}: Enter goes back to here</source>
        <translation>{step}：按 Enter 可回到此步</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>ignored</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>names of classes</source>
        <translation>类别名称</translation>
    </message>
    <message>
        <source>true probability</source>
        <translation>真实概率</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>logit</translation>
    </message>
    <message>
        <source>classes of a list</source>
        <translation>列表中的类别</translation>
    </message>
    <message>
        <source>No predictions: the model “{name}” stands in, 1/{classes} for each class, until you give some.</source>
        <translation>没有预测：暂以模型“{name}”代替，每个类别 1/{classes}，可随后给出预测。</translation>
    </message>
    <message>
        <source>{count} rows of {file} belong to no prediction and are left out.</source>
        <translation>{file} 中有 {count} 行没有对应的预测，未计入。</translation>
    </message>
    <message>
        <source>Columns without names are taken in the order of the labels, “{first}” to “{last}”; check it.</source>
        <translation>没有名称的列按标签排序后的次序对应，从“{first}”到“{last}”；请核对。</translation>
    </message>
    <message>
        <source>Which column is the label is a guess; check it.</source>
        <translation>哪一列是标签只是推测；请核对。</translation>
    </message>
    <message>
        <source>Whether these are several models or one is a guess; check it.</source>
        <translation>这是几个模型还是一个模型只是推测；请核对。</translation>
    </message>
    <message>
        <source>Rows do not sum to 1, so these may be probabilities or logits; say which they are.</source>
        <translation>各行之和不为 1，可能是概率，也可能是 logits；请指明。</translation>
    </message>
    <message>
        <source>Rows sum to 100, like percentages; they come in as they are, and Normalize mends them.</source>
        <translation>各行之和为 100，像是百分数；将照原样导入，可用“归一化”修正。</translation>
    </message>
    <message>
        <source>1 sample</source>
        <translation>1 个样本</translation>
    </message>
    <message>
        <source>{n} samples</source>
        <translation>{n} 个样本</translation>
    </message>
    <message>
        <source>{n} classes</source>
        <translation>{n} 个类别</translation>
    </message>
    <message>
        <source>1 model</source>
        <translation>1 个模型</translation>
    </message>
    <message>
        <source>{n} models</source>
        <translation>{n} 个模型</translation>
    </message>
    <message>
        <source>{samples}, {classes}, {models}</source>
        <translation>{samples}，{classes}，{models}</translation>
    </message>
    <message>
        <source>Logits: {models}.</source>
        <translation>logits：{models}。</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>添加文件(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Truth file…</source>
        <translation>真实标签文件(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>The file that holds the truth</source>
        <translation>含有真实标签的文件</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>各列</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>What the columns are</source>
        <translation>各列的含义</translation>
    </message>
    <message>
        <source>Reading… %p %</source>
        <translation>正在读取… %p%</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Add the files that hold predictions, and the one that holds the labels.</source>
        <translation>请添加含有预测的文件，以及含有标签的文件。</translation>
    </message>
    <message>
        <source>These are &amp;logits: scores before the softmax</source>
        <translation>这些是 logits，即 softmax 之前的得分(&amp;L)</translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>Reading the clipboard</source>
        <translation>正在读取剪贴板</translation>
    </message>
    <message>
        <source>Cannot paste</source>
        <translation>无法粘贴</translation>
    </message>
</context>
<context>
    <name>KindDelegate</name>
    <message>
        <source>What the column is</source>
        <translation>该列的含义</translation>
    </message>
</context>
<context>
    <name>LookMenus</name>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Decimals</source>
        <translation>小数位数(&amp;D)</translation>
    </message>
    <message>
        <source>Lan&amp;guage</source>
        <translation>语言(&amp;G)</translation>
    </message>
</context>
<context>
    <name>LossesMenu</name>
    <message>
        <source>Losses in the tables</source>
        <translation>表格中的损失</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>全部显示(&amp;A)</translation>
    </message>
    <message>
        <source>One loss stays in the tables.</source>
        <translation>表格中至少保留一种损失。</translation>
    </message>
    <message>
        <source>Hide loss</source>
        <translation>隐藏损失</translation>
    </message>
    <message>
        <source>Show loss</source>
        <translation>显示损失</translation>
    </message>
    <message>
        <source>Show all losses</source>
        <translation>显示全部损失</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>归一化</translation>
    </message>
</context>
<context>
    <name>ManualWindow</name>
    <message>
        <source>Loss Atlas manual</source>
        <translation>Loss Atlas 使用手册</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>搜索手册</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Nothing in the manual has these words.</source>
        <translation>手册中没有这些词。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Selected ro&amp;ws</source>
        <translation>所选各行(&amp;W)</translation>
    </message>
    <message>
        <source>C&amp;lasses</source>
        <translation>类别(&amp;L)</translation>
    </message>
    <message>
        <source>Sa&amp;mples</source>
        <translation>样本(&amp;M)</translation>
    </message>
    <message>
        <source>M&amp;odels</source>
        <translation>模型(&amp;O)</translation>
    </message>
    <message>
        <source>Keep row sums while t&amp;yping</source>
        <translation>输入时保持行和(&amp;Y)</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Add model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Added {name}, with uniform predictions.</source>
        <translation>已添加 {name}，其预测为均匀分布。</translation>
    </message>
    <message>
        <source>Duplicate model</source>
        <translation>复制为新模型</translation>
    </message>
    <message>
        <source>Rename model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Move model</source>
        <translation>移动模型</translation>
    </message>
    <message>
        <source>Remove model {name}</source>
        <translation>删除模型 {name}</translation>
    </message>
</context>
<context>
    <name>PanelDocks</name>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export animation…</source>
        <translation>导出动画…</translation>
    </message>
</context>
<context>
    <name>Paste</name>
    <message>
        <source>Add samples and classes for them? Other tables get uniform predictions, and the first class as the truth.</source>
        <translation>要为它们添加样本和类别吗？其他表中新样本的预测为均匀分布，真实类别为第一类。</translation>
    </message>
    <message>
        <source>It has more rows and columns than there is room for: {samples} and {classes} too many.</source>
        <translation>粘贴的内容放不下：多出 {samples} 行、{classes} 列。</translation>
    </message>
    <message>
        <source>It has more rows than there is room for: {samples} too many.</source>
        <translation>粘贴的内容放不下：多出 {samples} 行。</translation>
    </message>
    <message>
        <source>It has more columns than there is room for: {classes} too many.</source>
        <translation>粘贴的内容放不下：多出 {classes} 列。</translation>
    </message>
</context>
<context>
    <name>Reading</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开的文件(&amp;R)</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清空此列表(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;{number} {name} — {folder}</source>
        <translation>&amp;{number} {name} — {folder}</translation>
    </message>
    <message>
        <source>&amp;{number} {name} (missing)</source>
        <translation>&amp;{number} {name}（已不存在）</translation>
    </message>
</context>
<context>
    <name>Recovery</name>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>丢弃(&amp;D)</translation>
    </message>
    <message>
        <source>Ask &amp;later</source>
        <translation>以后再问(&amp;L)</translation>
    </message>
    <message>
        <source>Loss Atlas ended before a document was saved. Its state of {when} was kept.</source>
        <translation>Loss Atlas 上次退出时有一份文档尚未保存，{when} 的状态已保留。</translation>
    </message>
    <message>
        <source>Loss Atlas ended before “{name}” was saved. Its state of {when} was kept.</source>
        <translation>Loss Atlas 上次退出时“{name}”尚未保存，{when} 的状态已保留。</translation>
    </message>
    <message>
        <source>Unsaved work was kept</source>
        <translation>保留了未保存的内容</translation>
    </message>
    <message>
        <source>Restore it? What was saved stays as it is until you save.</source>
        <translation>要恢复吗？在您保存之前，已存的文件保持原样。</translation>
    </message>
</context>
<context>
    <name>Referee</name>
    <message>
        <source>Solution</source>
        <translation>解法</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>by {title} {arrow}</source>
        <translation>按{title} {arrow}</translation>
    </message>
    <message>
        <source>Sample name</source>
        <translation>样本名</translation>
    </message>
    <message>
        <source>Name contains…</source>
        <translation>名称包含…</translation>
    </message>
    <message>
        <source>Show only rows whose name contains</source>
        <translation>只显示名称包含所输文字的行</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>只看</translation>
    </message>
    <message>
        <source>Show only some rows</source>
        <translation>只显示部分行</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Sort rows</source>
        <translation>对各行排序</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>分类错误</translation>
    </message>
    <message>
        <source>Models disagree</source>
        <translation>模型判断不一致</translation>
    </message>
    <message>
        <source>Not a distribution</source>
        <translation>不是概率分布</translation>
    </message>
    <message>
        <source>Brushed</source>
        <translation>已选出</translation>
    </message>
    <message>
        <source>Rows that the model chosen classifies wrongly</source>
        <translation>当前模型分类错误的行</translation>
    </message>
    <message>
        <source>Rows of which models say different classes</source>
        <translation>各模型判为不同类别的行</translation>
    </message>
    <message>
        <source>Rows whose truth or prediction does not sum to 1, of any model</source>
        <translation>真实分布或任一模型的预测之和不为 1 的行</translation>
    </message>
    <message>
        <source>Rows picked out together in a figure</source>
        <translation>在图中一并选出的行</translation>
    </message>
    <message>
        <source>As the samples come</source>
        <translation>按样本原有顺序</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>从大到小</translation>
    </message>
    <message>
        <source>In focus but not shown: {sample}</source>
        <translation>当前样本未显示：{sample}</translation>
    </message>
    <message>
        <source>Sort and filter again</source>
        <translation>重新排序与筛选</translation>
    </message>
    <message>
        <source>Numbers changed, and rows stayed where they were.</source>
        <translation>数值已改变，各行仍留在原位。</translation>
    </message>
    <message>
        <source>Show all rows as they come</source>
        <translation>按原顺序显示全部行</translation>
    </message>
    <message>
        <source>Filter and sort rows</source>
        <translation>筛选与排序各行</translation>
    </message>
    <message>
        <source>Sorting {count} rows…</source>
        <translation>正在对 {count} 行排序…</translation>
    </message>
    <message>
        <source>{count} of {size} rows</source>
        <translation>{count} / {size} 行</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Class or range…</source>
        <translation>类别或范围…</translation>
    </message>
    <message>
        <source>Rows of a class, predicted as a class, or with a number in a range</source>
        <translation>真实类别、预测类别为某一类，或数值在某个范围内的行</translation>
    </message>
    <message>
        <source>true class {name}</source>
        <translation>真实类别为 {name}</translation>
    </message>
    <message>
        <source>predicted {name}</source>
        <translation>预测为 {name}</translation>
    </message>
</context>
<context>
    <name>Rows made</name>
    <message>
        <source>Normalize rows</source>
        <translation>各行归一化</translation>
    </message>
    <message>
        <source>One-hot rows</source>
        <translation>各行取独热码</translation>
    </message>
    <message>
        <source>Uniform rows</source>
        <translation>各行取均匀分布</translation>
    </message>
    <message>
        <source>Smooth rows, ε = {epsilon}</source>
        <translation>各行平滑，ε = {epsilon}</translation>
    </message>
    <message>
        <source>Smooth rows</source>
        <translation>各行平滑</translation>
    </message>
    <message>
        <source>q′ = (1 − ε)·q + ε/K, with K classes.</source>
        <translation>q′ = (1 − ε)·q + ε/K，K 为类别数。</translation>
    </message>
    <message>
        <source>Random rows, α = {alpha}, seed {seed}</source>
        <translation>各行随机，α = {alpha}，种子 {seed}</translation>
    </message>
    <message>
        <source>Random rows</source>
        <translation>各行随机</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Sharpen or soften rows, γ = {power}</source>
        <translation>各行锐化或柔化，γ = {power}</translation>
    </message>
    <message>
        <source>Sharpen or soften rows</source>
        <translation>各行锐化或柔化</translation>
    </message>
    <message>
        <source>q′ = q^γ / Σ q^γ; logits become γ·z. Above 1 sharpens, below 1 softens.</source>
        <translation>q′ = q^γ / Σ q^γ；若是 logit 则变为 γ·z。大于 1 锐化，小于 1 柔化。</translation>
    </message>
    <message>
        <source>Of logits q = softmax(z) is meant, kept as log q′.</source>
        <translation>对 logit，这里的 q = softmax(z)，结果存为 log q′。</translation>
    </message>
    <message>
        <source>q′ is drawn from the symmetric Dir(α): α = 1 makes all distributions alike likely, less draws near the corners, more near the middle. The same seed draws the same rows.</source>
        <translation>q′ 取自对称狄利克雷分布 Dir(α)：α = 1 时各种分布机会均等，更小则靠近顶点，更大则靠近中心。种子相同，抽得的行也相同。</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Add sample</source>
        <translation>添加样本</translation>
    </message>
    <message>
        <source>Added {name}: the truth is “{class_}”, every prediction uniform.</source>
        <translation>已添加 {name}：真实类别为“{class_}”，各模型的预测为均匀分布。</translation>
    </message>
    <message>
        <source>{name} (copy)</source>
        <translation>{name}（副本）</translation>
    </message>
    <message>
        <source>Duplicate samples</source>
        <translation>复制为新样本</translation>
    </message>
    <message>
        <source>Rename sample</source>
        <translation>重命名样本</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Move samples</source>
        <translation>移动样本</translation>
    </message>
    <message>
        <source>Remove samples</source>
        <translation>删除样本</translation>
    </message>
</context>
<context>
    <name>SliderLeaf</name>
    <message>
        <source>Sliders</source>
        <translation>滑块</translation>
    </message>
</context>
<context>
    <name>Solid</name>
    <message>
        <source>Two classes leave a curve, not a surface: see Surface and Curves.</source>
        <translation>两个类别只有一条曲线，没有曲面：请看“曲面”和“曲线”。</translation>
    </message>
    <message>
        <source>3-D</source>
        <translation>三维</translation>
    </message>
    <message>
        <source>Four classes as</source>
        <translation>四个类别显示为</translation>
    </message>
    <message>
        <source>Surface over a slice</source>
        <translation>切片上的曲面</translation>
    </message>
    <message>
        <source>Tetrahedron (4 classes)</source>
        <translation>四面体（4 类）</translation>
    </message>
    <message>
        <source>The tetrahedron’s faces</source>
        <translation>四面体的面</translation>
    </message>
    <message>
        <source>Cut open at the slice</source>
        <translation>沿截面剖开</translation>
    </message>
    <message>
        <source>Of coloured glass</source>
        <translation>彩色玻璃</translation>
    </message>
    <message>
        <source>Edges only</source>
        <translation>仅画棱</translation>
    </message>
    <message>
        <source>Level of q</source>
        <translation>q 的等值面</translation>
    </message>
    <message>
        <source>Draw all predictions that cost as much as the one in focus: a line, in the tetrahedron a surface</source>
        <translation>画出与当前预测损失相同的所有预测：一条线，在四面体中则是一张曲面</translation>
    </message>
    <message>
        <source>Drawn by</source>
        <translation>绘制方式</translation>
    </message>
    <message>
        <source>OpenGL if it works</source>
        <translation>可用时用显卡</translation>
    </message>
    <message>
        <source>OpenGL</source>
        <translation>用显卡</translation>
    </message>
    <message>
        <source>Without OpenGL</source>
        <translation>不用显卡</translation>
    </message>
    <message>
        <source>z of “{name}”</source>
        <translation>“{name}”的 z</translation>
    </message>
</context>
<context>
    <name>SolidPanel</name>
    <message>
        <source>Drag a marker, or move the focused one with the arrow keys. Drag beside the markers, or use Ctrl and the arrow keys, to turn; + and − zoom, Home goes back.</source>
        <translation>拖动标记，或用方向键移动选中的标记。在标记之外拖动，或用 Ctrl 加方向键来旋转；+ 和 − 缩放，Home 复位。</translation>
    </message>
    <message>
        <source>View from the start</source>
        <translation>回到初始视角</translation>
    </message>
    <message>
        <source>Drawn without OpenGL, as chosen.</source>
        <translation>按选择，未用 OpenGL 绘制。</translation>
    </message>
    <message>
        <source>Drawn by OpenGL.</source>
        <translation>由 OpenGL 绘制。</translation>
    </message>
    <message>
        <source>Drawn without OpenGL: PyOpenGL is not installed.</source>
        <translation>未用 OpenGL 绘制：没有安装 PyOpenGL。</translation>
    </message>
    <message>
        <source>Drawn without OpenGL: there is no screen.</source>
        <translation>未用 OpenGL 绘制：没有屏幕。</translation>
    </message>
    <message>
        <source>Drawn without OpenGL: this system offers none.</source>
        <translation>未用 OpenGL 绘制：本系统不提供。</translation>
    </message>
    <message>
        <source>Drawn without OpenGL: its pictures stay empty here.</source>
        <translation>未用 OpenGL 绘制：它在这里画不出内容。</translation>
    </message>
</context>
<context>
    <name>StartLine</name>
    <message>
        <source>The q that descents start from</source>
        <translation>下降的起点 q</translation>
    </message>
    <message>
        <source>Probabilities of {classes}; or Shift and a click on the surface</source>
        <translation>{classes} 的概率；也可按住 Shift 在曲面上单击</translation>
    </message>
    <message>
        <source>{found} numbers were typed; there are {count} classes.</source>
        <translation>输入了 {found} 个数，而类别有 {count} 个。</translation>
    </message>
    <message>
        <source>These numbers sum to {total}; probabilities are 0 or more and sum to 1.</source>
        <translation>这些数之和为 {total}；概率应不小于 0，且总和为 1。</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Steps</source>
        <translation>推导步骤</translation>
    </message>
    <message>
        <source>The loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Its gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>From logits</source>
        <translation>从 logit 出发</translation>
    </message>
    <message>
        <source>Mean over samples</source>
        <translation>样本平均</translation>
    </message>
    <message>
        <source>Loss of the surface</source>
        <translation>曲面所用的损失</translation>
    </message>
    <message>
        <source>What is written out</source>
        <translation>写出什么</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>about</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>line</source>
        <translation>算式</translation>
    </message>
    <message>
        <source>value</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>{count} more: {total}</source>
        <translation>其余 {count} 项：{total}</translation>
    </message>
</context>
<context>
    <name>StepsPanel</name>
    <message>
        <source>Copy as plain text</source>
        <translation>复制为纯文本</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Copied the steps as plain text</source>
        <translation>已将推导步骤复制为纯文本</translation>
    </message>
    <message>
        <source>Copied the steps as LaTeX</source>
        <translation>已将推导步骤复制为 LaTeX</translation>
    </message>
</context>
<context>
    <name>Surface</name>
    <message>
        <source>Truth</source>
        <translation>真实分布</translation>
    </message>
    <message>
        <source>{loss} of every prediction q for {sample}</source>
        <translation>{sample}：{loss}随预测分布 q 的变化</translation>
    </message>
    <message>
        <source>A part of the triangle, {side} of its side.</source>
        <translation>三角形的一部分，边长为整体的 {side}。</translation>
    </message>
    <message>
        <source>The other classes are held at {model}’s values, {mass} together.</source>
        <translation>其余类别保持“{model}”的取值，合计 {mass}。</translation>
    </message>
    <message>
        <source>Arrows lead down, along {slope}.</source>
        <translation>箭头指向下降方向 {slope}。</translation>
    </message>
    <message>
        <source>Infinite everywhere on this triangle.</source>
        <translation>在这个三角形上处处为无穷大。</translation>
    </message>
    <message>
        <source>Infinite everywhere but on an edge or at a corner.</source>
        <translation>除某条边或某个顶点外处处为无穷大。</translation>
    </message>
    <message>
        <source>Infinite wherever it is hatched.</source>
        <translation>画斜线处为无穷大。</translation>
    </message>
    <message>
        <source>p = minimum</source>
        <translation>p = 最小值点</translation>
    </message>
    <message>
        <source>p, the truth</source>
        <translation>p（真实分布）</translation>
    </message>
    <message>
        <source>no gradient: flat steps</source>
        <translation>没有梯度：平坦的台阶</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>曲面</translation>
    </message>
    <message>
        <source>Colour scale</source>
        <translation>颜色标度</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>By rank</source>
        <translation>按秩</translation>
    </message>
    <message>
        <source>No arrows: the loss has no gradient, only steps.</source>
        <translation>没有箭头：该损失没有梯度，只有台阶。</translation>
    </message>
    <message>
        <source>minimum, {distance} from p</source>
        <translation>最小值，距 p {distance}</translation>
    </message>
    <message>
        <source>Arrows downhill</source>
        <translation>下降方向的箭头</translation>
    </message>
    <message>
        <source>No arrows</source>
        <translation>无箭头</translation>
    </message>
    <message>
        <source>Arrows −∂L/∂q</source>
        <translation>箭头 −∂L/∂q</translation>
    </message>
    <message>
        <source>Arrows −∂L/∂z</source>
        <translation>箭头 −∂L/∂z</translation>
    </message>
    <message>
        <source>Level of q</source>
        <translation>过 q 的等值线</translation>
    </message>
    <message>
        <source>Draw the line of all predictions that cost as much as the one in focus</source>
        <translation>画出与当前预测损失相同的所有预测</translation>
    </message>
    <message>
        <source>Order of the corners (R turns them)</source>
        <translation>顶点的顺序（按 R 旋转）</translation>
    </message>
    <message>
        <source>Corners in order</source>
        <translation>顶点按顺序</translation>
    </message>
    <message>
        <source>Turned once</source>
        <translation>旋转一次</translation>
    </message>
    <message>
        <source>Turned twice</source>
        <translation>旋转两次</translation>
    </message>
    <message>
        <source>Least at p: the loss is strictly proper.</source>
        <translation>在 p 处最小：该损失是严格适当的。</translation>
    </message>
    <message>
        <source>Least at p.</source>
        <translation>在 p 处最小。</translation>
    </message>
    <message>
        <source>Least {distance} from p: {parameters} moves it.</source>
        <translation>最小处距 p {distance}：由{parameters}移开。</translation>
    </message>
    <message>
        <source>Least {distance} from p: the held classes keep it away.</source>
        <translation>最小处距 p {distance}：固定的类别使其到不了 p。</translation>
    </message>
    <message>
        <source>Least {distance} from p: the loss is not proper.</source>
        <translation>最小处距 p {distance}：该损失不是适当的。</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>定义域</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Two logits</source>
        <translation>两个 logit</translation>
    </message>
    <message>
        <source>What moves</source>
        <translation>变动的量</translation>
    </message>
    <message>
        <source>The prediction q</source>
        <translation>预测 q</translation>
    </message>
    <message>
        <source>One q for all samples</source>
        <translation>所有样本共用一个 q</translation>
    </message>
    <message>
        <source>The truth p</source>
        <translation>真实分布 p</translation>
    </message>
    <message>
        <source>Entropy of q</source>
        <translation>q 的熵</translation>
    </message>
    <message>
        <source>Other classes, of more than three</source>
        <translation>其余类别（多于三类时）</translation>
    </message>
    <message>
        <source>Others held</source>
        <translation>其余类别固定</translation>
    </message>
    <message>
        <source>Others merged</source>
        <translation>其余类别合并</translation>
    </message>
    <message>
        <source>Entropy H(q) of every distribution q</source>
        <translation>每个分布 q 的熵 H(q)</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>熵</translation>
    </message>
    <message>
        <source>{loss} of every truth p for {model}’s prediction, {sample}</source>
        <translation>{sample}：{model} 的预测固定时，每个真实分布 p 的{loss}</translation>
    </message>
    <message>
        <source>{loss} of one prediction q for all samples, on average</source>
        <translation>所有样本共用一个预测 q 时的平均{loss}</translation>
    </message>
    <message>
        <source>Computing: this loss has to be averaged over all truths one by one…</source>
        <translation>正在计算：这种损失要对所有真实分布逐个求平均……</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>“other” is all other classes together, in {model}’s proportions.</source>
        <translation>“其他”是其余所有类别之和，比例取自 {model}。</translation>
    </message>
    <message>
        <source>A slice of the tetrahedron: {name} is held at {mass}.</source>
        <translation>四面体的一个截面：{name} 固定为 {mass}。</translation>
    </message>
    <message>
        <source>minimum</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Probability {letter} of “{name}”</source>
        <translation>“{name}”的概率 {letter}</translation>
    </message>
    <message>
        <source>Infinite where it is hatched; shown up to {top}.</source>
        <translation>阴影处为无穷大；显示到 {top} 为止。</translation>
    </message>
    <message>
        <source>The other logits are held at {model}’s values.</source>
        <translation>其余 logit 固定为 {model} 的值。</translation>
    </message>
    <message>
        <source>Logit of “{name}”</source>
        <translation>“{name}”的 logit</translation>
    </message>
    <message>
        <source>{name} (beyond the edge)</source>
        <translation>{name}（在边界之外）</translation>
    </message>
    <message>
        <source>No second loss</source>
        <translation>无第二个损失</translation>
    </message>
    <message>
        <source>Left corner, or logit to the right</source>
        <translation>左角，或向右的 logit</translation>
    </message>
    <message>
        <source>Right corner, or logit upwards</source>
        <translation>右角，或向上的 logit</translation>
    </message>
    <message>
        <source>Top corner</source>
        <translation>顶角</translation>
    </message>
    <message>
        <source>Slice follows</source>
        <translation>截面跟随</translation>
    </message>
    <message>
        <source>Of four classes, let the slice go through the row that moves</source>
        <translation>四个类别时，让截面经过变动的那一行</translation>
    </message>
    <message>
        <source>Share of the fourth class</source>
        <translation>第四类的份额</translation>
    </message>
    <message>
        <source>Second loss</source>
        <translation>第二个损失</translation>
    </message>
    <message>
        <source>With the second loss</source>
        <translation>与第二个损失</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Each rescaled</source>
        <translation>各自缩放</translation>
    </message>
    <message>
        <source>Compare each loss from 0 at its lowest to 1 at its highest</source>
        <translation>每个损失按自身范围缩放：最低为 0，最高为 1</translation>
    </message>
    <message>
        <source>{first} less {second}</source>
        <translation>{first} 减 {second}</translation>
    </message>
    <message>
        <source>Blue where {first} is less, orange where it is more.</source>
        <translation>蓝色处{first}较小，橙色处较大。</translation>
    </message>
    <message>
        <source>{title}, each from 0 to 1 over its own range</source>
        <translation>{title}，各自按自身范围缩放到 0 至 1</translation>
    </message>
    <message>
        <source>{first} and {second} are equal here.</source>
        <translation>此处{first}与{second}相等。</translation>
    </message>
</context>
<context>
    <name>SurfacePanel</name>
    <message>
        <source>Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. 1, 2 and 3 set it to a corner, 0 to the uniform distribution; Alt lets a drag pass them by. R turns the corners. The wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; Home shows all.</source>
        <translation>拖动标记，或用方向键移动当前标记；按 Tab 转到下一个。按 1、2、3 移到顶点，按 0 移到均匀分布；按住 Alt 拖动则不吸附。按 R 旋转顶点。滚轮、+ 和 − 缩放；Ctrl 加方向键或用中键拖动可平移；按 Home 显示全部。</translation>
    </message>
    <message>
        <source>Home or a double click beside the markers shows the whole triangle again.</source>
        <translation>按 Home 或双击标记以外的位置可再次显示整个三角形。</translation>
    </message>
    <message>
        <source>Start descents here</source>
        <translation>从这里开始下降</translation>
    </message>
    <message>
        <source>Start descents from the model’s q</source>
        <translation>从模型的 q 开始下降</translation>
    </message>
    <message>
        <source>Descents start here; Esc in the panel Descent goes back to the model’s q.</source>
        <translation>下降从这里开始；在“下降”面板按 Esc 可回到模型的 q。</translation>
    </message>
    <message>
        <source>The whole plane</source>
        <translation>整个平面</translation>
    </message>
    <message>
        <source>The whole triangle</source>
        <translation>整个三角形</translation>
    </message>
    <message>
        <source>Corners in order</source>
        <translation>角按原顺序</translation>
    </message>
    <message>
        <source>Move {table}, {sample}</source>
        <translation>移动“{table}”（{sample}）</translation>
    </message>
    <message>
        <source>{row} summed to {total}; to move it, it was normalized.</source>
        <translation>{row}之和为 {total}；为移动它，已将其归一化。</translation>
    </message>
    <message>
        <source>Drag a marker, or move the focused one with the arrow keys; Tab goes to the next. Over two logits the wheel, + and − zoom; Ctrl and an arrow, or a drag with the middle button, moves what is seen; Home shows all.</source>
        <translation>拖动标记，或用方向键移动当前标记；Tab 键转到下一个。在两个 logit 的平面上，滚轮、+ 和 − 缩放；Ctrl 加方向键，或按住中键拖动，可平移；Home 键显示全部。</translation>
    </message>
    <message>
        <source>Home or a double click beside the markers shows all again.</source>
        <translation>按 Home 键，或在标记以外双击，可重新显示全部。</translation>
    </message>
</context>
<context>
    <name>Tables</name>
    <message>
        <source>Truth p</source>
        <translation>真实分布 p</translation>
    </message>
    <message>
        <source>Predictions q</source>
        <translation>预测分布 q</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Means</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Probabilities or logits</source>
        <translation>概率或 logits</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>logits</source>
        <translatorcomment>logits 在教学中通常不译；指 softmax 之前未归一化的得分。</translatorcomment>
        <translation>logits</translation>
    </message>
    <message>
        <source> (and {count} more)</source>
        <translation>（另有 {count} 行）</translation>
    </message>
    <message>
        <source>Normalize (Ctrl+R)</source>
        <translation>归一化（Ctrl+R）</translation>
    </message>
    <message>
        <source>{row} {problem}{more}.</source>
        <translation>{row}：{problem}{more}。</translation>
    </message>
    <message>
        <source>Ctrl+R normalizes it.</source>
        <translation>按 Ctrl+R 可将其归一化。</translation>
    </message>
    <message>
        <source>{words}.</source>
        <translation>{words}。</translation>
    </message>
    <message>
        <source>Edit {table}</source>
        <translation>编辑“{table}”</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>says</source>
        <translation>判为</translation>
    </message>
    <message>
        <source>Computed at T = {temperature}; the table holds what was typed.</source>
        <translation>按温度 T = {temperature} 计算；表中仍是输入的数。</translation>
    </message>
    <message>
        <source>class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>{count} shown</source>
        <translation>所示 {count} 行</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>mean of all</source>
        <translation>全部平均</translation>
    </message>
    <message>
        <source>mean of {count} shown</source>
        <translation>所示 {count} 行平均</translation>
    </message>
    <message>
        <source>No row is shown.</source>
        <translation>没有显示任何行。</translation>
    </message>
    <message>
        <source>Click: smallest first. Alt+↑ and Alt+↓ sort by the cell’s column.</source>
        <translation>单击：从小到大。Alt+↑ 与 Alt+↓ 按当前单元格所在列排序。</translation>
    </message>
    <message>
        <source>Sorted, smallest first. Click: largest first.</source>
        <translation>已从小到大排序。单击：从大到小。</translation>
    </message>
    <message>
        <source>Sorted, largest first. Click: as the samples come.</source>
        <translation>已从大到小排序。单击：按样本原有顺序。</translation>
    </message>
    <message>
        <source>{value}, locked: no edit changes it. Ctrl+L unlocks a cell.</source>
        <translation>{value}，已锁定，任何编辑都不会改变它；按 Ctrl+L 解锁单元格。</translation>
    </message>
</context>
<context>
    <name>TemperatureControl</name>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Temperature back to 1</source>
        <translation>温度恢复为 1</translation>
    </message>
    <message>
        <source>Divides the logits of {model} by T. Below 1 it is surer, above 1 less sure.</source>
        <translation>把{model}的 logit 除以 T。小于 1 更确信，大于 1 更平缓。</translation>
    </message>
    <message>
        <source>Temperature of {model}</source>
        <translation>{model}的温度</translation>
    </message>
</context>
<context>
    <name>ToolRow</name>
    <message>
        <source>More choices</source>
        <translation>更多选项</translation>
    </message>
</context>
<context>
    <name>WeightsField</name>
    <message>
        <source>Weights by class</source>
        <translation>逐类设置权重</translation>
    </message>
    <message>
        <source>Weights by class (Down)</source>
        <translation>逐类设置权重（按向下键）</translation>
    </message>
</context>
<context>
    <name>WeightsLeaf</name>
    <message>
        <source>Class weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>All 1</source>
        <translation>全部为 1</translation>
    </message>
    <message>
        <source>Balanced from the labels</source>
        <translation>按标签平衡</translation>
    </message>
    <message>
        <source>w = N/(K·n): N samples, K classes, n samples of the class</source>
        <translation>w = N/(K·n)：N 为样本总数，K 为类别数，n 为该类的样本数</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Something went wrong</source>
        <translation>出错了</translation>
    </message>
    <message>
        <source>A defect in Loss Atlas stopped what you just did; your document is as it was before.</source>
        <translation>Loss Atlas 自身的缺陷中断了刚才的操作；文档仍是操作前的样子。</translation>
    </message>
    <message>
        <source>Two images, as published</source>
        <translation>两幅图像（原文数据）</translation>
    </message>
    <message>
        <source>Two images, mended</source>
        <translation>两幅图像（更正后）</translation>
    </message>
    <message>
        <source>Handwritten digits, two classifiers</source>
        <translation>手写数字，两个分类器</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>1 row is not a distribution</source>
        <translation>有 1 行不是概率分布</translation>
    </message>
    <message>
        <source>{n} rows are not distributions</source>
        <translation>有 {n} 行不是概率分布</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>{count}:</source>
        <translation>{count}：</translation>
    </message>
    <message>
        <source>{count} of {size} samples brushed</source>
        <translation>已选出 {count} / {size} 个样本</translation>
    </message>
    <message>
        <source>Drag a marker, use the arrow keys, or type in a table.</source>
        <translation>可拖动标记、按方向键，或在表格中输入。</translation>
    </message>
    <message>
        <source>{place}.   {hint}</source>
        <translation>当前：{place}。{hint}</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Classification error</source>
        <translation>分类错误率</translation>
    </message>
    <message>
        <source>Cross-entropy</source>
        <translation>交叉熵</translation>
    </message>
    <message>
        <source>smoothing ε</source>
        <translation>标签平滑 ε</translation>
    </message>
    <message>
        <source>The part of the truth that is spread evenly over the classes.</source>
        <translation>真实分布中平均分给各类别的那一部分。</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>类别权重</translation>
    </message>
    <message>
        <source>A factor a class, in class order; empty for all 1.</source>
        <translation>按类别顺序，每个类别一个系数；留空表示全为 1。</translation>
    </message>
    <message>
        <source>mean over</source>
        <translation>平均方式</translation>
    </message>
    <message>
        <source>With class weights: “samples” divides their sum by the number of rows; “weights” by the sum of wₖ·pₖ.</source>
        <translation>有类别权重时：“样本”表示把损失之和除以行数；“权重”表示除以各行权重之和。</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>KL divergence</source>
        <translation>KL 散度</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>平方误差</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>绝对误差</translation>
    </message>
    <message>
        <source>over classes</source>
        <translation>对各类别</translation>
    </message>
    <message>
        <source>“sum” adds the classes up; “mean” divides by their number.</source>
        <translation>“求和”把各类别相加；“取平均”再除以类别数。</translation>
    </message>
    <message>
        <source>“sum” is the Brier score; “mean” divides by the number of classes.</source>
        <translation>“求和”即 Brier 分数；“取平均”再除以类别数。</translation>
    </message>
    <message>
        <source>nat</source>
        <translatorcomment>单位符号 nat、bit、dit 在公式、表头和数值中保持原样，不译作“奈特”“比特”“迪特”。</translatorcomment>
        <translation>nat</translation>
    </message>
    <message>
        <source>bit</source>
        <translatorcomment>单位符号 nat、bit、dit 在公式、表头和数值中保持原样，不译作“奈特”“比特”“迪特”。</translatorcomment>
        <translation>bit</translation>
    </message>
    <message>
        <source>dit</source>
        <translatorcomment>单位符号 nat、bit、dit 在公式、表头和数值中保持原样，不译作“奈特”“比特”“迪特”。</translatorcomment>
        <translation>dit</translation>
    </message>
    <message>
        <source>as typed</source>
        <translation>按输入值</translation>
    </message>
    <message>
        <source>strict</source>
        <translation>严格</translation>
    </message>
    <message>
        <source>normalized</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>取平均</translation>
    </message>
    <message>
        <source>{place}, {inner}</source>
        <translation>{place}，{inner}</translation>
    </message>
    <message>
        <source>{label}: {words}</source>
        <translation>{label}：{words}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{sentence} {next}</source>
        <translation>{sentence}{next}</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实分布</translation>
    </message>
    <message>
        <source>sample {number}</source>
        <translation>样本 {number}</translation>
    </message>
    <message>
        <source>Every row is left out.</source>
        <translation>所有行都被排除。</translation>
    </message>
    <message>
        <source>The weights of the rows sum to 0.</source>
        <translation>各行的权重之和为 0。</translation>
    </message>
    <message>
        <source>sums to 0: not a distribution</source>
        <translation>行和为 0，不是概率分布</translation>
    </message>
    <message>
        <source>sums to {total}: not a distribution</source>
        <translation>行和为 {total}，不是概率分布</translation>
    </message>
    <message>
        <source>computed as typed</source>
        <translation>按输入值计算</translation>
    </message>
    <message>
        <source>left out of every figure</source>
        <translation>不计入任何数值</translation>
    </message>
    <message>
        <source>computed on the row divided by its sum</source>
        <translation>除以行和后计算</translation>
    </message>
    <message>
        <source>{what}; {done}</source>
        <translation>{what}；{done}</translation>
    </message>
    <message>
        <source>It takes one true class a row; the truth here is spread over several, or none.</source>
        <translation>它要求每行只有一个真实类别；这里的真实分布分散在多个类别上，或没有类别。</translation>
    </message>
    <message>
        <source>Loss Atlas refuses this loss for a truth that is not one class a row.</source>
        <translation>真实分布不是每行一个类别时，Loss Atlas 不计算这种损失。</translation>
    </message>
    <message>
        <source>It takes every row as typed; Loss Atlas leaves out those that do not sum to 1.</source>
        <translation>它照原样使用每一行；Loss Atlas 排除总和不为 1 的行。</translation>
    </message>
    <message>
        <source>It takes every row as typed; Loss Atlas divides those that do not sum to 1 by their sum.</source>
        <translation>它照原样使用每一行；Loss Atlas 把总和不为 1 的行除以其总和。</translation>
    </message>
    <message>
        <source>It does not smooth labels.</source>
        <translation>它不做标签平滑。</translation>
    </message>
    <message>
        <source>It takes no class weights.</source>
        <translation>它不接受类别权重。</translation>
    </message>
    <message>
        <source>Smoothing adds ε/K to each class, whatever the row of the truth sums to.</source>
        <translation>平滑给每个类别加上 ε/K，不论真实分布那一行的总和是多少。</translation>
    </message>
    <message>
        <source>A row is weighed as a whole, by the weight of its class; Loss Atlas weighs its classes.</source>
        <translation>它按所属类别的权重给整行加权；Loss Atlas 给各个类别加权。</translation>
    </message>
    <message>
        <source>The mean divides by the sum of the rows&apos; weights, not by the number of rows.</source>
        <translation>求平均时除以各行权重之和，而不是行数。</translation>
    </message>
    <message>
        <source>The mean divides by the number of rows, not by the sum of the rows&apos; weights.</source>
        <translation>求平均时除以行数，而不是各行权重之和。</translation>
    </message>
    <message>
        <source>The mean is over rows and classes, so the sum is divided by K = {classes} too.</source>
        <translation>平均是对行和类别一起求的，所以总和还要除以 K = {classes}。</translation>
    </message>
    <message>
        <source>The softmax inside divides each row of probabilities by its sum.</source>
        <translation>其内部的 softmax 把每行概率除以其总和。</translation>
    </message>
    <message>
        <source>It divides each row of probabilities by its sum.</source>
        <translation>它把每行概率除以其总和。</translation>
    </message>
    <message>
        <source>It takes the probabilities for logits and puts them through a softmax.</source>
        <translation>它把概率当作 logits，再做一次 softmax。</translation>
    </message>
    <message>
        <source>It clips probabilities to {low} … {high} before the logarithm.</source>
        <translation>它在取对数之前把概率截断到 {low} … {high}。</translation>
    </message>
    <message>
        <source>Somewhere it computes 0·∞, ∞ - ∞ or 0/0, which is not a number; Loss Atlas counts 0·∞ as 0.</source>
        <translation>它在某处计算 0·∞、∞ - ∞ 或 0/0，结果不是数；Loss Atlas 把 0·∞ 算作 0。</translation>
    </message>
    <message>
        <source>It adds up every rival class; Loss Atlas counts the strongest one.</source>
        <translation>它把所有竞争类别相加；Loss Atlas 只算最强的一个。</translation>
    </message>
    <message>
        <source>It counts the strongest rival class; Loss Atlas adds up every one.</source>
        <translation>它只算最强的竞争类别；Loss Atlas 把所有竞争类别相加。</translation>
    </message>
    <message>
        <source>A row is right or wrong by the likeliest class of the truth, whatever the others hold.</source>
        <translation>它只按真实分布中概率最大的类别判断一行的对错，不看其余类别的概率。</translation>
    </message>
    <message>
        <source>Divides each row of probabilities by its sum and clips to 1e-7 … 1 - 1e-7; mean over rows, weighted or not.</source>
        <translation>每行概率除以其总和，再截断到 1e-7 … 1 - 1e-7；对行求平均，不论是否加权。</translation>
    </message>
    <message>
        <source>Log-softmax of the logits; nothing is clipped; mean over rows.</source>
        <translation>对 logits 取 log-softmax；不截断；对行求平均。</translation>
    </message>
    <message>
        <source>Without from_logits=True it takes logits for probabilities: divides by their sum and clips. Nothing is raised.</source>
        <translation>不写 from_logits=True 时它把 logits 当作概率：除以总和并截断，而且不报错。</translation>
    </message>
    <message>
        <source>With from_logits=True it puts probabilities through a softmax. Nothing is raised.</source>
        <translation>写了 from_logits=True 时它把概率再做一次 softmax，而且不报错。</translation>
    </message>
    <message>
        <source>It takes the logits for probabilities: it divides each row by its sum and clips it.</source>
        <translation>它把 logits 当作概率：每行除以其总和并截断。</translation>
    </message>
    <message>
        <source>KL(p‖q), the truth first, both clipped to 1e-7 … 1; mean over rows.</source>
        <translation>KL(p‖q)，真实分布在前，两者都截断到 1e-7 … 1；对行求平均。</translation>
    </message>
    <message>
        <source>It clips truth and prediction to 1e-7 … 1.</source>
        <translation>它把真实分布和预测都截断到 1e-7 … 1。</translation>
    </message>
    <message>
        <source>Squared error, the mean over classes and then over rows.</source>
        <translation>平方误差，先对类别、再对行求平均。</translation>
    </message>
    <message>
        <source>Absolute error, the mean over classes and then over rows.</source>
        <translation>绝对误差，先对类别、再对行求平均。</translation>
    </message>
    <message>
        <source>γ = 2 and α = 0.25 unless told, α for every class; rows divided by their sums, clipped to 1e-7 … 1 - 1e-7.</source>
        <translation>默认 γ = 2、α = 0.25，α 用于所有类别；每行除以其总和，截断到 1e-7 … 1 - 1e-7。</translation>
    </message>
    <message>
        <source>Its γ is 2 unless told; Loss Atlas has {gamma}.</source>
        <translation>它默认的 γ 是 2；Loss Atlas 的是 {gamma}。</translation>
    </message>
    <message>
        <source>Its α is 0.25 for every class unless told; Loss Atlas has {alpha}.</source>
        <translation>它默认对所有类别用 α = 0.25；Loss Atlas 的是 {alpha}。</translation>
    </message>
    <message>
        <source>Exponent 0.5 unless told, at the label; rows as typed, nothing is clipped; mean over rows.</source>
        <translation>默认指数 0.5，只看标签的类别；每行照原样使用，不截断；对行求平均。</translation>
    </message>
    <message>
        <source>Its exponent is 0.5 unless told; Loss Atlas has {exponent}.</source>
        <translation>它默认的指数是 0.5；Loss Atlas 的是 {exponent}。</translation>
    </message>
    <message>
        <source>max((1 - p)·z) - Σ p·z + 1, not below 0: the true class takes part in the maximum with 0; mean over rows.</source>
        <translation>max((1 - p)·z) - Σ p·z + 1，不小于 0：真实类别以 0 参与取最大值；对行求平均。</translation>
    </message>
    <message>
        <source>Its strongest rival is at least 0, even if every other class&apos;s logit is below.</source>
        <translation>它把最强竞争类别取为至少 0，即使其他类别的 logit 都小于 0。</translation>
    </message>
    <message>
        <source>1 less the part of rows in which the likeliest classes agree.</source>
        <translation>1 减去两者最可能类别一致的行所占的比例。</translation>
    </message>
    <message>
        <source>A row: minus the labels times the log-softmax as they are, so 0·∞ is not a number. The caller takes the mean.</source>
        <translation>每行：标签与 log-softmax 直接相乘再取负，因此 0·∞ 不是数。由调用者求平均。</translation>
    </message>
    <message>
        <source>The same with 0·∞ = 0. The caller takes the mean.</source>
        <translation>同上，但 0·∞ = 0。由调用者求平均。</translation>
    </message>
    <message>
        <source>A row: the log-sum-exp less the label&apos;s logit. The caller takes the mean.</source>
        <translation>每行：log-sum-exp 减去标签的 logit。由调用者求平均。</translation>
    </message>
    <message>
        <source>Given probabilities it raises nothing: it puts them through a softmax as if they were logits.</source>
        <translation>给它概率时它不报错：把概率当作 logits 再做一次 softmax。</translation>
    </message>
    <message>
        <source>KL(p‖q) a row, log q first and the truth second; nothing is clipped. The caller takes the mean.</source>
        <translation>每行的 KL(p‖q)，先写 log q，后写真实分布；不截断。由调用者求平均。</translation>
    </message>
    <message>
        <source>Squared error an entry; the mean is over rows and classes.</source>
        <translation>逐项的平方误差；对行和类别一起求平均。</translation>
    </message>
    <message>
        <source>Half the squared error an entry; the mean is over rows and classes.</source>
        <translation>逐项平方误差的一半；对行和类别一起求平均。</translation>
    </message>
    <message>
        <source>It is half the squared error.</source>
        <translation>它是平方误差的一半。</translation>
    </message>
    <message>
        <source>Poly-1 of the softmax with ε = 2 unless told. The caller takes the mean.</source>
        <translation>对 softmax 取 Poly-1，默认 ε = 2。由调用者求平均。</translation>
    </message>
    <message>
        <source>Its ε is 2 unless told; Loss Atlas has {epsilon}.</source>
        <translation>它默认的 ε 是 2；Loss Atlas 的是 {epsilon}。</translation>
    </message>
    <message>
        <source>What it adds is ε·Σ p(1 - q); Loss Atlas adds ε·(1 - Σ pq), also where p does not sum to 1.</source>
        <translation>它加上的是 ε·Σ p(1 - q)；Loss Atlas 加上 ε·(1 - Σ pq)，p 的总和不为 1 时也如此。</translation>
    </message>
    <message>
        <source>Hinge of the strongest rival with margin 1. The caller takes the mean.</source>
        <translation>最强竞争类别的合页损失，间隔为 1。由调用者求平均。</translation>
    </message>
    <message>
        <source>Log-softmax of the logits at the label; with weights, the mean divides by the sum of the rows&apos; weights.</source>
        <translation>取标签处 logits 的 log-softmax；有权重时，平均除以各行权重之和。</translation>
    </message>
    <message>
        <source>Log-softmax of the logits against a row of probabilities; the mean divides by the number of rows always.</source>
        <translation>以一行概率作目标，对 logits 的 log-softmax 加权求和再取负；平均总是除以行数。</translation>
    </message>
    <message>
        <source>Minus log q at the label: nothing is normalized or clipped, and log 0 gives an infinite loss.</source>
        <translation>标签处的 -log q：不归一化也不截断，log 0 给出无穷大的损失。</translation>
    </message>
    <message>
        <source>KL(p‖q), log q first and the truth second; reduction “mean”, the default, is over rows and classes.</source>
        <translation>KL(p‖q)，先写 log q，后写真实分布；默认的 reduction “mean” 对行和类别一起求平均。</translation>
    </message>
    <message>
        <source>KL(p‖q), log q first and the truth second; “batchmean” is the mean over rows.</source>
        <translation>KL(p‖q)，先写 log q，后写真实分布；“batchmean” 是对行求平均。</translation>
    </message>
    <message>
        <source>With log p first and q second it is KL(q‖p).</source>
        <translation>先写 log p、后写 q 时，它是 KL(q‖p)。</translation>
    </message>
    <message>
        <source>The arguments are the other way round: this is KL(q‖p), reverse KL.</source>
        <translation>两个参数颠倒了：这是 KL(q‖p)，即反向 KL。</translation>
    </message>
    <message>
        <source>Squared error, the mean over rows and classes.</source>
        <translation>平方误差，对行和类别一起求平均。</translation>
    </message>
    <message>
        <source>Absolute error, the mean over rows and classes.</source>
        <translation>绝对误差，对行和类别一起求平均。</translation>
    </message>
    <message>
        <source>Hinge of every rival with margin 1, divided by the number of classes; mean over rows.</source>
        <translation>每个竞争类别的合页损失，间隔为 1，除以类别数；对行求平均。</translation>
    </message>
    <message>
        <source>Clips to 2.2e-16 … 1 - 2.2e-16; warns of rows that do not sum to 1 and leaves them as they are.</source>
        <translation>截断到 2.2e-16 … 1 - 2.2e-16；对总和不为 1 的行发出警告，但不改动它们。</translation>
    </message>
    <message>
        <source>Squared error summed over classes, halved for two classes; mean over rows.</source>
        <translation>平方误差对类别求和，只有两个类别时减半；对行求平均。</translation>
    </message>
    <message>
        <source>With two classes it is halved (scale_by_half=“auto”).</source>
        <translation>只有两个类别时减半（scale_by_half=“auto”）。</translation>
    </message>
    <message>
        <source>It adds the classes up; Loss Atlas is set to divide by K = {classes}.</source>
        <translation>它把各类别相加；Loss Atlas 设置为除以 K = {classes}。</translation>
    </message>
    <message>
        <source>Squared error, the mean over rows and then over classes.</source>
        <translation>平方误差，先对行、再对类别求平均。</translation>
    </message>
    <message>
        <source>Absolute error, the mean over rows and then over classes.</source>
        <translation>绝对误差，先对行、再对类别求平均。</translation>
    </message>
    <message>
        <source>The part of rows whose likeliest class is not the label.</source>
        <translation>最可能的类别不是标签的行所占的比例。</translation>
    </message>
    <message>
        <source>Hinge of the strongest rival with margin 1, after Crammer and Singer; mean over rows.</source>
        <translation>最强竞争类别的合页损失（Crammer 与 Singer），间隔为 1；对行求平均。</translation>
    </message>
    <message>
        <source>For two classes it takes the difference of the logits. If all labels are one class, that counts as the first.</source>
        <translation>只有两个类别时它取 logits 之差。如果所有标签是同一个类别，就把它当作第一个类别。</translation>
    </message>
    <message>
        <source>All labels are the second class, which it takes for the first.</source>
        <translation>所有标签都是第二个类别，而它当作第一个类别。</translation>
    </message>
    <message>
        <source>It refuses probabilities above 1; the largest here is {value}.</source>
        <translation>它拒绝大于 1 的概率；这里最大的是 {value}。</translation>
    </message>
    <message>
        <source>It refuses infinite decision values, such as log 0.</source>
        <translation>它拒绝无穷大的决策值，例如 log 0。</translation>
    </message>
    <message>
        <source>It refuses weights that are all 0.</source>
        <translation>它拒绝全为 0 的权重。</translation>
    </message>
    <message>
        <source>Its margin is 1; Loss Atlas has {margin}.</source>
        <translation>它的间隔是 1；Loss Atlas 的是 {margin}。</translation>
    </message>
    <message>
        <source>Focal loss</source>
        <translation>焦点损失</translation>
    </message>
    <message>
        <source>focus γ</source>
        <translation>聚焦参数 γ</translation>
    </message>
    <message>
        <source>How strongly classes that are predicted well are weighed down; 0 is cross-entropy.</source>
        <translation>对已经预测得好的类别降低权重的力度；取 0 就是交叉熵。</translation>
    </message>
    <message>
        <source>balance α</source>
        <translation>平衡系数 α</translation>
    </message>
    <message>
        <source>A factor a class, in class order, or one for all; empty for 1.</source>
        <translation>按类别顺序，每个类别一个系数，或用一个数代表所有类别；留空表示 1。</translation>
    </message>
    <message>
        <source>Generalized cross-entropy</source>
        <translation>广义交叉熵</translation>
    </message>
    <message>
        <source>exponent</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>Near 0 like cross-entropy, at 1 like the absolute error.</source>
        <translation>接近 0 时像交叉熵，等于 1 时像绝对误差。</translation>
    </message>
    <message>
        <source>Hellinger distance</source>
        <translation>海林格距离</translation>
    </message>
    <message>
        <source>form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>The distance itself, or its square, which is smooth at q = p.</source>
        <translation>距离本身，或它的平方；平方在 q = p 处是光滑的。</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>squared</source>
        <translation>平方</translation>
    </message>
    <message>
        <source>Hinge</source>
        <translation>多类合页损失</translation>
    </message>
    <message>
        <source>“max” counts the strongest rival class, “sum” every one.</source>
        <translation>“最大”只算最强的竞争类别，“求和”把每个竞争类别都算上。</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>margin</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>How far the true class&apos;s logit must lead to cost nothing.</source>
        <translation>真实类别的 logits 要领先多少才没有损失。</translation>
    </message>
    <message>
        <source>Jensen-Shannon</source>
        <translation>JS 散度</translation>
    </message>
    <message>
        <source>Poly-1</source>
        <translation>Poly-1 损失</translation>
    </message>
    <message>
        <source>coefficient ε</source>
        <translation>系数 ε</translation>
    </message>
    <message>
        <source>What is added to the weight of 1 - q; 0 is cross-entropy.</source>
        <translation>加在 1 - q 这一项权重上的数；取 0 就是交叉熵。</translation>
    </message>
    <message>
        <source>Reverse KL</source>
        <translation>反向 KL 散度</translation>
    </message>
    <message>
        <source>Spherical score</source>
        <translation>球面评分</translation>
    </message>
    <message>
        <source>Total variation</source>
        <translation>全变差距离</translation>
    </message>
    <message>
        <source>sums to {total}</source>
        <translation>总和为 {total}</translation>
    </message>
    <message>
        <source>Not the mean above, for {models}: {why}</source>
        <translation>{models} 的结果与上面的均值不同：{why}</translation>
    </message>
    <message>
        <source>Not the mean above: {why}</source>
        <translation>与上面的均值不同：{why}</translation>
    </message>
    <message>
        <source>{call} is not possible for {models}: {why}</source>
        <translation>对 {models} 无法调用 {call}：{why}</translation>
    </message>
    <message>
        <source>{library} has no call for this loss, so it is written out only.</source>
        <translation>{library} 没有这个损失的现成函数，因此只给出展开的写法。</translation>
    </message>
    <message>
        <source>{loss} of every sample and model, in {framework}; written by Loss Atlas.</source>
        <translation>每个样本、每个模型的{loss}，{framework} 代码；由 Loss Atlas 生成。</translation>
    </message>
    <message>
        <source>{loss} in {unit} of every sample and model, in {framework}; written by Loss Atlas.</source>
        <translation>每个样本、每个模型的{loss}（单位 {unit}），{framework} 代码；由 Loss Atlas 生成。</translation>
    </message>
    <message>
        <source>Columns are the classes {classes}.</source>
        <translation>各列依次为类别 {classes}。</translation>
    </message>
    <message>
        <source>Columns are the {count} classes {classes} and so on.</source>
        <translation>各列依次为 {count} 个类别：{classes} 等。</translation>
    </message>
    <message>
        <source>These are the first {shown} of {all} samples, and the means are theirs.</source>
        <translation>这里只有 {all} 个样本中的前 {shown} 个，均值也只对它们计算。</translation>
    </message>
    <message>
        <source>Rows that do not sum to 1 are used as typed.</source>
        <translation>总和不为 1 的行按原样计算。</translation>
    </message>
    <message>
        <source>Rows that do not sum to 1 are left out: their loss is nan.</source>
        <translation>总和不为 1 的行不参与计算，其损失为 nan。</translation>
    </message>
    <message>
        <source>Rows that do not sum to 1 are divided by their sum; a row of zeros is left out.</source>
        <translation>总和不为 1 的行先除以总和；全为零的行不参与计算。</translation>
    </message>
    <message>
        <source>{loss} of each sample.</source>
        <translation>每个样本的{loss}。</translation>
    </message>
    <message>
        <source>{loss} of each sample, in {unit}.</source>
        <translation>每个样本的{loss}，单位 {unit}。</translation>
    </message>
    <message>
        <source>0 times infinity counts as 0.</source>
        <translation>0 乘无穷大按 0 计。</translation>
    </message>
    <message>
        <source>With one true class a row, only its entry counts: pick it, then compute.</source>
        <translation>每行只有一个真实类别，只有它那一项起作用：先取出，再计算。</translation>
    </message>
    <message>
        <source>The mean divides by the sum of the weights, not by the number of samples.</source>
        <translation>求均值时除以权重之和，而不是样本数。</translation>
    </message>
    <message>
        <source>{library}&apos;s own calls would take the rows as typed, so they are left away here.</source>
        <translation>{library} 自带的函数会按原样使用各行，因此这里不调用。</translation>
    </message>
    <message>
        <source>At a temperature T a row is divided by T as logits; its sum stays.</source>
        <translation>温度为 T 时，把该行作为 logit 除以 T；行的总和不变。</translation>
    </message>
    <message>
        <source>The row</source>
        <translation>这一行</translation>
    </message>
    <message>
        <source>{table} sums to {total}, not to 1; the formula is applied to it as typed.</source>
        <translation>{table}的和是 {total}，不是 1；公式按输入的数值直接计算。</translation>
    </message>
    <message>
        <source>{table} sums to {total}, not to 1; it is divided by its sum first.</source>
        <translation>{table}的和是 {total}，不是 1；先除以它的和。</translation>
    </message>
    <message>
        <source>Softmax through log-sum-exp</source>
        <translation>用 log-sum-exp 计算 softmax</translation>
    </message>
    <message>
        <source>e to the {value} is smaller than any number of this kind; its logarithm is kept, so nothing is lost.</source>
        <translation>e 的 {value} 次方小于这类数能表示的最小值；保留的是它的对数，因此没有任何损失。</translation>
    </message>
    <message>
        <source>e to the {value} itself would overflow; the largest logit is taken away first, which changes no softmax.</source>
        <translation>直接计算 e 的 {value} 次方会溢出；先减去最大的 logit，softmax 不变。</translation>
    </message>
    <message>
        <source>No figure for this row</source>
        <translation>这一行没有数值</translation>
    </message>
    <message>
        <source>This loss needs a truth that is 1 for one class and 0 for the others; this one is not.</source>
        <translation>这个损失要求真实分布是独热的：一个类别为 1，其余为 0；这一行不是。</translation>
    </message>
    <message>
        <source>{table} sums to {total}, not to 1; such rows are left out.</source>
        <translation>{table}的和是 {total}，不是 1；这样的行不参与计算。</translation>
    </message>
    <message>
        <source>The model gives probabilities; log q are logits of theirs, since softmax does not see a shift.</source>
        <translation>模型给出的是概率；log q 就可以作为 logit，因为 softmax 不受整体平移的影响。</translation>
    </message>
    <message>
        <source>A row of zeros has no logits.</source>
        <translation>全为 0 的行没有 logit。</translation>
    </message>
    <message>
        <source>q sums to {total}, and softmax divides by it: this loss is of that distribution.</source>
        <translation>q 的和是 {total}，softmax 会除以它：这里是归一化之后的分布的损失。</translation>
    </message>
    <message>
        <source>In one go, as frameworks compute it from logits</source>
        <translation>一步到位：框架直接由 logit 计算的方式</translation>
    </message>
    <message>
        <source>The loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>0 times anything counts nothing; 0·log 0 counts as 0 too, the limit of x·log x.</source>
        <translation>乘以 0 的项不计；0·log 0 也按 0 计，即 x·log x 的极限。</translation>
    </message>
    <message>
        <source>It is infinite: the prediction gives 0 to “{name}”, which the truth says can occur.</source>
        <translation>结果是无穷大：预测给“{name}”的概率是 0，而真实分布认为它可能出现。</translation>
    </message>
    <message>
        <source>It is infinite.</source>
        <translation>结果是无穷大。</translation>
    </message>
    <message>
        <source>The largest q is {value}: the prediction says “{name}”, whose bracket is 0; the others are 1.</source>
        <translation>最大的 q 是 {value}：预测的类别是“{name}”，它的方括号为 0，其余为 1。</translation>
    </message>
    <message>
        <source>{count} classes are equally large; the first of them is taken.</source>
        <translation>有 {count} 个类别并列最大，取其中第一个。</translation>
    </message>
    <message>
        <source>The truth, smoothed</source>
        <translation>平滑后的真实分布</translation>
    </message>
    <message>
        <source>Entropy and divergence</source>
        <translation>熵与散度</translation>
    </message>
    <message>
        <source>Logits of the probabilities</source>
        <translation>概率对应的 logit</translation>
    </message>
    <message>
        <source>The true class is “{name}”; its strongest rival is “{rival}”.</source>
        <translation>真实类别是“{name}”，最强的竞争类别是“{rival}”。</translation>
    </message>
    <message>
        <source>The middle of both</source>
        <translation>两者的中点</translation>
    </message>
    <message>
        <source>It is infinite: the truth gives 0 to “{name}”, to which the prediction gives more.</source>
        <translation>结果是无穷大：真实分布给“{name}”的概率是 0，而预测给的大于 0。</translation>
    </message>
    <message>
        <source>By the probabilities</source>
        <translation>对概率求导</translation>
    </message>
    <message>
        <source>By the logits, through the softmax</source>
        <translation>经过 softmax，对 logit 求导</translation>
    </message>
    <message>
        <source>The loss is flat between its steps: there is nothing to go down, so it trains no model.</source>
        <translation>这个损失是阶梯状的，台阶上处处是平的：没有可以下降的方向，因此不能用来训练模型。</translation>
    </message>
    <message>
        <source>At q = 0 it is the limit from above.</source>
        <translation>在 q = 0 处取右极限。</translation>
    </message>
    <message>
        <source>The {count} classes with the strongest pull, of {all}.</source>
        <translation>共 {all} 个类别，这里是梯度最大的 {count} 个。</translation>
    </message>
    <message>
        <source>Here every qⱼ·gⱼ is −tⱼ, with t what multiplies −log q; so the chain collapses to this.</source>
        <translation>这里每个 qⱼ·gⱼ 都等于 −tⱼ（t 是 −log q 的系数），所以链式法则化简成这样。</translation>
    </message>
    <message>
        <source>Here every qⱼ·gⱼ is −pⱼ, so the chain collapses to q − p.</source>
        <translation>这里每个 qⱼ·gⱼ 都等于 −pⱼ，所以链式法则化简为 q − p。</translation>
    </message>
    <message>
        <source>Where q is 0 or nearly so, the product q·g is taken as its limit.</source>
        <translation>在 q 为 0 或接近 0 处，乘积 q·g 取它的极限。</translation>
    </message>
    <message>
        <source>The softmax of log q is q divided by its sum, {total}: this is the slope at that distribution.</source>
        <translation>log q 的 softmax 是 q 除以它的和 {total}：这里是该分布处的梯度。</translation>
    </message>
    <message>
        <source>Each sample</source>
        <translation>每个样本</translation>
    </message>
    <message>
        <source>The mean over samples</source>
        <translation>样本平均</translation>
    </message>
    <message>
        <source>Each sample counts with the weight w of its truth.</source>
        <translation>每个样本按其真实分布的权重 w 计入。</translation>
    </message>
    <message>
        <source>{count} of {all} samples are left out.</source>
        <translation>{all} 个样本中有 {count} 个不参与计算。</translation>
    </message>
    <message>
        <source>Some sample has no value under this loss, so there is no mean.</source>
        <translation>有的样本在这个损失下没有数值，因此没有平均值。</translation>
    </message>
    <message>
        <source>Every sample is left out, so there is no mean.</source>
        <translation>所有样本都不参与计算，因此没有平均值。</translation>
    </message>
    <message>
        <source>One infinite sample makes the mean infinite.</source>
        <translation>只要有一个样本是无穷大，平均值就是无穷大。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>At temperature {value} the prediction is softer than typed.</source>
        <translation>温度为 {value} 时，预测比输入的更平缓。</translation>
    </message>
    <message>
        <source>At temperature {value} the prediction is sharper than typed.</source>
        <translation>温度为 {value} 时，预测比输入的更尖锐。</translation>
    </message>
    <message>
        <source>The numbers are too small or too near each other to be put in as printed; the value is computed with care.</source>
        <translation>这些数太小或彼此太接近，写出来的位数不足以代入；数值是用更精确的方法算出的。</translation>
    </message>
    <message>
        <source>{what} overflows in {dtypes}: beyond the largest number, {largest}, it is ∞.</source>
        <translation>{what} 在 {dtypes} 中溢出：超过最大可表示的数 {largest}，变成 ∞。</translation>
    </message>
    <message>
        <source>{what} is undefined in {dtypes}: it is not a number.</source>
        <translation>{what} 在 {dtypes} 中没有定义：结果不是数。</translation>
    </message>
    <message>
        <source>{what} is ∞ in {dtypes}, because a probability that is not 0 has become 0.</source>
        <translation>{what} 在 {dtypes} 中为 ∞，因为一个不为 0 的概率变成了 0。</translation>
    </message>
    <message>
        <source>{what} is below the smallest number in {dtypes} and becomes 0.</source>
        <translation>{what} 在 {dtypes} 中小于最小可表示的数，变成 0。</translation>
    </message>
    <message>
        <source>float64 on JAX too</source>
        <translation>在 JAX 上也用 float64</translation>
    </message>
    <message>
        <source>exp of what is left cannot overflow</source>
        <translation>剩下的数取 exp 不会溢出</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>{value} is negative; a probability is 0 or more.</source>
        <translation>{value} 是负数；概率应大于或等于 0。</translation>
    </message>
    <message>
        <source>{value} is not a finite number; type a number that is 0 or more.</source>
        <translation>{value} 不是有限的数；请输入大于或等于 0 的数。</translation>
    </message>
    <message>
        <source>{value} is not a logit; use a finite number or -inf.</source>
        <translation>{value} 不能作为 logit；请用有限的数或 -inf。</translation>
    </message>
    <message>
        <source>Every logit is -inf; at least one class needs a finite logit.</source>
        <translation>所有 logit 都是 -inf；至少要有一个类别的 logit 是有限的数。</translation>
    </message>
    <message>
        <source>“{text}” is not a number; write it like 0.25, 1/4 or 25%.</source>
        <translation>“{text}”不是数字；请写成 0.25、1/4 或 25% 这样的形式。</translation>
    </message>
    <message>
        <source>The shapes {p} and {q} do not fit together; the class axis is the last one of both.</source>
        <translation>形状 {p} 与 {q} 不匹配；两者的最后一维都应是类别。</translation>
    </message>
    <message>
        <source>Give exactly one of probabilities and logits.</source>
        <translation>概率与 logits 必须给出其中一个，且只能给一个。</translation>
    </message>
    <message>
        <source>There is no class axis; give at least one class.</source>
        <translation>缺少类别这一维；请至少给出一个类别。</translation>
    </message>
    <message>
        <source>Label {value} is outside 0 to {last}; correct the label.</source>
        <translation>标签 {value} 不在 0 到 {last} 之间；请更正该标签。</translation>
    </message>
    <message>
        <source>Labels are whole numbers, not {dtype}; convert them first.</source>
        <translation>标签应为整数，而不是 {dtype}；请先转换。</translation>
    </message>
    <message>
        <source>“{unit}” is not a unit; use nat, bit or dit.</source>
        <translation>“{unit}”不是可用的单位；请用 nat、bit 或 dit。</translation>
    </message>
    <message>
        <source>Temperature {value} is not usable; it is a finite number above 0.</source>
        <translation>温度 {value} 不可用；温度应为大于 0 的有限的数。</translation>
    </message>
    <message>
        <source>The row does not sum to 1; normalize it first.</source>
        <translation>该行之和不为 1；请先归一化。</translation>
    </message>
    <message>
        <source>A row of zeros cannot be normalized; give a class some probability.</source>
        <translation>全为 0 的行无法归一化；请先给某个类别一些概率。</translation>
    </message>
    <message>
        <source>There is no loss “{name}”; choose from {known}.</source>
        <translation>没有名为“{name}”的损失；可选的有：{known}。</translation>
    </message>
    <message>
        <source>{loss} has no parameter “{name}”; it has {known}.</source>
        <translation>{loss} 没有参数“{name}”；它的参数有：{known}。</translation>
    </message>
    <message>
        <source>{name} = {value} is out of range; it lies from {minimum} to {maximum}.</source>
        <translation>{name} = {value} 超出范围；取值应在 {minimum} 到 {maximum} 之间。</translation>
    </message>
    <message>
        <source>{name} = {value} is not a choice; choose from {known}.</source>
        <translation>{name} = {value} 不是可选的值；可选的有：{known}。</translation>
    </message>
    <message>
        <source>{name} = {value} cannot be read; {expected}.</source>
        <translation>无法识别 {name} = {value}；{expected}。</translation>
    </message>
    <message>
        <source>{count} class weights were given for {classes} classes; give one a class.</source>
        <translation>共有 {classes} 个类别，却给了 {count} 个类别权重；请每个类别给一个。</translation>
    </message>
    <message>
        <source>This loss needs a truth that is 1 for one class and 0 for the others; this one is not. Choose another loss.</source>
        <translation>这种损失要求真实分布对一个类别为 1、对其余类别为 0，而这里不是；请选择其他损失。</translation>
    </message>
    <message>
        <source>There are {rows} rows; an interval needs at least {least}.</source>
        <translation>只有 {rows} 行；区间至少需要 {least} 行。</translation>
    </message>
    <message>
        <source>Some rows have no finite value; a mean of the others would not be the mean, so choose another loss.</source>
        <translation>有些行没有有限的值；其余行的均值并不是总的均值，请换一种损失。</translation>
    </message>
    <message>
        <source>“{text}” cannot be read; write NAME or NAME:key=value,key=value.</source>
        <translation>无法识别“{text}”；请写成 NAME 或 NAME:key=value,key=value。</translation>
    </message>
    <message>
        <source>There are {count} classes; at least 2 are needed.</source>
        <translation>类别只有 {count} 个；至少需要 2 个。</translation>
    </message>
    <message>
        <source>There are no rows; at least one sample is needed.</source>
        <translation>没有任何行；至少需要一个样本。</translation>
    </message>
    <message>
        <source>There are no predictions; at least one model is needed.</source>
        <translation>没有预测；至少需要一个模型。</translation>
    </message>
    <message>
        <source>It has {found} rows where the truth has {expected}; make them agree.</source>
        <translation>它有 {found} 行，而真实分布有 {expected} 行；请使两者一致。</translation>
    </message>
    <message>
        <source>It has {found} columns where there are {expected} classes.</source>
        <translation>它有 {found} 列，而类别有 {expected} 个；请使两者一致。</translation>
    </message>
    <message>
        <source>“{name}” appears twice; every name must be different.</source>
        <translation>“{name}”出现了两次；名称不能重复。</translation>
    </message>
    <message>
        <source>A name is empty; give it at least one letter.</source>
        <translation>有一个名称是空的；请至少写一个字符。</translation>
    </message>
    <message>
        <source>There is no row {row}; rows run from 0 to {last}.</source>
        <translation>没有第 {row} 行；行号从 0 到 {last}。</translation>
    </message>
    <message>
        <source>“{policy}” is not a row-sum policy; use as-typed, strict or normalize.</source>
        <translation>“{policy}”不是行和的处理方式；请用 as-typed、strict 或 normalize。</translation>
    </message>
    <message>
        <source>The pasted block is {rows} × {columns}; from this cell there is room for {room_rows} × {room_columns}.</source>
        <translation>粘贴的内容是 {rows} × {columns}，而从这个单元格起只能放下 {room_rows} × {room_columns}；请选靠左上的单元格，或少复制一些。</translation>
    </message>
    <message>
        <source>Line {line} of the pasted text has {found} cells, not {expected}.</source>
        <translation>粘贴文本的第 {line} 行有 {found} 个单元格，应为 {expected} 个。</translation>
    </message>
    <message>
        <source>The clipboard holds no text; copy some cells first.</source>
        <translation>剪贴板里没有文本；请先复制一些单元格。</translation>
    </message>
    <message>
        <source>There is no such file; check the name.</source>
        <translation>没有这个文件；请检查文件名。</translation>
    </message>
    <message>
        <source>This is a folder; name a file in it.</source>
        <translation>这是一个文件夹；请指定其中的文件。</translation>
    </message>
    <message>
        <source>This is not a regular file; copy its contents to a file first.</source>
        <translation>这不是普通文件；请先把内容复制到一个文件里。</translation>
    </message>
    <message>
        <source>The file cannot be read: {reason}.</source>
        <translation>无法读取文件：{reason}。</translation>
    </message>
    <message>
        <source>The file cannot be written: {reason}.</source>
        <translation>无法写入文件：{reason}。</translation>
    </message>
    <message>
        <source>The file is empty; save the data again.</source>
        <translation>文件是空的；请重新保存数据。</translation>
    </message>
    <message>
        <source>Files ending in “{suffix}” are not known; use {known}.</source>
        <translation>不支持以“{suffix}”结尾的文件；请使用 {known}。</translation>
    </message>
    <message>
        <source>The file is damaged or cut short ({reason}); save or copy it again.</source>
        <translation>文件已损坏或不完整（{reason}）；请重新保存或复制。</translation>
    </message>
    <message>
        <source>Files ending in “{suffix}” may run programs when they are opened, so they never are; where it was made, run “{first}” and then “{second}”.</source>
        <translation>以“{suffix}”结尾的文件在打开时可能会执行程序，因此从不打开；请在生成它的地方先运行“{first}”，再运行“{second}”。</translation>
    </message>
    <message>
        <source>It declares {declared} bytes in a file of {size}; that is not plausible, so it was not loaded.</source>
        <translation>它声称有 {declared} 字节，而文件中只有 {size} 字节；这不合理，因此没有载入。</translation>
    </message>
    <message>
        <source>The text is neither UTF-8, UTF-16 nor GB 18030; save it as UTF-8.</source>
        <translation>文本编码不是 UTF-8、UTF-16 或 GB 18030；请保存为 UTF-8。</translation>
    </message>
    <message>
        <source>The rows do not all have the same number of columns ({reason}).</source>
        <translation>各行的列数不一致（{reason}）；请补齐或删去多余的列。</translation>
    </message>
    <message>
        <source>It describes different samples or classes than {first}; open it by itself.</source>
        <translation>它的样本或类别与 {first} 不同；请单独打开它。</translation>
    </message>
    <message>
        <source>It has other classes or models than {first}; rows of one table have the same columns in every file.</source>
        <translation>它的类别或模型与 {first} 不同；同一张表的各个文件必须有相同的列。</translation>
    </message>
    <message>
        <source>Dask is not installed, which --scheduler needs; install loss-atlas[cluster].</source>
        <translation>没有安装 --scheduler 所需的 Dask；请安装 loss-atlas[cluster]。</translation>
    </message>
    <message>
        <source>No scheduler answers there ({reason}); check the address, such as tcp://host:8786.</source>
        <translation>该地址没有调度器应答（{reason}）；请检查地址，例如 tcp://host:8786。</translation>
    </message>
    <message>
        <source>The cluster did not finish ({reason}); its workers need Loss Atlas and the same files at the same places.</source>
        <translation>集群没有完成（{reason}）；它的各个工作节点需要安装 Loss Atlas，并在相同位置有相同的文件。</translation>
    </message>
    <message>
        <source>There is no array “{name}”; the file needs {expected}.</source>
        <translation>缺少数组“{name}”；文件中需要有{expected}。</translation>
    </message>
    <message>
        <source>There are both “labels” and “truth”; keep one of them.</source>
        <translation>同时有“labels”和“truth”；请只保留一个。</translation>
    </message>
    <message>
        <source>Its shape is {found}; it must be {expected}.</source>
        <translation>它的形状是 {found}；应为 {expected}。</translation>
    </message>
    <message>
        <source>Its type is {found}; it must be {expected}.</source>
        <translation>它的类型是 {found}；应为{expected}。</translation>
    </message>
    <message>
        <source>There is no “label” column and there are no “true:…” columns; add one of them.</source>
        <translation>既没有“label”列，也没有“true:…”列；请添加其中一种。</translation>
    </message>
    <message>
        <source>There are both a “label” column and “true:…” columns; keep one.</source>
        <translation>同时有“label”列和“true:…”列；请只保留一种。</translation>
    </message>
    <message>
        <source>There are no prediction columns; add a column a class.</source>
        <translation>没有预测列；请为每个类别添加一列。</translation>
    </message>
    <message>
        <source>There is no column for class “{name}”; add it.</source>
        <translation>没有类别“{name}”的列；请添加。</translation>
    </message>
    <message>
        <source>Column “{name}” belongs to no class of the other columns; rename it.</source>
        <translation>列“{name}”不属于其他列中的任何类别；请改名。</translation>
    </message>
    <message>
        <source>Model “{name}” mixes probability and logit columns; use one kind.</source>
        <translation>模型“{name}”混用了概率列和 logit 列；请只用一种。</translation>
    </message>
    <message>
        <source>A table&apos;s column titles cannot hold the model name “{name}”; rename it or save as .npz.</source>
        <translation>表格的列标题无法容纳模型名“{name}”；请改名，或保存为 .npz。</translation>
    </message>
    <message>
        <source>“{text}” is not a number; write it like 0.25.</source>
        <translation>“{text}”不是数字；请写成 0.25 这样的形式。</translation>
    </message>
    <message>
        <source>The cell is empty; every row needs a number here.</source>
        <translation>单元格是空的；每一行在此都需要一个数。</translation>
    </message>
    <message>
        <source>Label “{text}” is neither a class name nor an index from 0 to {last}.</source>
        <translation>标签“{text}”既不是类别名，也不是 0 到 {last} 的序号；请更正。</translation>
    </message>
    <message>
        <source>There is no array “{name}” in an archive of this session; save the session again.</source>
        <translation>此会话的归档文件里没有数组“{name}”；请重新保存会话。</translation>
    </message>
    <message>
        <source>There is no panel “{name}”; choose from {known}.</source>
        <translation>没有名为“{name}”的面板；可选的有：{known}。</translation>
    </message>
    <message>
        <source>There is no format “{name}”; choose from {known}.</source>
        <translation>没有名为“{name}”的格式；可选的有：{known}。</translation>
    </message>
    <message>
        <source>The size {text} is not usable; write it like 960x720, from 200x150 up to {limit} pixels a side.</source>
        <translation>尺寸 {text} 不可用；请写成 960x720 这样的形式，最小 200x150，每边最多 {limit} 像素。</translation>
    </message>
    <message>
        <source>There is no such folder; make it or name another one.</source>
        <translation>没有这个文件夹；请新建它，或换一个。</translation>
    </message>
    <message>
        <source>There is no display to open a window on; set DISPLAY, or use “evaluate” or “export”, which need none.</source>
        <translation>没有可以打开窗口的显示器；请设置 DISPLAY，或使用不需要显示器的“evaluate”或“export”。</translation>
    </message>
    <message>
        <source>This system lacks {names}, without which nothing can be drawn; install it.</source>
        <translation>系统缺少 {names}，没有它无法绘图；请先安装。</translation>
    </message>
    <message>
        <source>This system lacks {names}, without which nothing can be drawn; on Debian and Ubuntu install {packages}.</source>
        <translation>系统缺少 {names}，没有它无法绘图；在 Debian 和 Ubuntu 上请安装 {packages}。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>it must be a number</source>
        <translation>应为一个数</translation>
    </message>
    <message>
        <source>it must be a number a class</source>
        <translation>应为每个类别各给一个数</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>whole numbers</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>text, one name each</source>
        <translation>文本，每项一个名称</translation>
    </message>
    <message>
        <source>“labels” or “truth”</source>
        <translation>“labels”或“truth”</translation>
    </message>
    <message>
        <source>“probabilities/NAME” or “logits/NAME”</source>
        <translation>“probabilities/NAME”或“logits/NAME”</translation>
    </message>
    <message>
        <source>(), one number</source>
        <translation>()，单个数</translation>
    </message>
    <message>
        <source>(samples,)</source>
        <translation>(样本,)</translation>
    </message>
    <message>
        <source>(samples, classes)</source>
        <translation>(样本, 类别)</translation>
    </message>
    <message>
        <source>(N,) or (N, classes)</source>
        <translation>(N,) 或 (N, 类别)</translation>
    </message>
    <message>
        <source>arrays</source>
        <translation>数组</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>column label</source>
        <translation>“label”列</translation>
    </message>
    <message>
        <source>header</source>
        <translation>表头</translation>
    </message>
    <message>
        <source>losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>真实分布</translation>
    </message>
    <message>
        <source>column {name}</source>
        <translation>“{name}”列</translation>
    </message>
    <message>
        <source>model {name}</source>
        <translation>模型“{name}”</translation>
    </message>
    <message>
        <source>row {name}</source>
        <translation>第 {name} 行</translation>
    </message>
    <message>
        <source>Every other class is locked, so none can give way; unlock one.</source>
        <translation>其他类别全部锁定，没有可让出的概率；请解锁一个。</translation>
    </message>
    <message>
        <source>The locked classes sum to {total}, more than 1; unlock one or lower what it holds.</source>
        <translation>锁定的类别之和为 {total}，超过 1；请解锁一个或减小其值。</translation>
    </message>
    <message>
        <source>The locked classes leave {room} for this one, less than {value}; unlock one or give less.</source>
        <translation>锁定的类别只给此类留下 {room}，小于 {value}；请解锁一个或减小输入。</translation>
    </message>
    <message>
        <source>“{name}” is locked; unlock it first.</source>
        <translation>“{name}”已锁定；请先解锁。</translation>
    </message>
    <message>
        <source>This loss is not linear in the truth, and there are more than {most} soft truths to go over. Choose one sample, or a loss such as cross-entropy.</source>
        <translation>该损失对真实分布不是线性的，而需要逐一计算的软标签超过 {most} 个。请选择单个样本，或选用交叉熵这样的损失。</translation>
    </message>
    <message>
        <source>{name} has no gradient to descend, only flat steps; choose another.</source>
        <translation>{name}没有可下降的梯度，只有平坦的台阶；请换一个。</translation>
    </message>
    <message>
        <source>Descent with {name} = {value} is not possible; choose {range}.</source>
        <translation>无法以 {name} = {value} 下降；请选择 {range}。</translation>
    </message>
    <message>
        <source>“{name}” holds probability in {rows} rows, which would no longer sum to 1; set it to 0 first.</source>
        <translation>“{name}”在 {rows} 行中还有概率，删去后这些行之和不再为 1；请先把它设为 0。</translation>
    </message>
    <message>
        <source>It holds Python objects (pickle), which are never loaded; where it was made, run “{first}”, then “{second}”.</source>
        <translation>其中有 Python 对象（pickle），本程序从不载入；请在生成它的地方先运行“{first}”，再运行“{second}”。</translation>
    </message>
    <message>
        <source>It can be taken in more than one way; open it in the window by File → Import and choose there.</source>
        <translation>它可以有不止一种理解；请在窗口中用“文件 → 导入”打开并选择。</translation>
    </message>
    <message>
        <source>It holds neither a list of records nor arrays by name; save one of them.</source>
        <translation>其中既不是记录列表，也不是带名称的数组；请保存为其中一种。</translation>
    </message>
    <message>
        <source>It is of another kind than the first; write all of them alike.</source>
        <translation>它与第一项的结构不同；请把各项写成同一种形式。</translation>
    </message>
    <message>
        <source>The list has {found} entries where the first has {expected}; write a number a class in every row.</source>
        <translation>该列表有 {found} 项，而第一行有 {expected} 项；请在每一行为每个类别各写一个数。</translation>
    </message>
    <message>
        <source>There are no arrays in it; save the predictions and the labels.</source>
        <translation>其中没有数组；请保存预测和标签。</translation>
    </message>
    <message>
        <source>There is no truth; add the file that holds the labels, or say which column does.</source>
        <translation>没有真实标签；请添加含有标签的文件，或指明哪一列是标签。</translation>
    </message>
    <message>
        <source>Its truth is not that of {first}; keep the one that is right.</source>
        <translation>它的真实标签与 {first} 的不同；请只保留正确的一份。</translation>
    </message>
    <message>
        <source>“{first}” and “{second}” are both taken for the same; ignore one of them.</source>
        <translation>“{first}”和“{second}”被当作同一种内容；请忽略其中之一。</translation>
    </message>
    <message>
        <source>There is one number a row, as where only the best class was written; losses need the probabilities of all classes, so save a column a class (of two classes both; timm: --topk 0).</source>
        <translation>每行只有一个数，像是只写出了最可能的类别；计算损失需要所有类别的概率，请为每个类别各存一列（二分类也要两列；timm 用 --topk 0）。</translation>
    </message>
    <message>
        <source>There are {shown} classes a row, the best of {count}; losses need the probabilities of all, so save a number for every class (timm: --topk 0).</source>
        <translation>每行只有 {count} 个类别中最可能的 {shown} 个；计算损失需要所有类别的概率，请为每个类别各存一个数（timm 用 --topk 0）。</translation>
    </message>
    <message>
        <source>The row does not list every class once; save a number for each class.</source>
        <translation>该行没有把每个类别恰好列出一次；请为每个类别各存一个数。</translation>
    </message>
    <message>
        <source>There are {count} different labels for {width} columns that have no names, so it cannot be told which is which; give the columns the names of the classes.</source>
        <translation>有 {count} 种标签，而 {width} 个预测列没有名称，无法对应；请用类别名作为列名。</translation>
    </message>
    <message>
        <source>It holds {rows} labels of {classes} classes, but no predictions; add the file that holds them.</source>
        <translation>其中有 {classes} 个类别的 {rows} 个标签，但没有预测；请添加含有预测的文件。</translation>
    </message>
    <message>
        <source>Sample “{name}” is there twice; keep one row, or ignore the column to match by order.</source>
        <translation>样本“{name}”出现了两次；请只保留一行，或忽略该列而按次序对应。</translation>
    </message>
    <message>
        <source>Sample “{name}” is not in {other}; add it, or ignore the column of samples to match by order.</source>
        <translation>{other} 中没有样本“{name}”；请补上，或忽略样本列而按次序对应。</translation>
    </message>
    <message>
        <source>This is no session of Loss Atlas; one begins with “format”: “{format}”. Choose another file.</source>
        <translation>这不是 Loss Atlas 的会话文件；会话文件开头写有“format”：“{format}”。请另选文件。</translation>
    </message>
    <message>
        <source>The version is no whole number from 1 to {version}; correct it.</source>
        <translation>版本不是 1 到 {version} 的整数；请改正。</translation>
    </message>
    <message>
        <source>It was saved by a newer Loss Atlas (format {found}; this one reads up to {version}); update Loss Atlas, or save the numbers as .npz there.</source>
        <translation>它由更新版本的 Loss Atlas 保存（格式 {found}，本程序最多读到 {version}）；请升级 Loss Atlas，或在那里把数据另存为 .npz。</translation>
    </message>
    <message>
        <source>It is {size} bytes long, and at most {limit} are read; keep its arrays in an archive beside it.</source>
        <translation>文件有 {size} 字节，最多读取 {limit} 字节；请把数组放在旁边的归档文件里。</translation>
    </message>
    <message>
        <source>It has more than {limit} entries, too many to be read; keep its arrays in an archive beside it.</source>
        <translation>文件的条目超过 {limit} 个，无法读取；请把数组放在旁边的归档文件里。</translation>
    </message>
    <message>
        <source>A session holds the names of at most {limit} samples, and these are {count}; save the numbers as .npz.</source>
        <translation>会话文件最多容纳 {limit} 个样本名，这里有 {count} 个；请把数据存为 .npz。</translation>
    </message>
    <message>
        <source>The text is not UTF-8; save it as UTF-8.</source>
        <translation>文本不是 UTF-8 编码；请存为 UTF-8。</translation>
    </message>
    <message>
        <source>The text ends too early; copy the file again or open an earlier copy.</source>
        <translation>文本不完整，过早结束；请重新复制文件，或打开较早的副本。</translation>
    </message>
    <message>
        <source>The text is not valid JSON here; correct it or open an earlier copy.</source>
        <translation>此处的文本不是有效的 JSON；请改正，或打开较早的副本。</translation>
    </message>
    <message>
        <source>{text} is no number in JSON; an infinite logit is written “-inf”.</source>
        <translation>{text} 不是 JSON 数字；负无穷的 logit 写作“-inf”。</translation>
    </message>
    <message>
        <source>The entry “{name}” is there twice in one object; keep one.</source>
        <translation>同一对象里条目“{name}”出现了两次；请只留一个。</translation>
    </message>
    <message>
        <source>The entry “{name}” is not known; check its spelling or remove it.</source>
        <translation>不认识条目“{name}”；请检查拼写或删去。</translation>
    </message>
    <message>
        <source>The entry “{name}” is missing; add it.</source>
        <translation>缺少条目“{name}”；请补上。</translation>
    </message>
    <message>
        <source>“{value}” is not possible here; write {known}.</source>
        <translation>此处不能写“{value}”；请写 {known}。</translation>
    </message>
    <message>
        <source>Here is {found} where there must be {expected}; correct it.</source>
        <translation>此处是{found}，应为{expected}；请改正。</translation>
    </message>
    <message>
        <source>Here must be {expected}; correct it.</source>
        <translation>此处应为{expected}；请改正。</translation>
    </message>
    <message>
        <source>The number is out of range; correct it.</source>
        <translation>数超出范围；请改正。</translation>
    </message>
    <message>
        <source>A table is given in exactly one of {names}; keep one.</source>
        <translation>一个表只能用 {names} 中的一种给出；请只留一种。</translation>
    </message>
    <message>
        <source>Only the truth can be labels; give the predictions as rows.</source>
        <translation>只有真实分布可以用标签给出；预测请用 rows 给出。</translation>
    </message>
    <message>
        <source>This row has {found} numbers and the first has {expected}; make them agree.</source>
        <translation>这一行有 {found} 个数，第一行有 {expected} 个；请使各行一致。</translation>
    </message>
    <message>
        <source>This is not base64; save the session again.</source>
        <translation>这不是 base64；请重新保存会话。</translation>
    </message>
    <message>
        <source>“{name}” is not the name of an .npz file in the session&apos;s own folder; correct it.</source>
        <translation>“{name}”不是会话所在文件夹里的 .npz 文件名；请改正。</translation>
    </message>
    <message>
        <source>Its numbers are in “{name}”, which is not beside it; put both files into one folder.</source>
        <translation>它的数据在“{name}”里，但该文件不在旁边；请把两个文件放在同一文件夹。</translation>
    </message>
    <message>
        <source>It holds other numbers than those saved with this session; put back the file that belongs to it.</source>
        <translation>其中的数据与此会话保存时的不同；请放回属于它的文件。</translation>
    </message>
    <message>
        <source>line {name}</source>
        <translation>第 {name} 行</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>an object in braces</source>
        <translation>花括号中的对象</translation>
    </message>
    <message>
        <source>text in quotes</source>
        <translation>引号中的文本</translation>
    </message>
    <message>
        <source>{name} says nothing of how to be written in array terms, so it has no code; choose another loss.</source>
        <translation>“{name}”没有给出数组形式的写法，因此没有代码；请选择其他损失。</translation>
    </message>
    <message>
        <source>“{name}” is no array term that a framework knows; write it by others.</source>
        <translation>没有框架认识数组运算“{name}”；请改用其他运算表示。</translation>
    </message>
    <message>
        <source>There is no framework “{name}”; choose from {known}.</source>
        <translation>没有名为“{name}”的框架；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>“{text}” is neither a sample&apos;s name nor an index from 0 to {last}; choose another.</source>
        <translation>“{text}”既不是样本名，也不是 0 到 {last} 之间的序号；请另选一个。</translation>
    </message>
    <message>
        <source>“{text}” is neither a model&apos;s name nor an index from 0 to {last}; choose another.</source>
        <translation>“{text}”既不是模型名，也不是 0 到 {last} 之间的序号；请另选一个。</translation>
    </message>
    <message>
        <source>It is open in another window; choose another name.</source>
        <translation>它已在另一个窗口中打开；请另选文件名。</translation>
    </message>
    <message>
        <source>{count} cells are too many to lock one by one, {most} at most; lock whole classes.</source>
        <translation>要逐个锁定的单元格有 {count} 个，太多了（至多 {most} 个）；请锁定整个类别。</translation>
    </message>
    <message>
        <source>{count} logits were given; give 2 to {most}, such as 1000, 0, -1000.</source>
        <translation>给出了 {count} 个 logit；请给出 2 到 {most} 个，例如 1000, 0, -1000。</translation>
    </message>
    <message>
        <source>An entry that is not known holds half of a character (\ud800 to \udfff); remove it.</source>
        <translation>有一个未知条目含有半个字符（\ud800 到 \udfff）；请删去。</translation>
    </message>
    <message>
        <source>A lesson without steps has nothing to tell; add one.</source>
        <translation>没有步骤的课程没有内容；请添加一个步骤。</translation>
    </message>
    <message>
        <source>“task” says what to do and “done” notices it; give both or leave both out.</source>
        <translation>“task” 说明要做什么，“done” 用来察觉是否做到；请两项都写，或都不写。</translation>
    </message>
    <message>
        <source>This already holds when the step begins, so there would be nothing to do; ask for something else.</source>
        <translation>步骤开始时这个条件就已成立，没有什么可做的；请换一个要求。</translation>
    </message>
    <message>
        <source>Exactly one of {names} is given here; keep one.</source>
        <translation>这里应从 {names} 中恰好给出一项；请只保留一项。</translation>
    </message>
    <message>
        <source>There is no {value} here; count from 0 to {last}.</source>
        <translation>这里没有 {value}；请从 0 数到 {last}。</translation>
    </message>
    <message>
        <source>The truth has no loss and no temperature; name a model by its number.</source>
        <translation>真实分布没有损失，也没有温度；请用编号指定一个模型。</translation>
    </message>
    <message>
        <source>This is no lesson of Loss Atlas; one has an entry “lesson” with the number 1. Choose another file.</source>
        <translation>这不是 Loss Atlas 的课程；课程文件有一个值为 1 的 “lesson” 条目。请另选一个文件。</translation>
    </message>
    <message>
        <source>There is no file yet; add one.</source>
        <translation>还没有文件；请添加。</translation>
    </message>
    <message>
        <source>No file matches this pattern; correct it.</source>
        <translation>没有文件符合这个通配模式；请改正。</translation>
    </message>
    <message>
        <source>{count} files match this pattern and one is needed; name one, such as {first}.</source>
        <translation>有 {count} 个文件符合这个通配模式，而这里只需要一个；请指明其中之一，例如 {first}。</translation>
    </message>
    <message>
        <source>An animation is written as {known}; choose one of these endings.</source>
        <translation>动画可以写成 {known}；请选用其中一种扩展名。</translation>
    </message>
    <message>
        <source>MP4 needs the program ffmpeg, which is not here; install it, or write .gif or .apng.</source>
        <translation>写 MP4 需要 ffmpeg 程序，而本机没有；请安装它，或改写 .gif 或 .apng。</translation>
    </message>
    <message>
        <source>ffmpeg could not write it: {reason}.</source>
        <translation>ffmpeg 未能写出：{reason}。</translation>
    </message>
    <message>
        <source>An animation of {count} pictures is not possible; ask for 2 to {most}.</source>
        <translation>不能做 {count} 帧的动画；请取 2 到 {most} 帧。</translation>
    </message>
    <message>
        <source>{fps} pictures a second is not possible; ask for 1 to {most}.</source>
        <translation>不能每秒 {fps} 帧；请取 1 到 {most}。</translation>
    </message>
    <message>
        <source>“{text}” is no range; write it like temperature=0.5:4:40, from, to and how many values.</source>
        <translation>“{text}”不是范围；请写成 temperature=0.5:4:40，即起点、终点和取值个数。</translation>
    </message>
    <message>
        <source>“{name}” cannot be swept here; choose from {known}.</source>
        <translation>“{name}”在这里不能逐值变化；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>Its numbers are in a file of their own, and a picture has none; open the session itself.</source>
        <translation>它的数值存放在另一个文件中，而图片不附带该文件；请打开会话文件本身。</translation>
    </message>
    <message>
        <source>This is no {kind} file; check its name.</source>
        <translation>这不是 {kind} 文件；请检查文件名。</translation>
    </message>
    <message>
        <source>The picture carries no session; open one that was exported with its session, or the data themselves.</source>
        <translation>图片中没有会话；请打开导出时附带会话的图片，或直接打开数据。</translation>
    </message>
    <message>
        <source>The picture or the session in it is damaged; export it again.</source>
        <translation>图片或其中的会话已损坏；请重新导出。</translation>
    </message>
    <message>
        <source>The picture has {size} bytes, more than {limit}; open the session itself.</source>
        <translation>图片有 {size} 字节，超过 {limit} 字节；请打开会话文件本身。</translation>
    </message>
    <message>
        <source>It would unpack to more than {limit} bytes; open the session itself.</source>
        <translation>解压后将超过 {limit} 字节；请打开会话文件本身。</translation>
    </message>
    <message>
        <source>There is no preset “{name}”; choose from {known}.</source>
        <translation>没有预设“{name}”；可选：{known}。</translation>
    </message>
    <message>
        <source>SOURCE_DATE_EPOCH is “{text}”, which is no date; set it to seconds since 1970 or leave it out.</source>
        <translation>SOURCE_DATE_EPOCH 为“{text}”，不是日期；请设为自 1970 年起的秒数，或不设置。</translation>
    </message>
    <message>
        <source>session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>No font here has the sign “{sign}” ({point}); install one that has it, or rename this.</source>
        <translation>本机字体中没有字符“{sign}”（{point}）；请安装含该字符的字体，或改名。</translation>
    </message>
    <message>
        <source>There is no Matplotlib script of this view; choose another view of the panel, or CSV.</source>
        <translation>此视图没有 Matplotlib 脚本；请换该面板的另一视图，或选 CSV。</translation>
    </message>
    <message>
        <source>The size {text} does not go with the preset “{preset}”, which has its own; leave out one of them.</source>
        <translation>尺寸 {text} 与预设“{preset}”冲突，预设自带尺寸；请只用其中之一。</translation>
    </message>
    <message>
        <source>{value} points are not usable; text has {least} to {most} points, and lines have 0.1 to 10.</source>
        <translation>{value} 磅不可用；文字为 {least} 到 {most} 磅，线宽为 0.1 到 10 磅。</translation>
    </message>
    <message>
        <source>Points of text and lines go with a preset; choose one of {known}.</source>
        <translation>文字和线的磅数须与预设一起使用；请从以下选择：{known}。</translation>
    </message>
    <message>
        <source>In this place the words of “{panel}” would be smaller than {least} points; choose another preset or panel.</source>
        <translation>放在这里，“{panel}”的文字会小于 {least} 磅；请另选预设或面板。</translation>
    </message>
    <message>
        <source>No number is at least {low} and at most {high}; exchange the limits.</source>
        <translation>没有数既不小于 {low} 又不大于 {high}；请对调上下限。</translation>
    </message>
</context>
<context>
    <name>example</name>
    <message>
        <source>digit {number}</source>
        <translation>数字 {number}</translation>
    </message>
    <message>
        <source>car</source>
        <translation>小车</translation>
    </message>
    <message>
        <source>calf</source>
        <translation>小牛</translation>
    </message>
    <message>
        <source>rocket</source>
        <translation>小火箭</translation>
    </message>
    <message>
        <source>image 1</source>
        <translation>图像 1</translation>
    </message>
    <message>
        <source>image 2</source>
        <translation>图像 2</translation>
    </message>
    <message>
        <source>Model 1</source>
        <translation>模型 1</translation>
    </message>
    <message>
        <source>Model 2</source>
        <translation>模型 2</translation>
    </message>
    <message>
        <source>logistic regression</source>
        <translation>逻辑回归</translation>
    </message>
    <message>
        <source>naive Bayes</source>
        <translation>朴素贝叶斯</translation>
    </message>
</context>
</TS>
