"""Lists of recognised people, families and units as offices keep them in sheets."""
