"""Files in, one block model out: every character keeps its place in the raw text."""
