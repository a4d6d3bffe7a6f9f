"""`hub find` and `hub index`: search from the shell, and the index's own state."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("query")
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 50),
    help="Số kết quả, nhiều nhất 50.",
)
@click.option("--json", "as_json", is_flag=True, help="In JSON như /api/v1/search.")
def find(query: str, limit: int, as_json: bool) -> None:
    """Tìm QUERY trong trang; không cần gõ dấu."""
    from hub.app import create_app
    from search_index import ask

    with create_app(desk=False).app_context():
        answer = ask.search(query, limit=limit)
    if as_json:
        click.echo(json.dumps(answer.to_json(), ensure_ascii=False))
        return
    for hit in answer.results:
        click.echo(f"{hit.title}\n    {hit.url}\n    {' '.join(hit.snippet.split())}")
    click.echo(f"{answer.total} kết quả.")


@click.group()
def index() -> None:
    """Chỉ mục tìm kiếm; luôn dựng lại được từ cơ sở dữ liệu."""


@index.command("rebuild")
def rebuild() -> None:
    """Dựng lại chỉ mục từ đầu."""
    from hub.app import create_app
    from hub.shell.content import progress
    from search_index import index as search

    with create_app(desk=False).app_context(), progress("Dựng chỉ mục", hidden=False) as show:
        count = search.rebuild(show)
    click.echo(f"Đã dựng lại chỉ mục: {count} mục.")


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def status(as_json: bool) -> None:
    """Chỉ mục đang thế nào; mã thoát 1 nếu cần dựng lại."""
    from hub.app import create_app
    from hub.keeping import doctor

    with create_app(desk=False).app_context():
        finding = doctor.index_finding()
    if as_json:
        click.echo(json.dumps(finding.to_json(), ensure_ascii=False))
    else:
        click.echo(finding.line)
    if finding.bad:
        click.get_current_context().exit(1)
