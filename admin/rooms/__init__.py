"""The rooms of the desk, one a file: each reads by queries and writes by commands."""
