"""What the words of a plan's tables and headings mean: labels, years and units, numbers before titles, short names of members."""
