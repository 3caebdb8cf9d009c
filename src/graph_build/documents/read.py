"""One file in, one `Document` out: the reader is chosen by what the bytes are, not by the name alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from graph_build.documents.decode import decode
from graph_build.documents.foreign import foreign_file
from graph_build.documents.model import Document
from graph_build.documents.text_reader import read_text
from graph_build.records.problems import Problem

TEXT_SUFFIXES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
SUFFIXES = frozenset(TEXT_SUFFIXES) | HTML_SUFFIXES | {".mht", ".mhtml", ".docx", ".docm", ".pdf"}
"""File name endings that a folder is searched for."""

Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all, by formats that have pages."""

_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S
)
_MHTML = re.compile(
    rb"(?:From|MIME-Version|Subject|Date|Content-Type|Snapshot-Content-Location):", re.IGNORECASE
)


def read_document(path: Path, progress: Progress | None = None) -> Document:
    """Read one file.

    What is wrong with the content is in the document's ``problems``; a file without readable text has no blocks.

    Raises:
        OSError: the path is missing, a folder, or may not be read.
    """
    return read_bytes(path.name, path.read_bytes(), progress)


def read_bytes(name: str, data: bytes, progress: Progress | None = None) -> Document:
    """Read a file's bytes; ``name`` is used for messages and, where the bytes do not tell, for the format."""
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = Path(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        from graph_build.documents.pdf import read_pdf

        return read_pdf(name, sha256, data, progress)
    if data.startswith(b"PK\x03\x04"):
        from graph_build.documents.docx import read_docx

        return read_docx(name, sha256, data)
    foreign = foreign_file(data)
    if foreign:
        problem = Problem("unreadable_file", foreign.en, value_ja=foreign.ja)
        return Document(name, sha256, "application/octet-stream", "", (), problems=(problem,))
    head = data.removeprefix(b"\xef\xbb\xbf")[:4096]
    if _MHTML.match(head) and b"multipart/related" in data[:8192].lower():
        from graph_build.documents.html.reader import read_mhtml

        return read_mhtml(name, sha256, data)
    if suffix in HTML_SUFFIXES or _HTML_START.match(head):
        from graph_build.documents.html.reader import read_html

        return read_html(name, sha256, data)
    return _read_text(name, sha256, data, TEXT_SUFFIXES.get(suffix, "text/plain"))


def _read_text(name: str, sha256: str, data: bytes, media_type: str) -> Document:
    decoded = decode(data)
    if decoded.text is None:
        return Document(name, sha256, "application/octet-stream", "", (), problems=decoded.problems)
    if not decoded.text.strip():
        return Document(name, sha256, media_type, decoded.text, (), problems=(Problem("empty_file"),))
    document = read_text(name, sha256, decoded.text, media_type, decoded.problems)
    if document.blocks:
        return document
    return replace(document, problems=(*document.problems, Problem("empty_file")))  # only page numbers, say
