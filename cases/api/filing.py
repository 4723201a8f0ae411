"""Filing on behalf of an applicant: one request with its key makes one case, however often it is sent.

The draft and the key are kept in one transaction, the filing is another: who was cut off in between sends the same
request again, and it goes on from there.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from cases import drafts
from cases.actors import Actor
from cases.api import shown
from cases.api.answers import answer
from cases.api.bodies import CaseBody, PersonBody, form_of, json_content, parsed, shape_of
from cases.api.door import Caller
from cases.api.errors import Conflicting, Unprocessable
from cases.api.models import ClientFiling
from cases.catalogue.models import Service
from cases.documents.actions import Incoming, document_add
from cases.drafts import Person, Written
from cases.errors import Conflict, Incomplete, NotNow
from cases.filing import Filed, case_file
from cases.land.models import Source
from cases.models import Case
from sip.services import parameters
from sip.services.errors import BadRequest

KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
# With its documents; one attachment may have a quarter of it.
FILES_AT_ONCE: Final = 4
MOST_FILES: Final = 20
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it came: what it says, its files, its key and a digest of all of it."""

    body: CaseBody
    files: Sequence[tuple[str, UploadedFile]]  # type: ignore[type-arg]
    key: str
    digest: str


def case_create(request: HttpRequest, caller: Caller) -> HttpResponse:
    """201 with sign, code and receipt; the same again for the same key.

    JSON, or multipart with the JSON in the field `case` and files under the codes of the documents that they are.
    """
    parameters.read(request, ())
    wish = _wish(request)
    filing = _begun(caller, wish)
    if filing.digest != wish.digest:
        raise Unprocessable({"Idempotency-Key": ["It was used with another content."]})
    filed = _filed(caller, filing, wish)
    return answer(_told(filed), status=201, headers={"Location": shown.address_of(filed.case)})


def _told(filed: Filed) -> dict[str, Any]:
    """What does not change any more, so that it is the same whenever it is told."""
    return {
        "id": filed.case.pk,
        "sign": filed.case.sign,
        "code": filed.code,
        "filed_at": filed.case.filed_at,
        "receipt": {"received_at": filed.receipt.received_at, "sha256": filed.receipt.sha256},
        "url": shown.address_of(filed.case),
    }


def _wish(request: HttpRequest) -> Wish:
    """Raises BadRequest, Unprocessable, TooLarge and the like."""
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip().strip('"')
    if not KEY.fullmatch(key):
        raise BadRequest("Idempotency-Key: send a key of your own for this filing, 1 to 200 visible ASCII signs.")
    content, files = _parts(request)
    digest = hashlib.sha256(content)
    for name, file in files:
        digest.update(f"\n{name}\n{file.name}\n{_digest(file.chunks())}".encode())
    # Kept as a digest: systems may make their keys of names, and keys outlast the people of a case.
    kept = salted_hmac("cases.api.filing", key, algorithm="sha256").hexdigest()
    return Wish(parsed(content, CaseBody), files, kept, digest.hexdigest())


def _parts(request: HttpRequest) -> tuple[bytes, list[tuple[str, UploadedFile]]]:  # type: ignore[type-arg]
    if request.content_type != "multipart/form-data":
        return json_content(request), []
    fields, given = form_of(request, FILES_AT_ONCE * settings.ATTACHMENT_LIMIT_MB * 1024 * 1024)
    files = [(name, file) for name, several in given.lists() for file in several]
    if len(files) > MOST_FILES or set(fields) != {"case"}:
        raise BadRequest(f"Send the field 'case' and at most {MOST_FILES} files.")
    return str(fields["case"]).encode(), files


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _begun(caller: Caller, wish: Wish) -> ClientFiling:
    """The filing of this key: begun before, or now. Raises Unprocessable, NotNow."""
    known = ClientFiling.objects.select_related("case__office", "case__service", "case__form")
    mine = known.filter(client=caller.client, key=wish.key)
    if found := mine.first():
        return found
    service = Service.objects.of_office(caller.client.office).filter(code=wish.body.service).first()
    if service is None:
        raise Unprocessable({"service": ["This office has no service of that code."]})
    written = _written(wish.body)
    with transaction.atomic():
        _one_at_a_time(caller, wish.key)
        if found := mine.first():
            return found
        begun = drafts.draft_begin(service=service, client=caller.client)
        case = drafts.draft_save(actor=caller.actor, case=begun.case, version=begun.case.version, written=written)
        return ClientFiling.objects.create(client=caller.client, key=wish.key, digest=wish.digest, case=case)


def _one_at_a_time(caller: Caller, key: str) -> None:
    """Whoever begins or forgets a filing of this key waits here, before anything else is locked: the end of the log,
    which all writers want, comes after it in both."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [caller.client.pk % 2**31, crc32(key.encode()) - 2**31])


def _written(body: CaseBody) -> Written:
    return Written(
        answers=body.answers,
        applicant=_person(body.applicant),
        proxy=_person(body.proxy) if body.proxy else None,
        parcels=body.parcels,
        shape=shape_of(body),
        shape_source=Source.UPLOADED,
        exemption=body.exemption,
    )


def _person(body: PersonBody) -> Person:
    return Person(**body.model_dump())


def _filed(caller: Caller, filing: ClientFiling, wish: Wish) -> Filed:
    """What cannot be filed leaves nothing behind, so that the key is free for the mended request."""
    case = filing.case
    try:
        _attach(caller.actor, case, wish)
        return case_file(actor=caller.actor, case=case, version=case.version, key=f"{caller.client.pk} {wish.key}")
    except Incomplete:
        _forgotten(caller, filing)
        raise
    except Case.DoesNotExist:
        raise Conflicting("This key is in use at this moment; try again.", {"Retry-After": "1"}) from None


def _forgotten(caller: Caller, filing: ClientFiling) -> None:
    """Unless another request of the same key has done so, or is at it."""
    with transaction.atomic():
        _one_at_a_time(caller, filing.key)
        with suppress(Case.DoesNotExist, Conflict, NotNow):
            drafts.draft_forget(actor=caller.actor, case=filing.case)


def _attach(actor: Actor, case: Case, wish: Wish) -> None:
    """Those of the files that another try has not stored yet; none where it has filed already."""
    held = set(case.documents.values_list("wanted", "sha256"))
    for name, file in wish.files if case.is_draft else ():
        wanted = "" if name == OTHER else name
        if (wanted, _digest(file.chunks())) not in held:
            incoming = Incoming(file.chunks(), file.name or "", file.content_type or "", wanted=wanted)
            try:
                document_add(actor=actor, case=case, incoming=incoming, to_draft=True)
            except NotNow:
                case.refresh_from_db(fields=["state"])
                if case.is_draft:
                    raise
                return
