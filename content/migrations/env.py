"""Alembic's entry: runs the revisions over the connection that `schema` hands in."""

from alembic import context

from content.migrations import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=True,  # SQLite cannot alter a column in place
    render_item=schema.render_type,  # type: ignore[arg-type]  # bool stands for Literal[False]
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
