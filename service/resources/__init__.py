"""Linked data: what the graph says about one IRI."""
