"""An invitation as it is handed over: a text to paste into a message, its address, a QR code."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta

import qrcode
from flask import current_app, url_for
from qrcode.image.svg import SvgPathImage

from admin import limits_form
from content import calendar
from content.people import ROLE_TITLES, Person
from hub.face import site


@dataclass(frozen=True, slots=True)
class Handed:
    """What an administrator hands over once: `text` holds `link`; `picture` is its QR code."""

    person: Person
    link: str
    text: str
    picture: str
    first: bool


def invitation(person: Person, token: str, days: int) -> Handed:
    """The invitation of a new account."""
    link = address("loi_moi.confirm_invitation", token)
    roles = ", ".join(ROLE_TITLES.get(role.name, role.name) for role in person.roles)
    limits = limits_form.words([person])[person.id]
    scope = "" if limits == limits_form.EVERYTHING else f" Phần việc: {limits}."
    greeting = f"Kính gửi {person.name}! " if person.name else ""
    text = (
        f"{greeting}Mời anh/chị vào bàn biên tập “{site.current().site_name}” với vai trò "
        f"{roles}.{scope} Bấm liên kết dưới đây, tự đặt mật khẩu là dùng được. Liên kết chỉ dùng "
        f"một lần, có hạn đến hết ngày {last_day(days)}; xin đừng chuyển cho người khác.\n{link}"
    )
    return Handed(person, link, text, picture(link), first=True)


def sign_in(person: Person, token: str, hours: int) -> Handed:
    """The link of somebody who forgot the password."""
    link = address("vao.confirm", token)
    text = (
        f"Liên kết vào bàn biên tập “{site.current().site_name}”, dùng một lần trong {hours} giờ; "
        f"vào xong hãy đặt mật khẩu mới. Xin đừng chuyển cho người khác.\n{link}"
    )
    return Handed(person, link, text, picture(link), first=False)


def address(endpoint: str, token: str) -> str:
    """The whole address of a link, on the configured site (never the Host header)."""
    return f"{current_app.extensions['hub_settings'].site_url}{url_for(endpoint, token=token)}"


def last_day(days: int) -> str:
    """The Vietnamese day on which an invitation made now ends."""
    return f"{calendar.today() + timedelta(days=days):%d/%m/%Y}"


def picture(link: str) -> str:
    """The QR code of a link as an address of its own, drawn on this machine."""
    drawn = qrcode.make(link, image_factory=SvgPathImage, border=2).to_string()
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"
