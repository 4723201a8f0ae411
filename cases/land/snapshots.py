"""Takes parcels as they stand, in one canonical form with its digest, and proves what was taken."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from cases.clock.terms import day_of
from cases.land.models import MOST_TYPED, ParcelSnapshot
from parcels.identifiers import ParcelId
from sip.extracts import compose, issued
from sip.extracts.known import Changed
from sip.extracts.parcel import ParcelRecord, parcel
from sip.public import rows

# The shape as stored, in EPSG:2180, little-endian, two dimensions: the same bytes each time.
SHAPE: Final = """
SELECT encode(ST_AsBinary(ST_Force2D(geom), 'NDR'), 'hex'), delivery, ST_SRID(geom)
FROM parcel_history_public WHERE id = %(version)s
"""
CENTIMETRE: Final = Decimal("0.01")
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """A parcel as it is now, not stored yet; `content` is canonical: sorted keys, no spaces, decimals as text."""

    typed: str
    identifier: str
    is_known: bool
    facts: dict[str, Any]
    shape: GEOSGeometry | None

    @property
    def content(self) -> str:
        return canonical({**self.facts, "typed": self.typed, "identifier": self.identifier, "format": FORMAT})


def canonical(content: dict[str, Any]) -> str:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def take(typed: Sequence[str]) -> list[Taken]:
    """Parcels as people typed them, each once; those that no register knows stay as typed. Reads public views only."""
    return [_taken(text) for text in named(typed)]


def named(typed: Sequence[str]) -> list[str]:
    """What of it names anything, each once, without needless spaces."""
    wanted = dict.fromkeys(" ".join(text.replace("\0", "").split())[:MOST_TYPED] for text in typed)
    return [text for text in wanted if text]


def _taken(text: str) -> Taken:
    identifier = "".join(text.split())
    today = day_of(timezone.now())
    record = parcel(identifier, today) if ParcelId.parse(identifier) else None
    shaped = rows(SHAPE, {"version": record.version_pk}) if record else []
    if record is None or not shaped:
        return Taken(text, identifier if ParcelId.parse(identifier) else "", False, {}, None)
    wkb, delivery, srid = shaped[0]
    facts = _facts(record) | {"delivery": delivery, "geometry": wkb, "extract": _extract(identifier)}
    return Taken(text, identifier, True, facts, GEOSGeometry(memoryview(bytes.fromhex(wkb)), srid=srid))


def _facts(record: ParcelRecord) -> dict[str, Any]:
    return {
        "number": record.number,
        "sheet": record.sheet,
        "precinct": record.precinct,
        "unit": record.unit,
        "registered_area_ha": None if record.registered_area_ha is None else str(record.registered_area_ha),
        "computed_area_m2": str(Decimal(record.computed_area_m2).quantize(CENTIMETRE)),
        "land_use": [
            {"symbol": use.symbol, "area_ha": None if use.area_ha is None else str(use.area_ha)}
            for use in record.land_use
        ],
        "valid_from": record.valid_from.isoformat(),
        "data_date": record.data_date.isoformat() if record.data_date else None,
    }


def _extract(identifier: str) -> str:
    """Keeps what plans and restrictions say of the parcel today, and returns its digest; empty where it cannot be."""
    try:
        return issued.keep(compose.of_parcels([identifier], day_of(timezone.now())))
    except (Changed, compose.NoSuchParcel):
        return ""


def store(case: int, taken: Sequence[Taken]) -> list[ParcelSnapshot]:
    """Append them to the case of this number, in their order."""
    return ParcelSnapshot.objects.bulk_create(row_of(case, at, one) for at, one in enumerate(taken, start=1))


def row_of(case: int, position: int, taken: Taken) -> ParcelSnapshot:
    """Unsaved, at its POSITION of the case of this number."""
    facts, content = taken.facts, taken.content
    return ParcelSnapshot(
        case_id=case,
        position=position,
        typed=taken.typed,
        identifier=taken.identifier,
        is_known=taken.is_known,
        registered_area_ha=_decimal(facts.get("registered_area_ha")),
        computed_area_m2=_decimal(facts.get("computed_area_m2")),
        land_use=facts.get("land_use", []),
        extract_digest=facts.get("extract", ""),
        data_date=date.fromisoformat(facts["data_date"]) if facts.get("data_date") else None,
        delivery=facts.get("delivery"),
        geom=taken.shape,
        content=content,
        sha256=digest(content),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def is_whole(snapshot: ParcelSnapshot) -> bool:
    """Whether the row still says what was digested, its shape included."""
    content = orjson.loads(snapshot.content)
    stored = None if snapshot.geom is None else bytes(snapshot.geom.wkb).hex()
    same = (content["identifier"], content["typed"], content.get("geometry")) == (
        snapshot.identifier,
        snapshot.typed,
        stored,
    )
    return same and digest(snapshot.content) == snapshot.sha256
