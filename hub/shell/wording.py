"""What the command line answers to a command that is written wrongly, in Vietnamese."""

from __future__ import annotations

import click

_HELP = "xem “hub --help” hoặc “hub LỆNH --help”"


def sentence(error: click.ClickException) -> str:
    """One sentence for a mistake of the caller; help that was asked for stays as it is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return f"Thiếu {name}; {_HELP}."
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn “{error.option_name}”; {_HELP}."
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return f"Giá trị của {name} không dùng được ({error.message.rstrip('.')}); {_HELP}."
    if isinstance(error, click.UsageError):
        return f"Lệnh viết chưa đúng ({error.format_message().rstrip('.')}); {_HELP}."
    return error.format_message()
