"""The sets that ship with the program: their texts, and one mark for all of them. Pure."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources

# As the plans name them: the citizen, the family, the clan, the community, the unit.
_ORDER = (
    "cong-dan", "gia-dinh", "dong-ho", "cong-dong-hoc-tap-khung", "don-vi-hoc-tap-thuoc-xa",
    "cong-dong-hoc-tap-cap-xa", "don-vi",
)  # fmt: skip


@lru_cache(maxsize=1)
def texts() -> tuple[tuple[str, str], ...]:
    """File name and TOML text of each, in the order in which readers meet the sets."""
    folder = resources.files("content.criteria.shipped")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: (_place(file.name), file.name),
    )
    return tuple((file.name, file.read_text(encoding="utf-8")) for file in files)


def _place(name: str) -> int:
    found = (n for n, start in enumerate(_ORDER) if name.startswith(start))
    return next(found, len(_ORDER))


def mark(text: str) -> str:
    """The SHA-256 by which a text that was loaded once is known again."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def edition() -> str:
    """The mark of all texts together: another one says that a newer program ships others."""
    return mark("\n".join(mark(text) for _name, text in texts()))
