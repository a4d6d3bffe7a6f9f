"""The desk's cookie: it exists under /quan-tri only, so readers never get one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.sessions import SecureCookieSessionInterface

if TYPE_CHECKING:
    from flask import Flask, Request
    from flask.sessions import SecureCookieSession

DESK = "/quan-tri"


def is_desk(path: str) -> bool:
    """Whether a path belongs to the desk."""
    return path == DESK or path.startswith(f"{DESK}/")


class DeskSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, kept to the desk's addresses.

    Elsewhere the session can be read (it is empty) and a write raises, so that a cookie for
    readers is a fault that tests find, and no reader's answer varies by cookie.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a desk request; None (Flask's null session) for any other."""
        if not is_desk(request.path):
            return None
        return super().open_session(app, request)
