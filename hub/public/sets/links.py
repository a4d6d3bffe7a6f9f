"""Links inside a text that leaves the site: to what lies beside it, to the site, or plain words.

The text is HTML as `content.finishing` writes it: attributes in double quotes, all signs escaped.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

_LINK = re.compile(r'(?P<open><a\b(?:[^">]|"[^"]*")*>)(?P<inner>.*?)</a>', re.S)
_HREF = re.compile(r'(?P<before>\shref=")(?P<url>[^"]*)"')
_PICTURE = re.compile(r'<img\b(?:[^">]|"[^"]*")*>')
_SOURCE = re.compile(r'(?P<before>\ssrc=")(?P<url>[^"]*)"')
_WORDS = re.compile(r'\salt="(?P<words>[^"]*)"')
_LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104  # recognised, not bound to


class Links:
    """How addresses of the site are written in one page of a package.

    page: the page's name in the package; address: where its text stands on the site. held:
    address on the site → name in the package. site_url: the public address of the site.
    """

    def __init__(self, page: str, address: str, held: Mapping[str, str], site_url: str) -> None:
        self._folder = posixpath.dirname(page)
        self._address = address
        self._held = held
        self._site = site_url
        self._is_public = not is_loopback(site_url)

    def rewritten(self, text: str) -> str:
        """The HTML with each link and picture leading where a reader of the package can go."""
        return _PICTURE.sub(self._picture, _LINK.sub(self._link, text))

    def beside(self, name: str) -> str:
        """A file of the package as seen from this page."""
        return quote(posixpath.relpath(name, self._folder or "."))

    def _link(self, found: re.Match[str]) -> str:
        href = _HREF.search(found["open"])
        target = self._target(html.unescape(href["url"])) if href else ""
        if target is None:
            return found["inner"]
        changed = _HREF.sub(
            lambda h: f'{h["before"]}{html.escape(target)}"', found["open"], count=1
        )
        return f"{changed}{found['inner']}</a>"

    def _picture(self, found: re.Match[str]) -> str:
        source = _SOURCE.search(found.group())
        name = self._held.get(html.unescape(source["url"])) if source else None
        if name is None:
            words = _WORDS.search(found.group())
            return f"<em>[{words['words']}]</em>" if words and words["words"] else ""
        return _SOURCE.sub(f'\\g<before>{html.escape(self.beside(name))}"', found.group())

    def _target(self, url: str) -> str | None:
        """What a link leads to from the package; None when nobody there can follow it."""
        if url.startswith(f"{self._site}/"):
            url = url.removeprefix(self._site)
        if url.startswith(("#", "//")) or urlsplit(url).scheme:
            return url
        local = urljoin(self._address, url)
        path, mark, fragment = local.partition("#")
        name = self._held.get(unquote(path.partition("?")[0]))
        if name is not None:
            return self.beside(name) + mark + fragment
        return self._site + local if self._is_public else None


def is_loopback(site_url: str) -> bool:
    """Whether an address means this machine only, so that it is of no use elsewhere."""
    host = urlsplit(site_url).hostname or ""
    return host in _LOOPBACK or host.startswith("127.")
