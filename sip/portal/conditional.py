"""Answers that may be kept until the register changes: an ETag from its version, the language and the person."""

import os
from hashlib import blake2b
from itertools import product
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.timezone import localdate
from django.utils.translation import get_language

from sip.services.layers import served_version

# What pages are made of: templates, code, translations.
MADE_OF: Final = ("*.html", "*.py", "*.mo")
ROOMS: Final = ("sip", "parcels", "plans", "cases")


def release_digest() -> str:
    """Changes with every release, and with what is configured, which pages tell; the same in all processes."""
    digest = blake2b(digest_size=6, key=settings.SECRET_KEY.encode()[:64])
    for folder, pattern in product(ROOMS, MADE_OF):
        for file in sorted(Path(settings.BASE_DIR, folder).rglob(pattern)):
            digest.update(file.read_bytes())
    digest.update(repr(sorted(item for item in os.environ.items() if item[0].startswith("SIP_"))).encode())
    return digest.hexdigest()


RELEASE: Final = release_digest()


def page_etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """For `django.views.decorators.http.condition`. Pages of people who are signed in hold forms, whose token changes
    with each sign-in."""
    person = (request.user.pk, request.META.get("CSRF_COOKIE")) if request.user.is_authenticated else ()
    parts = (RELEASE, static("site.css"), served_version(), get_language(), *person)
    return f'"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def dated_page_etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """Of pages that say what binds today, which changes at midnight without any delivery."""
    return f'{page_etag(request)[:-1]}-{localdate().isoformat()}"'
