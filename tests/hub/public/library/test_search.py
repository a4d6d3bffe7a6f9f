"""The library's search: words and filters together, chips, no dead ends, files of results."""

from __future__ import annotations

import pymarc
import pytest
from flask.testing import FlaskClient

from hub.public.library import finding
from tests.catalogue_shelves import WORKS

pytestmark = pytest.mark.usefixtures("library")


def found(client: FlaskClient, asked: str) -> list[str]:
    page = client.get(f"/thu-vien/tim/?{asked}").text
    return [one.title for one in WORKS if f">{one.title}</a>" in page]


def test_words_and_filters_together(client: FlaskClient) -> None:
    assert found(client, "q=doc&loai=sach") == ["Đọc sách cùng con mỗi tối"]
    assert found(client, "doc=1&chu-de=van-hoa-doc") == ["Thói quen đọc của học sinh vùng cao"]
    assert found(client, "nam=2023&loai=video") == ["Nuôi gà thả đồi"]
    assert len(found(client, "tu-sach=tu-sach-thon-dong")) == 3
    assert found(client, "q=nguyen+van+mau&tieng=vie&doc=1") == [
        "Thói quen đọc của học sinh vùng cao"
    ]


def test_counts_are_of_what_was_found_and_filters_come_off(client: FlaskClient) -> None:
    page = client.get("/thu-vien/tim/?q=mau&loai=sach").text
    assert 'href="/thu-vien/tim/?q=mau" aria-current="true">Sách' in page
    assert 'href="/thu-vien/tim/?q=mau&amp;loai=sach&amp;tu-sach=xe-thu-vien-luu-dong"' in page
    assert "noindex" in page


def test_nothing_found_says_what_to_leave_out(client: FlaskClient) -> None:
    page = client.get("/thu-vien/tim/?q=doc&loai=video").text
    assert "Không có tài liệu nào cho “doc”." in page
    assert "bỏ “Phim, video”" in page
    page = client.get("/thu-vien/tim/?q=đan+lát+zzzz").text
    assert 'href="/thu-vien/tim/?q=%C4%91an+l%C3%A1t">bỏ “zzzz”' in page
    assert "Tìm trong cả trang" in client.get("/thu-vien/tim/?q=zzzz").text


@pytest.mark.parametrize(
    "asked",
    ["", "q=%00", "q=%25", "q=" + "a+" * 999, "trang=99", "nam=x&q=_", "loai=a%2Fb", "doc=no"],
)
def test_strange_questions_get_a_page(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/thu-vien/tim/?{asked}").status_code == 200


def test_results_as_files(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/thu-vien/tim/ket-qua.ris?q=doc")
    assert answer.text.count("TY  - ") == 3
    assert "attachment" in answer.headers["Content-Disposition"]
    taken = list(pymarc.MARCReader(client.get("/thu-vien/tim/ket-qua.mrc?doc=1").data))
    assert len(taken) == 3
    assert all(one is not None for one in taken)
    monkeypatch.setattr(finding, "MOST_TAKEN", 1)
    assert client.get("/thu-vien/tim/ket-qua.ris?q=doc").text.count("TY  - ") == 1
    assert "1 tài liệu đầu" in client.get("/thu-vien/tim/?q=doc").text
    assert client.get("/thu-vien/tim/ket-qua.ris").data == b""
    assert client.get("/thu-vien/tim/ket-qua.exe").status_code == 404
