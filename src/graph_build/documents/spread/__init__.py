"""Tables of laid-out pages (``pdftotext -layout``) whose rows blank lines keep apart, as wide paddings of cells make them."""
