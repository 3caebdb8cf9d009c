"""Documents in, records and problems out: one converter per family of documents."""

from graph_build.converters.convert import convert

__all__ = ["convert"]
