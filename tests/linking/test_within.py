"""Changes inside an article: 号, ただし書, 本文 and 後段 (fictions)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.linking.state import NotAppliedError
from graph_build.linking.targets import Target, parse_target
from graph_build.linking.within import ArticleText

WORDS = "次の事務を行う。ただし、冬季を除く。\n(1) 道路の除雪\nア 市道\n(2) 公園の管理\n(3) 広報\n2 前項の事務は、毎年見直す。"


def target(printed: str) -> Target:
    found = parse_target(printed)
    assert found is not None
    return found


def changed(*changes: tuple[str, str, str]) -> str:
    """The words after (kind, target, new text) in their order."""
    text = ArticleText.of(WORDS)
    for kind, where, new in changes:
        match kind:
            case "delete":
                text.delete(target(where))
            case "replace":
                text.replace(target(where), new)
            case "add":
                text.add(target(where), new)
            case "text":
                old, _, other = new.partition("→")
                text.text(target(where), old, other)
    return text.words()


def test_an_item_goes_with_the_lines_below_it() -> None:
    assert "市道" not in changed(("delete", "第3条第1項第1号", ""))


def test_an_item_is_found_without_its_paragraph_where_only_one_has_items() -> None:
    assert changed(("delete", "第3条第2号", "")) == changed(("delete", "第3条第1項第2号", ""))


def test_items_are_replaced_and_added() -> None:
    assert "(2) 河川の管理\n(3)" in changed(("replace", "第3条第2号", "(2) 河川の管理"))
    assert "\n(3) 広報\n(4) 統計\n2 前項" in changed(("add", "第3条第3号", "(4) 統計"))
    assert changed(("add", "第3条第1項", "(4) 統計")) == changed(("add", "第3条第3号", "(4) 統計"))


def test_items_move_at_once() -> None:
    text = ArticleText.of(WORDS)
    text.delete(target("第3条第1号"))
    text.renumber(target("第3条第2号"), {"2": "1", "3": "2"})
    assert "除く。\n(1) 公園の管理\n(2) 広報\n2 前項" in text.words()


def test_a_term_changes_in_its_place_only() -> None:
    assert changed(("text", "第3条第1項ただし書", "冬季→夏季")).startswith(
        "次の事務を行う。ただし、夏季を除く。"
    )
    assert changed(("text", "第3条第1項本文", "事務→業務")).startswith("次の業務を行う。")
    assert changed(("text", "第3条第3号", "広報→広聴")).endswith("(3) 広聴\n2 前項の事務は、毎年見直す。")


def test_a_proviso_comes_and_goes() -> None:
    assert changed(("delete", "第3条第1項ただし書", "")).startswith("次の事務を行う。\n(1)")
    assert changed(("add", "第3条第2項", "ただし、軽微なものを除く。")).endswith(
        "見直す。ただし、軽微なものを除く。"
    )


@pytest.mark.parametrize(
    ("kind", "where", "new"),
    [
        ("delete", "第3条第4号", ""),
        ("delete", "第3条ただし書", ""),
        ("delete", "第3条第2項ただし書", ""),
        ("text", "第3条第1号", "公園→広場"),
        ("replace", "第3条第2号", "(5) 統計"),
        ("add", "第3条第3号", "(2) 統計"),
        ("add", "第3条第1項", "ただし、秋を除く。"),
        ("delete", "第3条第3項第1号", ""),
        ("replace", "第3条第1項及び第2項", "2 乙が行う。\n3 甲が行う。"),
        ("replace", "第3条第1号及び第2号", "(1) 道路"),
        ("text", "第3条第1号から第3号まで", "河川→川"),
        ("text", "第3条第1号から第4号まで", "道路→道"),
        ("replace", "第3条第1項各号", "道路の管理"),
        ("delete", "第3条第2項各号", ""),
        ("add", "第3条第1項及び第2項", "3 甲が行う。"),
    ],
)
def test_what_is_not_exact_is_not_applied(kind: str, where: str, new: str) -> None:
    with pytest.raises(NotAppliedError):
        changed((kind, where, new))


@given(st.text("(1)一二アただし、この場合。\n 23　第条項号", max_size=60))
def test_words_come_out_as_they_went_in(words: str) -> None:
    try:
        text = ArticleText.of(words)
    except NotAppliedError:
        return
    assert text.words() == words


def test_an_article_that_begins_with_its_second_paragraph_is_not_understood() -> None:
    with pytest.raises(NotAppliedError):
        ArticleText.of("2 前項の費用は、精算する。")


def test_kanji_stay_kanji() -> None:
    text = ArticleText.of("次のとおりとする。\n一 道路\n二 公園")
    text.add(Target("within", article="1", item="1"), "三 河川")
    text.renumber(Target("within", article="1", item="2"), {"2": "4"})
    assert text.words() == "次のとおりとする。\n一 道路\n三 河川\n四 公園"
