"""Headers: what each answer tells browsers, caches and proxies; one place for all rooms."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from werkzeug.sansio.utils import host_is_trusted

from hub import compression

DESK = "/quan-tri"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ONE_YEAR = 31_536_000
# A page may be shown this long without asking: short enough for a withdrawal, long enough that
# going back and forth on a slow line costs nothing.
FRESH_SECONDS = 60
_PRIVATE = "private, no-store"


def install(app: Flask) -> None:
    """Send the headers with every answer; a room that set one itself keeps its own.

    Call it before anything else registers `after_request`: the last word is spoken first.
    """
    app.before_request(_refuse_forged_host)
    app.after_request(_finish)


def _refuse_forged_host() -> None:
    """Flask checks Host; what a proxy says about it is held to the same list."""
    trusted = current_app.config["TRUSTED_HOSTS"]
    named = request.headers.get("X-Forwarded-Host", "")
    if named and trusted and not all(host_is_trusted(h.strip(), trusted) for h in named.split(",")):
        abort(400)


def _finish(response: Response) -> Response:
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if current_app.extensions["hub_settings"].secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={_ONE_YEAR}")
    _keep_location_inside(response)
    _say_how_long(response)
    return compression.squeezed(_revalidated(response))


def _keep_location_inside(response: Response) -> None:
    """A redirect within the site names no scheme and host: behind a proxy they would be wrong."""
    location = response.headers.get("Location", "")
    target = urlsplit(location)
    if not target.netloc or target.netloc != request.environ.get("HTTP_HOST"):
        return
    inside = location[location.index(target.netloc) + len(target.netloc) :] or "/"
    if inside.startswith("/") and not inside.startswith(("//", "/\\")):
        response.headers["Location"] = inside


def _say_how_long(response: Response) -> None:
    if "Set-Cookie" in response.headers or _is_desk(request.path):
        if "Set-Cookie" in response.headers:
            response.headers["Cache-Control"] = _PRIVATE
        response.headers.setdefault("Cache-Control", _PRIVATE)
        response.vary.add("Cookie")
    elif "Cache-Control" not in response.headers:
        kept = response.status_code in (200, 301, 308)
        response.headers["Cache-Control"] = (
            f"public, max-age={FRESH_SECONDS}" if kept else "no-store"
        )


def _revalidated(response: Response) -> Response:
    """Let a browser ask whether a page has changed: the answer is then a few bytes."""
    asked = request.method in ("GET", "HEAD") and response.status_code == 200
    if not asked or response.is_streamed or response.direct_passthrough:
        return response
    if response.cache_control.no_store:
        return response
    response.add_etag()
    response.make_conditional(request)
    return response


def _is_desk(path: str) -> bool:
    return path == DESK or path.startswith(f"{DESK}/")
