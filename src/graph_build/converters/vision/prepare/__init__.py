"""One form for several layouts, before the outline of a plan is read."""
