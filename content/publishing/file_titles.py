"""What the files behind a text are called, for readers and for who looks for them. Pure."""

from __future__ import annotations

# How the loader calls the file of a text: an original keeps its look, a text file only the words.
ORIGINAL, WORDS, READ_WORDS = "Bản gốc", "Bản chữ", "Bản chữ do máy đọc"
# A scan with the recognised words laid under its picture, and a picture that the text shows.
LAYERED, SHOWN = "Bản chụp có lớp chữ (tìm và chép được)", "Hình trong bài"
TEXT_TITLES = frozenset({ORIGINAL, WORDS, READ_WORDS, LAYERED, SHOWN})
