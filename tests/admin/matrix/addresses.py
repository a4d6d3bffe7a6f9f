"""What the matrix is made of: the addresses of the map, what each needs, texts in every state."""

from __future__ import annotations

import re

import sqlalchemy as sa

from content import accounts, people
from content.database import db
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.snapshot import ItemFields

# Endpoint → the right it needs; (for looking, for doing) where they differ. A new address of the
# desk is refused by the first test below until it stands here.
NEEDS: dict[str, str | tuple[str, str]] = {
    "quantri.index": "desk",
    "noi_dung.index": "desk",
    "viec_cho.index": "edit_all",
    "tai_khoan.index": "desk",
    "tai_khoan.password": "desk",
    "chen.pages": "write",
    "chen.shown": "write",
    "chen.upload": "write",
    "chen.word": "write",
    "chu_de.index": "topics",
    "chi_tieu.index": "edit_all",
    "chi_tieu.targets": "edit_all",
    "chi_tieu.new_figure": "edit_all",
    "chi_tieu.figure": "edit_all",
    "chi_tieu.drop_figure": "edit_all",
    "chi_tieu.new_target": "edit_all",
    "chi_tieu.target": "edit_all",
    "chi_tieu.drop_target": "edit_all",
    "chi_tieu.many": "edit_all",
    "chi_tieu.silent": "edit_all",
    "thu_vien_so.bring_file": "edit_all",
    "thu_vien_so.copies": "edit_all",
    "thu_vien_so.cover": "edit_all",
    "thu_vien_so.cover_shown": "edit_all",
    "thu_vien_so.drop_file": "edit_all",
    "thu_vien_so.drop_list": "publish",
    "thu_vien_so.drop_shelf": "edit_all",
    "thu_vien_so.duplicates": ("edit_all", "publish"),
    "thu_vien_so.figures": "edit_all",
    "thu_vien_so.holdings": "edit_all",
    "thu_vien_so.holdings_csv": "edit_all",
    "thu_vien_so.holdings_sheet": "edit_all",
    "thu_vien_so.index": "edit_all",
    "thu_vien_so.lists": "edit_all",
    "thu_vien_so.many": "edit_all",  # each act asks for its own right
    "thu_vien_so.merge": "publish",
    "thu_vien_so.new": "edit_all",
    "thu_vien_so.new_list": "edit_all",
    "thu_vien_so.new_shelf": "edit_all",
    "thu_vien_so.part": "publish",
    "thu_vien_so.reading_list": "edit_all",
    "thu_vien_so.record": "edit_all",
    "thu_vien_so.shelf": "edit_all",
    "thu_vien_so.shelves": "edit_all",
    "thu_vien_so.state": "publish",
    "nguon_thu_muc.bring": "publish",
    "nguon_thu_muc.drop": "publish",
    "nguon_thu_muc.harvest": "publish",
    "nguon_thu_muc.index": "edit_all",
    "nguon_thu_muc.new": "publish",
    "nguon_thu_muc.pause": "publish",
    "nguon_thu_muc.preset": "publish",
    "nguon_thu_muc.report": "edit_all",
    "nguon_thu_muc.source": ("edit_all", "publish"),
    "nguon_thu_muc.test": "publish",
    "han_nop.index": "edit_all",
    "han_nop.new": "edit_all",
    "han_nop.row": "edit_all",
    "han_nop.drop": "edit_all",
    "dia_ban.add": "places",
    "dia_ban.index": "places",
    "dia_ban.merge": "places",
    "nguoi_dung.index": "people",
    "nguoi_dung.person": "people",
    "nguoi_dung.roster": "people",
    "nguoi_duyet.index": "people",
    "nhat_ky.index": "settings",
    "nhat_ky.sheet": "settings",
    "tai_len.index": "upload",
    "tai_len.letters": "upload",
    "tai_len.report": "upload",
    "tai_len.report_as_json": "upload",
    "trang_cua_minh.finish": "settings",
    "trang_cua_minh.index": "settings",
    "trang_cua_minh.step": "settings",
    "tu_luu.copies": "write",
    "tu_luu.difference": "write",
    "tu_luu.drop": "write",
    "tu_luu.keep": "write",
    "tu_luu.keep_new": "write",
    "tu_luu.state": "write",
    "van_ban_thieu.add_text": "upload",
    "van_ban_thieu.attach": "upload",
    "van_ban_thieu.index": "upload",
    "xuat_ban.index": "publish",
    "cong_nhan.bodies": ("edit_all", "settings"),
    "cong_nhan.index": "edit_all",
    "cong_nhan.list": "edit_all",
    "cong_nhan.new": "edit_all",
    "cong_nhan.paper": "edit_all",
    "cong_nhan.printed": "edit_all",
    "cong_nhan.template": "edit_all",
    "cong_nhan.templates": ("edit_all", "settings"),
    "cong_nhan.privacy": "edit_all",
    "cong_nhan.send": "edit_all",  # announcing and taking back ask for "publish"
    "yeu_cau.closed_days": "settings",
    "yeu_cau.index": "publish",
    "yeu_cau.one": "publish",
    "huong_dan.index": "desk",
    "huong_dan.keys": "desk",
    "huong_dan.page": "desk",
    "noi_dung.ask_many": "desk",  # each act asks for its own right
    "noi_dung.change_filter": "desk",
    "noi_dung.do_many": "desk",
    "noi_dung.keep_filter": "desk",
    "noi_dung.many_done": "desk",
    "tim.index": "desk",
    "tim.lead": "settings",
    "tim.suggest": "desk",
    "chu_de.arrange": "topics",
    "chu_de.by_alphabet": "topics",
    "chu_de.drop": "topics",
    "chu_de.merge": "topics",
    "chu_de.topic": "topics",
    "tieu_chi.bring": "criteria",
    "tieu_chi.confirm": "criteria",
    "tieu_chi.copy": "criteria",
    "tieu_chi.download": "criteria",
    "tieu_chi.drop": "criteria",
    "tieu_chi.index": "criteria",
    "tieu_chi.lay_over": "criteria",
    "tieu_chi.publish": "publish",
    "tieu_chi.show_supplement": "publish",
    "tieu_chi.supplement": "criteria",
    "tieu_chi.template": "criteria",
    "tieu_chi.text": "criteria",
    "tieu_chi.version": "criteria",
    "tieu_chi.withdraw": "publish",
    "dia_chi_cu.drop": "topics",
    "dia_chi_cu.index": "topics",
    "dia_chi_cu.many": "publish",
    "tep.bring": "upload",
    "tep.delete": "publish",
    "tep.describe": "upload",
    "tep.download": "upload",
    "tep.file": "upload",
    "tep.index": "upload",
    "tep.replace": "publish",
    "tep.restore": "publish",
    "tep.thumb": "upload",
    "tep.unused": "upload",
    "soan_bai.new": "write",
    "soan_bai.check_new": "write",
    "soan_bai.edit": "write",
    "soan_bai.check": "write",
    "soan_bai.before": "publish",  # `?viec=review` for who sends in
    "soan_bai.file": "write",
    "soan_bai.history": "write",
    "soan_bai.name_revision": "write",
    "soan_bai.revision_file": "write",
    "soan_bai.restore": "write",
    "soan_bai.review": "write",
    "soan_bai.remark": "write",
    "soan_bai.ask": "edit_all",
    "soan_bai.revoke": "edit_all",
    "soan_bai.approve": "publish",
    "soan_bai.give_back": "publish",
    "soan_bai.send_back": "publish",
    "soan_bai.withdraw": "publish",
}
# Flask-Admin's tables of one room; all of it for administrators, and nothing of it writes.
TABLES = ("viec_nen.",)
# Doors: open to whoever holds the right token, or to one's own account.
DOORS = ("security.", "vao.", "loi_moi.", "desk.static")
QUIET = frozenset({"desk_session", "sign_in_attempt"})
MARKER = "DẤU HIỆU RIÊNG CỦA XÃ KHÁC"
MINE = "Bài của xã mình"
NOTHING = frozenset({403, 404, 405})
LIMITED = ("contributor", "editor", "publisher")


def rules(office):
    return [
        rule
        for rule in office.app.url_map.iter_rules()
        if rule.rule.startswith("/quan-tri") and not rule.endpoint.startswith(DOORS)
    ]


def right_of(endpoint: str, method: str) -> str:
    if endpoint.startswith(TABLES):
        return "settings"
    needed = NEEDS[endpoint]
    return needed if isinstance(needed, str) else needed[method == "POST"]


def address(rule, number: int = 1) -> str:
    path = re.sub(r"<int[^>]*>", str(number), rule.rule)
    return re.sub(r"<[^>]*>", "khong-co", path)


def of_an_item(rule) -> bool:
    return "item_id" in rule.arguments


def rows(office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a refused request must leave alone."""
    with office.app.app_context():
        return {
            name: [tuple(row) for row in db.session.execute(sa.select(table))]
            for name, table in db.metadata.tables.items()
            if name not in QUIET
        }


def in_state(office, state: str, title: str, **given) -> int:
    """A text of nobody who signs in here, in one of the states."""
    with office.app.app_context():
        item = writing.create(ItemFields(kind="news", title=title, body="Chữ.", **given))
        number = item.id
        if state in ("in_review", "returned", "approved"):
            workflow.send_for_review(number)
        if state == "returned":
            workflow.return_to_author(number, "Thiếu căn cứ.")
        if state == "approved":
            workflow.approve(number)
        if state in ("published", "withdrawn"):
            workflow.publish(number, seen_version=desk_queries.by_id(number).version)
        if state == "withdrawn":
            workflow.withdraw(number, "Không còn đúng.")
        assert desk_queries.by_id(number).state == state
        return number


# Whatever a form of any of these addresses might carry.
FORM = {
    "title": "Lấy được",
    "name": "Lấy được",
    "body": "Lấy được",
    "text": "Lấy được",
    "reason": "Lấy được",
    "notice": "Lấy được",
    "because": "Lấy được vì muốn thế",
    "label": "Lấy được",
    "state": "published",
    "role": "administrator",
    "roles": "administrator",
    "place_id": "1",
    "version": "1",
    "revision": "1",
    "approver": "1",
    "link": "1",
    "hours": "24",
    "keep_form": "abcdefghijklmnopqrst",
    "keep_text": "1",
}  # fmt: skip
ACTS = ("save", "publish")


def limit(office, role: str, *, kinds=(), place_id: int | None = None) -> None:
    with office.app.app_context():
        accounts.set_scope(people.by_email(f"{role}@xa.example"), kinds, place_id)
