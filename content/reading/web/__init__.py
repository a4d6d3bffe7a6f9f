"""Web pages that were saved from a portal, and what only pretends to be a Word file. Pure."""
