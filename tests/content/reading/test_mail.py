"""E-mail: what it says and carries, without the people who wrote it; pages saved as one file."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.mail import message, one_file_page
from content.reading.reader import read_file
from tests.content.reading.making import picture

PEOPLE = ("Nguyễn Văn Thử", "thu@xa.mau.vn", "Trần Thị Mẫu", "mau@tinh.mau.vn")


def mail(plain: str = "", subject: str = "Về việc mở góc đọc sách") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Nguyễn Văn Thử <thu@xa.mau.vn>"
    made["To"] = made["Cc"] = "Trần Thị Mẫu <mau@tinh.mau.vn>"
    made["Subject"] = subject
    made["Date"] = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC)
    made["Message-ID"] = "<1@xa.mau.vn>"
    made.set_content(plain)
    return made


def test_a_letter_with_attachments() -> None:
    made = mail("Gửi anh kế hoạch.\n\n- một\n- hai\n\n1. Mẫu *sao*\n")
    made.add_attachment(
        b"%PDF-1.4", maintype="application", subtype="pdf", filename="Kế hoạch 9.pdf"
    )
    made.add_attachment(b"x", maintype="application", subtype="pdf", filename="../Kế hoạch 9.pdf")
    made.add_attachment(mail("trong", "Thư trong"))
    reading = read_file("thu.eml", made.as_bytes())
    assert reading.text == (
        "# Về việc mở góc đọc sách\n\nThư ngày 05/03/2026\n\n"  # as Vietnam counts the hours
        "Gửi anh kế hoạch.\n\n- một\n- hai\n\n1\\. Mẫu \\*sao\\*"
    )
    assert (reading.kind, reading.media_type) == ("eml", "message/rfc822")
    names = [file.name for file in reading.enclosed]
    assert names == ["Kế hoạch 9.pdf", "Kế hoạch 9 (2).pdf", "tep-kem-3.eml"]
    assert reading.enclosed[0].data == b"%PDF-1.4"
    assert "trong" in read_file("tep-kem-3.eml", reading.enclosed[2].data).text


def test_who_wrote_to_whom_is_left_out_and_said() -> None:
    reading = read_file(
        "thu.eml",
        mail(
            "Liên hệ thu@xa.mau.vn hoặc vanhoa@xa.mau.vn\n\n"
            "Vào Th 2, 2 thg 3, 2026 Trần Thị Mẫu <mau@tinh.mau.vn> đã viết:\n"
            "> Từ: Trần Thị Mẫu <mau@tinh.mau.vn>\n> Kính gửi xã\n"
        ).as_bytes(),
    )
    assert not [who for who in PEOPLE if who in reading.text]
    assert "Liên hệ (địa chỉ thư) hoặc vanhoa@xa.mau.vn" in reading.text
    assert "> Kính gửi xã" in reading.text
    said = [n for n in reading.notes if "người gửi" in n.text]
    assert [(n.kind, "3 chỗ" in n.text) for n in said] == [("dropped", True)]
    assert not [who for who in PEOPLE if who in " ".join(n.text for n in reading.notes)]


def test_a_page_in_a_letter_keeps_tables_and_the_pictures_that_came_with_it() -> None:
    made = mail("chữ thuần")
    page = (
        '<html><body><p>Kính gửi</p><p><img alt="Sơ đồ góc đọc" src="cid:anh1"></p>'
        "<table border=1><tr><td>Thôn<td>Kệ<td>Sách<tr><td>Mẫu<td>2<td>9</table>"
        "<p><b>From:</b> Nguyễn Văn Thử &lt;thu@xa.mau.vn&gt;</p>"
        '<img src="http://127.0.0.1:9/theo-doi.png"></body></html>'
    )
    made.add_alternative(page, subtype="html")
    made.get_payload()[1].add_related(picture(), "image", "png", cid="<anh1>")
    reading = read_file("thu.eml", made.as_bytes())
    assert "| Thôn | Kệ | Sách |\n| --- | --- | --- |\n| Mẫu | 2 | 9 |" in reading.text
    assert "![Sơ đồ góc đọc](hinh:hinh-1.png)" in reading.text
    assert reading.pictures[0].data == picture()
    assert not [who for who in PEOPLE if who in reading.text]
    assert "chữ thuần" not in reading.text


def test_what_cannot_be_taken_out_is_said() -> None:
    made = mail("Gửi anh.")
    made.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    made.add_attachment(b"", maintype="application", subtype="pdf", filename="rong.pdf")
    reading = read_file("thu.eml", made.as_bytes())
    assert [n.kind for n in reading.notes if "winmail.dat" in n.text or "rong.pdf" in n.text] == [
        "refused",
        "refused",
    ]
    assert reading.enclosed == ()


def test_old_letters_in_a_message() -> None:
    words = "Ủy ban nhân dân xã Mẫu"
    head = b"MIME-Version: 1.0\nSubject: =?utf-8?q?Th=C6=B0?=\nContent-Type: text/plain; charset="
    old = "U\u0309y ban nh\xe2n d\xe2n xa\u0303 M\xe2\u0303u".encode("cp1258")
    text = read_file("a.eml", head + b"windows-1258\n\n" + old).text
    assert text == f"# Thư\n\n{words}"
    assert words in read_file("b.eml", head + b"khong-co\n\n" + words.encode()).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nabc", "mã hóa"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\n  \n", "không có chữ"),
    ],
)
def test_what_holds_nothing_to_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_file("a.eml", data)


def test_very_many_parts_are_refused() -> None:
    part = b"--b\nContent-Type: text/plain\n\nx\n"
    data = (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + part * 600 + b"--b--"
    )
    with pytest.raises(BadInput, match="hơn 500 phần"):
        read_file("a.eml", data)


def test_a_page_saved_as_one_file_keeps_its_pictures() -> None:
    made = EmailMessage()
    made["MIME-Version"] = "1.0"
    made.set_content(
        "<html><body><h1>Góc đọc sách</h1><p>Mở tối thứ ba<img src='image001.png' alt='Kệ sách'>"
        "<img src='file:///C:/a/b_files/image002.png' alt='Bàn đọc'></p></body></html>",
        subtype="html",
    )
    made["Content-Location"] = "file:///C:/a/b_files/trang.htm"
    made.make_related()
    for number in (1, 2):
        made.add_related(picture(size=(number, 9)), "image", "png")
        made.get_payload()[-1]["Content-Location"] = f"file:///C:/a/b_files/image00{number}.png"
    for name in ("a.mht", "a.doc"):
        reading = read_file(name, made.as_bytes())
        assert reading.kind == "mhtml"
        assert "# Góc đọc sách\n\nMở tối thứ ba\n\n![Kệ sách](hinh:hinh-1.png)" in reading.text
        assert [p.data for p in reading.pictures] == [picture(size=(n, 9)) for n in (1, 2)]


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([message.read, one_file_page.read]))
def test_any_bytes_give_text_or_a_sentence(data: bytes, read: object) -> None:
    start = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nSubject: a\n\n--b\n"
    try:
        assert read(start + data, Wish()).text  # type: ignore[operator]
    except BadInput as refused:
        assert refused.message.endswith(".")
