"""Kept files go out whole or in part, as often as a client comes back for the rest."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from sip.services.downloads.serving import kept_file

BODY = bytes(range(256)) * 4
WHOLE = len(BODY)
CHANGED = datetime(2026, 11, 22, 12, 0, 0, 500, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "dane.gpkg"
    file.write_bytes(BODY)
    return file


def ask(path: Path, method: str = "GET", **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, "/plik", headers=given)
    return kept_file(request, path, sha256="ab", changed_at=CHANGED, media_type="x/y", name="dane.gpkg")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, WHOLE - 1),
        ("bytes=-50", WHOLE - 50, WHOLE - 1),
        ("bytes=-5000", 0, WHOLE - 1),
        ("bytes=5-999999999", 5, WHOLE - 1),
        (f"bytes={WHOLE - 1}-", WHOLE - 1, WHOLE - 1),
    ],
)
def test_a_range_is_what_was_asked_for(path: Path, asked: str, first: int, last: int) -> None:
    part = ask(path, Range=asked)

    assert part.status_code == 206
    assert body(part) == BODY[first : last + 1]
    assert part.headers["Content-Length"] == str(last + 1 - first)
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{WHOLE}"


@pytest.mark.parametrize("asked", ["bytes=0-5,10-20", "bytes=9-5", "lines=1-2", "bytes=a-b", "bytes=-", "x"])
def test_a_range_that_is_none_gets_the_whole(path: Path, asked: str) -> None:
    answer = ask(path, Range=asked)

    assert answer.status_code == 200
    assert body(answer) == BODY


@pytest.mark.parametrize("asked", [f"bytes={WHOLE}-", "bytes=99999999-", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_met(path: Path, asked: str) -> None:
    answer = ask(path, Range=asked)

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{WHOLE}"


def test_a_client_that_has_it_is_told_so(path: Path) -> None:
    answer = ask(path)

    assert ask(path, If_None_Match=answer["ETag"]).status_code == 304
    assert ask(path, If_Modified_Since=answer["Last-Modified"]).status_code == 304
    assert ask(path, If_Modified_Since="Sun, 22 Nov 2026 11:59:59 GMT").status_code == 200


def test_the_rest_of_another_file_is_not_sent(path: Path) -> None:
    assert ask(path, Range="bytes=10-", If_Range='"another"').status_code == 200
    assert ask(path, Range="bytes=10-", If_Range='"ab"').status_code == 206


def test_the_head_says_how_long_it_is(path: Path) -> None:
    answer = ask(path, "HEAD")

    assert answer.headers["Content-Length"] == str(WHOLE)
    assert body(answer) == b""


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"If_Match": '"ab"'}, 200),
        ({"If_Match": '"x", "ab"'}, 200),
        ({"If_Match": "*"}, 200),
        ({"If_Match": '"x"'}, 412),
        ({"If_Match": '"ab"', "If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 412),
        ({"If_Unmodified_Since": "Sun, 22 Nov 2026 12:00:00 GMT"}, 200),
        ({"If_Unmodified_Since": "yesterday"}, 200),
    ],
)
def test_who_wants_another_file_is_told_that_it_is_gone(path: Path, asked: dict[str, str], status: int) -> None:
    assert ask(path, **asked).status_code == status
