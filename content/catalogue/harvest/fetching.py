"""One answer over HTTP: judged address, bounded bytes, bounded time, faults named in Vietnamese."""

from __future__ import annotations

import datetime as dt
import email.utils
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import urllib3
from urllib3.exceptions import (
    HTTPError,
    InsecureRequestWarning,
    NameResolutionError,
    SSLError,
    TimeoutError,
)

from content.catalogue.harvest import addresses
from content.catalogue.harvest.addresses import Target
from content.errors import BadInput

AGENT = "khuyenhoc-hub/1 (+OAI-PMH, SRU, OPDS)"
MOST_REDIRECTS = 5
MOST_WAITS = 5
MOST_WAIT = 300.0  # seconds; who asks for more is asked again at the next run
_USUAL_WAIT = 30.0
_CONNECT, _READ = 15.0, 60.0
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
# Numbers of OpenSSL's verify results (x509_vfy.h).
_TLS = {
    9: "chứng chỉ chưa đến ngày có hiệu lực",
    10: "chứng chỉ đã hết hạn",
    18: "chứng chỉ tự ký, không do tổ chức nào cấp",
    19: "chứng chỉ gốc không được tin",
    20: "thiếu chứng chỉ trung gian",
    21: "thiếu chứng chỉ trung gian",
    62: "chứng chỉ cấp cho tên máy chủ khác",
    64: "chứng chỉ cấp cho địa chỉ khác",
}
_STATUS = {
    401: "nguồn đòi đăng nhập",
    403: "nguồn từ chối",
    404: "không có trang này",
    410: "trang này đã bị gỡ",
    429: "nguồn bảo hỏi chậm lại",
    500: "máy chủ của nguồn gặp lỗi",
    502: "máy chủ của nguồn gặp lỗi",
    503: "máy chủ của nguồn đang bận",
    504: "máy chủ của nguồn không kịp trả lời",
}


class Unreachable(BadInput):
    """The source gave no answer that can be used; a later run may have more luck."""


class Stopped(Exception):
    """Somebody asked for a stop while the source let us wait."""


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source is asked.

    internal: numbers of the inner network are allowed; insecure: certificates are not checked.
    seconds: for one answer, waits left out; most_bytes: of one answer, unpacked. wait: lets time
    pass, and may raise Stopped.
    """

    internal: bool = False
    insecure: bool = False
    seconds: float = 120.0
    most_bytes: int = 32 * 2**20
    wait: Callable[[float], None] = _sleep


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, and the address that it came from after redirects."""

    data: bytes
    url: str


def fetch(url: str, manner: Manner) -> Answer:
    """The answer of an address; BadInput for one that is forbidden, Unreachable for no answer.

    503 and 429 are asked again after their Retry-After, a few times.
    """
    waits = 0
    redirects = 0
    while True:
        target = addresses.judge(url, internal=manner.internal)
        status, headers, data = _ask(target, manner)
        if status in _REDIRECTS and headers.get("Location"):
            redirects += 1
            if redirects > MOST_REDIRECTS:
                raise Unreachable(f"“{target.host}” chuyển hướng quá {MOST_REDIRECTS} lần.")
            url = urljoin(url, headers["Location"])
        elif status in _BUSY and waits < MOST_WAITS:
            waits += 1
            manner.wait(_wait(headers.get("Retry-After", ""), target.host))
        elif status != 200:
            known = _STATUS.get(status, "nguồn không trả lời được")
            raise Unreachable(f"“{target.host}”: {known} (mã {status}).")
        else:
            return Answer(data, url)


def _ask(target: Target, manner: Manner) -> tuple[int, urllib3.HTTPHeaderDict, bytes]:
    end = time.monotonic() + manner.seconds
    pool = _pool(target, manner)
    try:
        answer = pool.urlopen(
            "GET",
            target.path,
            headers={
                "Host": target.host_header,
                "User-Agent": AGENT,
                "Accept": "application/xml, text/xml, application/atom+xml, */*;q=0.5",
                "Accept-Encoding": "gzip",
            },
            redirect=False,
            retries=False,
            preload_content=False,
        )
        try:
            return answer.status, answer.headers, _body(answer, target, manner, end)
        finally:
            answer.close()
    except SSLError as fault:
        raise Unreachable(_tls(fault, target.host)) from None
    except TimeoutError:
        raise _late(target) from None
    except NameResolutionError:
        raise Unreachable(f"Không tìm thấy máy chủ “{target.host}”.") from None
    except (HTTPError, OSError):
        raise Unreachable(
            f"Không nối được với “{target.host}”: máy chủ tắt, chặn, hoặc ngắt giữa chừng."
        ) from None
    finally:
        pool.close()


def _pool(target: Target, manner: Manner) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(
        connect=min(_CONNECT, manner.seconds), read=min(_READ, manner.seconds)
    )
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(target.number, target.port, timeout=timeout)
    context = ssl.create_default_context()
    if manner.insecure:
        urllib3.disable_warnings(InsecureRequestWarning)  # a person decided, the desk shows it
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return urllib3.HTTPSConnectionPool(
        target.number,
        target.port,
        timeout=timeout,
        ssl_context=context,
        server_hostname=target.host,
        assert_hostname=False if manner.insecure else target.host,
    )


def _body(answer: urllib3.BaseHTTPResponse, target: Target, manner: Manner, end: float) -> bytes:
    """The body, as long as it is no longer and no slower than it may be."""
    if answer.status != 200:
        return b""
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > manner.most_bytes:
            raise Unreachable(
                f"“{target.host}” trả lời dài hơn {manner.most_bytes // 2**20} MB nên đã ngắt."
            )
        if time.monotonic() > end:
            raise _late(target)
        parts.append(chunk)
    return b"".join(parts)


def _late(target: Target) -> Unreachable:
    return Unreachable(f"“{target.host}” trả lời quá chậm; hãy thử lại sau.")


def _wait(told: str, host: str) -> float:
    """Seconds that Retry-After asks for, as a number or a moment; Unreachable for too many."""
    seconds = _USUAL_WAIT
    if told.strip().isdecimal():
        seconds = float(told.strip()[:9])
    elif told.strip():
        try:
            moment = email.utils.parsedate_to_datetime(told.strip())
            seconds = (moment - dt.datetime.now(tz=dt.UTC)).total_seconds()
        except (ValueError, TypeError):
            pass
    if seconds > MOST_WAIT:
        raise Unreachable(
            f"“{host}” đang bận và bảo chờ {round(seconds / 60)} phút; lần chạy sau sẽ làm tiếp."
        )
    return max(seconds, 1.0)


def _tls(fault: SSLError, host: str) -> str:
    inner = fault.args[0] if fault.args else None
    code = getattr(inner, "verify_code", None)
    if code in _TLS:
        return f"Kết nối an toàn với “{host}” không được: {_TLS[code]}."
    return f"Kết nối an toàn với “{host}” không được: hai bên không bắt tay được (TLS)."
