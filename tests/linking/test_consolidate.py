"""Amendments applied to their base text: base and amendment in, the text in force after it out."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph_build.linking.consolidate import Consolidated, consolidate
from graph_build.rdf.prefixes import PREFIXES
from graph_build.rdf.writer import Derived
from graph_build.records.agreement import (
    Act,
    AgreementVersion,
    Annex,
    Article,
    Measure,
    Operation,
    PolicyField,
    RoleStatement,
)
from graph_build.records.canonical import facts
from graph_build.records.document import Records
from graph_build.records.evidence import Evidence, Span
from graph_build.release.build import Settings, build
from graph_build.release.cache import Cache
from graph_build.release.explain import explain
from graph_build.release.folder import ReleaseFolder
from graph_build.release.inputs import InputFile
from graph_build.release.merging import records
from graph_build.release.reading import load

FIXTURES = Path(__file__).parents[1] / "fixtures" / "consolidation"
NAMES = ("1-base.txt", "2-first-amendment.txt", "3-second-amendment.txt", "4-repeal.txt")
AGREEMENT = "agreement/renkei-chusu/20201-20541"
BASE, FIRST, SECOND = (f"{AGREEMENT}/version/{day}" for day in ("2020-03-02", "2022-03-25", "2024-03-19"))
TOPIC = f"{AGREEMENT}/act/amendment-2022-03-25"


@cache
def read(name: str) -> Records:
    return records(load(InputFile(FIXTURES / name, name, "document"), Cache(None)))


def corpus() -> list[Records]:
    return [read(name) for name in NAMES]


def with_operation(*changes: Operation) -> Records:
    """The first amendment with other operations; the measures it prints are left out."""
    document = read(NAMES[1])
    kept = tuple(i for i in document.items if not isinstance(i, Operation | Measure | RoleStatement))
    return replace(document, items=(*kept, *changes))


def operation(kind: str, target: str, order: int = 1, **more: Any) -> Operation:
    place = (Evidence(Span(10, 20, 5, 5), f"operation.{kind}"),)
    return Operation(
        id=f"{TOPIC}/operation/{order:010x}",
        evidence=place,
        owner=TOPIC,
        kind=kind,
        target=target,
        order=order,
        **more,
    )


def outcome(*changes: Operation) -> Consolidated:
    return consolidate([read(NAMES[0]), with_operation(*changes)])


def parts(found: Consolidated, version: str, kind: type[Any]) -> list[Any]:
    """What the version consists of and no document prints, in its order."""
    own = [p.record for p in found.parts if isinstance(p.record, kind) and p.record.id.startswith(version)]
    return sorted(own, key=lambda record: record.order)


def part(found: Consolidated, node: str) -> Derived:
    return next(one for one in found.parts if one.record.id == node)


def why(found: Consolidated) -> list[str]:
    return [problem.value for problems in found.problems.values() for problem in problems]


def test_the_articles_after_the_first_amendment() -> None:
    articles = parts(consolidate(corpus()), FIRST, Article)
    assert [(one.number, one.title) for one in articles] == [
        ("1", "目的"),
        ("2", "基本方針"),
        ("3", "連携する取組及び役割分担"),
        ("4", "費用の負担及び精算"),
        ("5", "推進会議"),
        ("6", "情報の保護"),
        ("7", "疑義"),
    ]
    assert articles[3].text.endswith("\n2 前項の費用は、翌年度の5月末日までに精算する。")
    assert "連絡会議" not in "".join(one.text for one in articles)
    assert articles[4].text == "甲及び乙の長は、毎年度1回以上推進会議を開く。\n2 推進会議の庶務は、甲が行う。"
    assert articles[5].id == f"{FIRST}/article/6"


def test_the_measures_after_the_first_amendment() -> None:
    found = consolidate(corpus())
    assert [(one.number, one.title, one.text) for one in parts(found, FIRST, Measure)] == [
        ("(1)", "広域観光の推進", "圏域を巡る観光ルートを設け、推進会議で宣伝の計画を決める。"),
        ("(2)", "企業の誘致", "首都圏の企業に向けた見学会を開く。"),
        (
            "(1)",
            "障がい者の相談支援",
            "障がい者の相談に応じる基幹相談支援センターを共同で設ける。",
        ),
        ("(1)", "職員の合同研修", "職員の能力を高めるため、研修会及び派遣を合同で行う。"),
    ]
    assert found.complete == {FIRST, SECOND}
    assert not found.problems


def test_a_term_replaced_throughout_is_replaced_in_roles_too() -> None:
    roles = [one.text for one in parts(consolidate(corpus()), FIRST, RoleStatement)]
    assert "宣伝に使う写真や情報を推進会議に渡す。" in roles
    assert "研修会及び派遣の計画を立て、講師を招く。" in roles


def test_a_changed_measure_has_the_themes_of_its_words_after_the_change() -> None:
    found = consolidate(corpus())
    for name, theme in (
        ("広域観光の推進", "theme-growth-tourism"),
        ("職員の合同研修", "theme-life-training"),
    ):
        (measure,) = (one for one in parts(found, FIRST, Measure) if one.title == name)
        given = [one for one in part(found, measure.id).inferred if one.property == "theme"]
        assert [(one.concept, one.target, one.evidence) for one in given] == [(theme, measure.id, ())]


def test_a_later_amendment_starts_from_the_text_after_the_earlier() -> None:
    found = consolidate(corpus())
    titles = [one.title for one in parts(found, SECOND, Measure)]
    assert titles == ["障がい者の相談支援", "公共交通の見直し", "食品の残りを減らす運動", "職員の合同研修"]
    assert [one.number for one in parts(found, SECOND, Annex)] == ["2"]  # the first is printed
    labels = [one.label for one in parts(found, SECOND, PolicyField)]
    assert labels == ["圏域全体の生活関連機能サービスの向上", "圏域マネジメント能力の強化"]
    topics = {topic for topic, _ in part(found, f"{SECOND}/article/5").proofs}
    assert topics == {read(name).source.topic for name in NAMES[:2]}


def test_any_order_of_documents_gives_the_same() -> None:
    first = consolidate(corpus())
    for order in itertools.permutations(corpus()):
        again = consolidate(order)
        assert (again.parts, again.links, again.complete) == (first.parts, first.links, first.complete)


def test_where_the_base_is_missing_the_operations_stand_as_operations() -> None:
    found = consolidate([read(NAMES[1])])
    assert (found.parts, found.links, found.complete) == ([], set(), set())


def test_a_missing_base_is_told_with_what_was_looked_for() -> None:
    (problem,) = consolidate([read(NAMES[1])]).problems[TOPIC]
    assert (problem.code, problem.severity, problem.about) == ("missing_base", "note", TOPIC)
    assert problem.value.startswith(
        "2020-03-02 長野市・小布施町 「長野市及び小布施町における連携中枢都市圏の形成"
    )
    assert problem.place is not None
    assert problem.place.line_start == 3


def test_a_base_of_another_day_than_the_named_one_is_missing_too() -> None:
    first = read(NAMES[1])
    (named,) = (one for one in first.of(AgreementVersion) if not one.enacted_by)
    other = replace(named, id=f"{AGREEMENT}/version/2019-03-01", signed_on="2019-03-01")
    items = tuple(
        other if i is named else replace(i, amends=other.id) if isinstance(i, Act) else i for i in first.items
    )
    found = consolidate([read(NAMES[0]), replace(first, items=items)])
    assert [one.code for one in found.problems[TOPIC]] == ["missing_base"]
    assert found.complete == set()


def test_where_an_amendment_in_between_is_missing_nothing_is_applied() -> None:
    found = consolidate([read(NAMES[0]), read(NAMES[2])])
    assert (found.parts, found.complete) == ([], set())
    (problem,) = found.problems[read(NAMES[2]).source.topic]
    assert (problem.code, problem.severity) == ("change_not_applied", "warning")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (operation("delete", "第9条"), "not found"),
        (operation("delete", "別表第2の(1)の項"), "ambiguous (2)"),
        (operation("delete", "別表第3の(1)の項"), "not found"),
        (operation("delete", "(1)の項"), "not understood"),
        (
            operation("text", "第2条", old_text="存在しない語", new_text="語"),
            "words not found: 「存在しない語」",
        ),
        (operation("text", "第5条第3項", old_text="庶務", new_text="事務"), "not found"),
        (operation("text", "前文", old_text="観光", new_text="推進"), "words not found: 「観光」"),
        (
            operation("text", "第4条", old_text="（費用）", new_text="（経費）"),
            "words not found: 「（費用）」",
        ),
        (operation("text", "原協約", old_text="甲", new_text="長野市"), "names a party: 「甲」"),
        (
            operation("text", "原協約", old_text="小布施町", new_text="小布施市"),
            "names a party: 「小布施町」",
        ),
        (operation("text", "本則", old_text="連絡会議", new_text="会議"), "ambiguous"),
        (operation("renumber", "第3条から第5条まで"), "no number"),
        (operation("renumber", "第3条から第5条まで", new_number="5から8まで"), "not numbers in a row"),
        (operation("renumber", "第5条から第9条まで", new_number="6から10まで"), "not numbers in a row"),
        (operation("renumber", "別表第1の(3)の項", new_number="(2)"), "number twice"),
        (operation("text", "別表第1の観光の部", old_text="観光", new_text="旅"), "not found"),
        (operation("text", "別表第1の(2)の項備考の欄", old_text="観光", new_text="旅"), "not found"),
        (operation("replace", "別表第1の甲の役割の欄", new_text="計画を立てる。"), "ambiguous (3)"),
        (operation("text", "附則", old_text="令和2年", new_text="令和3年"), "not found"),
        (operation("text", "第2章の章名", old_text="推進", new_text="展開"), "not found"),
        (operation("text", "第2表の欄", old_text="推進", new_text="展開"), "not understood"),
        (operation("delete", "第5条第2項ただし書"), "no ただし書"),
        (operation("delete", "別表第1の(2)の項甲の役割の欄"), "not understood"),
        (operation("renumber", "第3条", new_number="5"), "number twice"),
        (operation("replace", "別表第1の(1)の項", measure_title="観光"), "no words"),
        (operation("replace_annexes", "別表第1"), "no words"),
        (operation("replace_annexes", "別表"), "not found"),
    ],
)
def test_what_cannot_be_applied_exactly_is_reported_and_the_text_stays_partly_known(
    change: Operation, reason: str
) -> None:
    found = outcome(change)
    assert [text.endswith(reason) for text in why(found)] == [True]
    assert (found.parts, found.links, found.complete) == ([], set(), set())


def test_one_change_that_fails_leaves_the_whole_text_partly_known() -> None:
    found = outcome(operation("delete", "第6条"), operation("delete", "第9条", order=2))
    (problem,) = found.problems[TOPIC]
    assert (problem.about, problem.place) == (f"{TOPIC}/operation/0000000002", Span(10, 20, 5, 5))
    assert not found.complete


def test_a_change_of_one_paragraph_leaves_the_others() -> None:
    found = outcome(operation("text", "第5条第2項", old_text="連絡会議", new_text="会議"))
    assert part(found, f"{FIRST}/article/5").record.text == (  # type: ignore[attr-defined]
        "甲及び乙の長は、毎年度1回以上連絡会議を開く。\n2 会議の庶務は、甲が行う。"
    )


def concepts(found: Consolidated, node: str) -> set[str]:
    return {one.concept for one in part(found, node).inferred}


def test_what_is_inferred_of_changed_words_follows_the_new_words() -> None:
    clause = operation("text", "第4条", old_text="甲及び乙が協議して定める", new_text="それぞれが負担する")
    found = outcome(clause)
    assert concepts(found, f"{FIRST}/article/4") == {"clauseKind-cost", "costSharingKind-eachOwn"}
    unchanged = outcome(operation("delete", "第6条"))
    assert concepts(unchanged, f"{FIRST}/article/4") == {"clauseKind-cost", "costSharingKind-toBeDiscussed"}


def test_roles_of_a_changed_measure_are_compared_anew() -> None:
    before = outcome(operation("delete", "第6条"))
    (measure,) = [one.id for one in parts(before, FIRST, Measure) if one.title == "企業の誘致"]
    row = operation(
        "text", "別表第1の(3)の項", old_text="用地の情報を集める", new_text="見学会への参加を呼びかける"
    )
    after = outcome(row)
    assert "roleSymmetry-sameKinds" in concepts(before, measure)
    assert "roleSymmetry-asymmetric" in concepts(after, measure)
    assert concepts(before, f"{measure}/role/20541") == {"roleKind-implement"}
    assert concepts(after, f"{measure}/role/20541") == {"roleKind-publicise"}


def test_renumberings_in_a_row_name_the_old_numbers() -> None:
    shift = [operation("renumber", f"第{n}条", order=n, new_number=str(n + 1)) for n in (4, 5, 6)]
    numbers = [one.number for one in parts(outcome(*shift), FIRST, Article)]
    assert numbers == ["1", "2", "3", "5", "6", "7"]


def test_facts_carry_no_words_so_a_changed_term_is_reported_and_a_deletion_applied() -> None:
    base = facts(read(NAMES[0]))
    reworded = operation("text", "第2条", old_text=None, new_text=None)
    found = consolidate([base, facts(with_operation(reworded))])
    assert why(found)[0].endswith("no words")
    found = consolidate([base, facts(with_operation(operation("delete", "別表第1の(1)の項")))])
    measures = parts(found, FIRST, Measure)
    assert measures[0].title == "広域観光の推進"
    assert {one.text for one in [*measures, *parts(found, FIRST, Article)]} == {None}
    words = [m.text_digest for m in read(NAMES[0]).of(Measure)]
    assert [one.text_digest for one in measures] == words[1:]


def test_words_of_one_document_alone_are_not_given() -> None:
    found = consolidate([read(NAMES[0]), facts(with_operation(operation("delete", "第6条")))])
    assert {one.text for one in parts(found, FIRST, Article)} == {None}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("consolidated") / "release"
    report = build([FIXTURES / name for name in NAMES], out, Settings())
    assert not report.has_errors
    codes = {one.problem.code for one in report.problems}
    assert "change_not_applied" not in codes
    return out


def rows(release: Path, query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.bulk_load(path=str(release / "renkei.nq"), format=ox.RdfFormat.N_QUADS)
    prefixes = (
        "PREFIX rk: <https://w3id.org/renkei/def#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX prov: <http://www.w3.org/ns/prov#> BASE <https://w3id.org/renkei/id/> "
    )
    found = store.query(prefixes + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted({tuple("" if term is None else term.value for term in row) for row in found})


def test_measures_of_a_text_in_force_are_one_plain_query(release: Path) -> None:
    query = "SELECT ?order ?title WHERE { ?m a rk:Measure ; rk:inVersion <%s> ; dcterms:title ?title ; %s }"
    found = rows(release, query % (FIRST, "rk:consolidatedOrder ?order ; rk:policyField ?f ; rk:inPart ?p"))
    assert found == [
        ("1", "広域観光の推進"),
        ("2", "企業の誘致"),
        ("3", "障がい者の相談支援"),
        ("4", "公共交通の見直し"),
        ("5", "食品の残りを減らす運動"),
        ("6", "職員の合同研修"),
    ]


def test_measures_added_dropped_and_reworded_are_plain_queries(release: Path) -> None:
    between = f"VALUES (?old ?new) {{ (<{BASE}> <{FIRST}>) }} "
    dropped = rows(
        release,
        f"SELECT ?t {{ {between} ?m a rk:Measure ; rk:inVersion ?old ; dcterms:title ?t . "
        "FILTER NOT EXISTS { ?n rk:inVersion ?new ; prov:wasDerivedFrom ?m } }",
    )
    added = rows(
        release,
        f"SELECT ?t {{ {between} ?n a rk:Measure ; rk:inVersion ?new ; dcterms:title ?t . "
        "FILTER NOT EXISTS { ?n prov:wasDerivedFrom ?m } }",
    )
    reworded = rows(
        release,
        f"SELECT ?t {{ {between} ?n a rk:Measure ; rk:inVersion ?new ; dcterms:title ?t ; rk:textDigest ?b ; "
        "prov:wasDerivedFrom ?m . ?m rk:inVersion ?old ; rk:textDigest ?a FILTER(?a != ?b) }",
    )
    assert dropped == [("農産物の加工と商品化",)]
    assert added == [("食品の残りを減らす運動",)]
    assert reworded == [("公共交通の見直し",), ("広域観光の推進",), ("職員の合同研修",)]


def test_every_text_has_one_status(release: Path) -> None:
    states = rows(release, "SELECT ?v ?s { ?v a rk:AgreementVersion ; rk:textStatus ?s }")
    assert [state.rpartition("-")[2] for _, state in states] == ["complete"] * 3


def test_an_operation_names_what_it_touches(release: Path) -> None:
    found = rows(release, "SELECT ?kind ?part { ?o rk:operationKind ?kind ; rk:affects ?part }")
    by_kind = {kind.rpartition("-")[2] for kind, _ in found}
    assert by_kind == {
        *("text", "heading", "add_paragraph", "renumber", "add", "delete", "replace"),
        *("replace_annexes", "repeal"),
    }
    heading = [target for kind, target in found if kind.endswith("heading")]
    assert heading == [f"https://w3id.org/renkei/id/{BASE}/article/4"]


def test_a_derived_part_leads_back_to_the_lines_of_base_and_amendment(release: Path) -> None:
    found = explain(ReleaseFolder(release), f"{FIRST}/article/4")
    quoted = {number: text for quote in found.quotes for number, text in quote.lines or ()}
    assert found.owner == found.node
    assert {quote.line_start for quote in found.quotes} == {7, 17}
    assert "費用の負担及び精算" in quoted[7]


WEB = Path(__file__).parents[2] / "service" / "web" / "queries"


def asked(release: Path, query: str, **terms: str) -> list[dict[str, str]]:
    """The rows of a query whose parameters are nodes."""
    store = ox.Store()
    store.bulk_load(path=str(release / "renkei.nq"), format=ox.RdfFormat.N_QUADS)
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if f"{name}:" in query)
    bound: dict[ox.Variable, Any] = {
        ox.Variable(n): ox.NamedNode(f"https://w3id.org/renkei/id/{v}") for n, v in terms.items()
    }
    text = query if query.startswith("PREFIX") else prefixes + query
    found = store.query(text, use_default_graph_as_union=True, substitutions=bound)
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return [{n: "" if row[n] is None else row[n].value for n in names} for row in found]


def test_the_page_of_a_text_after_a_change_has_its_order(release: Path) -> None:
    measures = asked(release, (WEB / "text-measures.rq").read_text("utf-8"), text=FIRST)
    titles = list(dict.fromkeys(row["name"] for row in measures))
    assert titles == [
        *("広域観光の推進", "企業の誘致", "障がい者の相談支援", "公共交通の見直し"),
        *("食品の残りを減らす運動", "職員の合同研修"),
    ]
    parts = asked(release, (WEB / "version-parts.rq").read_text("utf-8"), text=FIRST)
    numbers = list(dict.fromkeys(row["number"] for row in parts if row["class"].endswith("Article")))
    assert numbers == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_version_has_the_title_of_the_agreement_after_the_change(release: Path) -> None:
    (title,) = {row["title"] for row in asked(release, (WEB / "version.rq").read_text("utf-8"), text=FIRST)}
    assert title == "長野市及び小布施町における連携中枢都市圏の形成に係る連携協約"


def test_the_query_of_the_documentation_lists_the_versions(release: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
    query = page.partition("```sparql\n")[2].partition("```")[0]
    found = asked(release, query, agreement=AGREEMENT)
    versions = list(dict.fromkeys(row["version"].rpartition("/")[2] for row in found))
    assert versions == ["2020-03-02", "2022-03-25", "2024-03-19"]
    assert {row["title"] for row in found} == {"長野市及び小布施町における連携中枢都市圏の形成に係る連携協約"}
    touched = {row["touched"].rpartition("/version/")[2] for row in found if row["target"] == "第6条"}
    assert touched == {"2020-03-02/article/6"}


def test_the_same_bytes_from_any_order(release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build([FIXTURES / name for name in reversed(NAMES)], again, Settings(check=False))
    assert (again / "renkei.nq").read_bytes() == (release / "renkei.nq").read_bytes()


def test_a_release_of_facts_reports_what_needs_the_words(tmp_path: Path) -> None:
    report = build([FIXTURES / name for name in NAMES], tmp_path / "facts", Settings(facts_only=True))
    assert not report.has_errors
    told = {one.document for one in report.problems if one.problem.code == "change_not_applied"}
    assert told == {NAMES[1], NAMES[2]}
    graph = (tmp_path / "facts" / "renkei.nq").read_text(encoding="utf-8")
    assert "problem-change_not_applied" in graph
    assert json.loads((tmp_path / "facts" / "report.json").read_text(encoding="utf-8"))["problems"]
