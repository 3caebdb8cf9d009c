"""Tables and the lines around them: rows below their labels, captions, units, cells that a line end or another table cuts."""
