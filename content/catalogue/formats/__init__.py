"""Readers of the formats of libraries: bytes in, records as plain values out. Pure."""
