"""Pages of the catalogue's room: shelves, what stands on them, lists that come and go as sheets."""

from __future__ import annotations

import re

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin import times
from admin.figure_scope import may, must_be_mine, scope
from admin.room import expose, me, page_number, say
from content import place_choice, safe_csv, scopes
from content.catalogue import holding_lists, shelf_queries
from content.catalogue.commands import shelves
from content.catalogue.commands.shelves import ShelfFields, Stop
from content.catalogue.shelf_models import SHELF_KINDS, Shelf
from content.errors import BadInput, HubError
from content.reading import tables
from content.workbooks import workbook

PER_PAGE = 50
_SHELF = "/tu-sach/<int(max=2147483647):row_id>/"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXTS = ("name", "kind", "place", "address", "hours", "contact", "about", "uncatalogued", "stops")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


class ShelfPages:
    """The list of shelves, a form for each, its books, sheets in and out."""

    @expose("/tu-sach/")
    def shelves(self: BaseView) -> ResponseReturnValue:
        """All shelves within the limits of the account, with how much stands on each."""
        page: str = self.render(
            "desk/rooms/shelves.html",
            counts=[one for one in shelf_queries.counts(hidden=True) if may(one.shelf.place_id)],
            kinds=SHELF_KINDS,
        )
        return page

    @expose("/tu-sach/moi/", ("GET", "POST"))
    def new_shelf(self: BaseView) -> ResponseReturnValue:
        """Add a shelf."""
        home = scopes.home(scope())
        values = dict.fromkeys(_TEXTS, "") | {"place": home.full_name if home else "", "shown": "1"}
        return _form(self, None, values)

    @expose(_SHELF, ("GET", "POST"))
    def shelf(self: BaseView, row_id: int) -> ResponseReturnValue:
        """Change a shelf; below the form stand its books."""
        row = _mine(row_id)
        return _form(self, row, _shown(row))

    @expose(f"{_SHELF}xoa/", ("POST",))
    def drop_shelf(self, row_id: int) -> ResponseReturnValue:
        """Remove a shelf."""
        shelves.drop(_mine(row_id).id, actor_id=me().id)
        say("Đã xóa tủ sách; các tài liệu vẫn còn trong mục lục.")
        return redirect(url_for("thu_vien_so.shelves"))

    @expose(f"{_SHELF}nhap/", ("GET", "POST"))
    def holdings(self: BaseView, row_id: int) -> ResponseReturnValue:
        """Books of a shelf as XLSX, CSV or pasted cells: tried first, then carried out (`act`)."""
        row = _mine(row_id)
        fault, status, text = "", 200, request.form.get("list", "")[:2_000_000]
        planned: list[holding_lists.Line] = []
        if request.method == "POST":
            try:
                planned, text = _planned(text)
                if request.form.get("act") == "do":
                    count = shelves.hold_list(row.id, planned, actor_id=me().id)
                    say(f"Đã ghi {count} dòng vào {row.name}. Sách mới thêm đang chờ duyệt.")
                    return redirect(url_for("thu_vien_so.shelf", row_id=row.id))
            except HubError as refused:
                fault, status, planned = refused.message, 400, []
        page: str = self.render(
            "desk/rooms/shelf_list.html",
            shelf=row,
            fault=fault,
            text=text,
            planned=planned,
            statuses=holding_lists.STATUSES,
            tally={key: sum(x.status == key for x in planned) for key in holding_lists.STATUSES},
            headings=list(holding_lists.HEADINGS.values()),
        )
        return page, status

    @expose(f"{_SHELF}sach.csv")
    def holdings_csv(self, row_id: int) -> ResponseReturnValue:
        """The books of a shelf as CSV, in the columns that reading takes."""
        row = _mine(row_id)
        answer = make_response(safe_csv.whole(_rows(row)))
        answer.headers["Content-Type"] = "text/csv; charset=utf-8"
        return _named(answer, f"{row.slug}.csv")

    @expose(f"{_SHELF}sach.xlsx")
    def holdings_sheet(self, row_id: int) -> ResponseReturnValue:
        """The books of a shelf as a sheet."""
        row = _mine(row_id)
        answer = make_response(workbook([("Sách", _rows(row))]))
        answer.headers["Content-Type"] = _XLSX
        return _named(answer, f"{row.slug}.xlsx")


def _form(room: BaseView, row: Shelf | None, values: dict[str, str]) -> ResponseReturnValue:
    fault = ""
    if request.method == "POST":
        sent = request.form
        values = {name: sent.get(name, "").replace("\x00", "")[:10_000] for name in _TEXTS}
        values["shown"] = sent.get("shown", "")
        try:
            given = _meant(values)
            must_be_mine(given.place_id)
            saved = shelves.save(
                given,
                row_id=row.id if row else None,
                seen_version=_number(sent.get("version", "")),
                actor_id=me().id,
            )
            say("Đã lưu tủ sách.")
            return redirect(url_for("thu_vien_so.shelf", row_id=saved.id))
        except HubError as refused:
            fault = refused.message
    total = shelf_queries.count_on_shelf(row.id) if row else 0
    pages = max(1, -(-total // PER_PAGE))
    at = min(page_number(), pages)
    page: str = room.render(
        "desk/rooms/shelf.html",
        row=row,
        values=values,
        kinds=SHELF_KINDS,
        fault=fault,
        held=shelf_queries.on_shelf(row.id, offset=(at - 1) * PER_PAGE, limit=PER_PAGE, hidden=True)
        if row
        else [],
        page=at,
        pages=pages,
    )
    return page, 400 if fault else 200


def _meant(values: dict[str, str]) -> ShelfFields:
    count = values["uncatalogued"].strip().replace(".", "") or "0"
    if not count.isdecimal() or len(count) > 6:
        raise BadInput("Số sách chưa ghi vào mục lục: chỉ ghi một con số, ví dụ 120.")
    place = values["place"].strip()
    return ShelfFields(
        name=values["name"],
        kind=values["kind"],
        place_id=place_choice.chosen(place).id if place else None,
        address=values["address"],
        hours=values["hours"],
        contact=values["contact"],
        about=values["about"],
        uncatalogued=int(count),
        shown=bool(values["shown"]),
        stops=tuple(_stop(line) for line in values["stops"].splitlines() if line.strip()),
    )


def _stop(line: str) -> Stop:
    """ "12/10/2026 8 giờ | chợ xã Mẫu" or "Thứ bảy, 8 giờ | nhà văn hóa bản Mẫu"."""
    times_words, bar, where = (part.strip() for part in line.partition("|"))
    if not bar or not where:
        raise BadInput(
            f"Điểm dừng “{line.strip()[:60]}”: ghi giờ trước, rồi dấu | rồi nơi đỗ, "
            "ví dụ: Thứ bảy 8 giờ | nhà văn hóa bản Mẫu."
        )
    found = _DAY.match(times_words)
    day = times.day(found[0], "Điểm dừng") if found else None
    rest = times_words[found.end() :].strip(" ,") if found else times_words
    return Stop(where, rest, day)


def _shown(row: Shelf) -> dict[str, str]:
    stops = [
        " | ".join(
            (" ".join(filter(None, (times.shown_day(x.day) if x.day else "", x.times))), x.where)
        )
        for x in row.stops
    ]
    return {
        "name": row.name,
        "kind": row.kind,
        "place": row.place.full_name if row.place else "",
        "address": row.address,
        "hours": row.hours,
        "contact": row.contact,
        "about": row.about,
        "uncatalogued": str(row.uncatalogued or ""),
        "stops": "\n".join(stops),
        "shown": "1" if row.shown else "",
    }


def _planned(text: str) -> tuple[list[holding_lists.Line], str]:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        rows = tables.rows_of_file(sent.filename, sent.read(), holding_lists.MOST_LINES + 50)
    else:
        rows = tables.rows_of_text(text)
    if not any(cell.strip() for row in rows for cell in row):
        raise BadInput("Chưa có danh sách nào; hãy chọn tệp, hoặc dán các ô vào khung.")
    again = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return holding_lists.plan(rows), again


def _rows(row: Shelf) -> list[list[str | int | float]]:
    lines: list[list[str | int | float]] = [list(holding_lists.HEADINGS.values())]
    for record, held in shelf_queries.on_shelf(row.id, limit=1_000_000, hidden=True):
        value = record.record
        lines.append(
            [
                record.title,
                ", ".join(value.authors),
                value.identifier("isbn"),
                value.publisher,
                record.year or "",
                held.copies,
                held.call_number,
                held.remark,
            ]
        )
    return lines


def _named(answer: ResponseReturnValue, name: str) -> ResponseReturnValue:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'  # type: ignore[union-attr]
    answer.headers["Cache-Control"] = "private, no-store"  # type: ignore[union-attr]
    return answer


def _mine(row_id: int) -> Shelf:
    try:
        row = shelves.known(row_id)
    except HubError:
        raise NotFound() from None
    if not may(row.place_id):
        raise NotFound()
    return row


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
