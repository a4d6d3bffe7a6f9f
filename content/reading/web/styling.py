"""How an element looks, as far as that says what its words are. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SELECTOR = re.compile(r"^([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.IGNORECASE)
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_SHORT = re.compile(r"(?:^|;)\s*font\s*:[^;]*?\d(?:pt|px|em|%)\S*\s+([^;]+)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_LINE = re.compile(r"border(?:-(?:top|left|right|bottom|width))?\s*:\s*([^;]+)", re.IGNORECASE)
_NO_LINE = re.compile(r"^\s*(?:0(?:px|pt|in)?|none|medium none|hidden)\b", re.IGNORECASE)
_BOLD = frozenset({"b", "strong", "th"})
_SLANTED = frozenset({"i", "em", "cite", "dfn", "var"})
_MOST_CSS = 300_000


@dataclass(frozen=True, slots=True)
class Look:
    """How words look; inherited from the element around them."""

    font: str | None = None
    bold: bool = False
    italic: bool = False
    raised: int = 0
    link: str = ""
    kept: bool = False  # white space stands as it is written


class Sheet:
    """The rules of a page's own style sheets that name a font, by tag and by class."""

    def __init__(self, css: str) -> None:
        self._rules: dict[tuple[str, str], str] = {}
        for selectors, body in _RULE.findall(_COMMENT.sub("", css[:_MOST_CSS])):
            if "font" not in body.lower() and "display" not in body.lower():
                continue
            for selector in selectors.split(","):
                match = _SELECTOR.match(selector.strip())
                if match and (match[1] or match[2]):
                    key = ((match[1] or "").lower(), match[2] or "")
                    self._rules[key] = f"{self._rules.get(key, '')};{body}"

    def style(self, element: Any) -> str:
        """All declarations that reach an element: of its tag, of its classes, its own."""
        tag = element.tag
        found = [self._rules.get((tag, ""), "")]
        for name in (element.get("class") or "").split():
            found += [self._rules.get(("", name), ""), self._rules.get((tag, name), "")]
        return ";".join([*filter(None, found), element.get("style") or ""])


def look(element: Any, style: str, around: Look) -> Look:
    """How the words of an element look."""
    tag = element.tag
    font = _font(element, style)
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    bold = around.bold or tag in _BOLD
    italic = around.italic or tag in _SLANTED
    return replace(
        around,
        font=font or around.font,
        bold=weight[1].lower() in ("bold", "600", "700", "800", "900") if weight else bold,
        italic=slant[1].lower() != "normal" if slant else italic,
        raised={"sup": 1, "sub": -1}.get(tag, around.raised),
        link=_address(element) or around.link if tag == "a" else around.link,
        kept=around.kept or tag in ("pre", "textarea"),
    )


def is_hidden(element: Any, style: str) -> bool:
    """Whether the page does not show an element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(style))


def is_ruled(table: Any) -> bool:
    """Whether a table shows lines between its cells."""
    border = (table.get("border") or "").strip()
    if border not in ("", "0", "0px") or table.get("rules") in ("all", "rows", "cols"):
        return True
    cells = [table, *list(table.iter("td", "th"))[:12]]
    lines = (m[1] for cell in cells for m in _LINE.finditer(cell.get("style") or ""))
    return any(not _NO_LINE.match(line) for line in lines)


def _font(element: Any, style: str) -> str | None:
    named = element.get("face") if element.tag == "font" else None
    if not named:
        family = _FAMILY.search(style) or _SHORT.search(style)
        named = family[1] if family else None
    first = (named or "").split(",")[0].strip().strip("\"'").strip()
    return first[:80] or None


def _address(element: Any) -> str:
    """An absolute address on the web; what leads into the saved site leads nowhere."""
    address = (element.get("href") or "").strip()
    sound = re.match(r"https?://[^\s<>\"()\\]{3,1500}$", address, re.IGNORECASE)
    return address if sound else ""
