"""Passwords: how they are hashed, and which are too easy to guess where Vietnamese is written."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from content.errors import BadInput

SHORTEST = 10
LONGEST = 1024  # argon2 has no limit of its own; this one only keeps a request small
# The same cost wherever a password is hashed or checked, so that answers take the same time.
ROUNDS, MEMORY_KIB, LANES = 3, 65_536, 4

# Folded words and runs that stand at the top of every guessing list here, longest first when used.
_COMMON = re.split(
    r"\s+",
    """hoctapsuotdoi xahoihoctap khuyenhoc khuyentai hoctap suotdoi giadinhhoctap
    donghohoctap congdonghoctap congdanhoctap matkhau matkhaumoi dangnhap quantri
    quantrivien bientap bientapvien admin administrator password passw0rd letmein
    welcome iloveyou qwertyuiop qwerty asdfghjkl asdfgh zxcvbnm qazwsx abcdefgh abcdef
    abcd abc vietnam hanoi saigon hochiminh dienbien danang tinhdoan xinchao anhyeuem
    emyeuanh yeuem yeuanh iloveu conyeume giadinh hanhphuc maiyeu nguyen thanhpho thudo
    ubnd uybannhandan hoikhuyenhoc trungtam congdong huyen tinh phuong thitran xaphuong
    test demo user guest khach taikhoan bimat khongbiet khongco macdinh default changeme
    doimatkhau""",
)
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")
_SIGNS = str.maketrans("@$!", "asi")
_SIGNS_AND_DIGITS = str.maketrans("013457@$!", "oieastasi")


def normalize(password: str) -> str:
    """The form in which a password is hashed: NFC, so that every keyboard gives the same one."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """The argon2id hash of a password, in PHC string format."""
    hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)
    return hasher.hash(normalize(password))


def matches(stored: str, typed: str) -> bool:
    """Whether a typed secret is the one that `hashed` made this hash of."""
    try:
        return PasswordHasher().verify(stored, normalize(typed))
    except (VerificationError, InvalidHashError):
        return False


def fault(password: str, *, email: str = "", name: str = "") -> str | None:
    """Why a password is refused, as one Vietnamese sentence; None when it is good enough."""
    text = normalize(password)
    if len(text) < SHORTEST:
        return f"Mật khẩu cần ít nhất {SHORTEST} ký tự; một câu ngắn dễ nhớ là tốt nhất."
    if len(text) > LONGEST:
        return f"Mật khẩu dài quá {LONGEST} ký tự."
    if "\x00" in text:
        return "Mật khẩu có ký tự không gõ được; hãy gõ lại."
    if len(set(text)) < 5:
        return "Mật khẩu lặp đi lặp lại vài ký tự; hãy chọn câu khác."
    if _unguessed(text, [*_words(email.partition("@")[0]), *_words(email), *_words(name)]) < 5:
        return (
            "Mật khẩu này dễ đoán (từ quen thuộc, dãy số, tên hoặc thư điện tử của bạn); "
            "hãy chọn một câu mà chỉ bạn biết."
        )
    return None


def check(password: str, *, email: str = "", name: str = "") -> None:
    """Raise BadInput with `fault`'s sentence when a password is too weak."""
    sentence = fault(password, email=email, name=name)
    if sentence:
        raise BadInput(sentence)


def _bare(text: str) -> str:
    """Lower case, without marks, only letters and digits: "Mật-khẩu 1" → "matkhau1"."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in apart if c.isalnum() and not unicodedata.combining(c))


def _words(text: str) -> list[str]:
    parts = [_bare(part) for part in re.split(r"[\s._@+-]+", text)]
    return [part for part in [*parts, _bare(text)] if len(part) >= 3]


def _unguessed(text: str, own: list[str]) -> int:
    """How many characters stay when familiar pieces are taken out; the least of three readings."""
    words = sorted({*_COMMON, *own}, key=len, reverse=True)
    readings = (text, text.translate(_SIGNS), text.translate(_SIGNS_AND_DIGITS))
    return min(_rest(_bare(reading), words) for reading in readings)


def _rest(bare: str, words: list[str]) -> int:
    for word in words:
        bare = bare.replace(word, " ")
    bare = re.sub(r"(19|20)\d\d", " ", bare)
    bare = re.sub(r"(.)\1{2,}", r" ", bare)
    pieces = re.findall(r"\S+", bare)
    return sum(len(piece) for piece in pieces if not _is_run(piece))


def _is_run(piece: str) -> bool:
    return len(piece) >= 3 and any(piece in run for run in _RUNS)
