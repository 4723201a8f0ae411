"""The receipt of an application (UPO): what it says, its digest, its PDF. It is made where the case is filed only."""

import hashlib
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import override

from cases.models import Case, Receipt
from sip.extracts.pdf import Attached, pdf

FORMAT = 1
ATTACHED = "poswiadczenie.json"


def compose(case: Case, received_at: datetime, created_at: datetime) -> Receipt:
    """Unsaved; the case has its sign, parcels and documents. The content names no person."""
    content = orjson.dumps(_content(case, received_at, created_at), option=orjson.OPT_SORT_KEYS).decode()
    return Receipt(
        case=case,
        received_at=received_at,
        created_at=created_at,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


def _content(case: Case, received_at: datetime, created_at: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "office": case.office.name,
        "sign": case.sign,
        "service": case.service.name,
        "form": case.form.number,
        "received_at": received_at.isoformat(),
        "created_at": created_at.isoformat(),
        "answers_sha256": digest_of(case.answers),
        "parcels": list(case.parcels.order_by("position").values("typed", "identifier", "sha256")),
        "shape_sha256": hashlib.sha256(bytes(case.shape.wkb)).hexdigest() if case.shape else None,
        "documents": list(case.documents.order_by("pk").values("name", "size", "sha256")),
    }


def digest_of(value: object) -> str:
    """SHA-256 of canonical JSON: sorted keys, no spaces."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def is_whole(receipt: Receipt) -> bool:
    return hashlib.sha256(receipt.content.encode()).hexdigest() == receipt.sha256


def receipt_pdf(receipt: Receipt) -> bytes:
    """In the office's language, with the content in it as a file, so that anyone can work its digest out.

    Raises sip.extracts.pdf.TooBusy.
    """
    said = orjson.loads(receipt.content)
    moments = {name: parse_datetime(said[name]) for name in ("received_at", "created_at")}
    context = {"said": said, **moments, "sha256": receipt.sha256, "attached": ATTACHED}
    file = Attached(ATTACHED, receipt.content.encode(), receipt.received_at)
    with override(settings.LANGUAGE_CODE):
        html = render_to_string("cases/receipt.html", context)
    return pdf(html, [file])
