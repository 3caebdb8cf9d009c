"""Tables and sheets whose columns are kept apart by blanks only."""
