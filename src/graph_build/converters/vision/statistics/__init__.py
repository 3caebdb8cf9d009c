"""Figures of municipalities and the area: what a table counts, of whom, by which source, and places it names."""
