"""Inspection: what should be put right before a text is published, and where it stands. Pure."""
