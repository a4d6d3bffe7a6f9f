"""Errors that a person reads: one clear Vietnamese sentence each."""

from __future__ import annotations


class HubError(Exception):
    """Something a user must know of; `message` is one Vietnamese sentence (what, where)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadInput(HubError):
    """What was given (a file, a field, a row) cannot be used; nothing was changed by it."""
