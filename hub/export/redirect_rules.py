"""Old addresses as rules for web servers, so that a static copy answers 301 and not a page.

The same rules three times: for nginx (a file to include), Apache (.htaccess), and for hosts that
read `_redirects`. Addresses are written so that no letter of one can end a rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

NGINX, APACHE, HOSTS = "redirects.nginx.conf", ".htaccess", "_redirects"
_SAFE = "/-._~"
_IN_TARGET = _SAFE + "?&=#%+,:@"


def write(folder: Path, ways: Sequence[tuple[str, str]], prefix: str = "") -> None:
    """Write the three files for (old address, target); none where there is nothing to say.

    prefix: the folder that the site stands in on its server ("" for the root).
    """
    if not ways:
        return
    texts = {NGINX: _nginx, APACHE: _apache, HOSTS: _hosts}
    for name, make in texts.items():
        lines = [make(prefix + old, _target(to, prefix)) for old, to in sorted(ways)]
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _target(to: str, prefix: str) -> str:
    written = quote(to, safe=_IN_TARGET)
    return prefix + written if to.startswith("/") else written


def _nginx(old: str, to: str) -> str:
    """`location =` compares the decoded address."""
    quoted = old.replace("\\", "\\\\").replace('"', '\\"')
    return f'location = "{quoted}" {{ return 301 "{to}"; }}'


def _apache(old: str, to: str) -> str:
    """`RedirectMatch`, because `Redirect` would also take all that stands below an address."""
    pattern = re.sub(r"([\\.+*?\[\](){}^$|\"])", r"\\\1", old)
    return f'RedirectMatch 301 "^{pattern}$" "{to}"'


def _hosts(old: str, to: str) -> str:
    return f"{quote(old, safe=_SAFE)} {to} 301"
