"""The report of a load: one page for all its files, and the question about letters."""

from __future__ import annotations

import json

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin import load_lines, rights
from admin.room import expose, me, page_number, say
from content import people
from content.errors import BadInput, HubError
from content.letters.result import Wish
from content.loading import letter_choices, loader, report_queries, reports
from content.loading.models import Load, LoadEntry
from content.people import Person

_LOAD = "/<int(max=2147483647):load_id>"
_ENTRY = f"{_LOAD}/<int(max=2147483647):position>"


# `?xem=` → a part of `report_queries.PARTS`.
_PARTS = {"can-lam": "person", "cho-may": "machine", "xong": "done"}


class LoadPages:
    """Pages below the upload form."""

    @expose(f"{_LOAD}/")
    def report(self: BaseView, load_id: int) -> ResponseReturnValue:
        """What became of each file; `?xem=`: a key of _PARTS, `?trang=`: the page."""
        load = _seen_by_me(load_id)
        seen = request.args.get("xem", "")
        part = _PARTS.get(seen)
        found = report_queries.entries(load, part=part, page=page_number())
        lines = load_lines.lines(found.rows)
        whose = [load.actor_id, *(e.answered["by"] for e in found.rows if e.answered)]
        page: str = self.render(
            "desk/rooms/load.html",
            load=load,
            state=report_queries.state_of(load),
            tally=report_queries.tallies([load])[load.id],
            found=found,
            lines=lines,
            seen=seen if part else None,
            most_open=load_lines.MOST_OPEN,
            names=people.names_of(whose),
            title_of=letter_choices.title_of,
        )
        return page

    @expose(f"{_LOAD}/bao-cao.json")
    def report_as_json(self, load_id: int) -> ResponseReturnValue:
        """The same report for programs."""
        told = report_queries.as_json(_seen_by_me(load_id))
        return Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")

    @expose(f"{_ENTRY}/bang-ma/", ("GET", "POST"))
    def letters(self: BaseView, load_id: int, position: int) -> ResponseReturnValue:
        """Which encoding the letters of a file are in; the answer has the file read again."""
        load = _seen_by_me(load_id)
        entry = report_queries.entry_at(load, position)
        if entry is None or not entry.letters or not entry.file_sha256:
            raise NotFound()
        fault = ""
        if request.method == "POST":
            try:
                _answer(entry, request.form.get("encoding", ""))
                return redirect(url_for("tai_len.report", load_id=load_id, _anchor=_anchor(entry)))
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/load_letters.html",
            load=load,
            entry=entry,
            passages=letter_choices.passages(entry.letters),
            choices=letter_choices.choices(entry.letters),
            chosen=entry.answered["encoding"] if entry.answered else "",
            back=url_for("tai_len.report", load_id=load_id, _anchor=_anchor(entry)),
            fault=fault,
        )
        return page, 400 if fault else 200


def whose(person: Person) -> int | None:
    """Whose loads an account sees: an administrator everybody's (None), others their own."""
    return None if person.may("settings") else person.id


def _seen_by_me(load_id: int) -> Load:
    load = report_queries.load_of(load_id)
    if load is None:
        raise NotFound()
    rights.must(whose(me()) in (None, load.actor_id))
    return load


def _anchor(entry: LoadEntry) -> str:
    return f"tep-{entry.position}"


def _answer(entry: LoadEntry, encoding: str) -> None:
    """Read the kept original again as a person wishes; BadInput says why that is not done."""
    if encoding != letter_choices.KEEP and encoding not in letter_choices.TITLES:
        raise BadInput("Chưa chọn cách nào; hãy chọn một cách rồi bấm Dùng cách này.")
    report = loader.load_again(entry.id, Wish(letters=encoding), actor_id=me().id)
    if report.status == "refused":
        raise BadInput(" ".join(note.text for note in report.notes))
    reports.answer(entry, encoding, report, actor_id=me().id)
    if encoding == letter_choices.KEEP:
        say(f"Đã giữ chữ như trong tệp. Hãy soát lại bài rồi {_next()}.")
    else:
        title = letter_choices.title_of(encoding)
        say(f"Đã đọc lại tệp theo bảng mã {title}; bài có bản mới. Hãy soát lại rồi {_next()}.")


def _next() -> str:
    """What this account does with a text that is ready."""
    return "đăng" if me().may("publish") else "gửi duyệt"
