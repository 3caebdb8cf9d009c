"""What character recognition misreads, as far as the text around it settles what it must be."""
