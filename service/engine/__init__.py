"""The query engines: the only place that knows a triple store."""
