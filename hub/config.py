"""Settings: every one of them, read from the environment, in one class."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from content.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """What the hub can be told. Each field is a variable, `HUB_` + its name in capitals.

    home: the data folder (database, files, index, secret key); default `instance/`.
    database_url: SQLAlchemy address; default SQLite in the data folder. PostgreSQL:
        `postgresql+psycopg://USER@HOST/NAME`.
    site_url: the public address without a closing slash, used by feeds, sitemap, canonical links.
    site_name, site_place, organisation, contact_address, contact_phone, contact_email: whose site
        this is and who answers, until somebody saves it at the desk under "Trang của chúng tôi";
        from then on what is saved there holds (`hub.face.site`), and these are not asked.
    secret_key: signs preview links and desk cookies; default: made once in the data folder (0600).
    starter: "0" leaves out items, documents, records and figures of the starter content.
    trusted_hosts: comma-separated host names the server answers to; default: the one of site_url
        and the loopback names.
    trusted_proxy: address of the reverse proxy before the server (as 127.0.0.1); only its
        X-Forwarded-For is believed. Default: none.
    export_folder: where the desk's "publish the static copy" puts it; default `static/` in home.
    debug: "1" shows the desk's cookies over plain HTTP and reloads templates; never in production.
    """

    home: Path
    database_url: str
    site_url: str
    site_name: str
    site_place: str
    organisation: str
    contact_address: str
    contact_phone: str
    contact_email: str
    secret_key: str
    starter: bool
    trusted_hosts: tuple[str, ...]
    trusted_proxy: str
    export_folder: Path
    debug: bool

    @property
    def files_folder(self) -> Path:
        """Where content files lie."""
        return self.home / "files"

    @property
    def index_folder(self) -> Path:
        """Where the search index lies; disposable."""
        return self.home / "index"

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over HTTPS only, unless the site itself is served plainly."""
        return self.site_url.startswith("https://")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of an environment (default: the process's). BadInput names a wrong one."""
    env = os.environ if environ is None else environ

    def word(name: str, default: str = "") -> str:
        return env.get(f"HUB_{name}", "").strip() or default

    home = Path(word("HOME", "instance")).absolute()
    site_url = _address(word("SITE_URL", "http://127.0.0.1:8000"))
    host = urlsplit(site_url).hostname or ""
    hosts = [h.strip() for h in word("TRUSTED_HOSTS").split(",") if h.strip()]
    return Settings(
        home=home,
        database_url=_database(word("DATABASE_URL", f"sqlite:///{home / 'hub.sqlite'}")),
        site_url=site_url,
        site_name=word("SITE_NAME", "Học tập suốt đời"),
        site_place=word("SITE_PLACE"),
        organisation=word("ORGANISATION", "Hội Khuyến học"),
        contact_address=word("CONTACT_ADDRESS"),
        contact_phone=word("CONTACT_PHONE"),
        contact_email=word("CONTACT_EMAIL"),
        secret_key=_secret(word("SECRET_KEY"), home),
        starter=word("STARTER", "1") != "0",
        trusted_hosts=tuple(hosts or dict.fromkeys([host, "127.0.0.1", "localhost", "[::1]"])),
        trusted_proxy=word("TRUSTED_PROXY"),
        export_folder=Path(word("EXPORT_FOLDER", str(home / "static"))).absolute(),
        debug=word("DEBUG") == "1",
    )


def _address(url: str) -> str:
    if not _is_site_address(url):
        raise BadInput(
            f"HUB_SITE_URL “{url}” không phải địa chỉ trang web; ghi dạng https://ten-mien.vn."
        )
    return url.rstrip("/")


def _is_site_address(url: str) -> bool:
    """http or https, a host, perhaps a port and a path; nothing secret, nothing after it."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return False
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    named = parts.scheme in ("http", "https") and bool(parts.hostname)
    return named and plain and not any(sign.isspace() for sign in url)


def _database(url: str) -> str:
    try:
        usable = sa.make_url(url).get_backend_name() in ("sqlite", "postgresql")
    except (sa.exc.ArgumentError, ValueError):
        usable = False
    if not usable:
        raise BadInput(
            "HUB_DATABASE_URL không dùng được; bỏ biến này để dùng SQLite, hoặc ghi dạng "
            "postgresql+psycopg://NGƯỜI@MÁY/TÊN."
        )
    return url


def _secret(given: str, home: Path) -> str:
    """The given key, or the one made once in the data folder, readable by its owner alone."""
    if given:
        if len(given) < 32:
            raise BadInput("HUB_SECRET_KEY quá ngắn; dùng ít nhất 32 ký tự ngẫu nhiên.")
        return given
    make_home(home)
    path = home / "secret-key"
    try:
        if not path.exists():
            _make_key(path)
    except OSError as error:
        raise BadInput(f"Không ghi được vào thư mục dữ liệu {home}: {error.strerror}.") from error
    key = path.read_text().strip()
    if len(key) < 32:
        raise BadInput(
            f"Khóa trong {path} trống hoặc quá ngắn; hãy xóa tệp đó để máy tạo khóa mới."
        )
    return key


def _make_key(path: Path) -> None:
    """Write a key beside and link it in place: never half a key, never two."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-key.")
    try:
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32))
        os.link(name, path)
    except FileExistsError:
        pass  # another process was first; its key holds
    finally:
        Path(name).unlink(missing_ok=True)


def make_home(home: Path) -> None:
    """Make the data folder, for its owner alone (0700); one that is ours is closed to others."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = home.stat()
        if found.st_uid == os.geteuid() and found.st_mode & 0o077:
            home.chmod(0o700)
    except OSError as error:
        raise BadInput(f"Không tạo được thư mục dữ liệu {home}: {error.strerror}.") from error
