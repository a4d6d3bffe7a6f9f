"""Identity: whose site this is, its menu and the blocks of its home page, all as data."""
