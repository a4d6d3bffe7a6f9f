"""How to see, correct or take down a name: whom to ask, and a form to print. Frozen: no server."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from hub.public.addresses import Address, Route
from hub.public.decisions import RIGHTS
from hub.public.register import PATH


def show() -> ResponseReturnValue:
    """The rights, the contacts, and the form to print."""
    return render_template(
        "public/name_rights.html",
        current="recognition",
        page_title=_("Xem, sửa hoặc gỡ tên của tôi"),
        description=_("Cách xin xem, sửa hoặc gỡ tên khỏi danh sách công nhận; mẫu đơn để in."),
        base=PATH,
        canonical_path=RIGHTS,
    )


def addresses() -> Iterator[Address]:
    """The one address of this room."""
    yield Address(RIGHTS)


ROUTES = (Route(RIGHTS, "name_rights", show),)
