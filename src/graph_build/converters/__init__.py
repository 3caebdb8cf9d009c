"""Documents in, records and problems out: one converter per family of documents."""
