"""Faults of the place where data lie: no room left, or a folder that may only be read."""

from __future__ import annotations

import errno

_OF_THE_SYSTEM = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EROFS: "thư mục dữ liệu chỉ đọc được",
}
_OF_SQLITE = {
    "disk is full": "đĩa đầy",
    "disk i/o error": "đĩa đầy hoặc hỏng",
    "readonly database": "thư mục dữ liệu chỉ đọc được",
}


def named(error: BaseException) -> str:
    """What is wrong with the place, in Vietnamese; "" when the error is about something else."""
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0, "")
    if type(error).__name__ != "OperationalError":
        return ""
    text = str(error).lower()
    return next((words for mark, words in _OF_SQLITE.items() if mark in text), "")
