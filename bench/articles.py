"""Articles in Vietnamese that are the same at every run: made from word lists by a seed."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

_SUBJECTS = [
    "Hội Khuyến học",
    "Trung tâm học tập cộng đồng",
    "Chi hội khuyến học",
    "Ban điều hành thôn",
    "Nhà trường",
    "Câu lạc bộ đọc sách",
    "Tổ tự học",
    "Hội Phụ nữ",
    "Đoàn Thanh niên",
    "Hội Người cao tuổi",
]
_ACTS = [
    "mở lớp",
    "vận động",
    "hướng dẫn",
    "tổ chức",
    "duy trì",
    "tổng kết",
    "đăng ký",
    "rà soát",
    "phối hợp",
    "giới thiệu",
    "trao học bổng cho",
    "lập danh sách",
]
_OBJECTS = [
    "gia đình học tập",
    "dòng họ học tập",
    "lớp xóa mù chữ",
    "kỹ năng số cho người lớn tuổi",
    "quỹ khuyến học",
    "tủ sách thôn",
    "tiêu chí công dân học tập",
    "buổi nói chuyện chuyên đề",
    "lớp tiếng Anh buổi tối",
    "phong trào thi đua",
    "bảng tự chấm điểm",
    "hội thi tìm hiểu pháp luật",
]
_ENDS = [
    "trong tháng này",
    "theo kế hoạch đã duyệt",
    "với sự tham gia của bà con",
    "tại nhà văn hóa thôn",
    "trước ngày 15 hằng tháng",
    "cùng các trường trên địa bàn",
    "không thu tiền của người học",
    "và báo cáo kết quả về xã",
    "để ai cũng được học",
]
_KINDS = ("news", "guidance", "story", "training", "notice")
_TOPICS = ("Xóa mù chữ", "Kỹ năng số", "Khuyến học", "Đọc sách", "Gia đình học tập")
_FIRST = dt.date(2024, 1, 1)


def write(folder: Path, count: int, *, seed: int = 20261122, words: int = 300) -> None:
    """Write `count` Markdown files of about `words` words each into a folder."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"bai-{number:06d}.md").write_text(_article(chance, number, words), "utf-8")


def questions(count: int, *, seed: int = 7) -> list[str]:
    """Queries that find something, with and without diacritics."""
    from content.vietnamese import fold

    chance = random.Random(seed)
    found = []
    for number in range(count):
        query = f"{chance.choice(_ACTS)} {chance.choice(_OBJECTS)}"
        found.append(fold(query) if number % 2 else query)
    return found


def _article(chance: random.Random, number: int, words: int) -> str:
    day = _FIRST + dt.timedelta(days=number % 900)
    topics = ", ".join(sorted(chance.sample(_TOPICS, 2)))
    title = f"{chance.choice(_SUBJECTS)} {chance.choice(_ACTS)} {chance.choice(_OBJECTS)}"
    head = (
        f"---\nkind: {_KINDS[number % len(_KINDS)]}\ntitle: {title} ({number})\n"
        f"slug: bai-{number}\ndate: {day.isoformat()}\ntopics: [{topics}]\n---\n"
    )
    paragraphs: list[str] = []
    written = 0
    while written < words:
        if written and len(paragraphs) % 3 == 0:
            paragraphs.append(f"## Phần {len(paragraphs) // 3}")
        text = " ".join(_sentence(chance) for _ in range(4))
        written += len(text.split())
        paragraphs.append(text)
    return head + "\n\n".join(paragraphs) + "\n"


def _sentence(chance: random.Random) -> str:
    parts = (chance.choice(words) for words in (_SUBJECTS, _ACTS, _OBJECTS, _ENDS))
    return " ".join(parts) + "."
