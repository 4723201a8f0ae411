"""How large what a form sends may be in all, for every page that has no bound of its own: any page takes any form."""

from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as usual

# As many of the largest attachments as a draft may hold, and what else such a form has.
MOST_ATTACHMENTS: Final = 4
REST_MB: Final = 56


def most_megabytes() -> int:
    return settings.ATTACHMENT_LIMIT_MB * MOST_ATTACHMENTS + REST_MB


class BoundedUpload(FileUploadHandler):
    """The first of settings.FILE_UPLOAD_HANDLERS: refuses a form before any of it is read; else the next ones do it
    all. Django itself bounds a form's fields and forgets its files, which would fill the disk.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - the base class's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raises RequestDataTooBig."""
        if content_length > most_megabytes() * 1024 * 1024:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What makes no sense: 400; what is too large: 413, with words on how large it may be."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"most": most_megabytes()}, status=413)
    response: HttpResponse = usual(request, exception)
    return response
