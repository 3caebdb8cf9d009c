"""Whatever happens to a document, it is converted or refused, and every character of it is accounted for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records, Refusal

FOLDER = Path(__file__).parents[1] / "fixtures" / "agreements"


@cache
def texts() -> tuple[str, ...]:
    files = sorted(
        path for path in FOLDER.iterdir() if path.suffix in (".txt", ".md") and path.name != "README.md"
    )
    return tuple(path.read_bytes().decode("utf-8-sig") for path in files)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A fixture with lines cut out, doubled, swapped, shortened, or with odd characters put in."""
    lines = draw(st.sampled_from(texts())).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 6))):
        if not lines:
            break
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "shorten", "insert", "cut", "join"])):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "shorten":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case "insert":
                lines.insert(
                    at,
                    draw(st.text(alphabet="甲乙第1条別表\t|（）「」、。\u3000 \f\r\nア①*#-<p>", max_size=30)),
                )
            case "cut":
                del lines[at:]
            case _:
                lines[at] = lines[at].rstrip("\r\n")
    return "".join(lines)


def check(name: str, data: bytes) -> None:
    document = read_bytes(name, data)
    result = convert(document)
    if isinstance(result, Refusal):
        assert result.problems
        return
    assert isinstance(result, Records)
    assert result.source.ledger.total == len(document.raw)
    assert len({item.id for item in result.items}) == len(result.items)
    for item in result.items:
        for evidence in item.evidence:
            assert 0 <= evidence.span.start < evidence.span.end <= len(document.raw)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_a_damaged_document_is_read_or_refused(text: str) -> None:
    check("damaged.txt", text.encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check("bytes.txt", data)
