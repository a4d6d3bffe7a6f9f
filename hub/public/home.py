"""The home page: a question, five errands, what is new."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template
from flask.typing import ResponseReturnValue

from content.publishing import event_queries, queries
from content.publishing.models import KINDS
from hub.public.addresses import Address, Route

NEWEST = 6
MOST_PLACES = 8
# Notices have a place of their own, which an event leaves once it is over.
READ = tuple(kind for kind in KINDS if kind not in ("notice", "page"))
# The five errands of the first screen: (address, icon, title, line).
TASKS = (
    ("/huong-dan/", "signpost", "Tôi cần làm gì?", "Danh hiệu, các bước, thời hạn"),
    ("/van-ban/", "document", "Tra văn bản", "Số, ngày, còn hiệu lực không"),
    ("/tai-lieu/", "download", "Tải tài liệu tập huấn", "Từng tệp, ghi rõ cỡ trước khi tải"),
    ("/guong-dien-hinh/", "person", "Gương điển hình", "Người học, gia đình, dòng họ, thôn bản"),
    ("/lien-he/", "chat", "Hỏi người phụ trách", "Nơi giải đáp, sửa hoặc gỡ thông tin"),
)


def show() -> ResponseReturnValue:
    """The home page."""
    facets = queries.facets(None)
    return render_template(
        "public/home.html",
        canonical_path="/",
        description="Hướng dẫn, văn bản, gương điển hình và tài liệu tập huấn về học tập suốt đời.",
        tasks=TASKS,
        newest=queries.newest(NEWEST, READ),
        board=event_queries.board(),
        topics=facets.topics[:8],
        places=facets.places[:MOST_PLACES],
    )


def addresses() -> Iterator[Address]:
    """The one address of this room."""
    yield Address("/", queries.last_change())


ROUTES = (Route("/", "home", show),)
