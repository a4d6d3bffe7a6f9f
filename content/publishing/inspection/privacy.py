"""Checks for personal data: numbers of identity, telephone and account, mails, days of birth. Pure.

What stands on a page is read by everybody (Luật 91/2025/QH15). The checks warn; a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import MUST, OK, SHOULD, Finding
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields
from content.vietnamese import fold

# A run of digits in any writing: "0912 345 678", "(0215) 3.825.123", "+84 912-345-678".
_RUN = re.compile(r"(?<![\w/,])[+(]?\d(?:[ .·\u00a0\u2009)(–-]{0,2}\d)*+(?![\w/])")
_MOST_DIGITS = 40
_BEFORE = 60  # characters in front of a number that may say what it is
_IDENTITY_WORDS = re.compile(
    r"can cuoc|cccd|cmnd|cmtnd|\bcmt\b|chung minh|dinh danh|ho chieu|giay to"
)
_OTHER_NUMBER = re.compile(r"\bisbn|\bissn|ma so thue|\bmst\b|ma don vi|quan he ngan sach|\bdoi\b")
_ACCOUNT = re.compile(r"\bstk\b|so tai khoan|tai khoan so|\btk so")
_CONTACT = re.compile(r"lien he|duong day nong|hotline|truc|zalo|so may|to cong tac|ban tiep")
_AMOUNT = re.compile(
    r"\s{0,2}(?:đồng|đ\b|vnđ|vnd|nghìn|ngàn|triệu|tr\b|tỷ|tỉ\b|người|hộ|lượt|%|kg|m2|m²|ha\b|km)",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}+@[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+)+"
)
_OFFICIAL_MAIL = (".gov.vn", ".edu.vn", ".org.vn", ".mil.vn")
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:19[2-9]|20[0-3])\d"
_BORN = re.compile(
    rf"\b(?:sinh|ngày sinh|sn|s\.n\.)(?:\s+ngày|\s*:)?\s{{0,3}}:?\s{{0,3}}({_DAY})(?!\d)",
    re.IGNORECASE,
)
_BORN_IN = re.compile(
    r"\b(?:sinh năm|sn)\s{0,3}:?\s{0,3}((?:19[2-9]|20[0-3])\d)(?!\d)", re.IGNORECASE
)
_BORN_COLUMN = re.compile(r"(?:ngày|năm|ngày, tháng, năm|ngày tháng năm)\s*sinh", re.IGNORECASE)
_ADVICE = {
    "identity": (MUST, "có số giống số căn cước hoặc chứng minh thư", "hãy xóa số này khỏi bài"),
    "mobile": (MUST, "có số điện thoại di động", "hãy xóa, hoặc dùng số của cơ quan"),
    "contact": (SHOULD, "có số di động để liên hệ", "hãy chắc rằng người ấy đồng ý"),
    "phone": (SHOULD, "có số điện thoại", "hãy chắc rằng đó là số của cơ quan"),
    "account": (SHOULD, "có số tài khoản", "hãy chắc rằng đó là tài khoản của cơ quan, tổ chức"),
    "mail": (SHOULD, "có thư điện tử riêng", "hãy dùng thư của cơ quan, hoặc hỏi người ấy"),
    "birthday": (MUST, "có ngày sinh", "hãy xóa ngày sinh khỏi bài"),
    "birth-year": (SHOULD, "có năm sinh", "hãy chắc rằng người ấy đồng ý công khai"),
}  # fmt: skip
_WHY = "ai cũng đọc được trang này"


def check(fields: ItemFields, body: Body, known: Known) -> Iterator[Finding]:
    """Findings about personal data in title, summary, body, and whom an event says to ask."""
    found = [
        *_in_text("title", fields.title, known),
        *_in_text("summary", fields.summary, known),
        *_in_text("body", body.prose, known),
        *_in_targets(body, known),
        *_columns(body),
    ]
    for field, start, end, what in found:
        yield _finding(field, start, end, what, body)
    if not found:
        yield Finding("privacy", OK, "Không thấy số căn cước, điện thoại, thư riêng, ngày sinh.")


_Found = tuple[str, int, int, str]  # field, start, end, what


def _finding(field: str, start: int, end: int, what: str, body: Body) -> Finding:
    severity, words, advice = _ADVICE[what]
    line = body.line_of(start) if field == "body" else 0
    where = {"title": "Tiêu đề", "summary": "Tóm tắt"}.get(field, f"Dòng {line}")
    text = f"{where}: {words}; {advice}, vì {_WHY}."
    return Finding(f"private-{what}", severity, text, field, start, end, line)


def _in_text(field: str, text: str, known: Known) -> Iterator[_Found]:
    for found in _RUN.finditer(text):
        start, end = found.span()
        if end - start > 3 * _MOST_DIGITS:
            continue
        before = fold(text[max(0, start - _BEFORE) : start])
        what = kind_of_number(found.group(), before, text[end : end + 12], known)
        if what:
            yield field, start, end, what
    for found in _MAIL.finditer(text):
        if _is_private_mail(found.group(), known):
            yield field, found.start(), found.end(), "mail"
    for pattern, what in ((_BORN, "birthday"), (_BORN_IN, "birth-year")):
        for found in pattern.finditer(text):
            yield field, found.start(), found.end(), what


def _in_targets(body: Body, known: Known) -> Iterator[_Found]:
    """Numbers and mails that only the address of a link holds."""
    for link in body.links:
        scheme, _colon, rest = link.target.partition(":")
        if scheme.lower() == "mailto" and _is_private_mail(rest.split("?")[0], known):
            yield "body", link.start, link.end, "mail"
        elif scheme.lower() == "tel" and kind_of_number(rest[:40], "", "", known) == "mobile":
            yield "body", link.start, link.end, "mobile"


def _columns(body: Body) -> Iterator[_Found]:
    for table in body.tables:
        at = next((i for i, name in enumerate(table.header) if _BORN_COLUMN.fullmatch(name)), None)
        if at is None:
            continue
        for start, cells in table.rows:
            if at < len(cells) and any(c.isdigit() for c in cells[at]):
                day = "/" in cells[at] or "." in cells[at] or "-" in cells[at]
                yield "body", start, start + 1, "birthday" if day else "birth-year"
                break  # one word for the column


def kind_of_number(written: str, before: str, after: str, known: Known) -> str:
    """What a run of digits is, a key of `_ADVICE`; "" for one that is nobody's.

    before: the folded text in front of it; after: what follows.
    """
    digits = "".join(str(unicodedata.decimal(c)) for c in written if c.isdecimal())
    if not 8 <= len(digits) <= 15:
        return ""
    if _ACCOUNT.search(before[-30:]):
        return "account"
    if _is_official(digits, known) or _OTHER_NUMBER.search(before[-25:]):
        return ""
    if _is_identity(digits, written, before, after):
        return "identity"
    return _kind_of_phone(digits, before, after)


def _is_official(digits: str, known: Known) -> bool:
    return digits in known.phones or _local(digits) in known.phones


def _local(digits: str) -> str:
    """A telephone number as it is dialled inside the country."""
    return "0" + digits[2:] if digits.startswith("84") and len(digits) in (11, 12) else digits


def _is_identity(digits: str, written: str, before: str, after: str) -> bool:
    named = bool(_IDENTITY_WORDS.search(before))
    if len(digits) == 12:
        province = digits[0] == "0" and 1 <= int(digits[1:3]) <= 96
        return named or (province and digits[3] in "0123")
    if len(digits) != 9:
        return False
    if named:
        return True
    in_thousands = bool(re.fullmatch(r"[1-9]\d{2}[.,]\d{3}[.,]\d{3}", written))
    return not (in_thousands or digits.endswith("000") or _AMOUNT.match(after))


def _kind_of_phone(digits: str, before: str, after: str) -> str:
    number = _local(digits)
    if _AMOUNT.match(after):
        return ""
    if len(number) == 10 and re.match(r"0[35789]", number):
        return "contact" if _CONTACT.search(before) else "mobile"
    return "phone" if len(number) in (10, 11) and number.startswith("02") else ""


def _is_private_mail(mail: str, known: Known) -> bool:
    mail = mail.lower().rstrip(".")
    return "@" in mail and mail not in known.mails and not mail.endswith(_OFFICIAL_MAIL)
