"""The parts of a Word package, as trees of plain elements: names without namespaces, sizes bounded."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from graph_build.documents.foreign import foreign_archive

_LARGEST = 256 * 1024 * 1024
"""Bytes of one part, unpacked; a larger one is a bomb, no document."""


class DamagedPackage(ValueError):
    """The file is no readable Word package; the message says why, ``ja`` in Japanese."""

    def __init__(self, why: str, ja: str = "Word の文書として開けません") -> None:
        super().__init__(why)
        self.ja = ja


@dataclass(frozen=True, slots=True)
class Element:
    """An XML element without namespaces (transitional and strict files differ only in them)."""

    node: ET.Element

    @property
    def name(self) -> str:
        """Local name."""
        return local(self.node.tag)

    @property
    def children(self) -> list[Element]:
        """Child elements."""
        return [Element(child) for child in self.node]

    @property
    def text(self) -> str:
        """Text directly inside."""
        return self.node.text or ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its local name."""
        return next((value for key, value in self.node.attrib.items() if local(key) == name), default)

    def child(self, *path: str) -> Element | None:
        """The first descendant along a path of child names."""
        found: Element | None = self
        for name in path:
            if found is None:
                return None
            found = next((Element(child) for child in found.node if local(child.tag) == name), None)
        return found

    def value(self, *path: str) -> str | None:
        """The attribute ``val`` of the descendant along a path; None without that descendant."""
        found = self.child(*path)
        return found.get("val") if found is not None else None

    def on(self, *path: str) -> bool:
        """Whether a switch (``<w:vanish/>``) is there and not switched off."""
        found = self.child(*path)
        return found is not None and found.get("val", "1") not in ("0", "false", "off", "none")


def local(tag: object) -> str:
    """A name without its namespace; comments and instructions have none."""
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


@dataclass(frozen=True, slots=True)
class Package:
    """An open package and the name of its main document."""

    archive: zipfile.ZipFile
    main: str

    @classmethod
    def of(cls, data: bytes) -> Package:
        """Open a package.

        Raises:
            DamagedPackage: the bytes are no ZIP archive or hold no Word document.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise DamagedPackage(f"ZIP: {error}") from error
        names = archive.namelist()
        main = next(iter(_targets(archive, "_rels/.rels", "officeDocument")), "word/document.xml")
        if main not in names or main.startswith(("xl/", "ppt/")):
            foreign = foreign_archive(names)
            raise DamagedPackage(*(foreign or ("no Word document in the archive",)))
        return cls(archive, main)

    def document(self) -> Element:
        """The main document.

        Raises:
            DamagedPackage: the part cannot be unpacked or is no XML.
        """
        return _parse(self.archive, self.main)

    def related(self, kind: str) -> Element | None:
        """The part of this kind (``numbering``, ``styles``, ``footnotes``); None if there is none or it is damaged."""
        folder, base = posixpath.split(self.main)
        targets = _targets(self.archive, f"{folder}/_rels/{base}.rels".lstrip("/"), kind, folder)
        try:
            return _parse(self.archive, targets[0]) if targets else None
        except DamagedPackage:
            return None


def _targets(archive: zipfile.ZipFile, name: str, kind: str, folder: str = "") -> list[str]:
    try:
        relations = _parse(archive, name).children
    except DamagedPackage:
        return []
    found = [item.get("Target") for item in relations if item.get("Type").endswith(f"/{kind}")]
    return [posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") for target in found]


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        large = archive.getinfo(name).file_size > _LARGEST
        content = b"" if large else archive.read(name)
        # Entities are how an XML file becomes a bomb, and Word writes none.
        declares = re.search(rb"<!(?:DOCTYPE|ENTITY)", content[:4096]) is not None
        tree = None if large or declares else ET.fromstring(content)
    except Exception as error:  # zlib, lzma, struct, encryption, XML: all mean the part is damaged
        raise DamagedPackage(f"{name}: {error}") from error
    if tree is None:
        raise DamagedPackage(f"{name} is too large" if large else f"{name} declares entities")
    return Element(tree)
