"""The command line: `hub COMMAND`; errors in one Vietnamese sentence on standard error."""

from __future__ import annotations

import importlib
import logging
import os
import secrets
import sys
import traceback
from collections.abc import Sequence
from contextlib import closing
from logging.handlers import RotatingFileHandler
from pathlib import Path

import click

from content.errors import HubError
from hub import storage_faults
from hub.shell import wording

# command → where it stands; each module is loaded only when its command runs.
COMMANDS = {
    "serve": "hub.shell.serving:serve",
    "user": "hub.shell.people:user",
    "load": "hub.shell.content:load",
    "dump": "hub.shell.content:dump",
    "find": "hub.shell.finding:find",
    "index": "hub.shell.finding:index",
    "catalogue": "hub.shell.catalogue:catalogue",
    "criteria": "hub.shell.criteria:criteria",
    "export": "hub.shell.exporting:export",
    "register": "hub.shell.register:register",
    "due": "hub.shell.keeping:due",
    "backup": "hub.shell.keeping:backup",
    "restore": "hub.shell.keeping:restore",
    "doctor": "hub.shell.keeping:doctor",
}
LOG_NAME = "hub.log"
_MOST_LOG_BYTES = 5 * 1024 * 1024
_log = logging.getLogger(__name__)


class Commands(click.Group):
    """The table above as a click group, loading late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"max_content_width": 100})
@click.version_option(package_name="khuyenhoc-hub", prog_name="hub")
def hub() -> None:
    """Trang học tập suốt đời: phục vụ, nạp, tìm, xuất bản tĩnh, sao lưu.

    Dữ liệu nằm ở thư mục HUB_HOME (mặc định: instance).
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 only on success."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; 2 for a command that is written wrongly."""
    logging.raiseExceptions = False  # a log that cannot be written stays silent
    handlers = logging.getLogger().handlers
    before = handlers[:]
    with closing(_LogFile()) as log:
        handlers[:] = [log]
        try:
            return _run(arguments)
        finally:
            handlers[:] = before  # a closed log that is still asked to write opens itself again


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = hub.main(
            args=None if arguments is None else list(arguments),
            prog_name="hub",
            standalone_mode=False,
        )
    except click.ClickException as error:
        return _say(wording.sentence(error), error.exit_code)
    except HubError as error:
        return _say(error.message, 1)
    except (click.Abort, KeyboardInterrupt):
        return _say("Đã dừng theo yêu cầu.", 130)
    except BrokenPipeError:
        # The reader of our output has left (`hub find … | head`): nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # the last place: a person gets a sentence, the log the traceback
        return _say(_unexpected(error), 1)
    return code if isinstance(code, int) else 0


def _say(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _unexpected(error: Exception) -> str:
    fault = storage_faults.named(error)
    if fault:
        home = Path(os.environ.get("HUB_HOME") or "instance").absolute()
        return (
            f"Không ghi được vào {home}: {fault}. Việc vừa rồi chưa lưu; "
            "dữ liệu cũ còn nguyên. Hãy dọn đĩa rồi chạy lại."
        )
    reference = secrets.token_hex(4)
    log = _LogFile()
    if not log.is_possible():
        traceback.print_exception(error)
        return f"Có lỗi ngoài dự kiến (mã {reference}); không ghi được nhật ký vào {log.path}."
    _log.error("[%s]", reference, exc_info=error)
    return f"Có lỗi ngoài dự kiến (mã {reference}); chi tiết ở cuối tệp {log.path}."


class _LogFile(RotatingFileHandler):
    """Warnings and tracebacks go to a file in the data folder, once there is one."""

    def __init__(self) -> None:
        self.path = Path(os.environ.get("HUB_HOME") or "instance").absolute() / LOG_NAME
        super().__init__(
            self.path, maxBytes=_MOST_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def is_possible(self) -> bool:
        """Whether the data folder is there and can be written."""
        return self.path.parent.is_dir() and os.access(self.path.parent, os.W_OK)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, or drop it while there is no data folder."""
        if self.is_possible():
            super().emit(record)


if __name__ == "__main__":
    main()
