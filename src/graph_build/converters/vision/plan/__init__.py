"""The plan as a whole: what it is, its parts as they are gathered on the walk, and what they say about each other."""
