"""The doctor: what is well, what is not, and what to do about it."""

from __future__ import annotations

import os
import random
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from content import files, jobs
from content.calendar import local
from content.database import db, utc_now
from content.errors import HubError
from content.files import StoredFile
from content.loading import waiting
from content.migrations import schema
from content.reading import cage, office
from content.recognition import request_queries, suppression
from content.scans import engine
from hub.config import Settings
from hub.export.releases import sha256_of
from hub.keeping import records, soundness, withdrawn
from search_index import index

SAMPLE = 200  # files whose hash is computed without --full
_OFFICE_FILES = "DOC, RTF, ODT, ODS, ODP, PPT, XLS"
_OFFICE_ADVICE = (
    "cài bằng lệnh: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui "
    "libreoffice-impress-nogui."
)
_LACKING = "Bản chụp chưa nhận dạng được chữ"
_BACKUP_AGE = timedelta(days=8)
_FEW_BYTES, _TOO_FEW_BYTES = 1024**3, 100 * 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """One look. `state`: "ok", "warning" or "bad"; `advice` says what to do unless all is well."""

    name: str
    state: str
    message: str
    advice: str = ""

    @property
    def bad(self) -> bool:
        """Whether the hub needs somebody now."""
        return self.state == "bad"

    @property
    def line(self) -> str:
        """The finding as one line for a person."""
        mark = {"ok": "tốt ", "warning": "chú ý", "bad": "HỎNG"}[self.state]
        return f"[{mark}] {self.message}" + (f" → {self.advice}" if self.advice else "")

    def to_json(self) -> dict[str, Any]:
        """The finding for a program."""
        return asdict(self)


def first_look(settings: Settings) -> list[Finding]:
    """Looks that need no application: folder, disk, soundness and schema of the database."""
    findings = [*_folder(settings), _disk(settings)]
    try:
        soundness.check_start(settings)
        revision = _revision(settings)
    except HubError as error:
        return [*findings, Finding("database", "bad", error.message)]
    except sa.exc.SQLAlchemyError as error:
        reason = str(error).splitlines()[0]
        advice = "kiểm tra HUB_DATABASE_URL và máy chủ PostgreSQL."
        return [*findings, Finding("database", "bad", f"Không mở được ({reason}).", advice)]
    return [*findings, _schema(revision), *_last(settings)]


def second_look(settings: Settings, *, full: bool) -> list[Finding]:
    """Looks inside an application context: integrity, files, index, jobs."""
    looks = [_integrity(settings), _files(full=full), index_finding(), _jobs()]
    return [*looks, *_names(), *_programs()]


def _names() -> Iterator[Finding]:
    """Names that were taken down and those that people ask about."""
    if fault := withdrawn.fault():
        advice = f"chép lại {suppression.FILE} từ bản sao lưu mới nhất vào thư mục dữ liệu."
        yield Finding("withdrawn names", "bad", fault, advice)
    waiting_ones, late = request_queries.counts()
    if late:
        message = f"{late} trong {waiting_ones} yêu cầu về tên đã quá hạn."
        yield Finding("name requests", "warning", message, "mở bàn biên tập, Yêu cầu về tên.")


def _programs() -> Iterator[Finding]:
    """Programs beside Python that some files need; without them those wait or are refused."""
    missing = office.available()
    if missing:
        message = f"Tệp {_OFFICE_FILES}: {missing[0].lower()}{missing[1:]}"
        advice = _OFFICE_ADVICE if "chưa có LibreOffice" in missing else ""
        yield Finding("office", "warning", message, advice)
    else:
        yield Finding("office", "ok", f"Đọc được tệp {_OFFICE_FILES} (LibreOffice).")
    if open_ways := cage.lacking():
        yield Finding("cage", "warning", open_ways)
    waits, _why = waiting.left_over()
    missing = engine.available()
    if missing:
        held = f" {waits} tệp bản chụp đang chờ." if waits else ""
        yield Finding("scans", "warning", f"{_LACKING}: {missing[0].lower()}{missing[1:]}{held}")
    else:
        yield Finding("scans", "ok", "Nhận dạng được chữ của bản chụp (tesseract).")


def index_finding() -> Finding:
    """How the search index is."""
    found = index.status()
    if found.state in ("damaged", "empty"):
        reason = found.reason or "Chỉ mục tìm kiếm chưa được dựng."
        return Finding("index", "bad", reason, "chạy “hub index rebuild”.")
    if found.state == "behind":
        advice = "chạy “hub due” (hoặc đợi “hub serve” làm)."
        return Finding("index", "warning", "Chỉ mục chưa theo kịp nội dung.", advice)
    return Finding("index", "ok", f"Chỉ mục tìm kiếm có {found.documents} bài.")


def _folder(settings: Settings) -> Iterator[Finding]:
    mode = stat.S_IMODE(settings.home.stat().st_mode)
    if not os.access(settings.home, os.W_OK | os.X_OK):
        advice = "sửa quyền thư mục cho người dùng đang chạy hub."
        yield Finding("folder", "bad", f"Không ghi được vào {settings.home}.", advice)
    elif mode & 0o077:
        message = f"Người khác trên máy đọc được {settings.home} (quyền {mode:o})."
        yield Finding("folder", "warning", message, f"chmod 700 {settings.home}")
    else:
        yield Finding("folder", "ok", f"Thư mục dữ liệu {settings.home}.")


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.home).free
    state = "bad" if free < _TOO_FEW_BYTES else "warning" if free < _FEW_BYTES else "ok"
    advice = "" if state == "ok" else "dọn đĩa hoặc chuyển dữ liệu sang đĩa lớn hơn."
    return Finding("disk", state, f"Đĩa còn trống {free // 1024**2} MB.", advice)


def _revision(settings: Settings) -> str | None:
    path = soundness.sqlite_path(settings)
    if path is not None and not path.exists():
        return None
    engine = sa.create_engine(settings.database_url, poolclass=sa.pool.NullPool)
    try:
        with engine.connect() as connection:
            return schema.current(connection)
    finally:
        engine.dispose()


def _schema(revision: str | None) -> Finding:
    if revision is None:
        message = "Thư mục dữ liệu chưa được chuẩn bị."
        return Finding("schema", "warning", message, "chạy “hub serve” một lần.")
    if revision < schema.head():
        message = f"Cơ sở dữ liệu ở bản {revision}, chương trình cần {schema.head()}."
        return Finding("schema", "warning", message, "khởi động lại “hub serve” để nâng cấp.")
    if revision > schema.head():
        message = f"Cơ sở dữ liệu ở bản {revision}, mới hơn chương trình ({schema.head()})."
        return Finding("schema", "bad", message, "cài bản mới của chương trình.")
    return Finding("schema", "ok", f"Cơ sở dữ liệu ở bản {revision}, mới nhất.")


def _integrity(settings: Settings) -> Finding:
    path = soundness.sqlite_path(settings)
    fault = "" if path is None else soundness.sqlite_fault(path, full=True)
    if fault:
        advice = "khôi phục bằng “hub restore BẢN-SAO-LƯU.zip --replace”."
        return Finding("database", "bad", f"Cơ sở dữ liệu {path} bị hỏng ({fault}).", advice)
    return Finding("database", "ok", "Cơ sở dữ liệu nguyên vẹn.")


def _files(*, full: bool) -> Finding:
    rows = db.session.execute(sa.select(StoredFile.sha256, StoredFile.size)).all()
    hashed = {row.sha256 for row in rows}
    if not full and len(rows) > SAMPLE:
        hashed = set(random.sample(sorted(hashed), SAMPLE))  # a sample, no secret
    broken = [
        row.sha256 for row in rows if not _is_whole(row.sha256, row.size, row.sha256 in hashed)
    ]
    if broken:
        message = f"{len(broken)} tệp mất hoặc sai nội dung; tệp đầu: {files.path_of(broken[0])}."
        return Finding("files", "bad", message, "lấy lại tệp từ bản sao lưu.")
    checked = "tất cả" if len(hashed) == len(rows) else f"{len(hashed)} tệp bất kỳ"
    return Finding("files", "ok", f"{len(rows)} tệp đủ trên đĩa; đã so nội dung {checked}.")


def _is_whole(sha256: str, size: int, hashed: bool) -> bool:
    path = files.path_of(sha256)
    try:
        return path.stat().st_size == size and (not hashed or sha256_of(path) == sha256)
    except OSError:
        return False


def _last(settings: Settings) -> Iterator[Finding]:
    backup = records.last(settings, "backup")
    advice = "chạy “hub backup TỆP.zip” và chép tệp sang máy khác."
    if backup is None:
        yield Finding("backup", "warning", "Chưa có bản sao lưu nào.", advice)
    else:
        old = utc_now() - backup[0] > _BACKUP_AGE
        message = f"Sao lưu lần cuối {local(backup[0]):%d/%m/%Y %H:%M}: {backup[1].get('file')}."
        yield Finding("backup", "warning" if old else "ok", message, advice if old else "")
    export = records.last(settings, "export")
    if export is None:
        yield Finding("export", "ok", "Chưa xuất bản tĩnh lần nào.")
    else:
        when = f"{local(export[0]):%d/%m/%Y %H:%M}"
        message = f"Xuất bản tĩnh lần cuối {when}: {export[1].get('folder')}."
        yield Finding("export", "ok", message)


def _jobs() -> Finding:
    recent = sa.select(jobs.Job).where(
        jobs.Job.state == "failed", jobs.Job.finished_at > utc_now() - timedelta(days=7)
    )
    failed = list(db.session.scalars(recent.order_by(jobs.Job.id.desc())))
    if failed:
        message = f"{len(failed)} việc thất bại trong 7 ngày; mới nhất: {failed[0].message}"
        return Finding("jobs", "warning", message, "sửa nguyên nhân rồi yêu cầu lại.")
    return Finding("jobs", "ok", "Không có việc nào thất bại trong 7 ngày.")


def examine(settings: Settings, context: Callable[[], Any], *, full: bool = False) -> list[Finding]:
    """All looks. `context` makes an application context, asked for only when the rest is sound."""
    findings = first_look(settings)
    if any(finding.bad for finding in findings):
        return findings
    with context():
        return [*findings, *second_look(settings, full=full)]
