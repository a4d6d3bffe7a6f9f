"""Words that sources use, led to ours: kinds, languages, dates, names, access. Pure.

Language codes follow ISO 639-2/B (https://www.loc.gov/standards/iso639-2/); types follow what
DSpace, OJS and COAR's vocabulary write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from content.vietnamese import fold, is_skeleton, is_syllable, nfc

_LANGUAGES = {
    "vi": "vie", "vn": "vie", "en": "eng", "fr": "fre", "fra": "fre", "zh": "chi", "zho": "chi",
    "ru": "rus", "de": "ger", "deu": "ger", "ja": "jpn", "ko": "kor", "es": "spa", "th": "tha",
    "lo": "lao", "km": "khm",
    "tieng viet": "vie", "viet": "vie", "vietnamese": "vie", "viet nam": "vie",
    "tieng anh": "eng", "english": "eng", "anh": "eng", "tieng phap": "fre", "french": "fre",
    "tieng trung": "chi", "tieng trung quoc": "chi", "chinese": "chi", "tieng nga": "rus",
    "russian": "rus", "tieng duc": "ger", "german": "ger", "tieng nhat": "jpn", "japanese": "jpn",
    "tieng han": "kor", "korean": "kor", "tieng lao": "lao", "tieng khmer": "khm",
    "tieng mong": "hmn", "tieng hmong": "hmn", "tieng thai": "tai",
}  # fmt: skip
_NO_LANGUAGE = frozenset({"und", "zxx", "other", "n/a", "na", "none", "iso", "en_iso"})
# What a type begins with or holds, folded, in the order they are tried → kind.
_KINDS = (
    ("luan-van", ("thesis", "luan van", "luan an", "khoa luan", "do an", "dissertation")),
    ("bai-bao", ("article", "bai bao", "bai viet", "bai trich", "bai tap chi", "preprint",
                 "review", "peer-reviewed")),
    ("bao-cao", ("report", "bao cao", "ky yeu", "proceeding", "conference", "de tai",
                 "working paper", "technical", "hoi thao")),
    ("tap-chi", ("journal", "periodical", "tap chi", "newspaper", "serial", "bao ")),
    ("van-ban", ("legal", "van ban", "luat", "nghi dinh", "thong tu", "quyet dinh")),
    ("tap-huan", ("learning object", "bai giang", "giao an", "tap huan", "lecture",
                  "presentation", "course")),
    ("am-thanh", ("sound", "audio", "am thanh", "music", "sach noi")),
    ("video", ("video", "film", "movingimage", "moving image", "phim")),
    ("hinh-anh", ("image", "map", "ban do", "tranh", "anh", "picture", "photo", "stillimage")),
    ("sach", ("book", "sach", "giao trinh", "textbook", "monograph")),
)  # fmt: skip
_OPEN = re.compile(
    r"open[\s_-]?access|creativecommons\.org/|\bcc[\s-](?:by|0)|public domain|truy cap mo|"
    r"doc mien phi|mien phi|mo hoan toan"
)
_RESTRICTED = re.compile(
    r"restricted|closed[\s_-]?access|embargo|metadata only|noi bo|han che|dang nhap|"
    r"khong pho bien|chi doc tai"
)
_FAMILY_NAMES = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh đoàn mai
    trương trịnh lưu cao tô tống kiều quách phùng thái tăng la từ vương thạch kim sơn danh hà
    lương chu châu tạ nông triệu bế ma mông hứa lục lò lô vàng giàng sùng thào mùa cà quàng
    lường tòng vi vừ hạng cứ thân nghiêm phí ninh viên văn hầu thiều khổng khúc lâm lại lã mạc
    mẫn mạch nhữ ông ôn phó quản sầm tào tôn trà trưng ứng âu bạch bàng cù cung diệp doãn đàm
    đậu đường giang giáp hàn kha khuất khương liêu
"""
_FAMILIES = frozenset(_FAMILY_NAMES.split())
_BARE = frozenset(fold(_FAMILY_NAMES).split())
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306\u031b])")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T")


def letters(text: str) -> str:
    """NFC, also where the tone was written before the hat, as MARC-8 files do."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return nfc(_TONE_FIRST.sub(r"\2\1", apart))


def language(text: str) -> str:
    """An ISO 639-2/B code; "" for none; what is unknown stays as it came, at most 20 letters."""
    plain = " ".join(fold(nfc(text)).split())
    code = (
        re.split(r"[-_]", plain)[0] if re.fullmatch(r"[a-z]{2,3}([-_]\w{2,8})+", plain) else plain
    )
    if code in _LANGUAGES:
        return _LANGUAGES[code]
    return "" if plain in _NO_LANGUAGE else code[:20]


def kind(types: Sequence[str]) -> str:
    """The kind that the types of a work mean; "khac" for none."""
    told = [re.sub(r"^info:[\w-]+/semantics/", "", fold(nfc(one))).strip() + " " for one in types]
    for name, signs in _KINDS:
        if any(sign in one for one in told for sign in signs):
            return name
    return "khac"


def access(rights: Sequence[str]) -> str:
    """ "open" or "restricted" where the rights say so; "" where they do not, or both."""
    told = " | ".join(fold(nfc(one)) for one in rights)
    opened, shut = bool(_OPEN.search(told)), bool(_RESTRICTED.search(told))
    return ("open" if opened else "restricted") if opened != shut else ""


def date(dates: Sequence[str]) -> str:
    """The date of the work among several.

    DSpace gives the moments of entry beside the date of issue: a moment counts only where nothing
    else is there, and then as a day.
    """
    given = [one.strip() for one in dates if re.search(r"\d{4}", one)]
    days = [one for one in given if not _TIME.match(one)]
    if days:
        return min(days, key=_first_year)
    return min(given)[:10] if given else ""


def name(text: str) -> str:
    """A name in the order it is read, turned only where it is a Vietnamese one for sure.

    "Nguyễn, Văn Đức" and "Đức, Nguyễn Văn" are; "Smith, John" stays as the source has it.
    """
    bare = " ".join(letters(text).split()).rstrip(",;")
    left, comma, right = (part.strip() for part in bare.partition(","))
    parts = right.split()
    if not comma or "," in right or " " in left or not 1 <= len(parts) <= 4:
        return bare
    # Names written without marks are as common: "Nguyen, Van Duc".
    fits, families = (is_skeleton, _BARE) if bare.isascii() else (is_syllable, _FAMILIES)
    if not all(fits(word.lower()) for word in (left, *parts)):
        return bare
    if left.lower() in families:
        return f"{left} {right}"
    return f"{right} {left}" if len(parts) > 1 and parts[0].lower() in families else bare


def _first_year(text: str) -> tuple[int, int]:
    """Earlier years first; of one year the fuller date."""
    found = re.search(r"\d{4}", text)
    return int(found[0]) if found else 9999, -len(text)
