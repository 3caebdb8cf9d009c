"""The members of a plan's area: who they are, groups of them, and who takes part in what."""
