"""Tables in lines of text: rows by tabs, pipes, drawn rules or tags, rows and cells that line ends have cut."""
