"""Word files (Office Open XML) to blocks, straight from the package's XML.

No library stands between: what python-docx and the converters built on it call text leaves out inserted revisions,
bases of ruby and automatic numbers, and repeats merged cells.
"""

from graph_build.documents.docx.reader import read_docx

__all__ = ["read_docx"]
