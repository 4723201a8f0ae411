"""Serves kept files: whole, or the range asked for, with the validators that let a broken download go on.

Behind nginx this only says which file and with what headers (X-Accel-Redirect): nginx sends it, ranges included.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date, parse_http_date_safe

from sip.services.answers import known_already, unchanged

CHUNK: Final = 256 * 1024
# Below it deploy/nginx.conf has the folders it may send from, for nobody's asking but ours.
INTERNAL: Final = "/-files/"
_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))")


def kept_file(
    request: HttpRequest, path: Path, *, sha256: str, changed_at: datetime, media_type: str, name: str
) -> HttpResponseBase:
    """Raises OSError where the file is gone. Several ranges at once are answered with the whole, as RFC 9110 lets."""
    size = path.stat().st_size
    etag, changed = f'"{sha256}"', int(changed_at.timestamp())
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(changed),
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if _is_another(request, etag, changed):
        return HttpResponse(status=412, headers=headers)
    if known_already(request, headers):
        return unchanged(headers)
    if settings.SEND_FILES == "x-accel":
        place = path.relative_to(settings.MEDIA_ROOT).as_posix()
        return _without_body(200, media_type, {**headers, "X-Accel-Redirect": INTERNAL + quote(place)})
    wanted = _range(request, size, etag, changed)
    if wanted is None:
        return _sent(request, path, range(size), 200, media_type, headers)
    if not wanted:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return _sent(request, path, wanted, 206, media_type, headers)


def _is_another(request: HttpRequest, etag: str, changed: int) -> bool:
    """Whether the client wants only the file that it has a part of, and this is another (RFC 9110, 13.1.1, 13.1.4)."""
    wanted = request.headers.get("If-Match", "")
    if wanted:
        return etag not in (part.strip() for part in wanted.split(",")) and wanted.strip() != "*"
    since = parse_http_date_safe(request.headers.get("If-Unmodified-Since", ""))
    return since is not None and changed > since


def _range(request: HttpRequest, size: int, etag: str, changed: int) -> range | None:
    """The bytes asked for; empty where the file has none of them, None where the whole is to be sent."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or not _same(request, etag, changed):
        return None
    first, last, tail = found.groups()
    if tail is not None:
        return range(max(size - int(tail), 0), size) if int(tail) else range(0)
    if last is not None and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))


def _same(request: HttpRequest, etag: str, changed: int) -> bool:
    """Whether the file is still the one that the client has a part of."""
    given = request.headers.get("If-Range")
    return given is None or given == etag or parse_http_date_safe(given) == changed


def _sent(
    request: HttpRequest, path: Path, wanted: range, status: int, media_type: str, headers: dict[str, str]
) -> HttpResponseBase:
    headers = {**headers, "Content-Length": str(len(wanted))}
    if request.method == "HEAD":
        return _without_body(status, media_type, headers)
    return StreamingHttpResponse(_chunks(path, wanted), status=status, content_type=media_type, headers=headers)


def _without_body(status: int, media_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """A stream of nothing, so that nobody counts its length anew."""
    return StreamingHttpResponse(iter(()), status=status, content_type=media_type, headers=headers)


def _chunks(path: Path, wanted: range) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(wanted.start)
        left = len(wanted)
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
