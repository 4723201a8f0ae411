"""What can go wrong with a request to the API of cases, each as problem+json (RFC 9457); no words of people in it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

import orjson
from django.http import HttpResponse

from sip.services.errors import ServiceError

REALM = 'Bearer realm="SIP cases"'


class NoCredentials(ServiceError):
    """None at all: RFC 6750 3.1 wants no error code then."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "Present the secret of an office's system, or an access token of it, as Authorization: Bearer.",
            {"WWW-Authenticate": REALM},
        )


class BadCredentials(ServiceError):
    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "This secret or token is unknown, revoked or over.",
            {"WWW-Authenticate": f'{REALM}, error="invalid_token"'},
        )


class Forbidden(ServiceError):
    status = HTTPStatus.FORBIDDEN


class OutOfScope(Forbidden):
    def __init__(self, scope: str) -> None:
        super().__init__(
            f"This needs the scope {scope}, which the system or its token does not have.",
            {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'},
        )


class Conflicting(ServiceError):
    status = HTTPStatus.CONFLICT


class LengthRequired(ServiceError):
    status = HTTPStatus.LENGTH_REQUIRED


class PreconditionFailed(ServiceError):
    status = HTTPStatus.PRECONDITION_FAILED


class TooLarge(ServiceError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class UnknownType(ServiceError):
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class PreconditionRequired(ServiceError):
    status = HTTPStatus.PRECONDITION_REQUIRED

    def __init__(self) -> None:
        super().__init__("Send If-Match with the ETag of the case as it was last read.")


class Unprocessable(ServiceError):
    """`problems`: by field or question, "" for none in particular."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        super().__init__("What was sent is incomplete or wrong; see problems.")
        self.problems = problems


def unprocessable(error: Unprocessable) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": error.status.phrase,
        "status": error.status.value,
        "detail": error.detail,
        "problems": {name: list(map(str, words)) for name, words in error.problems.items()},
    }
    return HttpResponse(orjson.dumps(body), status=error.status, content_type="application/problem+json")
