"""Files to a release: read, merged, linked, checked and written, the same bytes for the same input."""
