"""Packing: an office file packed again so that the same content gives the same bytes. Pure."""

from __future__ import annotations

import io
import zipfile

# The earliest moment a ZIP can write: it says nothing, which is the truth.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"


def steady(data: bytes) -> bytes:
    """The same ZIP with entries in order, one fixed moment and no trace of the machine."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        names = sorted(given.namelist(), key=lambda n: (n != _FIRST, n))
        for name in names:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            kept.writestr(entry, given.read(name))
    return packed.getvalue()
