"""Web pages: their bytes as HTML5 reads them, what on a page is its document, and its tables."""
