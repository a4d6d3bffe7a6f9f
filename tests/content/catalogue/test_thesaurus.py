"""The thesaurus: each word leads to one term, each wider term exists, codes are addresses."""

from __future__ import annotations

from content.catalogue import thesaurus
from content.catalogue.record import Subject
from content.vietnamese import fold, slugify


def test_words_lead_to_terms_with_marks_or_without():
    assert thesaurus.subject("xoa mu chu") == Subject("Xóa mù chữ", "xoa-mu-chu")
    assert thesaurus.subject(" Lifelong  learning ").code == "hoc-tap-suot-doi"
    assert thesaurus.subject("Nuôi ong lấy mật") == Subject("Nuôi ong lấy mật")


def test_the_file_is_sound():
    known = thesaurus.terms()
    words = [fold(word) for one in known.values() for word in (one.term, *one.also)]
    assert len(words) == len(set(words))
    for one in known.values():
        assert one.code == slugify(one.code, 100)
        assert not one.under or one.under in known
    assert [one.code for one in thesaurus.wider("an-toan-tren-mang")] == [
        "ky-nang-so",
        "chuyen-doi-so",
    ]
