"""Dumping: the content as Markdown, TOML and files that `hub load` takes back."""
