"""Chỉ tiêu, số liệu: figures and targets added, changed, imported; communes that are silent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import figure_boxes, row_form
from admin.cookies import DESK
from admin.figure_scope import PlacedRoom, may, mine, must_be_mine, scope, within
from admin.room import Room, expose, me, page_number, say
from content import calendar, scopes
from content.database import db
from content.errors import BadInput, HubError
from content.places import Place
from content.recognition import figure_lists, rates, target_queries
from content.recognition.commands import targets
from content.recognition.target_fields import FigureFields, TargetFields
from content.recognition.target_models import Figure, Target
from content.vietnamese import fold
from hub.face import site as face_site

PER_PAGE = 50
_ROW = "<int(max=2147483647):row_id>/"
_MOST_NAMED = 400


class Figures(PlacedRoom):
    """The lists of figures and of targets, a form for each row, an import, a reminder."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The figures; `?q=` part of a place's name, `?nam=` a year."""
        return _listing(self, "desk/rooms/figures.html", Figure)

    @expose("/ke-hoach/")
    def targets(self) -> ResponseReturnValue:
        """The targets, narrowed in the same way."""
        return _listing(self, "desk/rooms/targets.html", Target)

    @expose("/so-lieu/", ("GET", "POST"))
    def new_figure(self) -> ResponseReturnValue:
        """Add figures."""
        return _form(self, Figure)

    @expose(f"/so-lieu/{_ROW}", ("GET", "POST"))
    def figure(self, row_id: int) -> ResponseReturnValue:
        """Change figures."""
        return _form(self, Figure, mine(Figure, row_id))

    @expose("/ke-hoach/them/", ("GET", "POST"))
    def new_target(self) -> ResponseReturnValue:
        """Add a target."""
        return _form(self, Target)

    @expose(f"/ke-hoach/{_ROW}", ("GET", "POST"))
    def target(self, row_id: int) -> ResponseReturnValue:
        """Change a target."""
        return _form(self, Target, mine(Target, row_id))

    @expose(f"/so-lieu/{_ROW}xoa/", ("POST",))
    def drop_figure(self, row_id: int) -> ResponseReturnValue:
        """Remove figures."""
        return _drop(Figure, row_id, "chi_tieu.index")

    @expose(f"/ke-hoach/{_ROW}xoa/", ("POST",))
    def drop_target(self, row_id: int) -> ResponseReturnValue:
        """Remove a target."""
        return _drop(Target, row_id, "chi_tieu.targets")

    @expose("/nhap/", ("GET", "POST"))
    def many(self) -> ResponseReturnValue:
        """Figures as XLSX, CSV or pasted cells: tried first (`act` is "try"), then carried out."""
        fault, status = "", 200
        values = {name: request.form.get(name, "") for name in ("list", "year", "source")}
        planned: list[figure_lists.Planned] = []
        if request.method == "POST":
            try:
                planned, values["list"] = _planned(values)
                if request.form.get("act") == "do":
                    count = targets.record_all(figure_lists.wanted(planned), actor_id=me().id)
                    say(f"Đã ghi số liệu của {count} dòng.")
                    return redirect(url_for("chi_tieu.index"))
            except HubError as refused:
                fault, status, planned = refused.message, 400, []
        page: str = self.render(
            "desk/rooms/figures_many.html",
            fault=fault,
            values=values,
            planned=planned,
            statuses=figure_lists.STATUSES,
            tally={k: sum(row.status == k for row in planned) for k in figure_lists.STATUSES},
        )
        return page, status

    @expose("/nhac/", ("GET", "POST"))
    def silent(self) -> ResponseReturnValue:
        """Communes without figures of a year; POST writes the reminder for those chosen."""
        year = _year(request.values.get("nam", ""))
        home = scopes.home(scope())
        found = target_queries.silent(home, year)
        chosen = set(request.form.getlist("place"))
        named = [place for place in found if place.slug in chosen][:_MOST_NAMED]
        if request.method == "GET" and request.args.get("chon") != "khong":
            chosen = {place.slug for place in found}
        page: str = self.render(
            "desk/rooms/figures_silent.html",
            year=year,
            above=home,
            found=found,
            named=named,
            picked=chosen,
            letter=_letter(named, year) if named else "",
            asked=request.method == "POST",
        )
        return page


def room() -> Figures:
    """The figures and targets at /quan-tri/chi-tieu/."""
    return Figures("Chỉ tiêu, số liệu", "chi_tieu", f"{DESK}/chi-tieu", "chart")


def _listing(room: Room, template: str, model: type[Figure] | type[Target]) -> ResponseReturnValue:
    q = " ".join(request.args.get("q", "").replace("\x00", "").split())[:120]
    asked = request.args.get("nam", "")
    query = within(sa.select(model).outerjoin(Place, Place.id == model.place_id), model)
    if q:
        query = query.where(Place.folded.contains(fold(q), autoescape=True))
    if asked.isdecimal() and len(asked) == 4:
        query = query.where(model.year == int(asked))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(page_number(), pages)
    order = (Place.slug, model.year.desc(), model.title, model.id)
    query = query.order_by(*order).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    known = target_queries.titles()
    shown: str = room.render(
        template,
        rows=list(db.session.scalars(query).unique()),
        name_of=lambda row: target_queries.name_of(row.title, row.measure, known),
        total=total,
        page=page,
        pages=pages,
        q=q,
        year=asked,
        years=target_queries.years(),
        number=rates.number,
        rate=lambda part, whole: rates.two_places(rates.share(part, whole)),
        share=lambda row: rates.written(rates.of_hundredths(row.hundredths)),
    )
    return shown


def _form(
    room: Room, model: type[Figure] | type[Target], row: Figure | Target | None = None
) -> ResponseReturnValue:
    of_figure = model is Figure
    boxes = figure_boxes.of_figure() if of_figure else figure_boxes.of_target()
    kind: Any = FigureFields if of_figure else TargetFields
    fault, values = "", _first_values(boxes, row)
    if request.method == "POST":
        values = row_form.typed(boxes, request.form)
        try:
            given = row_form.meant(boxes, values)
            must_be_mine(given["place_id"])
            if not of_figure:
                given["year"] = given["year"] or 0
                given["position"] = row.position if isinstance(row, Target) else 0
            saved = targets.save(
                kind(**given),
                row_id=row.id if row else None,
                seen_version=_number(request.form.get("version", "")),
                actor_id=me().id,
            )
            say("Đã lưu. Người đọc thấy ngay trên trang; bản tĩnh có sau lần xuất tới.")
            where = "figure" if of_figure else "target"
            return redirect(url_for(f"chi_tieu.{where}", row_id=saved.id))
        except HubError as refused:
            fault = refused.message
    title = "Số liệu một năm" if of_figure else "Một chỉ tiêu"
    back = ("chi_tieu.index", "Số liệu") if of_figure else ("chi_tieu.targets", "Chỉ tiêu")
    drop = "chi_tieu.drop_figure" if of_figure else "chi_tieu.drop_target"
    page: str = room.render(
        "desk/rooms/row_form.html",
        title=title,
        back=back,
        boxes=boxes,
        values=values,
        row=row,
        drop=drop,
        fault=fault,
    )
    return page, 400 if fault else 200


def _first_values(boxes: tuple[row_form.Box, ...], row: Any) -> dict[str, str]:
    """What an untouched form holds: the row, or the account's own place."""
    if row is not None:
        return row_form.shown(boxes, row)
    home = scopes.home(scope())
    values = dict.fromkeys((box.name for box in boxes), "")
    return values | {"place": home.full_name if home else ""}


def _drop(model: type[Figure] | type[Target], row_id: int, back: str) -> ResponseReturnValue:
    row = mine(model, row_id)
    targets.drop(model, row.id, actor_id=me().id)
    say("Đã xóa.")
    return redirect(url_for(back))


def _planned(values: dict[str, str]) -> tuple[list[figure_lists.Planned], str]:
    """What the sent list would do, and the list as text that can be sent again."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        rows = figure_lists.rows_of_file(sent.filename, sent.read())
    else:
        rows = figure_lists.rows_of_text(values["list"][:2_000_000])
    if not any(cell.strip() for row in rows for cell in row):
        raise BadInput("Chưa có danh sách nào; hãy chọn tệp, hoặc dán các ô vào khung.")
    year = rates.count(values["year"], "Năm")
    if not values["source"].strip():
        raise BadInput("Hãy ghi nguồn của danh sách, ví dụ “Báo cáo năm 2025 của Hội Khuyến học”.")
    planned = figure_lists.plan(rows, year=year, source=values["source"], may=may)
    text = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return planned, text


def _letter(named: list[Place], year: int) -> str:
    """The reminder, ready to be copied into a message or a letter."""
    places = "\n".join(f"- {place.full_name}" for place in named)
    whose = face_site.current()
    return (
        f"Kính gửi các đơn vị:\n{places}\n\n"
        f"Đến ngày {calendar.today():%d/%m/%Y}, chúng tôi chưa có số liệu công nhận các danh hiệu "
        f"học tập năm {year} của đơn vị. Kính đề nghị gửi cho mỗi danh hiệu ba con số: tổng số, "
        f"đăng ký, công nhận; kèm số và ngày của quyết định công nhận.\n\n"
        f"Trân trọng.\n{whose.organisation or whose.site_name}"
    )


def _year(text: str) -> int:
    """The year asked for; else the last whole one."""
    known = text.isdecimal() and len(text) == 4
    return int(text) if known else calendar.today().year - 1


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
