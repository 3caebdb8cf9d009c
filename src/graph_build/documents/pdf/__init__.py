"""PDF files to blocks: characters and drawn rules by pdfium, tables from the rules, reunited over pages.

Everything comes from one engine, so that characters and rules share one system of coordinates; pdfium also
honours ``/ActualText`` (Chromium's 民, 長, 西 would else be radicals), which parsers in Python do not.
"""

from graph_build.documents.pdf.reader import read_pdf

__all__ = ["read_pdf"]
