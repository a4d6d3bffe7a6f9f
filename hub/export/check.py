"""Checks a frozen folder: nothing is empty, torn, or fetched from elsewhere; every link resolves.

A fault keeps the copy from being shown. A link that an editor wrote to a page that is gone is a
note: it leads to the live site, which says what became of the page, and must not hold back an
export that may be taking a withdrawn page down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hub.export import links
from hub.export.releases import files_of

MOST_FAULTS = 50
# Schemes that a static page may carry and that lead to no file.
_OTHER_SCHEMES = ("mailto:", "tel:", "sms:", "geo:", "data:image/")


@dataclass(slots=True)
class Findings:
    """What is wrong with a frozen folder, as Vietnamese sentences."""

    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(folder: Path, is_gone: Callable[[str], bool] = lambda _url: False) -> Findings:
    """Look at every file of a folder. `is_gone` tells of an off-site address whether it is one of
    the site's own that no page answers.

    Stops after MOST_FAULTS: one broken template breaks every page in the same way.
    """
    return _Examination(folder, is_gone).findings()


class _Examination:
    def __init__(self, folder: Path, is_gone: Callable[[str], bool]) -> None:
        self._folder = folder
        self._is_gone = is_gone
        self._files = {path.relative_to(folder).as_posix() for path in files_of(folder)}
        self._anchors: dict[str, set[tuple[str, str]]] = {}
        self._found = Findings()

    def findings(self) -> Findings:
        for name in sorted(self._files):
            if name.endswith(".html"):
                self._page(name)
            elif (self._folder / name).stat().st_size == 0:
                self._found.faults.append(f"{name}: tệp trống.")
            if len(self._found.faults) >= MOST_FAULTS:
                break
        else:
            self._found.notes.extend(self._anchor_notes())
        return self._found

    def _page(self, name: str) -> None:
        page = links.read((self._folder / name).read_text(encoding="utf-8"))
        if not page.has_text:
            self._found.faults.append(f"{name}: trang trống.")
        for link in page.links:
            self._link(link, name)

    def _link(self, link: links.Link, name: str) -> None:
        if links.is_offsite(link.url):
            if link.fetched:
                self._found.faults.append(f"{name}: tải {link.url} từ trang khác.")
            elif self._is_gone(link.url):
                self._found.notes.append(f"{name}: {link.url} dẫn tới trang không còn.")
            return
        if link.url.startswith(_OTHER_SCHEMES):
            return
        if link.url.startswith("/"):
            self._found.faults.append(f"{name}: liên kết tuyệt đối {link.url}.")
            return
        target, fragment = links.target_file(link.url, name)
        if target not in self._files:
            self._found.faults.append(f"{name}: liên kết {link.url} không dẫn tới tệp nào.")
        elif fragment and target.endswith(".html"):
            self._anchors.setdefault(target, set()).add((fragment, name))

    def _anchor_notes(self) -> Iterator[str]:
        for target, fragments in sorted(self._anchors.items()):
            ids = links.read((self._folder / target).read_text(encoding="utf-8")).ids
            for fragment, name in sorted(fragments):
                if fragment not in ids and fragment != "top" and ":~:" not in fragment:
                    yield f"{name}: {target} không có mục #{fragment}."
