"""The library at the desk: brought, described, found, replaced, deleted when nothing needs it."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from content import files, scopes
from content.database import db
from content.publishing import library_queries
from content.publishing.commands import library, renditions
from content.publishing.library_queries import Wanted
from tests import axe

SHOTS = os.environ.get("DESK_SHOTS", "")
HOME = "/quan-tri/tep/"


def picture(colour: str = "#0b5a50", size: tuple[int, int] = (900, 600)) -> bytes:
    """A calm picture: sky, hill, sun."""
    made = Image.new("RGB", size, "#e3f0ec")
    draw = ImageDraw.Draw(made)
    draw.ellipse((size[0] * 0.6, 60, size[0] * 0.6 + 140, 200), fill="#f4b52c")
    draw.polygon([(0, size[1]), (size[0] * 0.45, 180), (size[0], size[1])], fill=colour)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=90)
    return out.getvalue()


def keep(office, colour="#0b5a50", name="anh.jpg", **facts):
    """A picture in the library; its number, version and address."""
    with office.app.app_context():
        asset, _ = library.bring(name, picture(colour), actor_id=office.id_of("editor"))
        if facts:
            library.describe(asset.id, library.Facts(**facts), seen_version=asset.version)
        return asset.id, asset.version, asset.path


def files_of(*given: tuple[str, bytes]):
    return [(io.BytesIO(data), name) for name, data in given]


def test_several_files_are_brought_at_once_and_each_refusal_is_told(office, post):
    client = office.signed_in("editor")
    sent = files_of(
        ("anh.jpg", picture()),
        ("ghi-chu.txt", "Chữ.".encode()),
        ("rong.jpg", b""),
        ("may.jpg", b"MZ" + b"\0" * 99),
    )
    answer = post(client, HOME, page=HOME, files=sent)
    assert answer.status_code == 303
    page = client.get(HOME).text
    assert "Đã thêm 2 tệp" in page
    assert "Không nhận “rong.jpg”: Tệp trống" in page
    assert "Không nhận “may.jpg”" in page
    again = post(client, HOME, page=HOME, files=files_of(("x.jpg", picture())))
    assert again.status_code == 303
    assert "đã có trong thư viện" in client.get(HOME).text


def test_a_form_without_a_file_says_what_to_do(office, post):
    answer = post(office.signed_in("editor"), HOME, page=HOME)
    assert answer.status_code == 400
    assert "Chưa chọn tệp nào" in answer.text


def test_a_file_is_described_and_found(office, post):
    number, version, _ = keep(office)
    client = office.signed_in("editor")
    said = {"title": "Sân nhà văn hóa", "alt": "Đồi và mặt trời", "credit": "Trần Mẫu"}
    path = f"{HOME}{number}/"
    answer = post(client, path, version=version, licence="own", topics="Đọc sách, Lớp học", **said)
    assert answer.status_code == 303
    page = client.get(path).text
    assert all(words in page for words in said.values())
    assert "Sân nhà văn hóa" in client.get(f"{HOME}?q=nha+van+hoa").text
    assert "Sân nhà văn hóa" in client.get(f"{HOME}?chu-de=lop-hoc&loai=anh").text
    assert "Không có tệp nào như vậy" in client.get(f"{HOME}?loai=pdf").text


def test_a_refused_description_keeps_what_was_typed(office, post):
    number, version, _ = keep(office)
    client = office.signed_in("editor")
    path = f"{HOME}{number}/"
    post(client, path, version=version, title="Của người khác")
    answer = post(client, path, version=version, title="Chữ tôi vừa gõ")
    assert answer.status_code == 400
    assert "Người khác vừa sửa tệp này" in answer.text
    assert "Chữ tôi vừa gõ" in answer.text


def test_only_a_publisher_replaces_and_deletes(office, post):
    number, version, _ = keep(office)
    editor = office.signed_in("editor")
    new = files_of(("moi.jpg", picture("#9c2419")))
    page = editor.get(f"{HOME}{number}/").text
    assert "Thay tệp</h2>" not in page
    for path, fields in (
        (f"{HOME}{number}/thay/", {"file": new, "version": version}),
        (f"{HOME}{number}/dung-lai/", {"content": 1, "version": version}),
        (f"{HOME}chua-dung/", {"asset": number, "sure": "1"}),
    ):
        assert post(editor, path, **fields).status_code == 403
    assert office.signed_in("contributor").get(HOME).status_code == 403


def test_a_publisher_replaces_and_takes_back(office, post):
    number, version, path = keep(office)
    office.item("Bài có ảnh", publish=True, body=f"![Đồi]({path})")
    client = office.signed_in("publisher")
    new = files_of(("moi.jpg", picture("#9c2419")))
    answer = post(client, f"{HOME}{number}/thay/", file=new, version=version)
    assert answer.status_code == 303
    page = client.get(f"{HOME}{number}/").text
    assert "địa chỉ giữ nguyên" in page
    assert "Bài có ảnh" in page
    assert "Người đọc đang thấy" in page
    with office.app.app_context():
        asset = library_queries.asset(number)
        seen, old = asset.version, asset.contents[-1].id
    taken = {"content": old, "version": seen}
    assert post(client, f"{HOME}{number}/dung-lai/", **taken).status_code == 303
    diary = office.signed_in("administrator").get("/quan-tri/nhat-ky/").text
    assert "Thay tệp ở cùng địa chỉ" in diary
    assert "1 bài đổi theo" in diary


def test_a_pdf_does_not_replace_a_picture(office, post):
    number, version, _ = keep(office)
    client = office.signed_in("publisher")
    wrong = files_of(("moi.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"))
    answer = post(client, f"{HOME}{number}/thay/", file=wrong, version=version)
    assert answer.status_code == 400
    assert "hãy chọn tệp JPG" in answer.text


def test_a_file_gone_from_the_disk_is_told_and_nothing_breaks(office):
    number, _, _ = keep(office)
    with office.app.app_context():
        files.path_of(library_queries.asset(number).file.sha256).unlink()
    client = office.signed_in("editor")
    assert "không còn trên đĩa" in client.get(f"{HOME}{number}/").text
    assert client.get(f"{HOME}{number}/hinh/").status_code == 404
    gone = client.get(f"{HOME}{number}/tai-ve/")
    assert gone.status_code == 400
    assert "không còn trên đĩa" in gone.text
    assert client.get(HOME).status_code == 200


def test_deleting_asks_first_and_says_what_stays(office, post):
    lonely, _, _ = keep(office, "#0b5a50", "le.jpg")
    needed, _, path = keep(office, "#9c2419", "can.jpg")
    office.item("Bản nháp cần ảnh", body=f"![Đồi]({path})")
    client = office.signed_in("publisher")
    page = client.get(f"{HOME}chua-dung/").text
    assert "le.jpg" in page
    assert "can.jpg" not in page
    asked = post(client, f"{HOME}chua-dung/", asset=[str(lonely), str(needed)])
    assert "Xóa hẳn 2 tệp" in asked.text
    with office.app.app_context():
        assert library_queries.asset(lonely) is not None
    post(client, f"{HOME}chua-dung/", asset=[str(lonely), str(needed)], sure="1")
    after = client.get(f"{HOME}chua-dung/").text
    assert "Đã xóa 1 tệp" in after
    assert "“can.jpg” được giữ lại" in after
    assert "Bản nháp cần ảnh" in after
    with office.app.app_context():
        assert library_queries.asset(lonely) is None
        assert library_queries.asset(needed) is not None


def test_an_account_with_limits_sees_its_own_files_and_those_of_its_items(office):
    mine, _, _ = keep(office, "#0b5a50", "cua-toi.jpg")
    with office.app.app_context():
        other = library.bring("cua-nguoi.jpg", picture("#9c2419"))[0]
        shown = library.bring("trong-bai.jpg", picture("#744c00"))[0]
        theirs, in_item, path = other.id, shown.id, shown.path
        scopes.put(office.id_of("editor"), ["news"], None)
        db.session.commit()
    office.item("Bài", body=f"![Đồi]({path})")
    client = office.signed_in("editor")
    page = client.get(HOME).text
    assert "cua-toi.jpg" in page
    assert "trong-bai.jpg" in page
    assert "cua-nguoi.jpg" not in page
    assert client.get(f"{HOME}{mine}/").status_code == 200
    assert client.get(f"{HOME}{in_item}/").status_code == 200
    for path in ("", "hinh/", "tai-ve/"):
        assert client.get(f"{HOME}{theirs}/{path}").status_code == 404


def test_the_text_of_a_document_is_shown_with_where_it_came_from(office):
    with office.app.app_context():
        number = library.bring("ghi-chu.txt", "Lịch học buổi tối.".encode())[0].id
    page = office.signed_in("editor").get(f"{HOME}{number}/").text
    assert "Lịch học buổi tối." in page
    assert "Máy đọc thẳng từ tệp" in page


def furnish(office) -> None:
    """A library with a few files, one of them described and shown to readers."""
    for number, colour in enumerate(("#0b5a50", "#744c00", "#14613a"), start=1):
        keep(office, colour, f"anh-{number}.jpg")
    with office.app.app_context():
        library.bring("ke-hoach.txt", "Kế hoạch học tập suốt đời.".encode())
        first = library_queries.listing(Wanted("anh 1")).assets[0]
        library.describe(
            first.id,
            library.Facts("Đồi chè lúc sáng sớm", "Đồi chè", "Trần Mẫu", "own", ("Đọc sách",)),
            seen_version=first.version,
        )
        path = first.path
        renditions.catch_up()
    office.item("Khai giảng lớp học buổi tối", publish=True, body=f"![Đồi chè]({path})")


@pytest.mark.parametrize("width", [375, 1280])
def test_a_walk_in_a_browser(office, live, chromium, door, tmp_path: Path, width):
    furnish(office)
    new = tmp_path / "moi.jpg"
    new.write_bytes(picture("#9c2419"))
    page = chromium.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)

    def look(name: str) -> None:
        for image in page.locator("main img").all():
            image.scroll_into_view_if_needed()
            expect(image).not_to_have_js_property("naturalWidth", 0)
        page.evaluate("scrollTo(0, 0)")
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        assert axe.violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width

    page.goto(f"{live}/quan-tri/dang-nhap/")
    page.get_by_label("Thư điện tử").fill("publisher@xa.example")
    page.get_by_label("Mật khẩu").fill(door.password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(f"{live}{HOME}")
    look("thu-vien")
    page.get_by_role("link", name="Đồi chè lúc sáng sớm").click()
    expect(page.get_by_text("Người đọc đang thấy")).to_be_visible()
    page.get_by_label("Tệp JPG mới").set_input_files(new)
    page.get_by_role("button", name="Thay tệp").click()
    expect(page.get_by_text("Đã thay tệp")).to_be_visible()
    look("mot-tep")
    page.goto(f"{live}{HOME}chua-dung/")
    page.get_by_label("Chọn anh-2.jpg").check()
    look("chua-dung")
    page.get_by_role("button", name="Xóa các tệp đã chọn…").click()
    look("hoi-xoa")
    page.get_by_role("button", name="Xóa hẳn 1 tệp").click()
    expect(page.get_by_text("Đã xóa 1 tệp")).to_be_visible()
    page.close()
    assert faults == []
