"""The register of the site itself: `site.toml`, whose logo lies as a file beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from content.errors import BadInput
from content.identity import commands, portable, queries
from content.identity.faults import Faults
from content.identity.fields import SiteFields

NAME = "site.toml"


def load(
    content: dict[str, Any], beside: Callable[[str], bytes | None], actor_id: int | None
) -> str:
    """Take the identity in: "loaded", "changed" or "unchanged"; what it leaves out stays.

    BadInput names the first faulty key, or the logo that does not lie where the file says.
    """
    found = queries.row()
    base = SiteFields() if found is None else queries.fields_of(found)
    fields, logo = portable.read(content, base)
    if logo:
        data = beside(logo)
        if data is None:
            raise BadInput(f"Không thấy ảnh “{logo}” bên cạnh {NAME}.")
        fields = replace(fields, logo=commands.keep_logo(data).sha256)
    elif "logo" in content:
        fields = replace(fields, logo="")
    try:
        return commands.record(fields, actor_id=actor_id)
    except Faults as faults:
        where, sentence = next(iter(faults.by_field.items()))
        raise BadInput(f"{NAME}, {where}: {sentence}") from None
