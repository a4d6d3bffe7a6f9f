"""Word files (DOCX) as Markdown."""
