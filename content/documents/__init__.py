"""Official documents: reading their files and texts, what is known of each, what cites what."""
