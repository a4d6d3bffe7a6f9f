"""Floor 2: what the hub's faces wear: tokens, icons, layouts, macros, static files."""
