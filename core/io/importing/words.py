"""What people call the columns and arrays of their files, in small letters and with underscores."""

from __future__ import annotations

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SAMPLE = _set(
    "id ids sample samples sample_id sample_ids image image_id imageid images filename filenames file file_name name "
    "path paths key uuid row_id test_id photo_id guid 样本 编号 图片 文件名"
)
COUNTER = frozenset(("", "index", "unnamed:_0", "level_0", "row"))
"""What programs call a column that counts rows."""
LABEL = _set(
    "label labels label_id label_ids target targets y y_true true truth ground_truth groundtruth gt class true_label "
    "true_labels true_class y_test actual actuals answer expected category 标签 真值 类别 真实标签"
)
DECIDED = _set(
    "pred predicted y_pred y_hat yhat predicted_label predicted_class pred_label pred_class top1 argmax decision 预测"
)
"""A model's decisions: they follow from its probabilities."""
CLASSES = _set("classes class_names classnames label_names labels_names target_names categories names classes_")
LOGIT = _set("logit logits raw raw_logits")
PROBABILITY = _set(
    "prob probs proba probas probability probabilities p q softmax confidence conf predict_proba y_prob y_proba 概率"
)
VALUE = _set("pred preds prediction predictions y_pred score scores y_score output outputs out model_output arr array")
"""Numbers of a model that may be either."""
NUMBERS = LOGIT | PROBABILITY | VALUE
RANKED = _set("index indices label labels class classes top_k topk")
KNOWN = SAMPLE | LABEL | DECIDED | LOGIT | PROBABILITY | VALUE | {"index"}


def plain(title: str) -> str:
    """Return a title for comparing with these: `Image ID` and `imageId` are written differently, but say the same."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", title.strip())
    return re.sub(r"[\s\-]+", "_", spaced).lower()


def last(title: str) -> str:
    """Return the last name of a path of names, such as `labels` of `test/labels`, for comparing with these."""
    return plain(re.split(r"[/.:]", title)[-1])
