"""Records as RDF: vocabulary, identifiers, one mapping per record type, deterministic writer."""
