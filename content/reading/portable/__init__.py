"""PDF files: text in the order it is read, without what only the paper needs."""
