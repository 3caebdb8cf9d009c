"""Lines of a text: what a page put among them, which of them make one paragraph, and those that hold two texts side by side."""
