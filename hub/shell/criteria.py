"""`hub criteria`: criteria sets from files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from content.criteria.files import Came

_STATUSES = {"loaded": "mới, ở Nháp", "changed": "đã đổi", "unchanged": "như cũ"}


@click.group()
def criteria() -> None:
    """Bộ tiêu chí."""


@criteria.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--set", "set_id", default="", help="Mã bộ tiêu chí, khi tệp chưa ghi.")
@click.option("--version-id", default="", help="Mã phiên bản, khi tệp chưa ghi.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả là một dòng JSON.")
def bring(file: Path, set_id: str, version_id: str, as_json: bool) -> None:
    """Nhập một phiên bản bộ tiêu chí từ FILE (.xlsx, .csv hoặc .toml) làm bản nháp.

    Tệp TOML cũng có thể là phần bổ sung của một địa phương. Có chỗ sai thì không lưu gì; nhập lại
    tệp đó lần nữa không đổi gì.
    """
    from content.criteria import commands, files, queries, supplement_toml
    from content.errors import BadInput
    from hub.app import create_app

    try:
        data = file.read_bytes()
    except OSError as error:
        raise BadInput(f"Không đọc được “{file}”: {error.strerror or error}.") from None
    with create_app(desk=False).app_context():
        if file.suffix.lower() == ".toml" and supplement_toml.is_one(_decoded(file, data)):
            _lay_over(file, data, as_json)
            return
        known = queries.by_slug(set_id)
        title = known.title if known else ""
        came = files.read(file.name, data, {"set": set_id, "version": version_id, "title": title})
        wrong = [*came.faults, *came.findings]
        status = "refused"
        if came.version is not None and not wrong:
            row, status = commands.take_in(came.version)
            path, sha256 = row.path, row.sha256
    if as_json:
        about = {} if wrong else {"path": path, "sha256": sha256}
        click.echo(json.dumps(_told(file, status, came, wrong) | about, ensure_ascii=False))
    if wrong:
        more = f" (và {len(wrong) - 1} chỗ khác)" if len(wrong) > 1 else ""
        raise BadInput(f"“{file.name}” chưa nhập được. {wrong[0]}{more}")
    if not as_json:
        click.echo(f"{_STATUSES[status]}: {came.version.title if came.version else ''} {path}")
        if status != "unchanged":
            click.echo("Hai người đối chiếu rồi đăng ở bàn biên tập: /quan-tri/tieu-chi/")


def _lay_over(file: Path, data: bytes, as_json: bool) -> None:
    """Take a supplement in."""
    from content.criteria import commands, supplement_toml

    made = supplement_toml.read(_decoded(file, data), file.name)
    row, status = commands.take_in_supplement(made)
    path = row.over_version.path
    if as_json:
        about = {"set": made.set_id, "version": made.version_id, "supplement": made.id}
        told = {"file": str(file), "status": status, **about, "path": path, "sha256": row.sha256}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(f"{_STATUSES[status]}: {made.title}, bổ sung cho {path}")


def _decoded(file: Path, data: bytes) -> str:
    from content.errors import BadInput

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"“{file.name}” không phải chữ UTF-8; hãy lưu lại tệp.") from None


def _told(file: Path, status: str, came: Came, wrong: list[str]) -> dict[str, object]:
    made = came.version
    return {
        "file": str(file),
        "status": status,
        "set": made.set_id if made else "",
        "version": made.id if made else "",
        "notes": wrong,
    }
