"""Files of kinds that no reader knows are named, with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from graph_build.cli import main
from graph_build.documents.read import read_bytes


def compound(stream: str) -> bytes:
    """The beginning of a compound file (OLE) with one stream's name."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def archive(*names: str, main: str = "") -> bytes:
    """A ZIP archive of these files; ``main`` is what its relations name as the document."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "<a/>")
        if main:
            link = f'<Relationship Id="r" Type="{relation}" Target="{main}"/>'
            file.writestr("_rels/.rels", f"<Relationships>{link}</Relationships>")
    return buffer.getvalue()


FILES = {
    "a.doc": (compound("WordDocument"), "Word 97–2003; save it as docx or PDF"),
    "a.jtd": (compound("DocumentText"), "Ichitaro; save it as docx or PDF"),
    "a.xls": (compound("Workbook"), "Excel 97–2003; save it as PDF"),
    "locked.docx": (compound("EncryptedPackage"), "a file locked by a password; save it without one"),
    "a.rtf": (b"{\\rtf1\\ansi ...}", "RTF; save it as docx or PDF"),
    "a.odt": (
        archive("mimetype", "content.xml", "META-INF/manifest.xml"),
        "OpenDocument; save it as docx or PDF",
    ),
    "a.xlsx": (archive("xl/workbook.xml", main="xl/workbook.xml"), "Excel; save it as PDF"),
    "a.pptx": (archive("ppt/presentation.xml", main="ppt/presentation.xml"), "PowerPoint; save it as PDF"),
    "a.fodt": (
        b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">',
        "OpenDocument; save it as docx or PDF",
    ),
    "a.xml": (
        b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument>',
        "Word as XML; save it as docx or PDF",
    ),
    "a.zip": (archive("連携協約.pdf"), "an archive of files; unpack it"),
    "a.png": (b"\x89PNG\r\n\x1a\n", "a picture; put the pages into one PDF"),
    "a.gz": (b"\x1f\x8b\x08", "gzip; unpack it"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_problem_names_the_kind_and_what_to_do(name: str) -> None:
    data, said = FILES[name]
    document = read_bytes(name, data)
    assert [(problem.code, problem.value) for problem in document.problems] == [("unreadable_file", said)]
    assert all("。" in (problem.value_ja or "") for problem in document.problems)
    assert document.blocks == ()


@pytest.mark.parametrize("name", FILES)
def test_extract_refuses_with_a_message_and_exit_code_1(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name][0])
    assert main(["extract", str(path)]) == 1
    out, err = capsys.readouterr()
    assert FILES[name][1] in out + err
    assert "Traceback" not in err
