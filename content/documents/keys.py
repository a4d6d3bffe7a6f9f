"""Names of issuers, codes of numbers, and the key that tells one document from another. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from content.documents.dates import PartialDate
from content.vietnamese import fold, nfc, syllable_key

# Code in a number -> kind of document (Nghị định 30/2020/NĐ-CP, appendix III, and party usage).
KIND_CODES = {
    "KH": "kế hoạch",
    "QĐ": "quyết định",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "NĐ": "nghị định",
    "NQ": "nghị quyết",
    "NQLT": "nghị quyết liên tịch",
    "CT": "chỉ thị",
    "HD": "hướng dẫn",
    "BC": "báo cáo",
    "TTR": "tờ trình",
    "TB": "thông báo",
    "KL": "kết luận",
    "CTR": "chương trình",
    "CĐ": "công điện",
    "CV": "công văn",
    "ĐA": "đề án",
    "PA": "phương án",
    "QC": "quy chế",
    "QYĐ": "quy định",
    "GM": "giấy mời",
    "L": "luật",
    "PL": "pháp lệnh",
    "LCT": "lệnh",
}
KINDS = frozenset(KIND_CODES.values())
# What an issuer's code says with certainty; UBND and HĐND codes do not say which one.
ISSUER_CODES = {
    "TTG": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "CTN": "Chủ tịch nước",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BGDDT": "Bộ Giáo dục và Đào tạo",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BTP": "Bộ Tư pháp",
    "BYT": "Bộ Y tế",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "KHVN": "Hội Khuyến học Việt Nam",
    "HKHVN": "Hội Khuyến học Việt Nam",
}
LEVELS = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
_FOLDED_LEVELS = {fold(level): level for level in LEVELS} | {"tp": "thành phố"}
_LEVEL = "|".join(_FOLDED_LEVELS)
_COUNCILS = {
    "ubnd": "UBND",
    "uy ban nhan dan": "UBND",
    "hdnd": "HĐND",
    "hoi dong nhan dan": "HĐND",
}
_COUNCIL = re.compile(rf"^({'|'.join(_COUNCILS)})\b\s*(?:({_LEVEL})\b\.?\s*)?(.*)$")
_HALF_CAPITAL = re.compile(r"\bUỷ(?= BAN\b)")
_CHAIR = re.compile(r"^([Cc]hủ tịch )([uủ][yỷ]|hội)(?= (?:ban|đồng) nhân dân\b)")
# Words that expand before issuers are compared (on folded text, spaces single).
_SAME = (
    (re.compile(r"\bubnd\b"), "uy ban nhan dan"),
    (re.compile(r"\bhdnd\b"), "hoi dong nhan dan"),
    (re.compile(r"\bgd ?(?:&|va) ?dt\b|\bgddt\b"), "giao duc va dao tao"),
    (re.compile(r"\bmttq\b"), "mat tran to quoc"),
    (re.compile(r"\btp\.? (?=\w)"), "thanh pho "),
    (re.compile(r"^chu tich (?=uy ban nhan dan|hoi dong nhan dan)"), ""),
    (re.compile(r"^(?:trung uong|tw) (?=hoi khuyen hoc)"), ""),
    (re.compile(r"^(?:ttg|thu tuong)$"), "thu tuong chinh phu"),
    (re.compile(r"^bo truong (?=bo )"), ""),
)
# Names whose capitals a letterhead in capitals does not show.
_NAMES = (
    *ISSUER_CODES.values(),
    "Quốc hội",
    "Sở Giáo dục và Đào tạo",
    "Phòng Giáo dục và Đào tạo",
    "Hội Khuyến học",
    "Trung ương Hội Khuyến học Việt Nam",
    "Ban Chấp hành Trung ương",
    "Ban Bí thư",
    "Bộ Chính trị",
)
_BY_FOLD = {fold(name): name for name in _NAMES}


@lru_cache(maxsize=4096)
def issuer_key(issuer: str | None) -> str:
    """Folded name by which issuers are compared: UBND = Ủy ban nhân dân, GD&ĐT = Giáo dục và…"""
    key = re.sub(r"[\s,;–—-]+", " ", fold(nfc(issuer or ""))).strip(" .:")
    for pattern, full in _SAME:
        key = pattern.sub(full, key)
    return key.strip()


def display_issuer(raw: str, text: str = "", *, keep_case: bool = False) -> str:
    """An issuer's name as a reader expects it: "UBND huyện Mẫu" from "ỦY BAN NHÂN DÂN HUYỆN MẪU".

    `text` is where a spelling in small letters is looked for; `keep_case` leaves the letters of
    a badly recognised name as they stand.
    """
    raw = re.sub(r"\s+", " ", nfc(raw)).strip(" .,;:")
    raw = _CHAIR.sub(lambda chair: f"{chair[1].capitalize()}{chair[2].capitalize()}", raw)
    council = _COUNCIL.match(fold(raw))
    if council:
        short, level, name = _COUNCILS[council.group(1)], council.group(2), council.group(3)
        tail = raw[len(raw) - len(name) :] if name else ""
        if keep_case:
            return f"{short} {raw[council.end(1) :].strip()}".strip()
        parts = (short, _FOLDED_LEVELS.get(level or "", ""), _titled(tail))
        return " ".join(part for part in parts if part)
    if keep_case or not raw.isupper():
        return raw
    return _known_case(raw, text)


def with_capital_council(text: str) -> str:
    """ "Uỷ BAN" as "UỶ BAN": TCVN3 has no capital Ỷ, and a mixed line does not say it is one."""
    return _HALF_CAPITAL.sub("UỶ", text) if "Uỷ" in text else text


def _titled(name: str) -> str:
    return " ".join(w.capitalize() for w in name.split()) if name.isupper() else name


def _known_case(raw: str, text: str) -> str:
    """A name in capitals as the text itself writes it, or as it is known, else with one capital."""
    for match in re.finditer(re.escape(raw), text, re.IGNORECASE):
        if not match.group().isupper() and match.group()[0].isupper():
            return match.group()
    folded = fold(raw)
    for known in sorted(_BY_FOLD, key=len, reverse=True):
        if folded == known:
            return _BY_FOLD[known]
        level = re.match(rf"{known} ({_LEVEL})\b(.*)$", folded)
        if level:
            tail = raw[len(raw) - len(level.group(2)) :] if level.group(2) else ""
            words = (_BY_FOLD[known], _FOLDED_LEVELS[level.group(1)], _titled(tail.strip()))
            return " ".join(word for word in words if word)
    return raw.capitalize().replace("việt nam", "Việt Nam")


def level_of(issuer: str | None) -> str | None:
    """The level of a council's unit ("huyện"), when its name says it."""
    council = _COUNCIL.match(issuer_key(issuer))
    return _FOLDED_LEVELS.get(council.group(2) or "") if council else None


def is_nameless_council(issuer: str) -> bool:
    """ "UBND huyện" without a name: which one, only its text's own issuer can say."""
    council = _COUNCIL.match(issuer_key(issuer))
    return council is not None and not council.group(3).strip(" .,")


def _codes(number: str) -> list[str]:
    """Letter codes of a number, capitals: "387/QĐ-TTg" -> ["QĐ", "TTG"]."""
    return re.findall(r"[^\W\d_][\w&]*", nfc(number).upper().replace("&", ""))


def kind_of(number: str | None) -> str | None:
    """Kind that a number's code states; "12/UBND-VX" (no kind code) is a công văn."""
    codes = _codes(number or "")
    if not codes:
        return None
    if re.fullmatch(r"QH\d*", codes[0]):
        return None  # a law and a resolution of the National Assembly carry the same code
    return KIND_CODES.get(codes[0], "công văn" if len(codes) > 1 else None)


def without_doubled_letter(number: str, kind: str | None) -> str:
    """ "12/QĐĐ-UBND" of a scan as "12/QĐ-UBND", where the words beside it name the kind."""
    if kind is None or kind_of(number) == kind:
        return number
    single = re.sub(r"([^\W\d_])\1(?=[^\W\d_]*(?:-|$))", r"\1", number, count=1)
    return single if kind_of(single) == kind else number


def issuer_of(number: str | None) -> str | None:
    """Issuer that a number's code names with certainty, else None."""
    for code in reversed(_codes(number or "")):
        if code in ISSUER_CODES:
            return ISSUER_CODES[code]
        if re.fullmatch(r"QH\d+", code):
            return "Quốc hội"
        if re.fullmatch(r"UBTVQH\d+", code):
            return ISSUER_CODES["UBTVQH"]
    return None


def number_key(number: str | None) -> str:
    """A number for comparison: folded, without spaces, without leading zeros."""
    return re.sub(r"\s+", "", fold(nfc(number or ""))).lstrip("0")


def document_key(
    number: str | None, issued: PartialDate | None, issuer: str | None, title: str
) -> str:
    """The key of a document: "387/qd-ttg|2022-03-25|thu tuong chinh phu".

    Where number, whole date or issuer is unknown: "?|issuer|title|known parts".
    """
    who = issuer_key(issuer)
    when = issued.iso() if issued else ""
    if number and issued and issued.day and who and not is_nameless_council(who):
        return f"{number_key(number)}|{when}|{who}"
    words = re.sub(r"[^a-z0-9]+", " ", fold(syllable_key(title))).strip()
    known = " ".join(part for part in (number_key(number), when) if part)
    return f"?|{who}|{words[:300].strip()}|{known}"
