"""What the map's card says beyond the register's feature: addresses and buildings, or what became of the parcel."""

from collections import Counter
from datetime import date

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from sip.extracts import history, public_registers, surroundings
from sip.extracts.parcel import parcel
from sip.extracts.public_registers import Entry
from sip.extracts.surroundings import BuildingRow
from sip.public import rows
from sip.services import parameters
from sip.services.errors import as_problem

LIFE = """
SELECT max(id) FILTER (WHERE valid_to IS NULL), max(valid_to) FROM parcel_history_public
WHERE identifier = %(identifier)s
"""


@as_problem
def parcel_summary(request: HttpRequest, identifier: str) -> JsonResponse:
    """JSON in the page's language: 200 in force (on the day `data`, if given), 410 ended, 404 never, or not then."""
    day = parameters.day(request.GET.dict(), "data")
    if day:
        return _on(identifier, day)
    version, last_day = rows(LIFE, {"identifier": identifier})[0]
    if version is not None:
        return _of(version, identifier)
    if last_day is None:
        return JsonResponse({}, status=404)
    successors = [other.identifier for other in history.relatives(identifier)[1] if other.known]
    return JsonResponse({"ended": localdate(last_day).isoformat(), "successors": successors}, status=410)


def _of(version: int, identifier: str) -> JsonResponse:
    said = {
        "addresses": surroundings.addresses(version),
        "buildings": _together(surroundings.buildings(version)),
        "entries": [_entry(entry) for entry in public_registers.on_parcel(identifier)],
    }
    return JsonResponse(said)


def _entry(entry: Entry) -> dict[str, str]:
    """Of a public register: its page, and what it says in a line."""
    page = reverse("public-entry", args=[entry.register, entry.identifier])
    return {"url": page, "words": f"{entry.sign}, {entry.service}: {entry.state}"}


def _on(identifier: str, day: date) -> JsonResponse:
    record = parcel(identifier, day)
    return _of(record.version_pk, identifier) if record else JsonResponse({}, status=404)


def _together(found: list[BuildingRow]) -> list[str]:
    """One line for those alike: "3 × inny niemieszkalny"."""
    lines = Counter(_building(row) for row in found)
    return [line if count == 1 else f"{count} × {line}" for line, count in lines.most_common()]


def _building(row: BuildingRow) -> str:
    if not row.floors_above:
        return row.kind_label
    floors = ngettext("%(count)s kondygnacja", "%(count)s kondygnacje", row.floors_above) % {"count": row.floors_above}
    return f"{row.kind_label}, {floors}"
