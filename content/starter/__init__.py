"""The starter site's own content: Markdown with front matter, places and topics as TOML."""
