"""The documentation of the ontology: terms, diagrams, page."""
