"""One view for each kind of page: what it asks the graph for, and what its template gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from service.web.views.agreement import act, agreement, bill, version
from service.web.views.area import area, plan
from service.web.views.document import document, evidence
from service.web.views.measure import measure
from service.web.views.municipality import municipality
from service.web.views.project import kpi, project
from service.web.visit import Visit

View: TypeAlias = Callable[[Visit], Awaitable[tuple[str, Mapping[str, Any]]]]

# Class → view; the first that a thing belongs to is taken.
VIEWS: Mapping[str, View] = {
    "Area": area,
    "Vision": plan,
    "Municipality": municipality,
    "Agreement": agreement,
    "AgreementVersion": version,
    "DraftVersion": version,
    "Bill": bill,
    "Conclusion": act,
    "Amendment": act,
    "Repeal": act,
    "Measure": measure,
    "Project": project,
    "Kpi": kpi,
    "Document": document,
    "Evidence": evidence,
}
