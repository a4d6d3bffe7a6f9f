"""Vietnamese as input methods bring it: composed through the browser's protocol, kept exactly."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

# What Telex shows on its way to each word.
WAYS = {
    "Tiếng": ("T", "Ti", "Tie", "Tiê", "Tiên", "Tiêng", "Tiếng"),
    "Việt": ("V", "Vi", "Vie", "Viê", "Viêt", "Việt"),
    "được": ("d", "đ", "đu", "đuo", "đươ", "đươc", "được"),
    "học": ("h", "ho", "hoc", "học"),
    "suốt": ("s", "su", "suo", "suô", "suôt", "suốt"),
    "đời": ("d", "đ", "đo", "đoi", "đơi", "đời"),
}


@pytest.fixture
def compose(form):
    """Types words as an input method does: each shown half done, then put in whole."""
    protocol = form.page.context.new_cdp_session(form.page)

    def type_words(*words, pause=0):
        for number, word in enumerate(words):
            if number:
                form.page.keyboard.press("Space")
            for state in WAYS[word]:
                place = {"text": state, "selectionStart": len(state), "selectionEnd": len(state)}
                protocol.send("Input.imeSetComposition", place)
                if pause:
                    form.page.wait_for_timeout(pause)
            protocol.send("Input.insertText", {"text": word})

    return type_words


def test_composed_words_arrive_exactly(form, compose):
    form.text.click()
    compose(*WAYS)
    form.expect_stored(" ".join(WAYS))


def test_the_textarea_hearing_of_it_half_way_breaks_no_word(form, compose):
    form.text.click()
    compose("Tiếng", "Việt", pause=120)  # each pause nearly as long as the editor's own
    form.expect_stored("Tiếng Việt")


def test_within_bold_words_lists_headings_and_cells(form, compose):
    form.put("## M\n\n- một\n\n**đậm**\n\n| a |\n| --- |\n| b |\n\nCuối")
    for place in ("h2", "li p", "strong", "td p"):
        form.text.locator(place).first.click()
        form.page.keyboard.press("End")
        form.page.keyboard.press("Space")
        compose("học", "suốt", "đời")
    form.expect_stored(
        "## M học suốt đời\n\n- một học suốt đời\n\n**đậm học suốt đời**\n\n"
        "| a |\n| --- |\n| b học suốt đời |\n\nCuối"
    )


def test_in_place_of_a_selection_and_undone(form, compose):
    form.put("Chữ cũ")
    form.text.locator("p").first.click(click_count=3)
    compose("được", "học")
    form.expect_stored("được học")
    form.page.keyboard.press("Control+z")
    form.page.keyboard.press("Control+z")
    form.expect_stored("Chữ cũ")


def test_in_the_field_that_looks_for_pages(form, compose, office):
    office.item("Tiếng Việt được học", publish=True)
    form.text.click()
    form.tool("Liên kết")
    form.page.get_by_role("combobox", name="Trang nào").focus()
    compose("Tiếng", "Việt")
    expect(form.page.get_by_role("listbox").get_by_role("option")).to_have_text(
        "Tiếng Việt được học Tin tức"
    )
