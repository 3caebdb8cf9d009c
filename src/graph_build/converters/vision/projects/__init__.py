"""Projects (事業): as sheets of labels, as rows of lists, as running lines; their schedules and participants."""
