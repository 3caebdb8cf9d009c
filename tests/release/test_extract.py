"""The exchange form is a view of the records: keys in order, roles per holder, money in the printed unit."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from graph_build.records.agreement import Act, Operation, PartyStatement, PolicyField, RoleStatement
from graph_build.records.base import Record
from graph_build.records.canonical import facts
from graph_build.records.document import Refusal
from graph_build.records.evidence import Span
from graph_build.records.plan import BudgetLine, BudgetShare, Kpi, KpiValue, Project, ScheduleItem, Vision
from graph_build.records.problems import Problem
from graph_build.release.extract import extract
from tests.release.make import (
    AGREEMENT,
    CORE,
    PARTNER,
    act,
    agreement,
    bill,
    concluded,
    here,
    measure,
    records,
    role,
)

VERSION = f"{AGREEMENT}/version/2016-03-29"
ORDER = """
    doc_kind inner_kind title area_name date_signed dates parties members legal_basis amends bill
    policy_fields measures articles signatories projects kpis statistics must_report
"""


def party(position: str, place: str, name: str) -> PartyStatement:
    return PartyStatement(
        id=f"{VERSION}/party/{place[-5:]}",
        version=VERSION,
        position=position,
        printed_name=name,
        holder=place,
    )


def one_measure(*roles: RoleStatement, positions: bool = True) -> dict[str, Any]:
    parties = (party("甲", CORE, "大分市"), party("乙", PARTNER, "臼杵市")) if positions else ()
    (found,) = extract(concluded(measure(VERSION), *parties, *roles))["measures"]
    return dict(found)


def test_keys_stand_in_the_order_of_the_contract_and_empty_ones_are_left_out() -> None:
    found = extract(concluded(measure(VERSION)))
    assert list(found) == [key for key in ORDER.split() if key in found]
    assert "kpis" not in found
    assert found["date_signed"] == "2016-03-29"
    assert found["members"][0] == {"name": "大分市", "code5": "44201", "prefecture": "大分県"}
    assert found["signatories"] == [
        {"label": "甲", "party": "大分市", "address": None, "office": "大分市長", "name": "波多野秀明"}
    ]


def test_a_role_is_given_by_position_where_the_document_defines_positions() -> None:
    by_position = dataclasses.replace(role(measure(VERSION).id, (CORE,)), position="甲")
    assert one_measure(by_position)["roles"] == [{"party": "甲", "text": "担う。"}]


def test_a_joint_role_counts_once_for_each_holder() -> None:
    joint = role(measure(VERSION).id, (CORE, PARTNER), "甲及び乙")
    assert [entry["party"] for entry in one_measure(joint)["roles"]] == ["甲", "乙"]


def test_without_positions_the_holders_are_as_printed() -> None:
    joint = role(measure(VERSION).id, (CORE, PARTNER), "大分市及び臼杵市")
    assert [e["party"] for e in one_measure(joint, positions=False)["roles"]] == ["大分市", "臼杵市"]
    group = role(measure(VERSION).id, (CORE, PARTNER), "近隣市町村")
    assert [e["party"] for e in one_measure(group, positions=False)["roles"]] == ["近隣市町村"]


def test_fields_are_a_tree_and_measures_have_their_path() -> None:
    top = PolicyField(id="f1", version=VERSION, label="生活機能", order=1, number="1")
    below = PolicyField(id="f2", version=VERSION, label="医療", order=2, broader="f1")
    found = extract(concluded(top, below, dataclasses.replace(measure(VERSION), field="f2")))
    children = [{"number": None, "label": "医療"}]
    assert found["policy_fields"] == [{"number": "1", "label": "生活機能", "children": children}]
    assert found["measures"][0]["field_path"] == ["生活機能", "医療"]


def change(kind: str, **more: Any) -> Operation:
    owner = f"{AGREEMENT}/act/amendment-2020-01-01"
    return Operation(id=f"{owner}/operation/{kind}", owner=owner, kind=kind, target="別表", order=1, **more)


def amended(*operations: Record) -> dict[str, Any]:
    made = act("amendment", "2020-01-01", base=VERSION)
    return dict(
        extract(records(f"{AGREEMENT}/act/amendment-2020-01-01", agreement(), made, operations))["amends"]
    )


def test_an_amendment_names_its_base_and_its_operations() -> None:
    found = amended(change("text", old_text="甲", new_text=""))
    assert found == {
        "title": "連携協約",
        "date": None,
        "mode": "item_changes",
        "operations": [{"op": "text", "target": "別表", "new_text": "", "old_text": "甲"}],
    }
    assert amended(change("replace_annexes"))["mode"] == "replace_annexes"
    assert amended(change("replace_annexes"), change("delete"))["mode"] == "item_changes"


def test_a_bill_gives_the_instrument_and_itself() -> None:
    found = extract(records("bill/44201/2015-12-01/5", agreement(), bill()))
    assert (found["title"], found["bill"]["title"]) == ("連携協約", "締結について")
    assert "date_signed" not in found


def test_a_repeal_has_the_title_of_its_act() -> None:
    ended = act("repeal", "2021-01-01", base=VERSION)
    named = tuple(dataclasses.replace(i, title="廃止する協定") if isinstance(i, Act) else i for i in ended)
    assert extract(records(f"{AGREEMENT}/act/repeal-2021-01-01", named))["title"] == "廃止する協定"


def test_problems_are_told_with_their_line() -> None:
    told = extract(concluded(problems=(Problem("truncated", "別表第2", None, Span(0, 1, 7, 7)),)))[
        "must_report"
    ]
    assert told == [
        {"code": "truncated", "about": "別表第2", "detail": "the document is cut off: 別表第2 (line 7)"}
    ]


def test_a_refusal_says_why() -> None:
    found = extract(
        Refusal("x.txt", "", (Problem("not_an_agreement", "a notice"), Problem("corrupt_text", "x")))
    )
    assert found["refused"] is True
    assert found["message"].startswith("this is no agreement, plan or bill; it seems to be a notice")


def test_facts_give_the_same_without_the_words() -> None:
    full, bare = extract(concluded(measure(VERSION))), extract(facts(concluded(measure(VERSION))))
    assert bare["measures"][0] == {**full["measures"][0], "content": None}
    assert bare["members"] == full["members"]


VISION = "vision/renkei-chusu/44201/2025-03"


def plan(*items: Record) -> dict[str, Any]:
    vision = Vision(id=VISION, evidence=here(), scheme="renkei-chusu", title="ビジョン", issued="2025-03")
    aim = measure(VISION)
    project = Project(
        id=f"{VISION}/project/0",
        version=VISION,
        measure=aim.id,
        title="病児保育事業",
        order=1,
        participants=(CORE, PARTNER),
        participant_scope="all",
        participants_text="全市町村",
        budget_unit="千円",
        printed_total="10,655",
        blank_years=(2023,),
    )
    return extract(records(VISION, (vision, aim, project), items))


def test_a_project_has_its_money_in_the_printed_unit() -> None:
    lines = [
        BudgetLine(
            id=f"l{year}",
            project=f"{VISION}/project/0",
            year=year,
            period=f"period/fy{year}",
            amount=amount,
            printed_value=None,
            printed_unit="千円",
        )
        for year, amount in ((2021, 5_334_000), (2022, 5_321_500))
    ]
    share = BudgetShare(id="s", budget_line="l2021", payer=CORE, amount=3_000_000, printed_value="3,000")
    row = ScheduleItem(id="i", project=f"{VISION}/project/0", label="実施", order=1, marked_years=(2025,))
    (found,) = plan(*lines, share, row)["projects"]
    assert found["budget"] == {"2021": 5334, "2022": 5321.5}
    assert found["budget_by_party"] == {"大分市": {"2021": 3000}}
    assert (found["total"], found["budget_unit"], found["blank_years"]) == (10655, "千円", [2023])
    assert found["participants"] == ["大分市", "臼杵市"]
    assert found["schedule"] == [{"item": "実施", "marked_years": [2025]}]
    assert (found["measure"], found["number"]) == ("病児保育", None)


def test_a_kpi_has_its_values_and_a_target_in_words() -> None:
    kpi = Kpi(id="k", version=VISION, name="利用者数", monitors=measure(VISION).id, order=1, unit="人")
    now = KpiValue(
        id="k/current", kpi="k", kind="current", printed_value="11,622", value=Decimal(11622), year=2023
    )
    goal = KpiValue(id="k/target", kpi="k", kind="target", printed_value="現状維持")
    (found,) = plan(kpi, now, goal)["kpis"]
    assert (found["baseline"], found["baseline_at"], found["target"]) == (11622, "2023", None)
    assert (found["target_text"], found["measure"], found["unit"]) == ("現状維持", "病児保育", "人")
