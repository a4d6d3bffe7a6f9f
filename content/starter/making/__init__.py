"""Makes the starter's print files from its own Markdown: forms, handouts, slides."""
