"""Targets and figures as readers see them: progress as bars and tables, JSON and sheets beside."""
