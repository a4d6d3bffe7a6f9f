"""`hub register import`: a list taken in from the shell, as a draft that the desk announces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from content.recognition.models import Decision, RecognitionTitle

_MOST_TOLD = 50


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--year", type=int, required=True, help="Năm đánh giá.")
@click.option("--title", default="gia-dinh-hoc-tap", show_default=True, help="Danh hiệu (slug).")
@click.option("--place", default="", help="Nơi của quyết định, ví dụ “xã Mẫu”.")
@click.option("--number", "paper", default="", help="Số quyết định; trống thì giữ là bản nháp.")
@click.option("--date", "issued", default="", help="Ngày ban hành, dd/mm/yyyy.")
@click.option("--body", default="", help="Cơ quan, người ban hành.")
@click.option("--display", type=click.Choice(["full", "initials", "count"]), help="Cách hiện tên.")
@click.option("--announce", is_flag=True, help="Công bố ngay khi mọi dòng đều nhận được.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.pass_context
def take_list(context: click.Context, /, file: Path, as_json: bool, **given: Any) -> None:
    """Nạp danh sách công nhận từ XLSX, CSV; nạp lại cùng tệp không ghi ai hai lần.

    Mã thoát: 0 mọi dòng đã nhận; 3 có dòng cần xem lại (các dòng khác đã nhận); 1 không nhận được.
    """
    from hub.app import create_app
    from hub.config import read_settings

    with create_app(read_settings(), desk=False).app_context():
        told = _taken(file, **given)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(told)
    context.exit(3 if told["faulty"] else 0)


def _taken(
    file: Path,
    *,
    year: int,
    title: str,
    place: str,
    paper: str,
    issued: str,
    body: str,
    display: str | None,
    announce: bool,
) -> dict[str, Any]:
    from content import place_choice
    from content.reading import tables
    from content.recognition import register_queries
    from content.recognition.commands import decisions, lists
    from content.recognition.decision_fields import DecisionFields
    from content.recognition.lists import checking, reading

    of = _title(title)
    found = reading.read(
        tables.tables_of_file(file.name, file.read_bytes(), reading.MOST_ROWS),
        community=of.subject == "community",
    )
    here = place_choice.chosen(place, level="commune") if place else None
    fields = DecisionFields(
        year=year,
        place_id=here.id if here else None,
        number=paper,
        issued=_day(issued),
        body=body,
        display=display or "initials",
    )
    decision = _same(fields) or decisions.record(fields)
    done = checking.check(found.lines, decision, register_queries.every_title(), of)
    taken = lists.take_in(decision.id, done.ready)
    if announce and not done.faulty and decision.state == "draft":
        decisions.announce(decision.id, decision.version)
    return {
        "decision": decision.id,
        "state": decision.state,
        "address": decision.path if decision.state == "announced" else "",
        "added": taken.added,
        "there": taken.there,
        "taken_down": taken.taken_down,
        "left_out": list(found.left_out),
        "notes": [*found.notes, *done.notes],
        "faulty": [{"line": one.line.where, "said": one.said} for one in done.faulty],
    }


def _same(fields: Any) -> Decision | None:
    """The draft of an earlier run of this command: the same number, day, body, year and place."""
    import sqlalchemy as sa

    from content.database import db
    from content.recognition.models import Decision

    wanted = [
        column.is_(None) if value is None else column == value
        for column, value in (
            (Decision.number, fields.number),
            (Decision.issued, fields.issued),
            (Decision.body, fields.body),
            (Decision.year, fields.year),
            (Decision.place_id, fields.place_id),
        )
    ]
    query = sa.select(Decision).where(
        Decision.state == "draft", Decision.created_by_id.is_(None), *wanted
    )
    return db.session.scalar(query.order_by(Decision.id.desc()).limit(1))


def _title(slug: str) -> RecognitionTitle:
    from content.errors import BadInput
    from content.recognition import register_queries

    found = register_queries.title_by_slug(slug)
    if found is None:
        known = ", ".join(one.slug for one in register_queries.every_title())
        raise BadInput(f"Không có danh hiệu “{slug}”; dùng một trong: {known}.")
    return found


def _day(text: str) -> Any:
    import datetime as dt

    from content.errors import BadInput

    if not text.strip():
        return None
    try:
        day, month, year = (int(part) for part in text.strip().split("/"))
        return dt.date(year, month, day)
    except ValueError:
        raise BadInput(f"--date “{text}” không phải ngày; ghi dạng 02/03/2026.") from None


def _say(told: dict[str, Any]) -> None:
    click.echo(
        f"Đã nhận {_dotted(told['added'])} dòng mới, {_dotted(told['there'])} dòng đã có từ trước."
    )
    if told["taken_down"]:
        click.echo(f"{_dotted(told['taken_down'])} tên đã gỡ vẫn được tính, không hiện lại.")
    if told["left_out"]:
        click.echo(f"Cột không đưa vào sổ: {', '.join(told['left_out'])}.")
    for note in told["notes"]:
        click.echo(note)
    for one in told["faulty"][:_MOST_TOLD]:
        click.echo(f"{one['line']}: {one['said']}")
    if (more := len(told["faulty"]) - _MOST_TOLD) > 0:
        click.echo(f"… và {_dotted(more)} dòng nữa.")
    if told["state"] == "announced":
        click.echo(f"Đã công bố ở {told['address']}")
    else:
        click.echo(
            f"Bản nháp số {told['decision']}, chưa ai thấy; xem và công bố ở mục Công nhận của "
            "bàn biên tập."
        )


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")
