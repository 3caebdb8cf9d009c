"""The HTTP service: SPARQL endpoint, linked data and stored queries over one release of the graph."""
