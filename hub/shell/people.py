"""`hub user`: accounts of the desk."""

from __future__ import annotations

import os
import sys

import click

ROLES = ("contributor", "editor", "publisher", "administrator")


@click.group()
def user() -> None:
    """Tài khoản của bàn làm việc."""


@user.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="Vai trò.")
@click.option("--name", default="", help="Tên hiện trên bàn làm việc.")
@click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ đầu vào chuẩn.")
def add(email: str, role: str, name: str, password_stdin: bool) -> None:
    """Thêm tài khoản EMAIL.

    Không kèm mật khẩu thì in một liên kết đăng nhập dùng một lần; không cần máy chủ thư.
    """
    from content import accounts
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import records

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    settings = read_settings()
    served = records.last(settings, "serving")
    address = settings.site_url
    if served and not os.environ.get("HUB_SITE_URL", "").strip():
        address = str(served[1].get("url") or address)  # the port that `hub serve` was given
    with create_app(settings).app_context():
        person = accounts.add_person(email, role=role, name=name, password=password)
        click.echo(f"Đã thêm tài khoản {person.email}.")
        if password is None:
            token = accounts.make_sign_in_link(person)
            click.echo(f"Đăng nhập lần đầu tại (dùng một lần, {accounts.LINK_HOURS} giờ):")
            click.echo(f"{address}/quan-tri/vao/{token}/")
        else:
            click.echo(f"Đăng nhập tại {address}/quan-tri/dang-nhap/")
