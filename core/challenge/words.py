"""What the challenge says, in both languages as lessons do; the numbers are put in where it is made."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.lessons import LANGUAGES, Words
from core.losses import Loss
from core.validation import Float

CLASSES = ("car", "calf", "rocket", "boat")
MODELS = ("Model 1", "Model 2")
COVERED = "Covered"
NAMES = {
    "car": "小车", "calf": "小牛", "rocket": "小火箭", "boat": "小船", "image 1": "图像 1", "image 2": "图像 2",
    "image 3": "图像 3", "Model 1": "模型 1", "Model 2": "模型 2", COVERED: "已遮住",
}  # fmt: skip
"""Chinese for the names in the documents of a challenge."""

LOSSES = {
    "classification_error": "分类错误率", "cross_entropy": "交叉熵", "mse": "平方误差", "focal": "焦点损失",
    "kl_divergence": "KL 散度", "mae": "绝对误差", "hellinger": "海林格距离", "jensen_shannon": "JS 散度",
}  # fmt: skip
"""Chinese for the losses it asks about."""

TITLE = Words("Challenge {seed}", "挑战 {seed}")
MEAN = Words("mean {loss}", "平均{loss}")

# -- reach ------------------------------------------------------------------------------------------------

REACH_MODEL = Words(
    "Move **Model 1** until image 1 has {goals}. Leave the truth where it is.",
    "移动**模型 1**，使图像 1 的{goals}。真实分布保持不动。",
)
REACH_TRUTH = Words(
    "Move **the truth** until image 1 has {goals}. Leave the model where it is.",
    "移动**真实分布**，使图像 1 的{goals}。模型保持不动。",
)
GOAL = Words("a {loss} of {target} ± {within}", "{loss}等于 {target} ± {within}")
AND = Words(" and ", "，并且")
ONE_WAY = Words("**One way**: {letter} = ({row}).", "**一种做法**：{letter} = ({row})。")
BY_LEVEL = Words(
    "So does every point of the line that the surface now draws through Model 1.",
    "曲面上现在画出了经过模型 1 的等值线，线上的每一点都可以。",
)
BY_TRUTH = Words(
    "KL is H(p, q) − H(p): moving the truth changes both parts, and it is 0 only where p meets q.",
    "KL 等于 H(p, q) − H(p)：移动真实分布会同时改变这两部分，只有 p 与 q 重合时才为 0。",
)
BY_CROSSING = Words(
    "Each value alone leaves a whole line of answers; both together leave only where the two lines cross.",
    "只给一个值，答案是一整条线；两个值一起给，就只剩两条线相交的地方。",
)

# -- guess ------------------------------------------------------------------------------------------------

GUESS = Words("Which model has the lower **{loss}**?", "哪个模型的**{loss}**更低？")
COVER = Words(
    "Until you answer the models are not in the window, so that no table or figure gives their losses away.",
    "回答之前，这两个模型都不在窗口里，任何表格或图都不会泄露它们的损失。",
)
ORDER = Words("Each row in this order: {classes}.", "每一行依次为：{classes}。")
ANSWER = Words(
    "**{model}** has the lower {loss}: {low} against {high}.", "**{model}**的{loss}更低：{low}，另一个是 {high}。"
)
TRUTH = Words("truth p", "真实分布 p")
LOSS = Words("loss", "损失")
TIE = Words(
    "Classification error sees a tie: both name the right class equally often. It asks only which entry is largest.",
    "分类错误率看到的是平局：两者答对的次数一样多。它只问哪一项最大。",
)
MISTAKE = Words(
    "{model} names the right class more often, and yet loses: its mistake is sure of itself, with only {q} on the true "
    "class.",
    "{model}答对的次数更多，却还是输了：它错得很自信，真实类别上只有 {q}。",
)
ERROR_DISAGREES = Words(
    "Classification error prefers {model}: it asks only which entry is largest, not by how much.",
    "分类错误率更偏向{model}：它只问哪一项最大，不问大多少。",
)
CE_DISAGREES = Words(
    "Cross-entropy prefers {model}: it looks at the true class alone, and grows without limit as q falls to 0 there.",
    "交叉熵更偏向{model}：它只看真实类别，而且那里的 q 趋于 0 时没有上限。",
)
MSE_DISAGREES = Words(
    "Squared error prefers {model}: it looks at every class, so how the rest is shared counts too.",
    "平方误差更偏向{model}：它要看每一个类别，所以其余概率怎样分配也算数。",
)
AGREE = Words("The other losses agree here.", "其他损失在这里看法一致。")
SEES = {
    "cross_entropy": Words(
        "Cross-entropy is −ln q of the true class: one answer that is sure and wrong outweighs many good ones.",
        "交叉熵是真实类别的 −ln q：一个自信的错误，抵得过许多正确的回答。",
    ),
    "kl_divergence": Words(
        "KL is cross-entropy less H(p). With one truth for both, it ranks models as cross-entropy does.",
        "KL 是交叉熵减去 H(p)。两者的真实分布相同，所以它与交叉熵的排序一致。",
    ),
    "mse": Words(
        "Squared error looks at every class, and is never more than 2 a sample: how the rest is shared counts too.",
        "平方误差要看每一个类别，每个样本最多为 2：其余概率怎样分配也算数。",
    ),
    "mae": Words(
        "Absolute error grows evenly: with one true class it is 2 (1 − q) there, however sure the mistake.",
        "绝对误差均匀增长：只有一个真实类别时，它就是那里的 2 (1 − q)，错得再自信也不会更重。",
    ),
    "focal": Words(
        "Focal loss turns down what is nearly right, so the hard samples decide.",
        "焦点损失调低快要答对的样本，所以由困难的样本说了算。",
    ),
    "hellinger": Words(
        "Hellinger distance compares square roots and is never more than 1: a mistake costs only so much.",
        "海林格距离比较平方根，最大为 1：一个错误的代价是有限的。",
    ),
}


def title_of(loss: Loss, language: str) -> str:
    """Return what a loss is called, within a sentence."""
    if language == "zh_CN":
        return LOSSES[loss.name]
    own = ("KL", "Jensen", "Hellinger")
    return loss.title if loss.title.startswith(own) else loss.title[0].lower() + loss.title[1:]


def filled(words: Words, values: Mapping[str, Words | str]) -> Words:
    """Return words with what their {names} stand for, each in its language."""
    made = (
        words.of(language).format(
            **{name: value.of(language) if isinstance(value, Words) else value for name, value in values.items()}
        )
        for language in LANGUAGES
    )
    return Words(*made)


def name_of(loss: Loss, samples: int = 1) -> Words:
    """Return what a loss is called: of several samples their mean."""
    made = Words(*(title_of(loss, language) for language in LANGUAGES))
    return filled(MEAN, {"loss": made}) if samples > 1 else made


def called(name: str) -> Words:
    """Return a name of a document in both languages."""
    return Words(name, NAMES[name])


def joined(parts: list[Words], between: Words) -> Words:
    """Return words one after another."""
    return Words(*(between.of(lang).join(each.of(lang) for each in parts) for lang in LANGUAGES))


def paragraphs(*parts: Words) -> Words:
    """Return texts as paragraphs of one."""
    return joined(list(parts), Words("\n\n", "\n\n"))


def verbatim(text: str) -> Words:
    """Return a text that is the same in both languages."""
    return Words(text, text)


def row_text(row: Float) -> str:
    """Return a row of whole percents as numbers."""
    return ", ".join(f"{x:.2f}" for x in np.asarray(row))
