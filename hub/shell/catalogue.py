"""`hub catalogue`: records of libraries from files and from sources."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from content.catalogue.source_models import CatalogueRun, CatalogueSource

_MOST_TOLD = 20


@click.group()
def catalogue() -> None:
    """Thư viện số: nạp tệp, lấy từ nguồn."""


@catalogue.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", "name", default="", help="Tên nguồn của tệp; trống thì là tên tệp.")
@click.option("--draft", is_flag=True, help="Để tất cả chờ duyệt.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả là một dòng JSON.")
@click.pass_context
def bring(context: click.Context, file: Path, name: str, draft: bool, as_json: bool) -> None:
    """Nạp bản ghi từ FILE: MARC21, MARCXML, Dublin Core, OAI-PMH, OPDS, CSV hoặc XLSX.

    Nạp lại cùng tệp không đổi gì. Mã thoát: 0 mọi bản ghi đã nhận; 3 có bản ghi không nhận được
    (các bản ghi khác đã nhận); 1 không nhận được tệp.
    """
    from content.catalogue.commands import sources
    from content.catalogue.formats import files
    from content.catalogue.harvest import run
    from content.errors import BadInput
    from hub.app import create_app
    from hub.keeping import index_care

    with create_app(desk=False).app_context():
        items = files.read(file.name, file.read_bytes())
        source = sources.of_files(name or file.stem, direct=not draft)
        done = run.take_file(source.id, items)
        told = _run_told(source.slug, done)
        index_care.keep_up()
        if done.state != "done":
            raise BadInput(done.message)
    _say(told, as_json)
    context.exit(3 if told["refused"] else 0)


@catalogue.command()
@click.argument("source", default="")
@click.option("--json", "as_json", is_flag=True, help="Mỗi nguồn một dòng JSON.")
@click.pass_context
def harvest(context: click.Context, source: str, as_json: bool) -> None:
    """Lấy bản ghi mới của nguồn SOURCE (mã hoặc tên), hoặc của mọi nguồn không tạm dừng.

    Bị ngắt giữa chừng thì lần sau làm tiếp từ chỗ ngắt. Mã thoát 1 khi có nguồn không lấy được.
    """
    from content.catalogue import queries
    from content.catalogue.commands import sources
    from content.catalogue.harvest import run
    from hub.app import create_app
    from hub.config import read_settings
    from hub.keeping import index_care

    settings = read_settings()
    failed = 0
    with create_app(settings, desk=False).app_context():
        if source:
            chosen = [sources.named(source)]
        else:
            every = queries.sources()
            chosen = [one for one in every if run.is_asked(one) and not one.paused]
        if not chosen:
            click.echo(
                "Không có nguồn nào để lấy; thêm nguồn ở /quan-tri/nguon-thu-muc/.", err=True
            )
        for number, slug in [(one.id, one.slug) for one in chosen]:
            told = _harvested(settings, number, slug, as_json)
            failed += told["state"] != "done"
            _say(told, as_json)
        index_care.keep_up()
    context.exit(1 if failed else 0)


@catalogue.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Mỗi nguồn một dòng JSON.")
def listed(as_json: bool) -> None:
    """Liệt kê các nguồn: kiểu, địa chỉ, lịch, lần chạy gần nhất."""
    from content.catalogue import desk_queries, source_queries
    from hub.app import create_app

    with create_app(desk=False).app_context():
        last = source_queries.last_runs()
        for source, count in desk_queries.of_sources():
            told = _source_told(source, count, last.get(source.id))
            if as_json:
                click.echo(json.dumps(told, ensure_ascii=False))
            else:
                state = "tạm dừng" if source.paused else told["last"] or "chưa chạy lần nào"
                click.echo(f"{source.slug}\t{source.protocol}\t{count}\t{state}\t{source.address}")


def _harvested(settings: Any, number: int, slug: str, hidden: bool) -> dict[str, Any]:
    from content.errors import HubError
    from hub import harvesting
    from hub.shell.content import progress

    with progress(slug, hidden=hidden) as bar:
        try:
            done = harvesting.harvest(
                settings, number, show=lambda read, size: bar(read, max(size or 0, read + 1))
            )
        except HubError as fault:
            return {"source": slug, "state": "failed", "message": fault.message, "refused": 0}
    return _run_told(slug, done)


def _run_told(slug: str, done: CatalogueRun) -> dict[str, Any]:
    from content.catalogue.harvest import schedule

    counts = dict(done.counts or {})
    return {
        "source": slug,
        "state": done.state,
        "message": done.message,
        **counts,
        "refused": counts.get("refused", 0),
        "refusals": list(done.refusals),
        "told": schedule.told(done),
    }


def _source_told(source: CatalogueSource, count: int, last: CatalogueRun | None) -> dict[str, Any]:
    return {
        "slug": source.slug,
        "name": source.name,
        "protocol": source.protocol,
        "address": source.address,
        "paused": source.paused,
        "schedule": source.schedule,
        "records": count,
        "last": f"{last.started_at:%d/%m/%Y} {last.state}" if last else "",
    }


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        told = {key: value for key, value in told.items() if key != "told"}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{told['source']}: {told.get('told', '')}".rstrip(": "))
    if told["message"]:
        click.echo(told["message"], err=True)
    refusals = told.get("refusals", [])
    for one in refusals[:_MOST_TOLD]:
        click.echo(f"  {one['where']}: {one['reason']}")
    more = told["refused"] - min(len(refusals), _MOST_TOLD)
    if more > 0:
        click.echo(f"  … và {more} bản ghi khác; xem báo cáo của nguồn ở bàn biên tập.")
