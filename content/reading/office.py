"""Files of other office programs turned into DOCX, XLSX, PPTX or PDF by LibreOffice.

Each in a fresh profile and in the cage. No macro runs, and nothing is fetched: the settings refuse
links from untrusted documents (Impress 7.4 follows some all the same, and RTF pictures of this
disk), the proxy it is told of does not exist, and the cage closes the disk and the network.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import threading
import zipfile
from pathlib import Path

from content.errors import BadInput
from content.reading import cage, cage_folders
from content.reading.archives import ZIP_FAULTS, check_size

# What each kind is turned into to be read, the filter it is opened with, and the ending it gets.
TURNED = {
    "doc": "docx", "rtf": "docx", "odt": "docx", "wordml": "docx",
    "xls": "xlsx", "ods": "xlsx", "sheetml": "xlsx",
    "ppt": "pptx", "odp": "pptx",
}  # fmt: skip
_OPENED_WITH = {
    "doc": ("doc", ""),  # Word 6, 95 and 97 have filters of their own: it tells them apart
    "rtf": ("rtf", "Rich Text Format"),
    "odt": ("odt", "writer8"),
    "wordml": ("xml", "MS Word 2003 XML"),
    "xls": ("xls", ""),
    "ods": ("ods", "calc8"),
    "sheetml": ("xml", "MS Excel 2003 XML"),
    "ppt": ("ppt", "MS PowerPoint 97"),
    "odp": ("odp", "impress8"),
    "docx": ("docx", "MS Word 2007 XML"),
    "xlsx": ("xlsx", "Calc MS Excel 2007 XML"),
    "pptx": ("pptx", "Impress MS PowerPoint 2007 XML"),
}
_WRITTEN_WITH = {
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "pptx": "pptx:Impress MS PowerPoint 2007 XML",
    "pdf": "pdf",
}
_PACKED = frozenset({"odt", "ods", "odp", "docx", "xlsx", "pptx"})
_MOST_PARTS = 10_000
# Seconds of the processor: a start takes one, four hundred pages of Word 97 (2 MB) five more. What
# is no larger than a megabyte is done, or ended, within ten.
_FIRST_SECONDS, _BYTES_A_SECOND, _MOST_SECONDS = 7, 400_000, 60
_PATIENCE = 6  # by the clock on the wall, as a multiple: the machine has other work, too
# Bytes it may write to, with its libraries 75 MB more: 200 MB do for what is no larger than a
# megabyte, RTF of four megabytes takes all but 600.
_MEMORY, _LARGE, _MEMORY_A_BYTE, _MOST_MEMORY = 200 * 2**20, 1_000_000, 150, 600 * 2**20
_RTF_SIGN = re.compile(rb"\\[\\{}]|[{}]")
_DEEPEST = 2_000  # groups of RTF in each other; people's files have ten, a picture's bytes look it
_AT_ONCE = threading.BoundedSemaphore(2)
_NOBODY = "127.0.0.1"  # a proxy on a port where nobody listens
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
_MOST_MADE = 100 * 2**20
_SCRIPTING = "Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.Calc/Content/Update", "Link", "1"),  # never
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),  # never
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", _NOBODY),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", _NOBODY),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Office.Common/Misc", "FirstRun", "false"),
)


def available() -> str:
    """ "" when this machine can turn such files; else one sentence that says what to do."""
    if _program() is not None and cage.possible() == "" and not cage.closes_disk():
        return (
            "Nhân Linux của máy chủ không có Landlock nên chưa chặn được LibreOffice đọc các tệp "
            "khác trên máy; hãy lưu lại thành DOCX, XLSX, PPTX hoặc PDF, hoặc nhờ người quản máy "
            "nâng nhân Linux lên 5.13 trở lên."
        )
    if _program() is not None:
        return ""
    return (
        "Máy chủ chưa có LibreOffice nên không đọc được tệp loại này; "
        "hãy lưu lại thành DOCX, XLSX, PPTX hoặc PDF, hoặc nhờ người quản máy cài LibreOffice."
    )


def convert(data: bytes, kind: str, to: str) -> bytes:
    """A file of a kind (of `content.reading.kinds`) as `to`: "docx", "xlsx", "pptx" or "pdf".

    BadInput, the end of a sentence, when the file breaks the limits or its reader, or when this
    machine has no LibreOffice.
    """
    program = _program()
    fault = cage.possible() or available()
    if program is None or fault:
        raise BadInput(fault[0].lower() + fault[1:])
    _check(kind, data)
    with _AT_ONCE, cage_folders.new("office") as folder:
        ending, opened_with = _OPENED_WITH[kind]
        source = folder / f"in.{ending}"
        source.write_bytes(data)
        _write_profile(folder / "profile")
        ways = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
        if opened_with:
            ways.append(f"--infilter={opened_with}")
        ways += ["--convert-to", _WRITTEN_WITH[to], "--outdir", str(folder / "out"), str(source)]
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        code = _run([program, profile, *ways], folder, len(data))
        with contextlib.suppress(OSError, ValueError):
            return cage_folders.bytes_of(folder / "out" / f"in.{to}", _MOST_MADE)
    raise BadInput(_why(code))


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _check(kind: str, data: bytes) -> None:
    """BadInput for an archive that unpacks to too much, or XML that declares entities."""
    if kind in ("wordml", "sheetml"):
        _refuse_doctype(data)
    if kind == "rtf" and _depth(data) > _DEEPEST:
        raise BadInput("lồng nhau quá sâu nên không đọc được; hãy lưu lại thành DOCX hoặc PDF.")
    if kind not in _PACKED:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            fault = check_size(infos, len(data), most_entries=_MOST_PARTS)
            if fault:
                raise BadInput(fault)
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        _refuse_doctype(part.read(65_536))
    except ZIP_FAULTS:
        raise BadInput("tệp bị hỏng; hãy mở bằng chương trình đã tạo ra nó, lưu lại.") from None


def _depth(data: bytes) -> int:
    """How deep the groups of RTF stand in each other; what is deeper than allowed is not counted.

    LibreOffice takes hundreds of bytes for each group that is open.
    """
    depth = deepest = 0
    for sign in _RTF_SIGN.finditer(data):
        if sign[0] == b"{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > _DEEPEST:
                break
        elif sign[0] == b"}":
            depth = max(depth - 1, 0)
    return deepest


def _refuse_doctype(part: bytes) -> None:
    head = part[:65_536].replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise BadInput("bên trong có khai báo DOCTYPE, không được phép; hãy xuất lại tệp.")


def _write_profile(profile: Path) -> None:
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _run(command: list[str], folder: Path, size: int) -> int:
    seconds = min(_FIRST_SECONDS + size // _BYTES_A_SECOND, _MOST_SECONDS)
    proxies = dict.fromkeys(_PROXIES, f"http://{_NOBODY}:9")
    return cage.run(
        command,
        folder,
        seconds=seconds,
        most_seconds=seconds,  # it is not asked first: it would write a report of its crash
        memory=min(_MEMORY + max(size - _LARGE, 0) * _MEMORY_A_BYTE, _MOST_MEMORY),
        patience=seconds * _PATIENCE,
        readable=[Path(command[0]).resolve().parents[1]],
        family=True,
        also={**proxies, "SAL_USE_VCLPLUGIN": "svp"},
        name=command[-1].rpartition(".")[2],
    )


def _why(code: int) -> str:
    if cage.too_long(code) or (code > 128 and cage.too_long(128 - code)):  # as a shell says it
        return "chuyển đổi quá lâu nên đã dừng; hãy lưu lại thành DOCX hoặc PDF rồi nạp lại."
    return (
        "không chuyển đổi được (tệp hỏng, bị khóa hoặc quá lớn); "
        "hãy mở tệp, lưu lại thành DOCX hoặc PDF rồi nạp lại."
    )
