"""Articles whose words follow each other as in the starter's texts: a walk over pairs of words.

So the vocabulary, how common its syllables are and which of them stand side by side are those of
real pages, which decides how long posting lists get. The same at every run by a seed.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from importlib import resources
from itertools import pairwise
from pathlib import Path

_KINDS = ("news", "guidance", "story", "training", "notice")
_FIRST = dt.date(2024, 1, 1)
# A walk goes on somewhere else after so many words in a hundred, as a new sentence does.
_JUMP = 8
_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Lò",
    "Vàng",
    "Giàng",
    "Bùi",
    "Đặng",
    "Hồ",
    "Quàng",
)
_MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thanh", "Hữu", "Ngọc", "Xuân", "Quang", "Kim", "A", "Thu")
_GIVEN = (
    "Mẫn",
    "Sáng",
    "Pó",
    "Dền",
    "Hạnh",
    "Tuyên",
    "Lương",
    "Khiêm",
    "Diệp",
    "Súa",
    "Ngoan",
    "Tý",
)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)

Chain = dict[str, list[str]]


def chain() -> Chain:
    """Word → the words that follow it in the starter's texts, as often as they do."""
    found: Chain = defaultdict(list)
    for path in sorted(_items(resources.files("content.starter").joinpath("items"))):
        body = path.read_text(encoding="utf-8").rpartition("\n---\n")[2]
        for line in body.splitlines():
            words = _WORD.findall(re.sub(r"\]\([^)]*\)|<[^>]*>|https?://\S+", " ", line).lower())
            for first, second in pairwise(words):
                found[first].append(second)
    return dict(found)


def write(folder: Path, count: int, *, seed: int = 20261124, words: int = 300) -> None:
    """Write `count` Markdown files of about `words` words each into a folder."""
    chance, followers = random.Random(seed), chain()
    starts = sorted(followers)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        day = _FIRST + dt.timedelta(days=number % 900)
        title = " ".join(_walk(chance, followers, starts, 8)).capitalize()
        head = (
            f"---\nkind: {_KINDS[number % len(_KINDS)]}\ntitle: {title} ({number})\n"
            f"slug: di-{number}\ndate: {day.isoformat()}\n---\n"
        )
        parts = [_paragraph(chance, followers, starts, 60) for _ in range(max(1, words // 60))]
        parts[1:1] = [f"## {' '.join(_walk(chance, followers, starts, 5)).capitalize()}"]
        (folder / f"di-{number:06d}.md").write_text(head + "\n\n".join(parts) + "\n", "utf-8")


def questions(folder: Path, count: int, *, seed: int = 7) -> list[str]:
    """Two to six words side by side in an article of a folder; every other one unaccented."""
    from content.vietnamese import fold

    chance = random.Random(seed)
    paths = sorted(folder.iterdir())
    found = []
    for number in range(count):
        lines = chance.choice(paths).read_text("utf-8").split("\n---\n")[1].splitlines()
        words = chance.choice([line for line in lines if len(line) > 100]).rstrip(".").split()
        length = chance.randint(2, 6)
        start = chance.randrange(len(words) - length)
        query = " ".join(words[start : start + length]).replace(".", "")
        found.append(fold(query) if number % 2 else query)
    return found


def _items(folder: resources.abc.Traversable) -> list[Path]:
    return list(Path(str(folder)).rglob("*.md"))


def _walk(chance: random.Random, followers: Chain, starts: list[str], length: int) -> list[str]:
    words = [chance.choice(starts)]
    while len(words) < length:
        after = followers.get(words[-1])
        jumps = after is None or chance.randrange(100) < _JUMP
        words.append(chance.choice(starts) if jumps or after is None else chance.choice(after))
    return words


def _paragraph(chance: random.Random, followers: Chain, starts: list[str], words: int) -> str:
    sentences = [" ".join(_walk(chance, followers, starts, 12)) for _ in range(words // 12)]
    who = " ".join(map(chance.choice, (_FAMILY, _MIDDLE, _GIVEN)))
    return ". ".join(sentence.capitalize() for sentence in sentences) + f". {who}."
