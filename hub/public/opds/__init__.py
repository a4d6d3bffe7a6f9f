"""OPDS 1.2: the works that can be taken away, for reading programs on telephones and tablets."""
