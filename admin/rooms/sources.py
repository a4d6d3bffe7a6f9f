"""Nguồn thư mục: sources of library records, tried, run, paused, each with its reports."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import rights, source_form
from admin.cookies import DESK
from admin.figure_scope import scope
from admin.room import Room, expose, me, need, say
from admin.rooms.library_files import sent_files
from content import jobs
from content.catalogue import desk_queries, source_queries
from content.catalogue.commands import sources
from content.catalogue.formats import files
from content.catalogue.harvest import oai_client, opds_client, run, schedule, sru_client
from content.catalogue.harvest.fetching import Manner
from content.catalogue.source_models import PROTOCOLS, RUN_STATES, SCHEDULES, CatalogueSource
from content.errors import BadInput, HubError

MOST_SETS_SHOWN = 1_000
_MOST_FILE = 10 * 2**20
_ROW = "/<int(max=2147483647):row_id>/"
_CHOSEN = ("oai", "sru", "opds", "link")
COUNTS = {
    "new": "Mới",
    "joined": "Gộp vào bản đã có",
    "changed": "Đổi",
    "same": "Như cũ",
    "deleted": "Nguồn đã xóa",
    "left_out": "Ngoài bộ lọc",
    "refused": "Không nhận",
}


class Sources(Room):
    """Where records come from; opened from the room of the catalogue."""

    right = "edit_all"

    def is_accessible(self) -> bool:
        """As every room, and for accounts that nothing limits: sources belong to all."""
        return super().is_accessible() and not rights.scope_of(me()).kinds

    def is_visible(self) -> bool:
        """Not in the menu: the catalogue's room leads here."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """All sources with their last runs, and the shipped ones that are not here yet."""
        page: str = self.render(
            "desk/rooms/sources.html",
            rows=desk_queries.of_sources(),
            last=source_queries.last_runs(),
            presets=sources.presets(),
            protocols=PROTOCOLS,
            schedules=SCHEDULES,
            run_states=RUN_STATES,
            asked=_CHOSEN,
        )
        return page

    @expose("/moi/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Add a source; `?kieu=` its protocol."""
        _must_be_allowed()
        protocol = request.args.get("kieu", "oai")
        if protocol not in _CHOSEN:
            raise NotFound()
        return self._form(None, protocol)

    @expose("/mau/", ("POST",))
    def preset(self) -> ResponseReturnValue:
        """Add a shipped source, paused: `address`."""
        person = _must_be_allowed()
        row = sources.add_preset(request.form.get("address", "")[:500], actor_id=person.id)
        say("Đã thêm nguồn, đang tạm dừng. Hãy thử kết nối rồi cho chạy.")
        return redirect(url_for("nguon_thu_muc.source", row_id=row.id), 303)

    @expose(_ROW, ("GET", "POST"))
    def source(self, row_id: int) -> ResponseReturnValue:
        """One source: its form, its runs, what can be done with it."""
        row = _row(row_id)
        if request.method == "POST":
            _must_be_allowed()
        return self._form(row, row.protocol)

    @expose(f"{_ROW}thu/", ("POST",))
    def test(self, row_id: int) -> ResponseReturnValue:
        """Ask the source who it is; its sets are offered for choosing."""
        _must_be_allowed()
        row = _row(row_id)
        try:
            met = _met(row)
        except HubError as fault:
            return self._form(row, row.protocol, fault=f"Chưa kết nối được. {fault.message}")
        return self._form(row, row.protocol, met=met)

    @expose(f"{_ROW}lay/", ("POST",))
    def harvest(self, row_id: int) -> ResponseReturnValue:
        """Ask for a run now."""
        person, row = _must_be_allowed(), _row(row_id)
        if row.protocol not in run.ASKED or row.paused:
            raise BadInput("Nguồn này đang tạm dừng, hoặc không lấy qua mạng được.")
        schedule.ask(row.id, by=person.id)
        say("Đã nhận việc: máy sẽ lấy trong ít phút; mở lại trang này để xem kết quả.")
        return redirect(url_for("nguon_thu_muc.source", row_id=row.id), 303)

    @expose(f"{_ROW}tam-dung/", ("POST",))
    def pause(self, row_id: int) -> ResponseReturnValue:
        """Pause a source, or let it run again: `paused`."""
        person, row = _must_be_allowed(), _row(row_id)
        paused = request.form.get("paused") == "1"
        sources.pause(row.id, paused, actor_id=person.id)
        say("Đã tạm dừng nguồn này." if paused else "Nguồn này chạy lại được rồi.")
        return redirect(url_for("nguon_thu_muc.source", row_id=row.id), 303)

    @expose(f"{_ROW}xoa/", ("POST",))
    def drop(self, row_id: int) -> ResponseReturnValue:
        """Remove a source; its records stay."""
        person, row = _must_be_allowed(), _row(row_id)
        sources.drop(row.id, actor_id=person.id)
        say("Đã xóa nguồn; các tài liệu đã lấy vẫn còn trong mục lục.")
        return redirect(url_for("nguon_thu_muc.index"), 303)

    @expose(f"{_ROW}lan-chay/<int(max=2147483647):run_id>/")
    def report(self, row_id: int, run_id: int) -> ResponseReturnValue:
        """What a run did, with each refusal and its reason."""
        row, found = _row(row_id), source_queries.run(row_id, run_id)
        if found is None:
            raise NotFound()
        page: str = self.render(
            "desk/rooms/source_run.html",
            row=row,
            run=found,
            counts=COUNTS,
            run_states=RUN_STATES,
        )
        return page

    @expose("/nap/", ("GET", "POST"))
    def bring(self) -> ResponseReturnValue:
        """Take the records of a sent file in."""
        person = _must_be_allowed()
        fault = ""
        if request.method == "POST":
            try:
                return _brought(person.id)
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/source_file.html", fault=fault, name=request.form.get("name", "")
        )
        return page, 400 if fault else 200

    def _form(
        self,
        row: CatalogueSource | None,
        protocol: str,
        *,
        met: oai_client.Met | None = None,
        fault: str = "",
    ) -> ResponseReturnValue:
        values = source_form.shown(row, protocol)
        if request.method == "POST" and request.endpoint in _SAVING:
            values = source_form.sent(request.form)
            try:
                saved = _saved(row, protocol, values)
                say("Đã lưu nguồn." if row else "Đã thêm nguồn; hãy bấm Thử kết nối.")
                return redirect(url_for("nguon_thu_muc.source", row_id=saved.id), 303)
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/source.html",
            row=row,
            protocol=protocol,
            protocols=PROTOCOLS,
            values=values,
            met=met,
            sets=dict(met.sets[:MOST_SETS_SHOWN]) | values["sets"] if met else values["sets"],
            prefixes=(met.formats if met and met.formats else list(oai_client.PREFIXES)),
            fault=fault,
            schedules=SCHEDULES,
            run_states=RUN_STATES,
            runs=source_queries.runs(row.id) if row else [],
            tally=source_queries.tally(row.id) if row else {},
            waiting=_waiting(row) if row else False,
            may_open=me().may("settings"),
            may_change=me().may("publish") and scope().place_id is None,
            runnable=protocol in run.ASKED,
            told=schedule.told,
        )
        return page, 400 if fault else 200


_SAVING = frozenset({"nguon_thu_muc.source", "nguon_thu_muc.new"})


def room() -> Sources:
    """The sources at /quan-tri/nguon-thu-muc/."""
    return Sources("Nguồn thư mục", "nguon_thu_muc", f"{DESK}/nguon-thu-muc", "download")


def _saved(row: CatalogueSource | None, protocol: str, values: dict[str, Any]) -> CatalogueSource:
    version = request.form.get("version", "")
    return sources.save(
        source_form.meant(values, row, protocol),
        row_id=row.id if row else None,
        seen_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        may_open=me().may("settings"),
        actor_id=me().id,
    )


def _met(row: CatalogueSource) -> oai_client.Met:
    manner = Manner(
        internal=row.allow_internal, insecure=row.insecure_tls, seconds=15.0, wait=_too_long
    )
    if row.protocol == "oai":
        return oai_client.meet(row.address, manner)
    if row.protocol == "sru":
        return oai_client.Met(sru_client.meet(row.address, manner))
    if row.protocol == "opds":
        return oai_client.Met(opds_client.meet(row.address, manner))
    raise BadInput("Nguồn kiểu này không có gì để thử.")


def _too_long(_seconds: float) -> None:
    raise BadInput("Máy chủ của nguồn đang bận và bảo hỏi lại sau.")


def _brought(actor_id: int) -> ResponseReturnValue:
    given = sent_files("file")
    if not given:
        raise BadInput("Chưa chọn tệp nào; hãy chọn tệp rồi bấm Nạp.")
    name = str(given[0].filename).replace("\\", "/").rsplit("/", 1)[-1][:120]
    data = given[0].read(_MOST_FILE + 1)
    if len(data) > _MOST_FILE:
        raise BadInput(
            f"“{name}” lớn hơn 10 MB; hãy chia làm mấy tệp, hoặc nhờ người quản máy chạy lệnh "
            "hub catalogue import."
        )
    items = files.read(name, data)
    source = sources.of_files(
        request.form.get("name", "").strip() or name.rsplit(".", 1)[0],
        direct=request.form.get("direct") == "1",
        actor_id=actor_id,
    )
    done = run.take_file(source.id, items, by=actor_id)
    say(f"“{name}”: {schedule.told(done)}" if done.state == "done" else done.message,
        "good" if done.state == "done" else "bad")  # fmt: skip
    return redirect(url_for("nguon_thu_muc.report", row_id=source.id, run_id=done.id), 303)


def _waiting(row: CatalogueSource) -> bool:
    """Whether a run of the source was asked for and is not over yet."""
    return any(
        job.state in ("waiting", "running") and job.arguments.get("source") == row.id
        for job in jobs.newest(schedule.HARVEST, 50)
    )


def _row(row_id: int) -> CatalogueSource:
    found = source_queries.by_id(row_id)
    if found is None:
        raise NotFound()
    return found


def _must_be_allowed() -> Any:
    """The person, who may change what everybody sees: sources fill the whole catalogue."""
    person = need("publish")
    if scope().place_id is not None:
        raise BadInput("Tài khoản này chỉ làm phần của một địa bàn; hãy nhờ quản trị viên.")
    return person
