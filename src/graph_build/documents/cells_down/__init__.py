"""Tables that a conversion has put one cell below the other: the heads first, then row by row."""
