"""Acts on many records at once: what each asks for, which right it needs, what it does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import NamedTuple

from content.catalogue import thesaurus
from content.catalogue.commands import records
from content.catalogue.record import ACCESS, KINDS, Record
from content.errors import BadInput
from content.publishing import queries as topic_queries


class Act(NamedTuple):
    """An act: its name, the right, what is asked for ("": nothing), and what carries it out.

    choices: the values it may be given; None where any words will do. do: takes the ids, the value
    and the account, and returns how many records came out different.
    """

    title: str
    right: str
    asks: str
    do: Callable[[Sequence[int], str, int], int]
    done: str
    choices: Callable[[], tuple[tuple[str, str], ...]] | None = None


def _to(state: str) -> Callable[[Sequence[int], str, int], int]:
    return lambda ids, _value, by: records.set_state(ids, state, actor_id=by)


def _changed(
    how: Callable[[Record, str], Record],
) -> Callable[[Sequence[int], str, int], int]:
    def do(ids: Sequence[int], value: str, by: int) -> int:
        return records.change_many(ids, lambda record: how(record, value), actor_id=by)

    return do


def _add_subject(record: Record, value: str) -> Record:
    if not value:
        raise BadInput("Chưa ghi chủ đề nào; hãy gõ tên chủ đề.")
    added = (*record.subjects, thesaurus.subject(value))
    return dataclasses.replace(record, subjects=tuple(dict.fromkeys(added)))


def _drop_subject(record: Record, value: str) -> Record:
    wanted = thesaurus.subject(value)
    kept = tuple(one for one in record.subjects if one.term.casefold() != wanted.term.casefold())
    return dataclasses.replace(record, subjects=kept)


def _add_topic(record: Record, value: str) -> Record:
    if value not in dict(_topics()):
        raise BadInput("Chủ đề này không có trên trang; hãy chọn trong danh sách.")
    return dataclasses.replace(record, topics=tuple(dict.fromkeys((*record.topics, value))))


def _kind(record: Record, value: str) -> Record:
    if value not in KINDS:
        raise BadInput("Không có loại tài liệu này; hãy chọn trong danh sách.")
    return dataclasses.replace(record, kind=value)


def _access(record: Record, value: str) -> Record:
    if value not in ACCESS:
        raise BadInput("Không có quyền đọc này; hãy chọn trong danh sách.")
    return dataclasses.replace(record, access=value)


def _topics() -> tuple[tuple[str, str], ...]:
    return tuple((topic.slug, topic.name) for topic in topic_queries.every_topic())


_RESULT = "Đã sửa {count} tài liệu."
ACTS = {
    "hien": Act("Cho hiện trên trang", "publish", "", _to("shown"), "{count} tài liệu đang hiện."),
    "an": Act("Ẩn khỏi trang", "publish", "", _to("hidden"), "Đã ẩn {count} tài liệu."),
    "cho": Act("Đưa về chờ duyệt", "publish", "", _to("review"), "{count} tài liệu chờ duyệt."),
    "them-chu-de": Act("Thêm chủ đề", "edit_all", "Tên chủ đề", _changed(_add_subject), _RESULT),
    "bo-chu-de": Act("Bỏ chủ đề", "edit_all", "Tên chủ đề", _changed(_drop_subject), _RESULT),
    "vao-muc": Act(
        "Xếp vào chủ đề của trang", "edit_all", "Chủ đề của trang", _changed(_add_topic), _RESULT,
        _topics,
    ),
    "loai": Act(
        "Đổi loại tài liệu", "edit_all", "Loại tài liệu", _changed(_kind), _RESULT,
        lambda: tuple(KINDS.items()),
    ),
    "quyen": Act(
        "Đổi quyền đọc", "edit_all", "Quyền đọc", _changed(_access), _RESULT,
        lambda: tuple(ACCESS.items()),
    ),
    "chia-se": Act(
        "Cho thư viện bạn lấy (OAI-PMH)", "publish", "",
        lambda ids, _value, by: records.offer(ids, True, actor_id=by),
        "Đã cho lấy {count} tài liệu.",
    ),
    "thoi-chia-se": Act(
        "Thôi cho thư viện bạn lấy", "publish", "",
        lambda ids, _value, by: records.offer(ids, False, actor_id=by),
        "{count} tài liệu không còn cho lấy.",
    ),
    "go": Act(
        "Gỡ hẳn", "publish", "",
        lambda ids, _value, by: records.drop(ids, actor_id=by), "Đã gỡ {count} tài liệu.",
    ),
}  # fmt: skip
