"""What a browser would send of the pages of a conflict."""

from __future__ import annotations

import html
import re


def fields_in(page: str) -> dict[str, str]:
    """Every named field of the form that holds a text, as it stands."""
    kept = page.index('name="keep_form"')
    form = page[page.rindex("<form ", 0, kept) :]
    form = form[: form.index("</form>")]
    values: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        said = re.search(r'value="([^"]*)"', tag)
        if name and ('type="radio"' not in tag or " checked" in tag):
            values[html.unescape(name[1])] = html.unescape(said[1]) if said else ""
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        values[html.unescape(name)] = html.unescape(value)
    return values
