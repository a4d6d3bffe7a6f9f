"""The form of a backup: one ZIP with a manifest that names every entry, its size and its hash.

The file holds accounts and the secret key: whoever has it can be anybody on the site. It is written
readable by its owner alone and belongs where nobody else reads.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from content.errors import BadInput
from content.recognition import suppression

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES, SECRET = "database.sqlite", "database.dump", "secret-key"
SETTINGS = "settings.json"
WITHDRAWN = suppression.FILE
_NAME = re.compile(
    r"database\.sqlite|database\.dump|secret-key|settings\.json|withdrawn-names\.json|"
    r"files/([0-9a-f]{2})/\1[0-9a-f]{62}"
)
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `entries`: name → (SHA-256, size in bytes). `damaged`: files whose
    content no longer had its hash when the backup was made."""

    hub: str
    made_at: str
    database: str
    revision: str
    entries: dict[str, tuple[str, int]] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The manifest as it stands in the ZIP."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def is_backup(path: Path) -> bool:
    """Whether a file is a backup of ours, whole or of another version."""
    try:
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def put(archive: zipfile.ZipFile, name: str, source: Path) -> tuple[str, int]:
    """Stream a file into a ZIP; returns (SHA-256, size) of what was written."""
    digest, size = hashlib.sha256(), 0
    kind = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
    entry = zipfile.ZipInfo(name)
    entry.compress_type = kind
    entry.external_attr = 0o600 << 16
    with source.open("rb") as file, archive.open(entry, "w", force_zip64=True) as out:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return digest.hexdigest(), size


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of a backup; BadInput when the file is no backup of ours or names odd things."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > 512 * 1024 * 1024:
            raise BadInput("Bản kê của bản sao lưu lớn bất thường; tệp này không dùng được.")
        content: dict[str, Any] = json.loads(archive.read(info))
        content["entries"] = {k: (str(v[0]), int(v[1])) for k, v in content["entries"].items()}
        content["damaged"] = tuple(content["damaged"])
        manifest = Manifest(**content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput("Tệp này không phải bản sao lưu của “hub backup”.") from error
    if manifest.format != FORMAT:
        raise BadInput("Bản sao lưu do phiên bản mới hơn tạo; hãy cài bản mới của chương trình.")
    odd = [name for name in manifest.entries if not _NAME.fullmatch(name)]
    if odd or set(archive.namelist()) != {MANIFEST, *manifest.entries}:
        raise BadInput("Bản sao lưu có mục lạ hoặc thiếu mục so với bản kê; không dùng được.")
    return manifest


def take(archive: zipfile.ZipFile, name: str, expected: tuple[str, int], target: Path) -> None:
    """Extract one entry to `target`, reading no more than the manifest says, and check its hash."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as source, target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > expected[1]:
                break
            digest.update(chunk)
            out.write(chunk)
    if (digest.hexdigest(), size) != expected:
        raise BadInput(f"Bản sao lưu hỏng ở mục {name}; hãy dùng bản khác.")
