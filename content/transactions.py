"""One act, one commit: whatever fails inside leaves the database as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from content.database import db
from content.errors import BadInput


@contextmanager
def one_commit() -> Iterator[None]:
    """Commit at the end of the block; roll back on any error.

    A uniqueness that another writer took between our check and our commit is BadInput, since
    trying again names who has it.
    """
    try:
        yield
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        raise BadInput(
            "Có người vừa lưu cùng lúc một địa chỉ hay văn bản như vậy; hãy thử lại."
        ) from error
    except BaseException:
        db.session.rollback()
        raise
