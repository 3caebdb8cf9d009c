"""From what was found in an instrument to records: ids, evidence, and a place for every character."""

from __future__ import annotations

from graph_build.converters.assemble.assembly import Assembly
from graph_build.converters.assemble.enactment import add_bill, add_dates, add_text_and_act
from graph_build.converters.assemble.prose import add_prose, set_aside
from graph_build.converters.assemble.provisions import (
    add_annexes,
    add_articles,
    add_fields,
    add_measures,
    add_operations,
)
from graph_build.converters.assemble.who import add_agreement, add_area, add_parties, add_signatures
from graph_build.converters.bill import BillSheet
from graph_build.converters.collector import Collector
from graph_build.converters.instrument import Instrument
from graph_build.text.labels import labels_of_its_own

_STEPS = (
    add_bill,
    add_text_and_act,
    add_parties,
    add_area,
    add_agreement,
    add_dates,
    add_articles,
    add_annexes,
    add_fields,
    add_measures,
    add_operations,
    add_prose,
    add_signatures,
    set_aside,
)


def assemble(collector: Collector, found: Instrument, sheet: BillSheet | None = None) -> str:
    """Add all records of an instrument (and of the bill around it) to the collector; gives the document's topic."""
    assembly = Assembly(collector, found, sheet)
    assembly.name_texts()
    with labels_of_its_own(found.labels):
        for step in _STEPS:
            step(assembly)
    return assembly.bill or assembly.act
