"""Addresses of sources: which may be asked, and by which IP number they are asked.

A name is resolved once, each of its numbers is judged, and the connection goes to a judged number
(TRUST S10): a name that means another machine a moment later is of no use to anybody.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from content.errors import BadInput

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A judged address: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    number: str  # the IP number that was judged
    path: str  # with the query

    @property
    def host_header(self) -> str:
        """The name as the Host header carries it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def judge(url: str, *, internal: bool = False) -> Target:
    """Where an address leads; BadInput, one sentence, for one that must not be asked.

    internal: private, loopback and link-local numbers are allowed; a person with the right to
    change settings decided so for this source.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise BadInput(f"Địa chỉ “{url[:200]}” viết chưa đúng.") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise BadInput(f"Địa chỉ “{url[:200]}” phải bắt đầu bằng http:// hoặc https://.")
    if parts.username or parts.password:
        raise BadInput("Địa chỉ không được chứa tên đăng nhập hay mật khẩu.")
    host = parts.hostname
    port = port or _PORTS[parts.scheme]
    numbers = _numbers(host, port)
    if not internal:
        wrong = [one for one in numbers if not is_public(one)]
        if wrong:
            raise BadInput(
                f"“{host}” dẫn vào mạng nội bộ ({wrong[0]}) nên không được hỏi; nếu đúng là máy "
                "của đơn vị, người có quyền cài đặt phải cho phép ở trang của nguồn."
            )
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, numbers[0], f"{path}{query}")


def is_public(number: str) -> bool:
    """Whether an IP number is of the open network, also where it is wrapped in another."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.teredo is not None or (inside is not None and not is_public(str(inside))):
            return False
        if inside is not None:
            return True
    return address.is_global and not address.is_multicast


def _numbers(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadInput(
            f"Không tìm thấy máy chủ “{host}”; hãy xem lại địa chỉ hoặc đường mạng."
        ) from None
    # Number four first: many small offices have no way out by six.
    ordered = sorted(found, key=lambda one: one[0] != socket.AF_INET)
    return list(dict.fromkeys(str(one[4][0]) for one in ordered))
