"""Stored texts as a page shows them: every heading gets a link of its own. Pure.

The HTML comes from `content.markup`, which alone decides what is safe; nothing else is let in here.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_HEADING = re.compile(r'<h(?P<level>[2-6]) id="(?P<id>[^"]+)">(?P<inner>.*?)</h(?P=level)>', re.S)
_TAG = re.compile(r"<[^>]*>")


def prose(html: str) -> Markup:
    """Sanitised HTML of an item, with a permalink in each heading."""
    return Markup(_HEADING.sub(_with_permalink, html))  # noqa: S704 - sanitised when it was saved


def _with_permalink(found: re.Match[str]) -> str:
    level, anchor, inner = found["level"], found["id"], found["inner"]
    words = _TAG.sub("", inner).replace('"', "&quot;").strip()
    link = f'<a class="anchor" href="#{anchor}" aria-label="Liên kết tới mục {words}">#</a>'
    return f'<h{level} id="{anchor}">{inner} {link}</h{level}>'
