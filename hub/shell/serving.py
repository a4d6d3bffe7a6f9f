"""`hub serve`: the server, with its worker for scheduled work."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import sys
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from content.errors import BadInput

if TYPE_CHECKING:
    from flask import Flask

    from hub.config import Settings

THREADS, BACKLOG = 8, 1024


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ để nghe.")
@click.option("--port", default=8000, show_default=True, help="Cổng để nghe; 0: cổng trống bất kỳ.")
def serve(host: str, port: int) -> None:
    """Phục vụ trang và bàn làm việc."""
    from hub import locks
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import records
    from hub.worker import Worker

    listening = _listen(host, port)
    settings = _with_address(read_settings(), listening)
    app = create_app(settings)
    records.remember(settings, "serving", {"url": settings.site_url})
    worker = Worker(app)
    signal.signal(signal.SIGTERM, _leave)
    listening.listen(BACKLOG)  # from here on a reader waits a moment instead of being refused
    _welcome(app, settings, listening)
    # The lock tells `hub restore` that somebody serves from this folder.
    with locks.held(settings.home / "serving.lock", "phục vụ trang", shared=True):
        worker.start()
        try:
            _run(app, settings, listening)
        finally:
            worker.stop()
            listening.close()
    click.echo("Đã dừng.")


def _with_address(settings: Settings, listening: socket.socket) -> Settings:
    """Settings that name the port which is really served, unless a public address was set."""
    if os.environ.get("HUB_SITE_URL", "").strip():
        return settings
    host, port = listening.getsockname()[:2]
    named = host if host in ("127.0.0.1", "::1") else "127.0.0.1"
    return replace(settings, site_url=f"http://{f'[{named}]' if ':' in named else named}:{port}")


def _run(app: Flask, settings: Settings, listening: socket.socket) -> None:
    import waitress

    # Only the named proxy is believed about the reader's address.
    proxy: dict[str, Any] = {}
    if settings.trusted_proxy:
        proxy["trusted_proxy"] = settings.trusted_proxy
        proxy["trusted_proxy_headers"] = {"x-forwarded-for"}
    waitress.serve(
        app,
        sockets=[listening],
        threads=THREADS,
        ident="hub",
        clear_untrusted_proxy_headers=bool(proxy),
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        **proxy,
    )


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done: a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise BadInput(_refusal(host, port, error)) from error
    listening.set_inheritable(False)
    return listening


def _refusal(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"Cổng {port} đang có chương trình khác dùng; chọn cổng khác bằng --port."
    if number == errno.EACCES:
        return f"Không được phép mở cổng {port}; chọn cổng từ 1024 trở lên bằng --port."
    return f"Không mở được {host}:{port}; kiểm tra --host và --port."


def _welcome(app: Flask, settings: Settings, listening: socket.socket) -> None:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Trang: http://{shown}:{port}/ · bàn làm việc: http://{shown}:{port}/quan-tri/")
    click.echo(f"Dữ liệu: {settings.home}")
    if not _has_administrator(app):
        click.echo(
            "Chưa có quản trị viên. Mở cửa sổ lệnh khác và chạy: "
            f"{_command()} user add TEN@NOI.VN --role administrator"
        )


def _command() -> str:
    """How this command is called in another window, where the environment may not be active."""
    if shutil.which("hub"):
        return "hub"
    beside = Path(sys.executable).with_name("hub")
    return str(beside) if beside.exists() else f"{sys.executable} -m hub.cli"


def _has_administrator(app: Flask) -> bool:
    from content.database import db
    from content.people import Person, Role

    with app.app_context():
        found = db.session.query(Person.id).filter(
            Person.active, Person.roles.any(Role.name == "administrator")
        )
        return found.first() is not None


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
