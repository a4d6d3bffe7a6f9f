"""A signed-in browser on the writing form, with the editor's own answers to the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

BODY = "#than"
TEXT = "#ed-chu"


class Form:
    """The writing form in a tab: the text as stored, and the rich editor over it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.locator(TEXT)

    @property
    def stored(self) -> str:
        """What would be saved now."""
        return str(self.page.locator(BODY).input_value())

    def put(self, body: str) -> None:
        """Another text in the textarea, as a recovery writes it."""
        self.page.evaluate(
            """body => { const area = document.getElementById("than"); area.value = body;
            area.dispatchEvent(new Event("input", { bubbles: true })); }""",
            body,
        )

    def paste(self, html: str, text: str = "") -> None:
        """A paste event as browsers send it."""
        self.page.evaluate(
            """([html, text]) => { const data = new DataTransfer();
            if (html) data.setData("text/html", html); data.setData("text/plain", text);
            document.querySelector("#ed-chu").dispatchEvent(new ClipboardEvent("paste",
              { clipboardData: data, bubbles: true, cancelable: true })); }""",
            [html, text],
        )

    def run(self, script: str, given: Any = None) -> Any:
        """A function of (editor, given), called in the page."""
        call = f"([given]) => ({script})(document.getElementById('ed').editor, given)"
        return self.page.evaluate(call, [given])

    def expect_stored(self, body: str) -> None:
        """Wait until the textarea holds exactly this."""
        expect(self.page.locator(BODY)).to_have_value(body)

    def tool(self, name: str) -> None:
        """Press a button of the toolbar."""
        bar = self.page.get_by_role("toolbar").filter(has=self.page.get_by_label(name, exact=True))
        bar.get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, site: str, password: str, role: str = "editor") -> None:
    """Through the door, as a person."""
    page.goto(f"{site}/quan-tri/dang-nhap/")
    page.locator("#thu").fill(f"{role}@xa.example")
    page.locator("#mk").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


@pytest.fixture
def open_form(live: str, door: Any, chromium: Browser) -> Iterator[Callable[..., Form]]:
    """Opens the form at a width: `open_form(width=1280, item=None, script=True)`."""
    opened = []

    def open_at(width: int = 1280, item: int | None = None, *, script: bool = True) -> Form:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, locale="vi-VN", java_script_enabled=script
        )
        opened.append(context)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        sign_in(page, live, door.password)
        page.goto(f"{live}/quan-tri/soan/{f'{item}/' if item else ''}")
        form = Form(page)
        form.faults = faults  # type: ignore[attr-defined]
        return form

    yield open_at
    for context in opened:
        for page in context.pages:
            page.close(run_before_unload=False)
        context.close()


@pytest.fixture
def form(open_form: Callable[..., Form]) -> Iterator[Form]:
    """A new item in the rich editor; nothing may be complained about in the browser's console."""
    made = open_form()
    expect(made.text).to_be_visible()
    yield made
    assert made.faults == []  # type: ignore[attr-defined]
