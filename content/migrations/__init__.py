"""The schema's history: Alembic revisions, and what applies and compares them."""
