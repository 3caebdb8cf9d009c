"""What is laid beside a text and no part of it: （参考）, 参考資料, 新旧対照表."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.annex_heads import annex_head
from graph_build.converters.articles import is_article
from graph_build.converters.changes.comparison import is_comparison
from graph_build.converters.instrument_title import DATE_ONLY
from graph_build.converters.items import Grid, Item, Para, paras
from graph_build.documents.model import Located

# 「議案第7号　参考資料」, 「（参考）」, 「…連携協約新旧対照表」
_HEADING = re.compile(
    r"^[(\[【]?(?:(?:議案|議)第?[0-9一二三四五六七八九十百]+号)?(?:(?:参考|関係|説明|添付|附属|補足)(?:資料)?|資料)[0-9一二三四五六七八九十]*[)\]】]?$"
    r"|^[^。]{0,60}新旧対照表(?:\(.{1,20}\))?[)\]】]?$"
)
_TOLD = re.compile(r"(?:新旧)?対照表の(?:とおり|ように)|対照表により")


def heads_reference(item: Item) -> bool:
    """Whether a paragraph is the heading of such a sheet."""
    return isinstance(item, Para) and _HEADING.match(item.key.text) is not None


def names_comparison(text: Located) -> bool:
    """Whether a text is the name of a table of two wordings: 「…連携協約新旧対照表」."""
    return text.text.rstrip("）)】] ").endswith("新旧対照表") and "。" not in text.text


def leaves_to_comparison(items: Sequence[Item]) -> bool:
    """Whether a text says that its changes stand in the table of two wordings: 「新旧対照表のとおり」."""
    return any(_TOLD.search(para.key.text) for para in paras(items))


def without_comparison_behind(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """An instrument, and the tables of two wordings laid behind it below a heading of their own, with their notes.

    They are none of it where the text leaves its changes to them, or where more of the text stands behind the heading.
    """
    for i, item in enumerate(items):
        behind = items[i + 1 :]
        if i and heads_reference(item) and any(isinstance(one, Grid) for one in behind):
            aside = all(_is_comparison(one) or _is_note(one) for one in behind)
            if aside and not leaves_to_comparison(items[:i]):
                return list(items[:i]), list(items[i:])
    return list(items), []


def _is_comparison(item: Item) -> bool:
    return isinstance(item, Grid) and is_comparison(item)


def _is_note(item: Item) -> bool:
    """Whether a paragraph is neither an article, nor an annex, nor a day of signing, nor 附則."""
    return isinstance(item, Para) and not (
        is_article(item)
        or annex_head(item)
        or DATE_ONLY.match(item.key.text)
        or re.match("[附付]則", item.key.text)
    )
