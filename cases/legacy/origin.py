"""What a case's page says of the former register it came from."""

from typing import Any

from cases.legacy.findings import Note
from cases.legacy.models import LegacyCase
from cases.models import Case


def of_case(case: Case) -> dict[str, Any]:
    """Context of cases/legacy/origin.html."""
    legacy = LegacyCase.objects.filter(case=case).first()
    notes = [Note(code, field, detail=detail) for code, field, detail in legacy.notes] if legacy else []
    return {"legacy": legacy, "legacy_notes": notes}
