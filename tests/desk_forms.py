"""What tests of the desk type: pictures, whole forms, sending them."""

from __future__ import annotations

import html
import io
import re

from PIL import Image

from content.publishing import desk_queries
from content.publishing.models import Item


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "PNG")
    return out.getvalue()


def typed(client, path) -> dict[str, str | list[str]]:
    """Every named field of the writing form, as a browser would send it."""
    text = client.get(path).text
    form = text[text.index('<form class="stack" method="post" enctype') :]
    form = form[: form.index("</form>")]
    values = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        said = re.search(r'value="([^"]*)"', tag)
        value = html.unescape(said[1]) if said else ""
        if name and not (kind and kind[1] in ("file", "checkbox")):
            values[name[1]] = value
        elif name and kind[1] == "checkbox" and tag.endswith(" checked>"):
            values.setdefault(name[1], []).append(value)
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        values[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        values[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return values


def send(client, path, act="save", **changed):
    """Change some fields of the form and press a button."""
    return client.post(path, data={**typed(client, path), "act": act, **changed})


def item_of(office, number) -> Item:
    """The item, loaded for looking at."""
    item = desk_queries.by_id(number)
    assert item is not None
    return item


def typed_with(client, path, **changed):
    """The form as another browser sees it, with its own token."""
    return {**typed(client, path), **changed}
