"""`hub due`, `hub backup`, `hub restore`, `hub doctor`: keeping the hub going and whole."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def due(as_json: bool) -> None:
    """Làm những việc đến hạn: bài hẹn giờ, bài hết hạn, việc đã yêu cầu, chỉ mục, nguồn thư mục.

    Sau cùng mới nhận dạng chữ của bản chụp, mỗi lần chạy chừng 4 phút; lần sau làm tiếp.

    Chạy từ cron hoặc systemd timer nếu không để “hub serve” chạy suốt.
    """
    from content.loading import waiting
    from content.reading import cage_folders
    from hub import worker
    from hub.app import create_app
    from hub.config import read_settings

    settings = read_settings()
    with create_app(settings, desk=False).app_context():
        cage_folders.sweep()
        done = worker.carry_out(settings)
        taken = worker.harvest(settings)
        read = worker.recognise()
        scans, why = waiting.left_over()
    if as_json:
        told = {"jobs": done.jobs + taken + read, "settled": done.settled, "scans_waiting": scans}
        click.echo(json.dumps(told))
        return
    click.echo(
        f"Đã làm {done.jobs + taken + read} việc; {done.settled} bài đổi trạng thái theo giờ hẹn."
    )
    if scans:
        click.echo(f"Còn {scans} tệp bản chụp chờ nhận dạng chữ. {why}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Sao lưu tất cả vào một tệp FILE (hoặc vào thư mục FILE), cả khi đang phục vụ.

    Tệp chứa tài khoản và khóa bí mật: chỉ chủ tệp đọc được; hãy cất nơi an toàn, ở máy khác.
    """
    from content.database import utc_now
    from content.errors import BadInput
    from hub.config import read_settings
    from hub.keeping import backup as backups
    from hub.keeping import records
    from hub.shell.content import progress

    settings = read_settings()
    target = file / backups.default_name(utc_now()) if file.is_dir() else file
    with progress("Sao lưu", hidden=False) as show:
        manifest = backups.take(settings, target, progress=show)
    size = target.stat().st_size
    records.remember(settings, "backup", {"file": str(target.absolute()), "size": size})
    click.echo(f"Đã sao lưu {len(manifest.entries)} mục vào {target} ({size // 1024} kB).")
    if manifest.damaged:
        raise BadInput(
            f"{len(manifest.damaged)} tệp trên đĩa đã hỏng từ trước (đầu tiên: "
            f"{manifest.damaged[0][:12]}…); chạy “hub doctor --full” và lấy lại từ bản sao lưu cũ."
        )


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Thay dữ liệu đang có; dữ liệu cũ giữ lại bên cạnh.")
@click.option(
    "--withdrawn",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Danh sách tên đã gỡ (withdrawn-names.json) của máy cũ, khi khôi phục ở máy khác.",
)
def restore(file: Path, replace: bool, withdrawn: Path | None) -> None:
    """Khôi phục bản sao lưu FILE vào thư mục dữ liệu trống, rồi dựng lại chỉ mục.

    Tên đã gỡ sau ngày sao lưu được gỡ lại ngay trong bản khôi phục, trước khi ai xem được trang.
    """
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import restore as restoring
    from hub.shell.content import progress
    from search_index import index

    with progress("Khôi phục", hidden=False) as show:
        manifest, kept = restoring.put_back(
            read_settings(), file, replace=replace, withdrawn=withdrawn, progress=show
        )
    with create_app(desk=False).app_context():
        index.rebuild()
    click.echo(f"Đã khôi phục bản ngày {manifest.made_at[:10]} ({len(manifest.entries)} mục).")
    for place in kept:
        click.echo(f"Dữ liệu cũ còn ở: {place}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@click.option("--full", is_flag=True, help="So nội dung của mọi tệp.")
def doctor(as_json: bool, full: bool) -> None:
    """Khám: cơ sở dữ liệu, tệp, chỉ mục, đĩa, sao lưu; mã thoát 1 nếu có chỗ hỏng."""
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import doctor as examination

    settings = read_settings()
    findings = examination.examine(
        settings, lambda: create_app(settings, desk=False).app_context(), full=full
    )
    healthy = not any(finding.bad for finding in findings)
    if as_json:
        told = {"healthy": healthy, "findings": [finding.to_json() for finding in findings]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            click.echo(finding.line)
    if not healthy:
        click.get_current_context().exit(1)
