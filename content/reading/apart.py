"""Reading in a process of its own, with limits: what a file breaks there, the hub does not feel."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal

from content.errors import BadInput
from content.letters.result import Wish
from content.reading import cage, cage_folders, child, passing
from content.reading.result import Reading

# By the clock on the wall; the child itself counts seconds of the processor, which no other work
# on the machine can eat up.
_PATIENCE = 240.0
# What a reader takes at most when it may write to 260 MB: its libraries come on top of them.
_MEMORY = 260 * 2**20
_SPLIT = "hãy xuất lại tệp hoặc chia nhỏ rồi nạp lại."
# Libraries that are no Python end themselves when there is no more of it.
_NO_MEMORY = (child.NO_MEMORY, -signal.SIGABRT)
_log = logging.getLogger(__name__)


def read_apart(kind: str, data: bytes, wish: Wish) -> Reading:
    """Read a file of a known kind in a child process.

    BadInput holds the end of a sentence that begins with the file's name.
    """
    if not_here := cage.possible():
        raise BadInput(not_here)
    reference = hashlib.sha256(data).hexdigest()[:8]
    with cage_folders.new("read") as folder:
        (folder / "in").write_bytes(data)
        ask = {"kind": kind, "letters": wish.letters}
        (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
        code = cage.run(
            cage.module("content.reading.child", os.fspath(folder)),
            folder,
            seconds=child.FIRST_SECONDS,
            most_seconds=child.MOST_SECONDS,
            memory=_MEMORY,
            patience=_PATIENCE,
            name=f"{kind} {reference}",
        )
        if sentence := passing.refusal(folder):
            raise BadInput(sentence)
        if code == 0:
            try:
                return passing.take(folder)
            except passing.FAULTS as fault:
                _log.warning("reading of %s %s not taken: %r", kind, reference, fault)
    raise BadInput(why(code, reference))


def why(code: int, reference: str) -> str:
    """Why a child that ended with `code` gave no answer: the end of a sentence."""
    if cage.too_long(code):
        return f"đọc quá lâu nên đã dừng; {_SPLIT}"
    if code in _NO_MEMORY:
        return f"cần quá nhiều bộ nhớ nên đã dừng; {_SPLIT}"
    return f"bị hỏng hoặc có dạng chưa đọc được (mã {reference} trong nhật ký máy chủ); {_SPLIT}"
