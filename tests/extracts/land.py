"""Land for extracts, straight in the registers: a parcel of 100 x 40 m and what is laid over it, in metres."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import shapely
from django.contrib.gis.geos import GEOSGeometry

from parcels.models import Parcel
from plans.codes import ActKind, Status
from plans.models import PlanningAct, PlanningZone, Provision, Regulation, Restriction, Theme, ThemeCoverage
from sip.geo.crs import PL_1992
from sip.intake.actions import bump
from sip.intake.models import Delivery, Kind, State

# Easting and northing of the corner, EPSG:2180.
CORNER = (750_000.0, 360_000.0)
FIELD = "060902_5.0001.1"
GMINA = "060902"
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
SINCE = date(2015, 1, 1)
numbers = count(1)


def box(west: float, south: float, width: float, height: float) -> Any:
    return placed(shapely.box(west, south, west + width, south + height))


def placed(shape: Any) -> Any:
    """SHAPE in metres from the corner -> EPSG:2180."""
    return shapely.transform(shape, lambda pairs: pairs + CORNER)


FIELD_SHAPE = box(0, 0, 100, 40)


def delivery(data_date: date | None = date(2026, 1, 2)) -> Delivery:
    return Delivery.objects.create(kind=Kind.APP, state=State.PUBLISHED, data_date=data_date)


def row(model: Any, identifier: str, shape: Any, **fields: Any) -> Any:
    """A row of a register that is known and in force; its layer gets its next version, as by a publication."""
    bump(["planning_zones"])
    geom = None if shape is None else GEOSGeometry(shapely.to_wkt(shape, rounding_precision=-1), srid=PL_1992.srid)
    values: dict[str, Any] = {
        "namespace": "PL.TEST",
        "local_id": f"{identifier}-{next(numbers)}",
        "valid_from": LONG_AGO,
        "digest": uuid4(),
        "published_by": delivery(),
    }
    return model.objects.create(identifier=identifier, geom=geom, **{**values, **fields})


def field(shape: Any = FIELD_SHAPE, *, hectares: float | None = 0.4, identifier: str = FIELD, **fields: Any) -> Parcel:
    number = identifier.split(".", 2)[2]
    place = {"unit_code": identifier[:8], "precinct_code": identifier[:13], "sheet": "", "number": number}
    found: Parcel = row(Parcel, identifier, shape, registered_area=hectares, land_use=[], **{**place, **fields})
    return found


def act(
    name: str = "plan",
    kind: ActKind = ActKind.LOCAL,
    *,
    since: date | None = SINCE,
    until: date | None = None,
    status: Status = Status.LEGAL_FORCE,
    shape: Any = None,
    **fields: Any,
) -> str:
    row(
        PlanningAct,
        f"PL.TEST/{name}",
        shape,
        title=f"Akt {name}",
        kind=kind,
        unit_code=GMINA,
        status=status,
        in_force_from=since,
        in_force_to=until,
        **fields,
    )
    return f"PL.TEST/{name}"


def zone(owner: str, designation: str, shape: Any, *, symbol: str = "", **fields: Any) -> None:
    usual = {"status": Status.LEGAL_FORCE, "in_force_from": SINCE, "name": f"teren {designation}"}
    row(
        PlanningZone,
        f"{owner}-{designation}-{next(numbers)}",
        shape,
        act=owner,
        designation=designation,
        symbol=symbol or designation.lstrip("0123456789"),
        **{**usual, **fields},
    )


def infill(owner: str, shape: Any) -> None:
    row(Regulation, f"{owner}-OUZ", shape, act=owner, kind="OUZ", designation="1OUZ", status=Status.LEGAL_FORCE)


def provision(owner: str, symbol: str, body: str, paragraph: str = "", **fields: Any) -> None:
    row(Provision, f"{owner}#{symbol}", None, act=owner, symbol=symbol, body=body, paragraph=paragraph, **fields)


def theme(code: str = "flood", **fields: Any) -> str:
    bump(["themes"])
    Theme.objects.update_or_create(code=code, defaults={"name": f"temat {code}", **fields})
    return code


def restriction(code: str, shape: Any, **fields: Any) -> None:
    row(Restriction, f"{code}-{next(numbers)}", shape, theme=code, name="ograniczenie", **fields)


def covered(code: str, unit: str = GMINA, as_of: date = date(2025, 6, 1)) -> None:
    bump(["themes"])
    ThemeCoverage.objects.create(theme=code, unit_code=unit, as_of=as_of)
