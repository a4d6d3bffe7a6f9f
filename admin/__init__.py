"""The editors' desk at /quan-tri/: reads through queries, writes only through commands."""
