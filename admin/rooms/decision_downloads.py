"""Papers to print: a decision's annex, certificates and proposal as Word; their templates."""

from __future__ import annotations

import io

from flask import redirect as _redirect
from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin.decision_reach import known
from admin.room import expose, me, need, say
from content.database import db
from content.errors import BadInput, HubError
from content.recognition.commands import papers
from content.recognition.papers import kinds, queries

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DownloadPages:
    """The papers of a decision, and the page of the templates."""

    @expose("/<int(max=2147483647):decision_id>/giay-to/<kind>/")
    def printed(self, decision_id: int, kind: str) -> ResponseReturnValue:
        """A paper of a decision as a Word file."""
        decision = known(decision_id)
        if kind not in kinds.KINDS:
            raise NotFound
        made = papers.make(decision, kind, actor_id=me().id)
        return _sent(made, kinds.KINDS[kind].file_name)

    @expose("/mau/", ("GET", "POST"))
    def templates(self) -> ResponseReturnValue:
        """Each template. `act`: keep (`kind`, `file`) or drop (`kind`)."""
        fault = ""
        if request.method == "POST":
            need("settings")
            try:
                say(_carried_out())
                return _redirect(url_for("cong_nhan.templates"))
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        page: str = self.render(  # type: ignore[attr-defined]
            "desk/rooms/paper_templates.html",
            kinds=kinds.KINDS,
            own=queries.own,
            words_of=kinds.words_of,
            fault=fault,
        )
        return page, 400 if fault else 200

    @expose("/mau/<kind>/")
    def template(self, kind: str) -> ResponseReturnValue:
        """The template in use, to be changed in Word."""
        if kind not in kinds.KINDS:
            raise NotFound
        return _sent(queries.template_of(kind), f"mau-{kind}.docx")


def _carried_out() -> str:
    kind, upload = request.form.get("kind", ""), request.files.get("file")
    if request.form.get("act") == "drop":
        papers.drop_template(kind, actor_id=me().id)
        return "Đã dùng lại mẫu có sẵn."
    if upload is None or not upload.filename:
        raise BadInput("Chưa chọn tệp mẫu; hãy chọn tệp .docx.")
    words = papers.keep_template(kind, str(upload.filename), upload.read(), actor_id=me().id)
    return f"Đã dùng mẫu mới; máy sẽ điền: {', '.join(sorted(words))}."


def _sent(data: bytes, name: str) -> ResponseReturnValue:
    return send_file(io.BytesIO(data), _DOCX, as_attachment=True, download_name=name, max_age=0)
