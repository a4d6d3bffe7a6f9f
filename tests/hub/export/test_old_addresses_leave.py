"""Old addresses on the server and in the static copy: of topics, by hand, to other sites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from content.database import db
from content.publishing import desk_queries
from content.publishing.commands import redirects, topics, workflow, writing
from content.publishing.snapshot import fields_of
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from tests.factories import make_item


def exported(settings: Settings, target: Path, *, full: bool = False) -> exporter.Report:
    """Export in this process."""
    app = create_app(settings, desk=False)
    with app.app_context():
        report = exporter.export(app, exporter.Order(target, full=full))
        db.session.remove()
        db.engine.dispose()
    return report


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.resolve().rglob("*")
        if path.is_file()
    } if not folder.is_symlink() else files(folder.resolve())  # fmt: skip


def change(settings: Settings, *, merge: bool) -> None:
    """Move a text, rename a topic (or merge it), write addresses down by hand."""
    app = create_app(settings, desk=False)
    with app.app_context():
        item = desk_queries.any_at("news", "bai-cu")
        assert item is not None
        fields = replace(fields_of(item), slug="bai-moi")
        saved = writing.save(item.id, fields, seen_version=item.version)
        workflow.publish(item.id, seen_version=saved.version)
        topic = topics.ensure_topic("Lớp học")
        given = {"name": "Lớp đêm", "slug": "lop-dem", "description": "Học buổi tối."}
        topics.change(topic.id, seen_version=topic.version, **given)
        redirects.add("/gioi-thieu.html", "/tin-tuc/bai-moi/")
        redirects.add("/trang.php", "/tin-tuc/")
        redirects.add("/lien-ket/", "https://tinh.example.vn/")
        if merge:
            topics.merge(topic.id, topics.ensure_topic("Học tập").id)
        db.session.remove()
        db.engine.dispose()


def test_the_copy_follows_and_is_the_same_as_a_whole_one(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings, desk=False)
    with app.app_context():
        make_item("news", "Bài cũ", slug="bai-cu", topics=("Lớp học",))
        make_item("news", "Bài khác", slug="khac", topics=("Học tập",))
        db.session.remove()
        db.engine.dispose()
    out = tmp_path / "static"
    assert exported(settings, out).rendered
    change(settings, merge=False)
    assert exported(settings, out).rendered
    assert not exported(settings, out).rendered

    def leads(path: str, to: str) -> bool:
        return f'content="0; url={to}"' in (out / path).read_text()

    assert leads("tin-tuc/bai-cu/index.html", "../bai-moi/index.html")
    assert leads("tin-tuc/chu-de/lop-hoc/index.html", "../lop-dem/index.html")
    assert leads("gioi-thieu.html", "tin-tuc/bai-moi/index.html")
    assert leads("lien-ket/index.html", "https://tinh.example.vn/")
    assert "Học buổi tối." in (out / "tin-tuc/chu-de/lop-dem/index.html").read_text()
    assert not (out / "trang.php").exists()
    rules = (out / "redirects.nginx.conf").read_text()
    assert 'location = "/trang.php" { return 301 "/tin-tuc/"; }' in rules
    assert rules.count("return 301") == 5
    assert (out / ".htaccess").read_text().count("RedirectMatch") == 5
    assert (out / "_redirects").read_text().count(" 301\n") == 5
    whole = tmp_path / "whole"
    exported(settings, whole, full=True)
    assert files(out) == files(whole)


def test_the_server_answers_301_and_a_reader_arrives(settings: Settings) -> None:
    app = create_app(settings, desk=False)
    with app.app_context():
        make_item("news", "Bài cũ", slug="bai-cu", topics=("Lớp học",))
        db.session.remove()
        db.engine.dispose()
    change(settings, merge=True)
    client = app.test_client()
    for old, new in {
        "/tin-tuc/bai-cu/": "/tin-tuc/bai-moi/",
        "/gioi-thieu.html": "/tin-tuc/bai-moi/",
        "/trang.php": "/tin-tuc/",
        "/lien-ket/": "https://tinh.example.vn/",
        "/tin-tuc/chu-de/lop-hoc/": "/tin-tuc/chu-de/hoc-tap/",
        "/tin-tuc/chu-de/lop-dem/trang-1/": "/tin-tuc/chu-de/hoc-tap/",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer.location) == (301, new), old
        if new.startswith("/"):
            assert client.get(new).status_code == 200
    assert client.get("/van-ban/chu-de/lop-hoc/").status_code == 404
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
