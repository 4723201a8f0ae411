"""Reading: lists by keyset, what changed since, one case with its parts, the catalogue of services."""

from typing import Any, Final

import numpy as np
import orjson
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest, HttpResponse

from cases.actions import acts_open_to
from cases.api import shown
from cases.api.answers import GEOJSON, answer, etag_of, of_case
from cases.api.door import Caller
from cases.catalogue.models import Service
from cases.changes import actions as changes
from cases.changes.models import CaseChange
from cases.models import Audience, Case
from cases.querysets import CaseQuerySet
from cases.workflow import State, step_of
from sip.audit.actions import record
from sip.geo.crs import KNOWN, PL_1992, WGS84, transform
from sip.registers.versions import MOST_IDENTIFIER
from sip.services import parameters
from sip.services.errors import BadRequest, NotFound

FILTERS: Final = ("service", "state", "parcel", "assignee")
NOBODY: Final = "none"
MOST_NUMBER: Final = 2**63 - 1


def of_office(caller: Caller) -> CaseQuerySet:
    """Filed cases of the client's office: all that it may know of."""
    return Case.objects.filed().filter(office=caller.client.office)


def found(caller: Caller, number: int) -> Case:
    """One of another office, and a draft, is as absent as one that never was. Raises NotFound."""
    cases = of_office(caller).select_related("office", "service", "form")
    case = cases.filter(pk=number).first() if number <= MOST_NUMBER else None
    if case is None:
        raise NotFound("There is no such case in this office.")
    return case


def cases_page(request: HttpRequest, caller: Caller) -> HttpResponse:
    query = parameters.read(request, ("limit", "cursor", "since", *FILTERS))
    if "since" in query:
        return _changed(query, caller)
    # Before the list: what is committed in between comes once more rather than never.
    marker, limit = changes.newest(caller.client.office), parameters.limit(query)
    wanted = _filtered(of_office(caller), query, caller).select_related("service")
    page = list(wanted.newest(_whole_number(query, "cursor") if "cursor" in query else None)[: limit + 1])
    kept = page[:limit]
    following = {"cursor": str(kept[-1].pk)} if len(page) > limit else None
    body = {"cases": [shown.row(case) for case in kept], "marker": str(marker), "next": following}
    return answer(body)


def _changed(query: parameters.Query, caller: Caller) -> HttpResponse:
    """Each change after the marker, in its order, with the case as it is now."""
    if extra := sorted(query.keys() - {"since", "limit"}):
        raise BadRequest(f"since: goes with limit alone, not with {', '.join(extra)}.")
    limit, since = parameters.limit(query), _whole_number(query, "since")
    after = CaseChange.objects.filter(office=caller.client.office, sequence__gt=since)
    page = list(after.select_related("case__service").order_by("sequence")[: limit + 1])
    kept = page[:limit]
    body = {
        "changes": [_change(change, caller) for change in kept],
        "marker": str(kept[-1].sequence if kept else since),
        "more": len(page) > limit,
    }
    return answer(body)


def _change(change: CaseChange, caller: Caller) -> dict[str, Any]:
    """A case that is another office's by now is no more than its number."""
    is_ours = change.case.office_id == caller.client.office_id
    return {
        "sequence": change.sequence,
        "kind": change.kind,
        "at": change.at,
        "id": change.case_id,
        "state": change.state,
        "version": change.version,
        "is_gone": change.is_gone,
        "case": shown.row(change.case) if is_ours else None,
    }


def _filtered(cases: CaseQuerySet, query: parameters.Query, caller: Caller) -> CaseQuerySet:
    if "service" in query:
        service = Service.objects.of_office(caller.client.office).filter(code=query["service"]).first()
        if service is None:
            raise BadRequest("service: this office has no service of that code.")
        cases = cases.filter(service=service)
    if "state" in query:
        if query["state"] not in set(State) - {State.DRAFT}:
            raise BadRequest(f"state: one of {', '.join(sorted(set(State) - {State.DRAFT}))}.")
        cases = cases.filter(state=query["state"])
    if "parcel" in query:
        cases = cases.on_parcel(query["parcel"][:MOST_IDENTIFIER])
    if "assignee" in query:
        cases = _assigned(cases, query)
    return cases


def _assigned(cases: CaseQuerySet, query: parameters.Query) -> CaseQuerySet:
    if query["assignee"] == NOBODY:
        return cases.filter(assignee__isnull=True)
    return cases.filter(assignee=_whole_number(query, "assignee"))


def _whole_number(query: parameters.Query, name: str) -> int:
    text = query[name]
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MOST_NUMBER):
        raise BadRequest(f"{name}: is not a number that an answer gave.")
    return int(text)


def case_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    """That it was read, with its applicant, is an event of the log; asking whether it changed is none."""
    parameters.read(request, ())
    case = found(caller, number)
    if _known(request, case):
        return HttpResponse(status=304, headers={"ETag": etag_of(case)})
    seen(caller, case)
    return of_case(shown.whole(case), case)


def _known(request: HttpRequest, case: Case) -> bool:
    given = request.META.get("HTTP_IF_NONE_MATCH", "")
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return given.strip() == "*" or etag_of(case) in tags


def seen(caller: Caller, case: Case) -> None:
    record(
        actor=None,
        action="case.see",
        object_type=changes.CASE,
        object_id=case.pk,
        office=case.office,
        new=changes.named(caller.actor),
    )


def acts_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    case = found(caller, number)
    acts = []
    for act in acts_open_to(caller.actor, case):
        step = step_of(State(case.state), act)
        needs = sorted(need.value for need in step.needs) if step else []
        acts.append(
            {"act": act, "label": str(act.label), "needs": needs, "url": shown.address_of(case, f"acts/{act}/")}
        )
    return of_case({"state": case.state, "version": case.version, "acts": acts}, case)


def deadline_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    return answer(shown.deadline(found(caller, number)))


def history_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    case = found(caller, number)
    return answer({"events": [shown.event(one) for one in case.events.order_by("pk")]})


def messages_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    """What went between the applicant and the office; notes of the office stay with its people."""
    parameters.read(request, ())
    case = found(caller, number)
    notes = case.notes.filter(audience=Audience.APPLICANT).select_related("event").order_by("pk")
    body = {"messages": [shown.message(note) for note in notes]}
    seen(caller, case)
    return answer(body)


def orders_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    parameters.read(request, ())
    case = found(caller, number)
    return answer({"orders": [shown.order(one) for one in case.orders.order_by("pk")]})


def services_page(request: HttpRequest, caller: Caller) -> HttpResponse:
    parameters.read(request, ())
    services = Service.objects.of_office(caller.client.office).filter(forms__isnull=False).distinct()
    return answer({"services": [shown.service(one) for one in services]})


def geometries_page(request: HttpRequest, caller: Caller, number: int) -> HttpResponse:
    """Parcels as filed, then the versions of the shape; longitude first, or in another system with ?crs=."""
    query = parameters.read(request, ("crs",))
    srid = parameters.srid(query, "crs", WGS84.srid)
    case = found(caller, number)
    parcels = [
        _feature(parcel.geom, srid, {"kind": "parcel", "identifier": parcel.identifier, "position": parcel.position})
        for parcel in case.parcels.all()
        if parcel.geom is not None
    ]
    shapes = [
        _feature(
            shape.geom,
            srid,
            {"kind": "shape", "number": shape.number, "source": shape.source, "reason": shape.reason, "at": shape.at},
        )
        for shape in case.geometries.all()
    ]
    content: dict[str, Any] = {"type": "FeatureCollection", "features": [*parcels, *shapes]}
    if srid != WGS84.srid:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{srid}"}}
    return of_case(content, case, content_type=GEOJSON)


def _feature(geometry: GEOSGeometry, srid: int, properties: dict[str, Any]) -> dict[str, Any]:
    shape = shapely.from_wkb(bytes(geometry.wkb))
    placed = shapely.transform(
        shape, lambda pairs: np.round(transform(pairs, PL_1992, KNOWN[srid]), parameters.digits(srid))
    )
    return {"type": "Feature", "geometry": orjson.loads(shapely.to_geojson(placed)), "properties": properties}
