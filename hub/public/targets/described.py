"""The JSON of targets and figures as OpenAPI describes it."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": ["string", "null"]}
_COUNT = {"type": ["integer", "null"], "minimum": 0}
_SHARE = {"type": ["number", "null"], "description": "Phần trăm, nhiều nhất hai chữ số thập phân."}
_PLACE = {
    "type": ["object", "null"],
    "description": "Địa bàn; null là cả nước.",
    "properties": {"slug": {"type": "string"}, "name": {"type": "string"}},
}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


TARGET = _object(
    {
        "title": _TEXT,
        "name": {"type": "string"},
        "denominator": {"type": "string", "description": "Tính trên ai, trên cái gì."},
        "place": _PLACE,
        "year": {"type": "integer"},
        "percent": _SHARE,
        "words": _TEXT,
        "document": {"type": "string"},
        "source": _TEXT,
        "to_check": {"type": "boolean", "description": "Chưa đối chiếu với bản gốc."},
        "remark": _TEXT,
    }
)
FIGURE = _object(
    {
        "title": _TEXT,
        "name": {"type": "string"},
        "place": _PLACE,
        "year": {"type": ["integer", "null"], "description": "null: nguồn không ghi."},
        "total": _COUNT,
        "registered": _COUNT,
        "recognised": _COUNT,
        "percent_of_total": _SHARE,
        "percent_of_registered": _SHARE,
        "percent_printed": _TEXT,
        "target": _SHARE,
        "target_year": {"type": ["integer", "null"]},
        "source": _TEXT,
        "decisions": {"type": "array", "items": {"type": "string"}},
    }
)
SCHEMAS = {
    "Target": TARGET,
    "Figure": FIGURE,
    "Figures": _object(
        {
            "place": _PLACE,
            "rounding": {"type": "string"},
            "targets": {"type": "array", "items": {"$ref": "#/components/schemas/Target"}},
            "figures": {"type": "array", "items": {"$ref": "#/components/schemas/Figure"}},
        }
    ),
}


def _get(name: str, summary: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Figures"}}}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": list(parameters),
            "responses": {"200": {"description": "Chỉ tiêu và số liệu.", "content": content}},
        }
    }


def _in_path(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


PATHS = {
    "/chi-tieu/index.json": _get("figures", "Chỉ tiêu của mọi kế hoạch; số liệu nơi rộng nhất."),
    "/chi-tieu/noi/{slug}/index.json": _get(
        "figures_of_place",
        "Chỉ tiêu và số liệu của một nơi, và của các nơi ngay bên dưới.",
        _in_path("slug", "string"),
    ),
    "/chi-tieu/nam/{year}/index.json": _get(
        "figures_of_year", "Chỉ tiêu và số liệu của một năm.", _in_path("year", "integer")
    ),
}
