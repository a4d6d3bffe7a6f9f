"""Keeping the hub whole: the start's health check, backup, restore, doctor."""
