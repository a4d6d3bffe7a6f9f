"""The face: puts templates, filters, icons and assets at the disposal of the rooms."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from flask import Blueprint, Flask, current_app
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.local import LocalProxy

from content.calendar import today
from content.publishing.models import SECTIONS
from hub.face import assets, site, words
from hub.face.icons import icon, sprite
from hub.face.prose import prose

# What the lists of a section hold, said once at their top.
LEDES = {
    "guidance": "Làm gì, ai làm, khi nào, theo văn bản nào. Viết bằng lời thường, "
    "mỗi bài có nguồn.",
    "document": "Quyết định, thông tư, kế hoạch về học tập suốt đời. Mỗi văn bản nói rõ số, ngày, "
    "cơ quan, còn hiệu lực hay không và dựa vào văn bản nào.",
    "training": "Tài liệu để tập huấn cán bộ xã, thôn và hội viên: tải từng tệp hoặc cả bộ, "
    "ghi rõ loại và cỡ.",
    "story": "Người, gia đình, dòng họ, thôn bản và đơn vị học tập tiêu biểu.",
    "news": "Tin về khuyến học, khuyến tài, xây dựng xã hội học tập.",
    "notice": "Việc sắp tới: họp, lớp học, ngày hội, hạn đăng ký.",
}


def install(app: Flask) -> None:
    """Register templates, filters and globals. Needs `app.extensions["hub_settings"]`.

    The assets' own route belongs to the readers' rooms, which list it for the static copy.
    """
    app.register_blueprint(Blueprint("face", __name__, template_folder="templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=words.day,
        moment=words.moment,
        number=words.number,
        size=words.size,
        first_up=words.first_up,
        host=words.host,
        marked=words.marked,
        prose=prose,
    )
    app.jinja_env.globals.update(
        icon=icon,
        sprite=sprite,
        asset=assets.asset,
        site=LocalProxy(site.current),
        menu=LocalProxy(site.menu),
        phones=site.phones,
        section_path=section_path,
        section_title=section_title,
        json_ld=json_ld,
        is_frozen=is_frozen,
    )
    app.context_processor(_values)


def section_path(kind: str) -> str:
    """The address of a kind's section: "/tin-tuc/"; the home page for pages."""
    section = SECTIONS[kind][0]
    return f"/{section}/" if section else "/"


def section_title(kind: str) -> str:
    """The title of a kind's section, in the reader's language."""
    title: str = gettext(SECTIONS[kind][1])
    return title


def is_frozen() -> bool:
    """Whether pages are being made for the static copy, where no server answers a form."""
    return "FREEZER_DESTINATION" in current_app.config


def json_ld(value: dict[str, Any]) -> Markup:
    """JSON for a `<script type="application/ld+json">`: no text can close the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - every sign that HTML reads is escaped above


def _values() -> dict[str, dt.date]:
    return {"today": today()}
