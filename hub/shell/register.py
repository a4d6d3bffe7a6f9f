"""`hub register`: the recognition register from the shell."""

from __future__ import annotations

import click

from hub.shell.registering import take_list
from hub.shell.withdrawing import withdraw


@click.group()
def register() -> None:
    """Sổ công nhận: nạp danh sách, gỡ tên."""


register.add_command(take_list)
register.add_command(withdraw)
