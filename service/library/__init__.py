"""The stored queries of `queries/` as API operations."""
