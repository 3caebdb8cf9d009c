"""One file in, one `Document` out: the reader is chosen by what the bytes are, not by the name alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from graph_build.documents.decode import decode
from graph_build.documents.model import Document
from graph_build.documents.text_reader import read_text
from graph_build.records.problems import Problem

TEXT_SUFFIXES = {".txt": "text/plain", ".text": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
SUFFIXES = frozenset(TEXT_SUFFIXES)
"""File name endings that a folder is searched for."""


def read_document(path: Path) -> Document:
    """Read one file.

    What is wrong with the content is in the document's ``problems``; a file without readable text has no blocks.

    Raises:
        OSError: the path is missing, a folder, or may not be read.
    """
    return read_bytes(path.name, path.read_bytes())


def read_bytes(name: str, data: bytes) -> Document:
    """Read a file's bytes; ``name`` is used for messages and for the media type of texts."""
    sha256 = hashlib.sha256(data).hexdigest()
    media_type = TEXT_SUFFIXES.get(Path(name).suffix.lower(), "text/plain")
    decoded = decode(data)
    if decoded.text is None:
        return Document(name, sha256, "application/octet-stream", "", (), problems=decoded.problems)
    if not decoded.text.strip():
        return Document(name, sha256, media_type, decoded.text, (), problems=(Problem("empty_file"),))
    return read_text(name, sha256, decoded.text, media_type, decoded.problems)
