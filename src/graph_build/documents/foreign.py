"""Kinds of files that people have and no reader here knows: what they are, and what to do with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple


class Foreign(NamedTuple):
    """What a file is and what to do, in English and Japanese."""

    en: str
    ja: str


def _saved_as(
    name: str, name_ja: str, formats: str = "docx or PDF", formats_ja: str = "docx か PDF"
) -> Foreign:
    return Foreign(f"{name}; save it as {formats}", f"{name_ja}。{formats_ja} で保存し直してください")


def _unpacked(name: str, name_ja: str) -> Foreign:
    return Foreign(f"{name}; unpack it", f"{name_ja}。展開してください")


_PICTURE = Foreign("a picture; put the pages into one PDF", "画像。各ページを一つの PDF にまとめてください")
_OPEN = _saved_as("OpenDocument", "OpenDocument")
_RTF = _saved_as("RTF", "リッチテキスト(RTF)")
_EXCEL = _saved_as("Excel", "Excel", "PDF", "PDF")
_POWERPOINT = _saved_as("PowerPoint", "PowerPoint", "PDF", "PDF")
_ICHITARO = _saved_as("Ichitaro", "一太郎")

_BEGINNINGS = (
    (b"{\\rtf", _RTF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x1f\x8b", _unpacked("gzip", "gzip")),
    (b"7z\xbc\xaf", _unpacked("7z", "7z")),
    (b"Rar!", _unpacked("RAR", "RAR")),
)
_COMPOUND = b"\xd0\xcf\x11\xe0"
# Names of streams inside a compound file.
_STREAMS = (
    ("EncryptedPackage", Foreign("a file locked by a password; save it without one",
                                 "パスワードのかかったファイル。外して保存し直してください")),
    ("WordDocument", _saved_as("Word 97–2003", "Word 97–2003")),
    ("Workbook", _saved_as("Excel 97–2003", "Excel 97–2003", "PDF", "PDF")),
    ("PowerPoint Document", _saved_as("PowerPoint 97–2003", "PowerPoint 97–2003", "PDF", "PDF")),
    ("DocumentText", _ICHITARO),
)  # fmt: skip
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<\?xml")
# What the first elements of a document in one XML file hold.
_IN_XML = (
    (b"urn:oasis:names:tc:opendocument", _OPEN),
    (b"Word.Document", _saved_as("Word as XML", "XML 形式の Word")),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", _saved_as("Word as XML", "XML 形式の Word")),
    (b"Excel.Sheet", _EXCEL),
)
_INNER = (".pdf", ".docx", ".htm", ".html", ".txt")


def foreign_file(data: bytes) -> Foreign | None:
    """What a file is that no reader knows; None for others, and for archives (`foreign_archive`).

    >>> foreign_file(b"{\\\\rtf1 ...}").en
    'RTF; save it as docx or PDF'
    """
    if data.startswith(_COMPOUND):
        known = (kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data)
        return next(known, _saved_as("Word 97–2003 or Ichitaro", "Word 97–2003 か一太郎"))
    if _XML.match(data):
        return next((kind for sign, kind in _IN_XML if sign in data[:4096]), None)
    return next((kind for magic, kind in _BEGINNINGS if data.startswith(magic)), None)


def foreign_archive(names: Collection[str]) -> Foreign | None:
    """What a ZIP archive is that holds these files and no Word document."""
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return _OPEN
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _EXCEL
    if "ppt/presentation.xml" in names:
        return _POWERPOINT
    inner = any(name.lower().endswith(_INNER) for name in names)
    return _unpacked("an archive of files", "ファイルをまとめた書庫") if inner else None
