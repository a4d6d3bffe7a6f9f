"""Sentences that TCVN3 begins small are told of; wrapped lines and other letters are not."""

from __future__ import annotations

import pytest

from content.letters.result import Letters
from content.loading import letter_choices, loader, small_capitals

ABC = (Letters("tcvn3", True, "text", "ñy ban", "ủy ban"),)
VNI = (Letters("vni", True, "text", "uûy ban", "ủy ban"),)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ủy ban nhân dân xã mở lớp.", 1),
        ("Xã mở lớp. ủy ban nhân dân mời dự.", 1),
        ("Mở đầu.\n\n1. ấp Một mở lớp.\n\n- ở thôn Hai cũng vậy.", 2),
        ("Xã mở lớp theo lời mời của\nủy ban nhân dân huyện.", 0),  # a line broken anywhere
        ("đoàn viên dự lớp. ơn thầy. anh em.", 0),  # these have capitals: somebody wrote them so
        ("Ủy ban nhân dân xã. Ấp Một.", 0),
        ("Số 12 tr. ủy ban", 1),
    ],
)
def test_sentences_that_begin_small(text: str, count: int) -> None:
    notes = small_capitals.notes(text, ABC)
    assert [note.kind for note in notes] == ["guessed"] * bool(count)
    if count:
        assert notes[0].text.startswith(f"{count} câu mở đầu bằng chữ thường, ví dụ “")


def test_only_tcvn3_that_was_converted() -> None:
    assert small_capitals.notes("ủy ban", VNI) == ()
    assert small_capitals.notes("ủy ban", (Letters("tcvn3", False, "text", "", ""),)) == ()


def test_the_sample_is_short() -> None:
    (note,) = small_capitals.notes("ủy ban nhân dân xã Mẫu Đông mời dự lớp", ABC)
    assert "“ủy ban nhân dân xã Mẫu”" in note.text


@pytest.mark.usefixtures("session_app")
def test_a_text_file_says_that_its_letters_were_converted() -> None:
    words = (
        "ñy ban nh©n d©n x· tæ chøc tuÇn lÔ h­ëng øng häc tËp suèt ®êi. "
        "C¸c th«n më líp vµo buæi tèi cho mäi ng­êi d©n."
    )
    (report,) = loader.load_bytes("abc.txt", words.encode("cp1252"), draft=True)
    assert report.letters[0].sure
    assert letter_choices.converted(report.letters)[0] in report.notes
    kinds = {note.text.split(" ", 1)[0]: note.kind for note in report.notes}
    assert kinds["Chữ"] == "repaired"
    assert kinds["1"] == "guessed"
