"""Icons: 24 by 24, stroke 1.75; a page carries each symbol it uses once, in a hidden sprite.

Symbols of another file would not load from a USB stick, so none is fetched.
"""

from __future__ import annotations

from flask import has_request_context, request
from markupsafe import Markup

_USED = "hub.icons"  # of the request's environment: which symbols the page has used so far

_SHAPES = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h10"/>',
    "home": '<path d="M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
    "calendar": (
        '<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4.5M1'
        '5.5 3v4.5"/>'
    ),
    "download": '<path d="M12 4v11M7.5 10.5 12 15l4.5-4.5M4.5 17.5V20h15v-2.5"/>',
    "upload": '<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M4.5 17.5V20h15v-2.5"/>',
    "print": '<path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3"/><path d="M7 14h10v6.5H7z"/>',
    "share": (
        '<circle cx="6.5" cy="12" r="2.5"/><circle cx="17.5" cy="6" r="2.5"/><circle cx="'
        '17.5" cy="18" r="2.5"/><path d="m8.7 10.8 6.6-3.6M8.7 13.2l6.6 3.6"/>'
    ),
    "listen": (
        '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.7 7'
        '.7 0 0 1 0 11"/>'
    ),
    "letters": (
        '<path d="M3 18.5 7.5 6.5h1L13 18.5M4.7 14.5h6.6M15 18.5l2.8-7.5h.9l2.8 7.5M16.2 16h4.2"/>'
    ),
    "book": (
        '<path d="M12 7C9.5 5 6.5 4.5 3.5 5v13.5c3-.5 6 0 8.5 2 2.5-2 5.5-2.5 8.5-2V5c-3-'
        '.5-6 0-8.5 2zM12 7v13.5"/>'
    ),
    "document": '<path d="M6 3.5h8L18.5 8v12.5H6zM13.5 3.5V8.5h5M9 12.5h6.5M9 16h6.5"/>',
    "checklist": (
        '<path d="m4 6.5 1.5 1.5L8.5 5M4 13l1.5 1.5 3-3M4 19.5 5.5 21l3-3M12 6.5h8M12 13h'
        '8M12 19.5h8"/>'
    ),
    "medal": (
        '<circle cx="12" cy="9" r="5.5"/><path d="M8.5 13.5 7 21l5-2.5L17 21l-1.5-7.5"/><'
        'path d="m9.8 9 1.6 1.6 2.9-3"/>'
    ),
    "person": (
        '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4.3 3.7-6.5 7.5-6.5s6.7 2.2 7.5 6.5"/>'
    ),
    "news": (
        '<path d="M4 5h13v15H6a2 2 0 0 1-2-2zM17 9h3v9a2 2 0 0 1-2 2h-1M7.5 9h6M7.5 12.5h'
        '6M7.5 16h4"/>'
    ),
    "signpost": '<path d="M12 3v18M5 5.5h11l3 2.75-3 2.75H5zM8.5 21h7"/>',
    "chart": '<path d="M4 20.5h16M6.5 17v-5M11 17V5M15.5 17V9M20 17v-3"/>',
    "pin": (
        '<path d="M12 21.5s7-6.3 7-11.7A7 7 0 0 0 5 9.8c0 5.4 7 11.7 7 11.7z"/><circle cx'
        '="12" cy="9.8" r="2.5"/>'
    ),
    "next": '<path d="m9 5 7 7-7 7"/>',
    "prev": '<path d="m15 5-7 7 7 7"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "warn": '<path d="M12 3.5 2.5 20h19zM12 10v4.5M12 17.2v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "ok": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8L16 9.5"/>',
    "no": '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1'
        ' 8 0v2.5"/>'
    ),
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><'
        'circle cx="12" cy="12" r="2.8"/>'
    ),
    "edit": '<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5 17.5 10"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "filter": '<path d="M3.5 6h17M7 12h10M10 18h4"/>',
    "history": (
        '<path d="M4.5 6.5v4h4"/><path d="M4.9 10.5A7.7 7.7 0 1 1 4.3 13M12 8v4.5l3 1.8"/>'
    ),
    "clip": (
        '<path d="m19.5 11-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8.3-8.3a3 3 0 0 1 4.3 4.3l-8.2 8'
        '.2a1.5 1.5 0 0 1-2.2-2.2L14.5 7"/>'
    ),
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0'
        ' 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.3-1.3"/>'
    ),
    "image": (
        '<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="8.5" cy="10" r="1'
        '.5"/><path d="m4 17.5 5-4.5 3.5 3 3-2.5 4.5 4"/>'
    ),
    "table": (
        '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><path d="M3.5 10h17M3.5 14.'
        '5h17M10 5v14"/>'
    ),
    "bold": (
        '<path d="M7.5 4.5h5.5a3.6 3.6 0 0 1 0 7.3H7.5zM7.5 11.8h6.3a3.9 3.9 0 0 1 0 7.7H7.5z"/>'
    ),
    "italic": '<path d="M10 4.5h7M7 19.5h7M14 4.5l-4 15"/>',
    "quote": (
        '<path d="M4 17.5c2.5-.5 4-2.5 4-5.5H4.5V6.5H10V12c0 4-2 6.5-5 7.2M14 17.5c2.5-.5'
        ' 4-2.5 4-5.5h-3.5V6.5H20V12c0 4-2 6.5-5 7.2"/>'
    ),
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1"/>',
    "numbers": (
        '<path d="M10 6.5h10M10 12h10M10 17.5h10M4 5l1.5-.7V9M3.8 15.3c.8-1.3 2.7-.9 2.5.'
        '5-.1.9-1.2 1.7-2.5 3h2.7"/>'
    ),
    "heading": '<path d="M6 4.5v15M18 4.5v15M6 12h12"/>',
    "undo": '<path d="M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4"/>',
    "compare": '<path d="M10 4.5H4.5v15H10M14 4.5h5.5v15H14M12 2.5v19"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>',
    "offline": (
        '<path d="M3 3l18 18M8 8.3A5 5 0 0 0 6 18h11.5M12 6.5a6 6 0 0 1 5.9 5A3.5 3.5 0 0'
        ' 1 20.3 17"/>'
    ),
    "trash": (
        '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5 7.5 20.5h9l1-14M10.3 10.5v6M13.7 10.5v6"/>'
    ),
    "users": (
        '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.6-3.8 3.2-5.7 6.5-5.7s5.9 1.9'
        ' 6.5 5.7M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.7c2.2.7 3.6 2.5 4 5.3"/>'
    ),
    "settings": (
        '<path d="M4 7.5h9M17 7.5h3M4 16.5h3M11 16.5h9"/><circle cx="15" cy="7.5" r="2"/>'
        '<circle cx="9" cy="16.5" r="2"/>'
    ),
    "layers": (
        '<path d="m12 3.5 9 4.7-9 4.7-9-4.7zM3.5 12.5 12 17l8.5-4.5M3.5 16.5 12 21l8.5-4.5"/>'
    ),
    "chat": '<path d="M4 5h16v11.5h-8L7.5 20v-3.5H4zM8 9.5h8M8 12.5h5"/>',
    "copy": (
        '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-5h-12v12h5"/>'
    ),
    "play": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="m10 9 5 3-5 3z"/>',
    "send": '<path d="M20.5 4 3.5 10.5l7 3 3 7z M20.5 4l-10 9.5"/>',
    "out": '<path d="M13 4.5H5v15h8M10 12h10.5M17 8l4 4-4 4"/>',
}


def icon(name: str) -> Markup:
    """A mark that refers to the page's sprite, hidden from screen readers; words stand beside it.

    KeyError for a name that was never drawn.
    """
    if not has_request_context():
        return drawn(name)
    request.environ.setdefault(_USED, {})[name] = _SHAPES[name]
    return Markup('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


def sprite() -> Markup:
    """The symbols that the page has used, for the end of its body."""
    used: dict[str, str] = request.environ.get(_USED, {})
    symbol = Markup('<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>')
    return Markup('<svg class="sprite" aria-hidden="true">{}</svg>').format(
        Markup("").join(symbol.format(name, _constant(shape)) for name, shape in used.items())
    )


def drawn(name: str) -> Markup:
    """A mark with its shape inside, for a page without a sprite."""
    return Markup('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(
        _constant(_SHAPES[name])
    )


def _constant(shape: str) -> Markup:
    return Markup(shape)  # noqa: S704 - only shapes of this file come here
