"""Care against floods: how often one network address may send a form. Kept in memory, hashed."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from flask import request

from content.database import utc_now

WINDOW = timedelta(hours=1)
# A commune office, a school or a whole village may stand behind one address.
MOST_SENT, MOST_LOOKED_UP = 20, 60
# So many addresses are remembered; the ones seen longest ago are forgotten first.
MOST_KNOWN = 20_000

_SALT = secrets.token_bytes(16)  # of this process: what is kept says nothing to anybody else
_seen: OrderedDict[bytes, deque[datetime]] = OrderedDict()
_lock = threading.Lock()


def may_go_on(what: str, most: int) -> bool:
    """Count a try of `what` by the address at work; False when there were `most` in an hour."""
    now = utc_now()
    address = f"{what} {request.remote_addr or ''}".encode()
    key = hashlib.sha256(_SALT + address).digest()
    with _lock:
        tries = _seen.pop(key, None) or deque()
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        _seen[key] = tries
        while len(_seen) > MOST_KNOWN:
            _seen.popitem(last=False)
        if len(tries) >= most:
            return False
        tries.append(now)
        return True


def forget() -> None:
    """Begin anew; for tests."""
    with _lock:
        _seen.clear()
