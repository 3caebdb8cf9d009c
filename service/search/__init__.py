"""Search over labels and texts."""
