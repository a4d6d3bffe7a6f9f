"""`hub load` and `hub dump`: content in and out as files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

DUMP_MARK = ".hub-dump"
# `content.letters.result.Wish.letters`; named here so that `hub --help` loads no reader.
ENCODINGS = ("tcvn3", "vni", "cp1258", "viscii", "unicode")


@contextmanager
def progress(label: str, *, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, as the callback (done, total) that long work asks for."""
    bar: ProgressBar[int]
    hidden = hidden or not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="Để tất cả ở Nháp.")
@click.option("--json", "as_json", is_flag=True, help="Mỗi tệp một dòng JSON.")
@click.option(
    "--letters",
    type=click.Choice(ENCODINGS),
    help="Bảng mã của chữ trong tệp, khi máy đoán chưa đúng; “unicode” là để nguyên.",
)
@click.option("--later", is_flag=True, help="Trang chụp để “hub due” hay máy chủ nhận dạng sau.")
def load(
    paths: tuple[Path, ...], draft: bool, as_json: bool, letters: str | None, later: bool
) -> None:
    """Nạp tệp hoặc thư mục: Markdown, Word, PDF, bản chụp, trang web, thư, ZIP của chúng.

    Nạp lại lần nữa không đổi gì. Trang chụp chưa có chữ được nhận dạng ngay sau khi nạp.
    """
    from content.letters.result import Wish
    from content.loading import loader, recognised, reports, totals
    from content.loading.order import Order
    from hub.app import create_app
    from hub.keeping import index_care

    bare = any((path / DUMP_MARK).exists() for path in paths)
    order = Order(draft, wish=Wish(letters))
    with create_app(desk=False, bare=bare).app_context():
        with (
            progress("Nạp", hidden=as_json) as show,
            reports.recording("shell", draft=draft) as kept,
        ):
            load_id, tell = kept.id, partial(reports.add, kept)
            told = loader.load_paths(paths, order=order, progress=show, tell=tell)
        if order.asked and not later:
            with progress("Nhận dạng chữ", hidden=as_json) as show:
                told = recognised.follow(told, order, show)
        index_care.keep_up()
        summed_up = totals.sentence(told)
    for report in told:
        if as_json:
            click.echo(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            _tell(report.path, report.status, [note.text for note in report.notes])
    if not as_json:
        click.echo(f"Kết quả, kèm chỗ để trả lời, ở bàn làm việc: /quan-tri/tai-len/{load_id}/")
        click.echo(summed_up)
    if any(report.status == "refused" for report in told):
        click.get_current_context().exit(1)


def _tell(path: str, status: str, notes: list[str]) -> None:
    words = {"loaded": "mới", "changed": "đã đổi", "unchanged": "như cũ", "refused": "TỪ CHỐI"}
    click.echo(f"{words[status]:8} {path}")
    for note in notes:
        click.echo(f"         - {note}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--revisions",
    is_flag=True,
    help="Kèm mọi bản đã đăng của từng bài, cả chữ đã sửa hay đã gỡ.",
)
def dump(folder: Path, revisions: bool) -> None:
    """Kết xuất nội dung ra FOLDER: Markdown, TOML và tệp; nạp lại được bằng “hub load”."""
    from content.dumping import dumper
    from hub.app import create_app

    with create_app(desk=False).app_context(), progress("Kết xuất", hidden=False) as show:
        count = dumper.dump(folder, revisions=revisions, progress=show)
    click.echo(f"Đã kết xuất {count} bài vào {folder}.")
