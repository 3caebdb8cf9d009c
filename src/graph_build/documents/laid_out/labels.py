"""What the labels and heads of laid-out tables may mean, in agreements and in plans."""

from __future__ import annotations

from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import label_kinds


def kinds(text: str) -> frozenset[str]:
    """What a text may mean as a label, a unit or year in brackets behind it aside."""
    key = matching_key(text)
    bare = matching_key(fold(text).text.split("(")[0]) if text.endswith((")", "）")) else key
    own = {label_kind(one).kind for one in (key, bare)} - {"unknown"}
    return label_kinds(key) | label_kinds(bare) | own
