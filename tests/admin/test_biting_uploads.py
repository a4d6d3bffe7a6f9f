"""Hostile files handed in at the desk: each is told in its report, the good ones are in.

A handful of the corpus; all of it is loaded in tests/hostile.
"""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from content.publishing.models import Item
from tests.hostile import canary, making

HANDFUL = {
    "88.png", "bom.docx", "cuoi.xlsx", "exe.pdf", "hoat.svg", "khoa.pdf", "lien-ket.zip",
    "macro.docx", "ra-ngoai.zip", "rong.txt", "svg.png", "tram-nghin.zip", "vong-trang.pdf",
    "web.docx", "xxe.docx",
}  # fmt: skip


def test_an_upload_of_hostile_files_is_told_in_the_report(office, tmp_path: Path):
    secret, folder = tmp_path / "canary.txt", tmp_path / "corpus"
    making.write_canary(secret)
    client = office.signed_in("editor")
    page = client.get("/quan-tri/tai-len/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    bites = [each for each in making.corpus() if each.name in HANDFUL]
    with canary.perched(secret) as bird:
        making.make(folder, bird.bait, bites)
        files = [
            FileStorage(io.BytesIO(path.read_bytes()), path.name)
            for path in sorted(folder.iterdir())
        ]
        border, body = encode_multipart({"csrf_token": token, "files": files})
        kind = f"multipart/form-data; boundary={border}"
        answer = client.post("/quan-tri/tai-len/", data=body, content_type=kind)
        assert answer.status_code == 303
        report = html.unescape(client.get(answer.location).text)
        assert bird.touched() == []
    for each in bites:
        assert each.name in report
        assert re.search(each.said, report), each.name
    with office.app.app_context():
        titles = [item.title for item in Item.query.all()]
    assert sum(title.startswith(("Thôn Mẫu", "Thon Mau")) for title in titles) >= len(making.GOOD)
