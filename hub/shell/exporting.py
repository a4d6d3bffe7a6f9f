"""`hub export`: the site as a folder of files."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Dựng lại tất cả, kể cả khi không có gì đổi.")
@click.option(
    "--only",
    type=click.Choice(["pages"]),
    help="pages: bỏ tệp đính kèm; liên kết tới tệp dẫn về trang gốc.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=min(4, os.cpu_count() or 1),
    show_default=True,
    help="Số tiến trình dựng trang.",
)
@click.option("--site-url", default="", help="Địa chỉ công khai (mặc định HUB_SITE_URL).")
def export(folder: Path, full: bool, only: str | None, jobs: int, site_url: str) -> None:
    """Xuất bản tĩnh ra DIR: một liên kết tới bản mới nhất nằm bên cạnh, thay nguyên khối.

    Chạy lại khi không có gì đổi thì không làm gì; tệp không đổi được dùng chung với bản trước.
    """
    from content.publishing.commands import page_pictures
    from hub.app import create_app
    from hub.config import read_settings
    from hub.export import exporter
    from hub.keeping import records
    from hub.shell.content import progress

    settings = read_settings({**os.environ, "HUB_SITE_URL": site_url} if site_url else None)
    app = create_app(replace(settings, debug=False), desk=False)
    order = exporter.Order(folder, full=full, pages_only=only == "pages", jobs=jobs)
    with app.app_context():
        while page_pictures.catch_up():
            pass  # the copy shows the previews that the site would show
    with app.app_context(), progress("Xuất bản", hidden=False) as show:
        report = exporter.export(app, order, show)
    records.remember(settings, "export", {"folder": str(folder.absolute()), "files": report.files})
    for note in report.notes:
        click.echo(f"Chú ý: {note}", err=True)
    if not report.rendered:
        click.echo(f"Không có gì đổi; {folder} vẫn là bản mới nhất ({report.files} tệp).")
        return
    click.echo(f"Đã xuất {report.files} tệp ra {folder}; {report.changed} tệp khác bản trước.")
