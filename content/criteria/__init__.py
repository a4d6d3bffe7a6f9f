"""Criteria sets as versioned data, and what their rules say of somebody's answers."""
