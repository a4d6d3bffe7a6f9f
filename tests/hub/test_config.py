"""Settings: read from the environment, wrong ones named, the secret kept for its owner."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from content.errors import BadInput
from hub.config import read_settings


def test_defaults_need_nothing_but_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.home == tmp_path / "instance"
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/hub.sqlite"
    assert settings.starter
    assert not settings.debug
    assert settings.trusted_proxy == ""


def test_the_secret_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    environment = {"HUB_HOME": str(tmp_path / "home")}
    first, second = read_settings(environment), read_settings(environment)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 64
    assert stat.S_IMODE((tmp_path / "home/secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


def test_hosts_follow_the_site_unless_they_are_said(tmp_path: Path) -> None:
    environment = {"HUB_HOME": str(tmp_path), "HUB_SITE_URL": "https://hoctap.example.vn/"}
    settings = read_settings(environment)
    assert settings.site_url == "https://hoctap.example.vn"
    assert settings.secure_cookies
    assert "hoctap.example.vn" in settings.trusted_hosts
    said = read_settings({**environment, "HUB_TRUSTED_HOSTS": "a.vn, b.vn"})
    assert said.trusted_hosts == ("a.vn", "b.vn")


@pytest.mark.parametrize("url", ["hoctap.vn", "ftp://hoctap.vn", "javascript:alert(1)", "https://"])
def test_an_address_that_is_none_is_named(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadInput, match="HUB_SITE_URL"):
        read_settings({"HUB_HOME": str(tmp_path), "HUB_SITE_URL": url})


def test_an_empty_secret_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")
    with pytest.raises(BadInput, match="secret-key"):
        read_settings({"HUB_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    "address",
    [
        "http://[::1",
        "ftp://a.vn",
        "https://a.vn:99999",
        "https://a b.vn",
        "https://user:pw@a.vn",
        "https://a.vn?x=1#y",
    ],
)
def test_an_address_that_no_site_has_is_named(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match="HUB_SITE_URL"):
        read_settings({"HUB_HOME": str(tmp_path), "HUB_SITE_URL": address})


@pytest.mark.parametrize("address", ["garbage", "mysql://u@h/x", "sqlite"])
def test_a_database_of_another_kind_is_named(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadInput, match="HUB_DATABASE_URL"):
        read_settings({"HUB_HOME": str(tmp_path), "HUB_DATABASE_URL": address})


def test_a_folder_that_others_could_read_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    read_settings({"HUB_HOME": str(home)})
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
