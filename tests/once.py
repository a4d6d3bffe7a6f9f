"""What a site does once in its life and a test process would do thousands of times.

Each test has an application and a database of its own. Templates, statements and the functions
that build addresses are compiled once for all of them; what they do stays the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


def compile_once(db: SQLAlchemy) -> None:
    """Applications and engines made from now on share what was compiled for the first of them."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    _statements(db)
    _addresses()


class _Templates(BytecodeCache):
    """Compiled templates in memory, apart for environments that would compile differently."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        options = (environment.trim_blocks, environment.lstrip_blocks, *environment.extensions)
        return super().get_bucket(environment, f"{name} {options}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self.kept.get(bucket.key):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def _statements(db: SQLAlchemy) -> None:
    """SQLAlchemy keeps compiled statements by engine and dialect: SQLite's are shared."""
    make = db._make_engine
    first = sa.create_engine("sqlite://")
    first.connect().close()  # from now on the dialect knows what its SQLite can do
    first.dispose()

    def made(*given: Any) -> sa.Engine:
        engine = make(*given)
        if engine.dialect.name == "sqlite":
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    db._make_engine = made  # type: ignore[method-assign]


def _addresses() -> None:
    """Werkzeug writes and compiles two functions for each address of each application."""
    make, kept = Rule._compile_builder, {}

    def made(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        given = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), given, append_unknown)
        if key not in kept:
            kept[key] = make(rule, append_unknown)
        return kept[key]

    Rule._compile_builder = made  # type: ignore[method-assign]
