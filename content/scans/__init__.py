"""Scanned pages: their text recognised, with a measure of how well, and kept beside them."""
