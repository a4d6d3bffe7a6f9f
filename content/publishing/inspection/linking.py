"""Checks of links: what they say, where they lead, and whether readers arrive there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from content.publishing.inspection.body import Body, Spot
from content.publishing.inspection.findings import MUST, OK, SHOULD, Finding
from content.publishing.inspection.known import Known, Target
from content.publishing.inspection.structure import shown
from content.vietnamese import fold, slugify

# Words that tell nobody where a link leads, when a link has no others; unmarked.
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        "xem doc tai bam nhan nhap an click vao o them tiep ve day chi tiet link nay duong dan "
        "truy cap trang bai here more read",
    )
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DOMAIN = re.compile(
    r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:vn|com|net|org|edu|gov|info)\b", re.I
)
_FILE = re.compile(r"/tep/([0-9a-fA-F]{16})/([^/?#]+)")
_GOOD_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_STANDS = {
    "draft": "trang này còn là nháp nên người đọc không mở được; hãy đăng trang đó trước",
    "withdrawn": "trang này đã gỡ; hãy bỏ liên kết hoặc dẫn sang trang khác",
    "over": "trang này đã hết hạn nên người đọc không mở được; hãy bỏ liên kết",
    "missing": "không có trang nào ở địa chỉ này; hãy sửa địa chỉ",
}
# What a page of ours has around the text; footnotes are made by Markdown.
_OUTSIDE = re.compile(r"_|fn(?:ref)?\d*:|tc-")
_PRIVATE = ("/quan-tri", "/xem-truoc", "/duyet")


def paths(body: Body, site_url: str) -> tuple[set[str], set[str]]:
    """The addresses of our own pages and of our own files that a body leads to."""
    pages, files = set(), set()
    for spot in (*body.links, *body.bare, *body.pictures):
        path, _anchor = _own(spot.target, site_url)
        if path and _FILE.match(path):
            files.add(path)
        elif path:
            pages.add(path)
    return pages, files


def check(body: Body, known: Known) -> Iterator[Finding]:
    """Findings about the links of a body; pictures are asked only whether they are there."""
    broken = False
    for link in body.links:
        yield from _words(body, link)
    for bare in body.bare:
        yield _naked(body, bare)
    for spot in (*body.links, *body.bare):
        finding = _destination(body, known, spot) if spot.target else None
        if finding is not None:
            broken = broken or finding.severity == MUST
            yield finding
    for picture in body.pictures:
        finding = _picture(body, known, picture) if picture.target else None
        if finding is not None:
            broken = True
            yield finding
    yield from _same_words(body)
    if body.links and not broken:
        yield Finding("links", OK, "Liên kết và tệp trong bài đều mở được.")


def _words(body: Body, spot: Spot) -> Iterator[Finding]:
    line = body.line_of(spot.start)
    if not spot.text:
        text = f"Dòng {line}: liên kết không có chữ nên không ai bấm được; hãy ghi tên của trang."
        yield _at(spot, line, "link-empty", MUST, text)
    elif _SCHEME.match(spot.text) or spot.text.lower().startswith("www."):
        yield _naked(body, spot)
    elif _says_nothing(spot.text):
        text = (
            f"Dòng {line}: chữ “{shown(spot.text)}” không cho biết liên kết dẫn đi đâu; "
            "hãy đặt liên kết vào tên của trang hoặc của tệp."
        )
        yield _at(spot, line, "link-words", SHOULD, text)


def _says_nothing(text: str) -> bool:
    return len(text) <= 60 and set(re.findall(r"[^\W_]+", fold(text))) <= _EMPTY_WORDS


def _naked(body: Body, spot: Spot) -> Finding:
    line = body.line_of(spot.start)
    text = (
        f"Dòng {line}: địa chỉ “{shown(spot.target)}” để trần; "
        "hãy đặt liên kết vào tên của trang đó."
    )
    return _at(spot, line, "link-bare", SHOULD, text)


def _picture(body: Body, known: Known, spot: Spot) -> Finding | None:
    """Only pictures that are kept here are shown, and only those that belong to the text."""
    line = body.line_of(spot.start)
    path, _anchor = _own(spot.target, known.site_url)
    if not _FILE.match(path):
        text = f"Dòng {line}: ảnh lấy từ nơi khác nên không hiện; hãy tải ảnh đó lên rồi chèn lại."
        return _at(spot, line, "picture-foreign", MUST, text)
    if known.files is not None and path not in known.files:
        text = f"Dòng {line}: ảnh chưa kèm vào bài nên người đọc không thấy; hãy chèn lại ảnh."
        return _at(spot, line, "picture-file", MUST, text)
    return None


def _same_words(body: Body) -> Iterator[Finding]:
    """Links that say the same and lead to different places."""
    seen: dict[str, str] = {}
    told = set()
    for link in body.links:
        key = fold(link.text)
        first = seen.setdefault(key, link.target)
        if not key or first == link.target or key in told or _says_nothing(key):
            continue
        told.add(key)
        line = body.line_of(link.start)
        text = (
            f"Dòng {line}: chữ “{shown(link.text)}” đã dùng cho một liên kết khác; "
            "hãy ghi khác nhau để người đọc phân biệt."
        )
        yield _at(link, line, "link-same", SHOULD, text)


def _destination(body: Body, known: Known, spot: Spot) -> Finding | None:
    line = body.line_of(spot.start)
    where = f"Dòng {line}: liên kết “{shown(spot.text or spot.target)}”"
    told = _fault(spot.target, known, body)
    if told is None:
        return None
    code, severity, words = told
    return _at(spot, line, code, severity, f"{where}: {words}.")


def _fault(target: str, known: Known, body: Body) -> tuple[str, str, str] | None:
    """Code, gravity and words for a target that does not do; None for one that does."""
    path, anchor = _own(target, known.site_url)
    if target.startswith("#"):
        return _of_anchor(anchor, _anchors(body))
    if not path:
        return _of_foreign(target)
    if path.startswith(_PRIVATE):
        words = "người đọc không mở được địa chỉ của bàn biên tập; hãy dẫn sang trang đã đăng"
        return "link-private", MUST, words
    if _FILE.match(path):
        return _of_file(path, known)
    return _of_page(known.target(path), anchor)


def _of_page(standing: Target, anchor: str) -> tuple[str, str, str] | None:
    if standing.standing in _STANDS:
        return f"link-{standing.standing}", MUST, _STANDS[standing.standing]
    if standing.standing == "later":
        return "link-later", SHOULD, "trang này hẹn giờ, chưa hiện; hãy đăng bài này sau trang đó"
    if standing.standing == "moved":
        return "link-moved", SHOULD, f"địa chỉ cũ, nên đổi thành {standing.path}"
    if anchor and standing.anchors is not None:
        return _of_anchor(anchor, standing.anchors)
    return None


def _of_anchor(anchor: str, anchors: frozenset[str]) -> tuple[str, str, str] | None:
    if not anchor or anchor in anchors or _OUTSIDE.match(anchor):
        return None
    words = f"không có mục “#{shown(anchor)}” ở trang đó; hãy chọn lại mục"
    return "link-anchor", SHOULD, words


def _of_file(path: str, known: Known) -> tuple[str, str, str] | None:
    if known.files is None or path in known.files:
        return None
    words = "tệp này chưa kèm vào bài nên người đọc không tải được; hãy thêm ở phần Tệp đính kèm"
    return "link-file", MUST, words


def _of_foreign(target: str) -> tuple[str, str, str] | None:
    if target.startswith("//") or target.lower().startswith(_GOOD_SCHEMES):
        return None
    if _SCHEME.match(target):
        words = "loại địa chỉ này không mở được trên trang; hãy dùng địa chỉ bắt đầu bằng https://"
        return "link-scheme", MUST, words
    if _DOMAIN.match(target):
        return "link-scheme", MUST, "thiếu https:// ở đầu; hãy thêm vào trước địa chỉ"
    return "link-relative", MUST, "địa chỉ chưa đầy đủ; hãy bắt đầu bằng / hoặc https://"


def _own(target: str, site_url: str) -> tuple[str, str]:
    """Path and anchor where an address is one of this site's, else two empty texts."""
    if site_url and target.startswith(f"{site_url}/"):
        target = target[len(site_url) :]
    if target.startswith("#"):
        return "", unquote(target[1:])
    if not target.startswith("/") or target.startswith("//"):
        return "", ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "", ""
    return unquote(parts.path), unquote(parts.fragment)


def _anchors(body: Body) -> frozenset[str]:
    """The ids that the headings of a body get when it is rendered (`content.finishing`)."""
    counts: dict[str, int] = {}
    found: set[str] = set()
    for heading in body.headings:
        wanted = slugify(heading.text, 60) or "muc"
        counts[wanted] = counts.get(wanted, 0) + 1
        count = counts[wanted]
        found.add(wanted if count == 1 else f"{wanted}-{count}")
    return frozenset(found)


def _at(spot: Spot, line: int, code: str, severity: str, text: str) -> Finding:
    return Finding(code, severity, text, "body", spot.start, spot.end, line)
