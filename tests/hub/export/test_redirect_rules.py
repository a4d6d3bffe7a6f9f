"""Old addresses as rules for web servers: nothing in an address ends or widens a rule."""

from __future__ import annotations

import re
from pathlib import Path

from hub.export import redirect_rules
from hub.export.redirect_rules import APACHE, HOSTS, NGINX

WAYS = [
    ("/tin-tuc/bài cũ (1).html", "/tin-tuc/bai-moi/"),
    ("/a+b/", "https://x.example/c?d=1&e=ế"),
]


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text(encoding="utf-8").splitlines()


def test_each_server_gets_each_address(tmp_path: Path) -> None:
    redirect_rules.write(tmp_path, WAYS)
    assert lines(tmp_path, NGINX) == [
        'location = "/a+b/" { return 301 "https://x.example/c?d=1&e=%E1%BA%BF"; }',
        'location = "/tin-tuc/bài cũ (1).html" { return 301 "/tin-tuc/bai-moi/"; }',
    ]
    assert lines(tmp_path, HOSTS)[0] == "/a%2Bb/ https://x.example/c?d=1&e=%E1%BA%BF 301"
    found = re.fullmatch(r'RedirectMatch 301 "(.+)" "(.+)"', lines(tmp_path, APACHE)[1])
    assert found
    assert re.fullmatch(found[1], "/tin-tuc/bài cũ (1).html")
    assert not re.fullmatch(found[1], "/tin-tuc/bài cũ (1)xhtml")


def test_a_site_in_a_folder_and_one_without_old_addresses(tmp_path: Path) -> None:
    redirect_rules.write(tmp_path, [])
    assert list(tmp_path.iterdir()) == []
    redirect_rules.write(tmp_path, WAYS[:1], "/xa-mau")
    assert '"/xa-mau/tin-tuc/bai-moi/"' in lines(tmp_path, NGINX)[0]
