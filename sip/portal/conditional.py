"""Answers that may be kept until the register changes: an ETag from its version, the language and the person."""

from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.timezone import localdate
from django.utils.translation import get_language

from sip.services.layers import served_version


def _templates_digest() -> str:
    """Changes with every release that changes a page; the same in all processes."""
    digest = blake2b(digest_size=6)
    for file in sorted(Path(settings.BASE_DIR, "sip").rglob("templates/**/*.html")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


RELEASE: Final = _templates_digest()


def page_etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """For `django.views.decorators.http.condition`."""
    parts = (RELEASE, static("site.css"), served_version(), get_language(), request.user.pk or "")
    return f'"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'


def dated_page_etag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """Of pages that say what binds today, which changes at midnight without any delivery."""
    return f'{page_etag(request)[:-1]}-{localdate().isoformat()}"'
