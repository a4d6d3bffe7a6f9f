"""The question about letters: what can be answered, and how the passages would read."""

from __future__ import annotations

from dataclasses import asdict

from content.letters.result import Letters
from content.loading import letter_choices

TEXT = "Uỷ ban nhân dân xã tổ chức tuần lễ hưởng ứng học tập suốt đời."
TCVN3 = "Uû ban nh©n d©n x· tæ chøc tuÇn lÔ h\xadëng øng häc tËp suèt ®êi."
ENGLISH = "Lifelong learning for all"


def choices(*letters: Letters) -> list[letter_choices.Choice]:
    return letter_choices.choices([asdict(entry) for entry in letters])


def test_the_guess_comes_first_and_as_it_is_last() -> None:
    found = choices(Letters("tcvn3", False, "text", TCVN3, TEXT))
    assert (found[0].encoding, found[0].guessed, found[0].texts) == ("tcvn3", True, (TEXT,))
    assert (found[-1].encoding, found[-1].texts) == (letter_choices.KEEP, (TCVN3,))
    assert [choice.guessed for choice in found[1:]] == [False] * (len(found) - 1)
    assert len({choice.texts for choice in found}) == len(found)  # each reads otherwise


def test_a_guess_that_another_encoding_beats_can_be_seen_to_be_wrong() -> None:
    found = choices(Letters("vni", False, "text", TCVN3, "không phải"))
    assert found[0].encoding == "vni"
    assert {choice.encoding: choice.texts for choice in found}["tcvn3"] == (TEXT,)


def test_what_changes_nothing_is_no_answer_of_its_own() -> None:
    found = choices(Letters("viscii", False, "text", ENGLISH, ENGLISH))
    assert [choice.encoding for choice in found] == [letter_choices.KEEP]


def test_only_unsure_passages_are_asked_about_where_there_are_any() -> None:
    sure = Letters("vni", True, "font", "Keá hoaïch", "Kế hoạch")
    unsure = Letters("tcvn3", False, "text", TCVN3, TEXT)
    told = [asdict(sure), asdict(unsure), asdict(unsure)]
    assert letter_choices.passages(told) == (TCVN3,)
    assert letter_choices.passages(told[:1]) == ("Keá hoaïch",)
    assert letter_choices.title_of("vni") == "VNI"
    assert letter_choices.title_of("unicode") == "Giữ nguyên"
