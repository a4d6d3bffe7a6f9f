"""Discovery: what programs ask first: the sitemap, robots.txt, and a description of the JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Response, abort, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue

from content import changes
from content.calendar import today
from content.publishing import queries
from content.publishing.models import SECTIONS
from hub.config import Settings
from hub.face import site
from hub.public import (
    contact,
    criteria,
    deadlines,
    documents,
    home,
    items,
    lists,
    register,
    self_assessment,
)
from hub.public.addresses import Address, Route
from hub.public.library import room as library
from hub.public.search import API_LIMIT, API_MOST
from hub.public.targets import described
from hub.public.targets import room as targets

# A sitemap holds at most 50,000 addresses (sitemaps.org); a larger site has an index of parts.
MOST_IN_A_PART = 50_000
UNLISTED = ("/quan-tri/", "/xem-truoc/", "/tim-kiem/", "/api/")
_ROOMS = (home, contact, self_assessment, register, lists, documents, items)
# Rooms that also have files, which no search engine should offer.
_WITH_FILES = (criteria, targets, deadlines, library)


def show_sitemap() -> ResponseReturnValue:
    """Every page with its last change; on a very large site the index of the parts."""
    pages = _pages()
    if len(pages) <= MOST_IN_A_PART:
        return _sitemap(pages)
    parts = [f"/sitemap-{number}.xml" for number in range(1, _part_count(pages) + 1)]
    return _xml(render_template("public/sitemap_index.xml", parts=parts))


def show_part(number: int) -> ResponseReturnValue:
    """Part `number`, from 1, of the sitemap of a very large site."""
    pages = _pages()
    if len(pages) <= MOST_IN_A_PART or not 1 <= number <= _part_count(pages):
        abort(404)
    return _sitemap(pages[(number - 1) * MOST_IN_A_PART : number * MOST_IN_A_PART])


def show_robots() -> ResponseReturnValue:
    """What crawlers are asked to leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in UNLISTED)]
    lines += ["", f"Sitemap: {_settings().site_url}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def show_openapi() -> ResponseReturnValue:
    """The OpenAPI 3.1 description of the JSON addresses."""
    return jsonify(openapi(_settings()))


def openapi(settings: Settings) -> dict[str, Any]:
    """The description of every JSON address, for the site of these settings."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.current().site_name,
            "version": "1",
            "description": "Địa chỉ JSON chỉ để đọc, không cần tài khoản.",
        },
        "servers": [{"url": settings.site_url}],
        "paths": {
            "/api/v1/search": {"get": _SEARCH},
            "/tieu-chi/{set_slug}/{version_slug}/index.json": {"get": _CRITERIA},
            **described.PATHS,
        },
        "components": {"schemas": {**_SCHEMAS, **described.SCHEMAS}},
    }


# ---- the sitemap --------------------------------------------------------------------------------


def _pages() -> tuple[Address, ...]:
    settings = _settings()
    state = (settings.database_url, changes.newest(), queries.last_change(), today())
    return _listed(state)


@lru_cache(maxsize=1)
def _listed(_state: tuple[str, int, dt.datetime, dt.date]) -> tuple[Address, ...]:
    """Every page of the readers' rooms, listed once for each state of the content."""
    found = {a.path: a for room in _ROOMS for a in room.addresses()}
    found |= {a.path: a for room in _WITH_FILES for a in room.pages()}
    return tuple(found.values())


def _part_count(pages: tuple[Address, ...]) -> int:
    return -(-len(pages) // MOST_IN_A_PART)


def _sitemap(pages: tuple[Address, ...]) -> Response:
    return _xml(render_template("public/sitemap.xml", pages=pages))


def _xml(text: str) -> Response:
    return Response(text, mimetype="application/xml")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["hub_settings"]
    return settings


# ---- the description of the JSON ----------------------------------------------------------------

_ERROR = {
    "description": "Yêu cầu sai; `error` nói sai ở đâu.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
_SEARCH = {
    "operationId": "search",
    "summary": "Tìm trong mọi bài đang đăng, có dấu hay không dấu.",
    "parameters": [
        {
            "name": "q",
            "in": "query",
            "description": "Điều cần tìm; để trống thì không có kết quả.",
            "schema": {"type": "string", "default": ""},
        },
        {
            "name": "limit",
            "in": "query",
            "description": "Số kết quả nhiều nhất.",
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": API_MOST,
                "default": API_LIMIT,
            },
        },
    ],
    "responses": {
        "200": {
            "description": "Kết quả, hợp nhất trước.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
        },
        "400": _ERROR,
    },
}

_CRITERIA = {
    "operationId": "criteria",
    "summary": "Một phiên bản của một bộ tiêu chí, cả cách xét và từng chỉ tiêu.",
    "parameters": [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in ("set_slug", "version_slug")
    ],
    "responses": {
        "200": {
            "description": "Phiên bản; `rule` rỗng khi chưa biết cách xét.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Criteria"}}},
        },
        "404": {"description": "Không có phiên bản này, hoặc đã gỡ."},
    },
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT = {"type": "string"}
_SCHEMAS = {
    "Answer": _object(
        {
            "query": _TEXT,
            "total": {"type": "integer", "minimum": 0},
            "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
        }
    ),
    "Result": _object(
        {
            "kind": {"type": "string", "enum": list(SECTIONS)},
            "slug": _TEXT,
            "url": {"type": "string", "description": "Địa chỉ trong trang, bắt đầu bằng /."},
            "title": _TEXT,
            "snippet": {"type": "string", "description": "Một đoạn của bài, chữ thường."},
            "score": {"type": "number"},
        }
    ),
    "Error": _object({"error": _TEXT}),
    "Criteria": {
        "type": "object",
        "required": [
            "id",
            "version",
            "title",
            "status",
            "verified",
            "document",
            "rule",
            "groups",
            "sha256",
        ],
        "properties": {
            "id": _TEXT,
            "version": _TEXT,
            "title": _TEXT,
            "status": {"type": "string", "enum": ["official", "frame", "partial", "sample"]},
            "verified": {
                "type": "boolean",
                "description": "Hai người đã đối chiếu đúng những lời này với bản chính thức.",
            },
            "document": {"type": ["object", "null"]},
            "rule": {"type": ["object", "null"], "required": ["kind"]},
            "groups": {"type": "array", "items": {"type": "object"}},
            "sha256": {"type": "string", "description": "Của mọi lời trong phiên bản."},
        },
    },
}


def addresses() -> Iterator[Address]:
    """The sitemap with its parts, and robots.txt."""
    changed = queries.last_change()
    yield Address("/robots.txt")
    yield Address("/sitemap.xml", changed)
    pages = _pages()
    if len(pages) > MOST_IN_A_PART:
        for number in range(1, _part_count(pages) + 1):
            yield Address(f"/sitemap-{number}.xml", changed)


ROUTES = (
    Route("/sitemap.xml", "sitemap", show_sitemap),
    Route("/sitemap-<int:number>.xml", "sitemap_part", show_part),
    Route("/robots.txt", "robots", show_robots),
    Route("/openapi.json", "openapi", show_openapi, live="tả những địa chỉ mà chỉ máy chủ trả lời"),
)
