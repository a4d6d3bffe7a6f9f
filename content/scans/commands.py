"""The writers of recognised pages. Each page is one commit: what was read is never read twice."""

from __future__ import annotations

import sqlalchemy as sa

from content import files, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.files import StoredFile
from content.scans import judging, queries
from content.scans.judging import Judgement
from content.scans.models import RecognisedPage
from content.scans.page_text import PageText


def keep(sha256: str, page: PageText) -> None:
    """Keep a page beside its original and commit; a page kept before is replaced."""
    file_id = _file(sha256).id
    row = db.session.get(RecognisedPage, (file_id, page.number))
    if row is None:
        row = RecognisedPage(file_id=file_id, number=page.number)
        db.session.add(row)
    row.text, row.confidence, row.source = page.text, page.confidence, page.source
    row.reason, row.turned, row.at = page.reason[:300], page.turned, utc_now()
    row.places = [[line.text, line.left, line.top, line.width, line.height] for line in page.lines]
    db.session.commit()


def finish(sha256: str, *, actor_id: int | None = None) -> Judgement:
    """Say in the trail that a file is recognised and how well, in the running transaction."""
    file, judgement = _file(sha256), judging.judged(queries.pages_of(sha256))
    detail = {
        "pages": judgement.pages,
        "confidence": judgement.confidence,
        "poor": list(judgement.poor_pages),
        "unread": list(judgement.unread_pages),
    }
    trail.write("file.recognised", "file", file.id, actor_id=actor_id, detail=detail)
    return judgement


def forget(sha256: str) -> None:
    """Remove what was recognised of a file, so that it can be read anew; commits."""
    file_id = _file(sha256).id
    db.session.execute(sa.delete(RecognisedPage).where(RecognisedPage.file_id == file_id))
    db.session.commit()


def _file(sha256: str) -> StoredFile:
    file = files.by_sha256(sha256)
    if file is None:
        raise BadInput(f"Không có tệp {sha256[:12]}… trong kho; hãy nạp lại tệp.")
    return file
