"""The page on which people read and try the REST interface."""

from typing import Any

from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from sip.headers import POLICY


class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI from our own files; it writes one style into the page, which this page alone allows."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        allowed = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        response.headers["Content-Security-Policy"] = allowed
        return response
