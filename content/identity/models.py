"""The one row that says whose site this is: name, contacts, officers, menu, home page, footer."""

from __future__ import annotations

from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow
from content.files import StoredFile


class Site(EditedRow):
    """Whose site this is. Exactly one row; without it the settings of the environment speak.

    officers: [{"name", "post", "phone", "email"}]. menu: [{"title", "path", "icon"}], `path` an
    address of this site or a whole https one. blocks: the home page from top to bottom, each
    {"kind": …} with what its kind needs (`content.identity.fields`).
    """

    __tablename__ = "site"
    __change_kind__: ClassVar[str] = "site"

    name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    place: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    organisation: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    logo_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("stored_file.id"))
    address: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    phone: orm.Mapped[str] = orm.mapped_column(sa.String(100), default="")
    email: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    hours: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    officers: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    footer: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    menu: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    blocks: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    # Whether somebody has walked through the first-run page to its end.
    set_up: orm.Mapped[bool] = orm.mapped_column(default=False)

    logo: orm.Mapped[StoredFile | None] = orm.relationship()
