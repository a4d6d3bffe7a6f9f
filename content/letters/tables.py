"""What the bytes of the old Vietnamese encodings mean. Facts only, nothing is decided here.

TCVN3 is the set VN3 of TCVN 5712:1993 (the fonts ".Vn…" of the program ABC), VISCII is RFC 1456,
VNI is the set of "VNI for Windows": a letter and, after it, the letter that stands for its marks.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType

ENCODINGS = ("tcvn3", "vni", "cp1258", "viscii")

# Bytes A1 to FF. The marks at B0 to B4 stand after a capital that has no byte of its own.
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ"
    "\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ"
    "éẹềểễếệìỉỄẾỒĩíịò"
    "Ổỏõóọồổỗốộờởỡớợù"
    "ỖủũúụừửữứựỳỷỹýỵỐ"
)
# Bytes 80 to FF; six capitals more stand among the control characters.
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

# Tones as VNI writes them after a letter: sắc huyền hỏi ngã nặng; alone, or with ^, or with ˘.
_VNI_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = {"": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë"}
# Which letter takes which marks. "ô" is ơ and "ö" is ư, and they take tones as o and u do.
_VNI_LETTERS = {
    "a": ("", "\u0302", "\u0306"),
    "e": ("", "\u0302"),
    "o": ("", "\u0302"),
    "u": ("",),
    "y": ("",),
    "ô": ("",),
    "ö": ("",),
}
_VNI_ALONE = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))


def _windows(byte: int) -> str:
    """The character that Windows shows for a byte; a control character where it has none."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


# What a byte of 80 to 9F looks like in a text that Windows read as Western European.
WINDOWS = MappingProxyType({byte: _windows(byte) for byte in range(0x80, 0xA0)})


def _viscii() -> dict[str, str]:
    table = {chr(byte): letter for byte, letter in _VISCII_CONTROLS.items()}
    for byte, letter in enumerate(_VISCII, 0x80):
        table[chr(byte)] = letter
        table[WINDOWS.get(byte, chr(byte))] = letter
    return table


def _cp1258() -> dict[str, str]:
    """Windows-1258 for a text read as Western European: only what differs, and loose marks."""
    table = {}
    for byte in range(0x80, 0x100):
        meant = bytes([byte]).decode("cp1258", "ignore") or chr(byte)
        if meant != WINDOWS.get(byte, chr(byte)) or byte < 0xA0:
            table[chr(byte)] = meant
            table[WINDOWS.get(byte, chr(byte))] = meant
    return table


def _vni() -> dict[str, str]:
    """VNI's letters of one or two characters; a mark may be small after a capital letter."""
    table = dict(_VNI_ALONE)
    for letter, shapes in _VNI_LETTERS.items():
        base = _VNI_ALONE.get(letter, letter)
        for shape in shapes:
            if shape:
                mark = {"\u0302": "â", "\u0306": "ê"}[shape]
                table[letter + mark] = unicodedata.normalize("NFC", base + shape)
            for mark, tone in zip(_VNI_MARKS[shape], _VNI_TONES, strict=True):
                table[letter + mark] = unicodedata.normalize("NFC", base + shape + tone)
    for written, meant in list(table.items()):
        table[written.upper()] = meant.upper()
        table[written.capitalize()] = meant.upper()
    return table


# Character (as Western European Windows shows the byte) → what it means.
TCVN3 = MappingProxyType(
    {chr(byte): letter for byte, letter in enumerate(_TCVN3, 0xA1)}
    | {chr(byte): shown for byte, shown in WINDOWS.items()}
)
VISCII = MappingProxyType(_viscii())
CP1258 = MappingProxyType(_cp1258())
VNI = MappingProxyType(_vni())
