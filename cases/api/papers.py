"""Documents of a case: listed, added as the body of a request or as a form's file, and taken."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from typing import Final

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse

from cases.api import shown
from cases.api.answers import answer
from cases.api.bodies import chunks_of, form_of, length_of
from cases.api.door import Caller
from cases.api.errors import UnknownType, Unprocessable
from cases.api.reading import MOST_NUMBER, found
from cases.documents.actions import Incoming, document_add, document_open
from cases.documents.models import Document
from cases.models import Case
from sip.services import parameters
from sip.services.errors import BadRequest, NotFound

# What a form has beside its file.
AROUND: Final = 64 * 1024
FIELDS: Final = frozenset(("title", "wanted", "replaces"))
BINARY: Final = "application/octet-stream"


def documents_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    case = found(caller, number)
    documents = case.documents.select_related("case", "replaced_by").order_by("pk")
    return answer({"documents": [shown.document(one) for one in documents]})


def document_create(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    """201. The name comes in Content-Disposition, never in the address; a Content-Digest (RFC 9530) is compared."""
    case = found(caller, number)
    if request.content_type == "multipart/form-data":
        incoming, replaced = _of_form(request)
    else:
        incoming, replaced = _of_body(request)
    replaces = _document(case, replaced) if replaced else None
    document = document_add(actor=caller.actor, case=case, incoming=incoming, replaces=replaces)
    return answer(shown.document(document), status=201)


def _most() -> int:
    return settings.ATTACHMENT_LIMIT_MB * 1024 * 1024


def _of_body(request: HttpRequest) -> tuple[Incoming, int]:
    query = parameters.read(request, ("wanted", "replaces"))
    if not length_of(request, _most()):
        raise BadRequest("Send the document as the body, with Content-Length.")
    if request.content_type in ("", "application/x-www-form-urlencoded"):
        raise UnknownType("Say of which type the document is, or send multipart/form-data.")
    chunks = _compared(chunks_of(request, _most()), _digest_named(request))
    name = _name(request.META.get("HTTP_CONTENT_DISPOSITION", ""))
    incoming = Incoming(chunks, name, request.content_type or "", wanted=query.get("wanted", ""))
    return incoming, _number(query.get("replaces", ""))


def _of_form(request: HttpRequest) -> tuple[Incoming, int]:
    parameters.read(request, ())
    fields, files = form_of(request, _most() + AROUND)
    if set(files) != {"file"} or len(files.getlist("file")) != 1 or not set(fields) <= FIELDS:
        raise BadRequest(f"Send one file in the field 'file'; beside it {', '.join(sorted(FIELDS))} are known.")
    [file] = files.getlist("file")
    incoming = Incoming(
        file.chunks(), file.name or "", file.content_type or "", fields.get("title", ""), fields.get("wanted", "")
    )
    return incoming, _number(fields.get("replaces", ""))


def _number(text: str) -> int:
    """0 without one. Raises BadRequest."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MOST_NUMBER):
        raise BadRequest("replaces: is not the number of a document.")
    return int(text)


def _name(disposition: str) -> str:
    """Of `attachment; filename="..."`, also in the form of RFC 8187."""
    message = Message()
    message["Content-Disposition"] = disposition[:2000]
    name = message.get_filename("")
    # Headers are bytes that WSGI reads as Latin-1.
    return (
        name.encode("latin-1", "replace").decode(errors="replace") if name.isprintable() and _is_latin(name) else name
    )


def _is_latin(name: str) -> bool:
    return all(ord(sign) < 256 for sign in name)


def _digest_named(request: HttpRequest) -> bytes:
    """The SHA-256 that Content-Digest names, empty without one. Raises BadRequest."""
    given = request.META.get("HTTP_CONTENT_DIGEST", "")
    for part in given.split(","):
        name, _, value = part.strip().partition("=")
        if name == "sha-256":
            return _sha256(value.strip(":"))
    return b""


def _sha256(text: str) -> bytes:
    """Raises BadRequest."""
    with suppress(ValueError):
        digest = base64.b64decode(text, validate=True)
        if len(digest) == hashlib.sha256().digest_size:
            return digest
    raise BadRequest("Content-Digest: sha-256 is not 32 bytes in base64.")


def _compared(chunks: Iterator[bytes], wanted: bytes) -> Iterator[bytes]:
    """The same chunks. Raises Unprocessable at the end where they are not what WANTED is the digest of."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if wanted and digest.digest() != wanted:
        raise Unprocessable({"Content-Digest": ["The body has another digest: it was cut or changed on the way."]})


def _document(case: Case, number: int) -> Document:
    """Raises NotFound."""
    document = (
        case.documents.select_related("case__office").filter(pk=number).first() if number <= MOST_NUMBER else None
    )
    if document is None:
        raise NotFound("There is no such document in this case.")
    return document


def document_take(request: HttpRequest, caller: Caller, number: int, document: int) -> FileResponse:
    """The bytes. What was not found harmless is handed out only to who says ?confirmed=true."""
    query = parameters.read(request, ("confirmed",))
    if query.get("confirmed", "true") != "true":
        raise BadRequest("confirmed: 'true' is understood.")
    one = _document(found(caller, number), document)
    content = document_open(actor=caller.actor, document=one, is_confirmed="confirmed" in query)
    headers = {
        "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(one.sha256)).decode()}:",
        "X-Content-Type-Options": "nosniff",
    }
    kind = one.detected_type or BINARY
    return FileResponse(content, as_attachment=True, filename=one.name, content_type=kind, headers=headers)
