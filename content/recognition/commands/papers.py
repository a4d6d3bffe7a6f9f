"""An office's own templates: put in place of the shipped ones, or given up again."""

from __future__ import annotations

from content import trail
from content.database import db
from content.errors import BadInput
from content.recognition.models import Decision
from content.recognition.papers import kinds, queries
from content.recognition.papers.models import PaperTemplate
from content.transactions import one_commit


def keep_template(
    kind: str, file_name: str, data: bytes, *, actor_id: int | None = None
) -> set[str]:
    """Use a template from now on; commits. Returns the words in it.

    BadInput, one sentence, for what is no template of this kind; the one in use stays then.
    """
    words = kinds.check(_known(kind), data)
    with one_commit():
        row = queries.own(kind) or PaperTemplate(kind=kind)
        row.file_name, row.data = file_name.rpartition("/")[2][-200:], data
        db.session.add(row)
        db.session.flush()
        trail.write(
            "paper.template_kept", "paper", row.id, actor_id=actor_id, detail={"kind": kind}
        )
    return words


def drop_template(kind: str, *, actor_id: int | None = None) -> None:
    """Go back to the template that came with the hub; commits."""
    row = queries.own(_known(kind))
    if row is None:
        raise BadInput("Đang dùng mẫu có sẵn rồi.")
    with one_commit():
        trail.write(
            "paper.template_dropped", "paper", row.id, actor_id=actor_id, detail={"kind": kind}
        )
        db.session.delete(row)


def make(decision: Decision, kind: str, *, actor_id: int | None = None) -> bytes:
    """A paper of a decision as a Word file, and a trace of who made it; commits.

    The paper holds names in full, the trace none. BadInput as of `kinds.made`.
    """
    paper = kinds.made(decision, _known(kind), queries.template_of(kind))
    with one_commit():
        trail.write("paper.made", "decision", decision.id, actor_id=actor_id, detail={"kind": kind})
    return paper


def _known(kind: str) -> str:
    if kind not in kinds.KINDS:
        raise BadInput("Không có loại giấy tờ này; hãy tải lại trang.")
    return kind
