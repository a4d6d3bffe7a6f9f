"""Contacts: who answers, and how to see, correct or take down one's own data."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template
from flask.typing import ResponseReturnValue

from hub.public.addresses import Address, Route


def show() -> ResponseReturnValue:
    """The contacts page, from the site's identity; what was not entered is left out."""
    return render_template(
        "public/contact.html",
        current="contact",
        page_title="Liên hệ",
        description="Nơi giải đáp, địa chỉ, điện thoại, thư điện tử; cách xem, sửa, gỡ thông tin.",
        canonical_path="/lien-he/",
    )


def addresses() -> Iterator[Address]:
    """The one address of this room."""
    yield Address("/lien-he/")


ROUTES = (Route("/lien-he/", "contact", show),)
