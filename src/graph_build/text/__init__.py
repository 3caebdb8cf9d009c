"""Text: matching forms, list markers, dates, laws, numbers and money; pure functions on strings."""
