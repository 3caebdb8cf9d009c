"""Tables of pages that a program laid out with blanks (``pdftotext -layout``), without rules and without lines between rows.

Such a page keeps the order of its columns, not their places: a column's texts begin a few blanks further left or right
from line to line, a line that fills its column leaves one blank to the next, and justified lines have blanks between
all letters. What is sure is how wide a column is: its lines break there.
"""
