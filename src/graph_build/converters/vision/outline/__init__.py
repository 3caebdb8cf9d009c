"""The outline of a plan: headings, how they are numbered and nested, its contents and its tables of directions."""
