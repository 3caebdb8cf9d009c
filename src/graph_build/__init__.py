"""Documents of inter-municipal cooperation in, a checked RDF graph out."""
