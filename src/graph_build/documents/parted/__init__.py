"""Tables that page ends have parted, put together again: the rules for every format.

Columns are compared by where they stand, in points in a PDF, else by their number. A PDF shows besides whether a line
was full and whether a cell was closed by a rule; elsewhere words alone tell whether a text breaks off.
"""
