"""Themes: what a printed label, a title and a text decide, in this order, and what nothing decides."""

from __future__ import annotations

import pytest
from rdflib import SKOS, Graph

from graph_build.assets import asset
from graph_build.classify.rules import rules
from graph_build.classify.themes import GROUP_OF, ITEMS, OF_MEASURE, TABLE, themes
from graph_build.rdf.defaults import with_defaults
from graph_build.rdf.vocabulary import RK
from graph_build.records.agreement import AgreementVersion, Measure, PolicyField
from graph_build.records.base import Assignment, Record
from graph_build.records.evidence import Evidence, Span
from graph_build.records.plan import Project
from tests.classify.fictions import converted


def place(line: int, *supports: str) -> Evidence:
    return Evidence(Span(line * 100, line * 100 + 9, line, line), "r", supports)


def field(label: str, name: str = "f", broader: str | None = None) -> PolicyField:
    return PolicyField(id=name, version="v", label=label, order=1, broader=broader, evidence=(place(1),))


def measure(title: str | None = None, text: str | None = None, **more: str | None) -> Measure:
    given = {"field": "f", "category": None, **more}
    return Measure(
        id="m",
        version="v",
        label=title or "取組 1",
        title=title,
        text=text,
        order=2,
        text_digest="",
        evidence=(place(2), place(3, "text"), place(4, "category")),
        **given,
    )


def project(title: str, text: str | None = None) -> Project:
    return Project(id="p", version="v", measure="m", title=title, text=text, order=3, evidence=(place(5),))


def found(*items: Record) -> list[Assignment]:
    """The themes of the last record."""
    return themes(items[-1], {item.id: item for item in items})


def concepts(*items: Record) -> list[str]:
    return [one.concept.removeprefix("theme-") for one in found(*items)]


# printed labels


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("圏域全体の経済成長のけん引", ["growth"]),
        ("Ⅱ 高次の都市機能の集積・強化に係る政策分野", ["urban"]),
        ("圏域全体の生活関連機能サービスの向上に関する取組", ["life"]),
        ("生活機能の強化", ["life-services"]),
        ("結びつきやネットワークの強化に係る分野", ["life-networks"]),
        ("結び付きの強化", ["life-networks"]),
        ("圏域マネジメント能力の強化", ["life-management"]),
        ("医療・福祉", ["life-medicine", "life-welfare"]),
        ("教育・文化・スポーツ", ["life-education"]),
        ("地域の生産者や消費者等の連携による地産地消", ["life-localproduce"]),
        ("安全", []),
    ],
)
def test_a_field_has_the_theme_that_its_label_says(label: str, expected: list[str]) -> None:
    assert concepts(field(label)) == expected


def test_blanks_inside_a_label_change_nothing() -> None:
    assert concepts(field("生 活 機 能 の 強 化")) == concepts(field("生活機能の強化"))


@pytest.mark.parametrize(
    ("above", "label", "expected"),
    [
        ("高次の都市機能の集積・強化", "高度な医療サービスの提供", ["urban-medicine"]),
        ("生活機能の強化", "医療", ["life-medicine"]),
        ("生活機能の強化", "産業振興", ["life-development"]),
        ("生活機能の強化", "その他", ["life-services-other"]),
        ("圏域マネジメント能力の強化", "その他", ["life-management-other"]),
        ("圏域マネジメント能力の強化", "人材の育成", ["life-training"]),
        ("圏域全体の経済成長のけん引", "地域資源を活用した地域経済の裾野拡大", ["growth-resources"]),
        ("圏域全体の経済成長のけん引", "戦略的な観光施策", ["growth-tourism"]),
    ],
)
def test_the_same_word_means_what_the_field_around_it_makes_of_it(
    above: str, label: str, expected: list[str]
) -> None:
    assert concepts(field(above, "a"), field(label, "f", broader="a")) == expected


def test_a_measure_has_the_item_of_its_field_and_what_its_title_adds() -> None:
    items = field("生活機能の強化", "a"), field("産業振興", broader="a"), measure("広域観光の推進")
    assert concepts(*items) == ["life-development", "growth-tourism"]
    assert [one.rule for one in found(*items)] == ["theme.label.development.industry", "theme.tourism"]


def test_a_printed_tag_is_a_label_too() -> None:
    items = field("生活機能の強化に係る政策分野"), measure("公共施設の利用", category="文化")
    assert concepts(*items) == ["life-education"]
    assert found(*items)[0].evidence[0].span.line_start == 4


def test_of_a_label_with_several_items_a_title_says_which() -> None:
    label = field("保健・医療・福祉")
    assert concepts(label, measure("保育所の広域入所")) == ["life-welfare"]
    both = found(label, measure("連携の推進"))
    assert [one.concept for one in both] == ["theme-life-medicine", "theme-life-welfare"]
    (sure,) = found(field("医療"), measure("連携の推進"))
    assert all(one.confidence < sure.confidence for one in both)


# titles and texts


@pytest.mark.parametrize(
    ("label", "title", "expected"),
    [
        ("高次の都市機能の集積・強化", "救急医療の充実", ["urban-medicine"]),
        ("生活機能の強化", "救急医療の充実", ["life-medicine"]),
        ("高次の都市機能の集積・強化", "公共交通の充実", ["urban-transport"]),
        ("結びつきやネットワークの強化", "公共交通の充実", ["life-transit"]),
        ("結びつきやネットワークの強化", "空き家情報の提供", ["life-migration"]),
        ("生活機能の強化", "空き家の除却", ["life-landuse"]),
        ("圏域マネジメント能力の強化", "人材の確保", ["life-training"]),
        ("高次の都市機能の集積・強化", "人材の確保", ["urban-education"]),
        ("圏域全体の経済成長のけん引", "高等教育機関との協働", ["urban-education"]),
        ("圏域全体の経済成長のけん引", "海外との物流の強化", ["growth-other"]),
        ("高次の都市機能の集積・強化", "男女共同参画の推進", ["urban-other"]),
        ("生活機能の強化", "男女共同参画の推進", ["life-services-other"]),
        ("生活機能の強化", "地下水の涵養", ["life-environment"]),
        ("生活機能の強化", "子育てしやすい環境の整備", ["life-welfare"]),
    ],
)
def test_a_title_is_read_inside_its_field(label: str, title: str, expected: list[str]) -> None:
    assert concepts(field(label), measure(title)) == expected


def test_the_text_is_read_where_label_and_title_say_nothing() -> None:
    label = field("生活機能の強化")
    assert concepts(label, measure("連携の推進", "病院の医師を確保する。")) == ["life-medicine"]


def test_to_a_title_the_text_adds_only_what_is_sure_and_of_the_same_group() -> None:
    label = field("圏域全体の生活関連機能サービスの向上")
    assert concepts(label, measure("職員の育成", "人事交流を行う。")) == ["life-training", "life-exchange"]
    assert concepts(label, measure("職員の育成", "病院の事務を学ぶ。")) == ["life-training"]
    assert concepts(label, measure("消防の広域化", "地域づくりを進める。")) == ["life-disaster"]


def test_what_is_no_item_of_the_pillar_may_be_an_item_elsewhere() -> None:
    items = field("高次の都市機能の集積・強化"), measure("音楽の鑑賞機会の提供")
    assert sorted(concepts(*items)) == ["life-education", "urban-other"]
    untitled = measure(None, "音楽を鑑賞する機会を設ける。")
    assert sorted(concepts(items[0], untitled)) == ["life-education", "urban-other"]


def test_what_is_done_counts_before_what_it_is_for() -> None:
    text = "観光客を増やし地域振興を図るため、図書館の資料を貸し出す。"
    assert concepts(field("生活機能の強化"), measure(None, text)) == ["life-education"]
    purpose = "図書館の利用を増やすため、市町が力を合わせる。"
    assert concepts(field("生活機能の強化"), measure(None, purpose)) == ["life-education"]


def test_a_text_about_everything_is_about_nothing_in_particular() -> None:
    text = "病院、保育、図書館、消防及びごみ処理について協議する。"
    (one,) = found(field("生活機能の強化"), measure(None, text))
    assert (one.concept, one.rule) == ("theme-life-services", "theme.label.services")


def test_a_cue_in_a_text_is_worth_less_than_in_a_title() -> None:
    label = field("生活機能の強化")
    (title,), (text,) = found(label, measure("医師の確保")), found(label, measure(None, "医師を確保する。"))
    assert (title.rule, title.cue) == (text.rule, text.cue)
    assert text.confidence < title.confidence
    assert [title.evidence[0].span.line_start, text.evidence[0].span.line_start] == [2, 3]


def test_the_title_of_an_agreement_on_one_subject_is_a_label_of_all_its_measures() -> None:
    version = AgreementVersion(
        id="v", agreement="a", title="可燃ごみの処理に関する連携協約", evidence=(place(9),)
    )
    (one,) = found(version, measure("搬入の方法", field=None))
    assert one.concept == "theme-life-environment"
    assert one.evidence[0].span.line_start == 9
    water = AgreementVersion(id="v", agreement="a", title="水道の事業に関する連携協約")
    assert concepts(water, measure("施設の管理", field=None)) == ["life-services-other"]
    assert concepts(water, field("経済"), measure("施設の管理")) == ["growth"]


def test_an_agreement_on_anything_has_no_label_in_its_title() -> None:
    version = AgreementVersion(id="v", agreement="a", title="まちづくりに関する包括協定")
    assert concepts(version, measure("公共施設の活用", field=None)) == ["life-services-other"]


# projects


def test_a_project_has_the_themes_of_its_own_title() -> None:
    items = field("生活機能の強化"), measure("公共施設の利用", category="教育"), project("可燃ごみの広域処理")
    assert concepts(*items) == ["life-environment"]


def test_a_project_that_says_nothing_has_the_themes_of_its_measure_less_surely() -> None:
    items = field("生活機能の強化"), measure("図書館の相互利用"), project("相互利用の拡大")
    (one,) = found(*items)
    assert (one.concept, one.rule, one.cue) == ("theme-life-education", OF_MEASURE, "図書")
    assert one.evidence[0].span.line_start == 2
    assert one.confidence < found(*items[:2])[0].confidence


# what nothing decides


def test_where_only_the_pillar_is_printed_the_pillar_is_the_theme() -> None:
    (one,) = found(field("圏域全体の経済成長のけん引"), measure("仕組みの構築", "仕組みを構築する。"))
    assert (one.concept, one.rule) == ("theme-growth", "theme.label.growth")


def test_where_nothing_decides_it_is_said() -> None:
    nothing = measure("仕組みの構築", field=None)
    assert found(nothing) == []
    said = [one for one in with_defaults([nothing]) if isinstance(one, Assignment)]
    assert [(one.concept, one.rule) for one in said] == [("theme-unspecified", "default.no-cue")]


def test_two_pillars_in_one_label_decide_none_for_the_measures_below() -> None:
    label = field("都市機能と生活機能を高める取組")
    assert concepts(label) == ["urban", "life-services"]
    assert concepts(label, measure("救急医療の充実")) == ["life-medicine"]


def test_fields_in_a_ring_do_not_hang() -> None:
    assert concepts(field("一", "a", broader="f"), field("二", "f", broader="a"), measure("仕組み")) == []


# the table


def test_the_outline_is_that_of_the_concept_scheme() -> None:
    graph = Graph().parse(data=asset("ontology").joinpath("themes.ttl").read_text("utf-8"), format="turtle")
    for group, items in ITEMS.items():
        narrower = {str(one) for one in graph.subjects(SKOS.broader, RK[f"theme-{group}"])}
        assert narrower - {str(RK[f"theme-{name}"]) for name in ITEMS} == {
            str(RK[f"theme-{item}"]) for item in items
        }
    known = set(graph.subjects(SKOS.inScheme, RK.ThemeScheme))
    assert known == {RK[f"theme-{name}"] for name in (*GROUP_OF, "unspecified")}


def test_every_rule_is_of_the_outline_and_is_read_somewhere() -> None:
    words = {"any", "growth", "urban", "life", "services", "networks", "management", "open"}
    labels = {"label", *(f"label.{name}" for name in words - {"any"})}
    for rule in rules(TABLE):
        assert rule.concept in GROUP_OF, rule.id
        assert set(rule.parts) <= (labels if rule.id.startswith("theme.label.") else words), rule.id


def test_rules_reach_nearly_all_measures_of_the_fictions_and_say_so_of_the_rest() -> None:
    """Agreements and plans of many kinds of areas: each has an item of the outline by a rule, 1 in 20 may not."""
    items = [item for records in converted("*/*.txt", step=4) for item in records.items]
    described = [item.id for item in items if isinstance(item, Measure | Project)]
    decided = {
        item.target
        for item in items
        if isinstance(item, Assignment) and item.property == "theme"
        if item.concept.removeprefix("theme-") not in ITEMS
    }
    assert len(described) > 600
    assert len([one for one in described if one not in decided]) <= len(described) / 20
