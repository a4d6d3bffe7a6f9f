"""Measurements: what loading, searching and exporting cost, over articles made by a seed."""
