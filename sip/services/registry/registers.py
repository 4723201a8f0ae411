"""Entries of the public registers of cases: what the law makes public of them, read from a view of the cases."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from parcels.identifiers import ParcelId
from sip.services.errors import BadRequest
from sip.services.places import Condition
from sip.services.registry.filters import Filter, equal, in_unit
from sip.services.registry.layer import (
    AREA,
    AREAS,
    DATE_OR_NULL,
    MOMENT,
    SQUARE,
    TEXT,
    TEXT_OR_NULL,
    Layer,
    Property,
    Tiled,
    zooms,
)

STAGES: Final = "pending, decided, ended, withdrawn or handed-over"
OUTCOMES: Final = "granted, partly, refused, discontinued, no-objection, done or unexamined"
STANDINGS: Final = "final, appealed, repealed or expired; null where the office noted nothing"
EXAMPLE: Final = "5e0f7a0e-5a0b-4d8e-9a5c-3f6f0f2b8c11"
NAMES: Final = {"type": "array", "items": TEXT}
# What a map draws entries by.
LEVEL: Final = """CASE WHEN stage = 'pending' THEN 'pending'
    WHEN stage <> 'decided' OR outcome = 'discontinued' THEN 'ended'
    WHEN outcome = 'refused' THEN 'refused' ELSE 'granted' END"""
_COLUMNS: Final = {
    "identifier": "identifier",
    "register": "register",
    "sign": "sign",
    "stage": "stage",
    "outcome": "outcome",
    "level": LEVEL,
}
_DESCRIBED: Final = {"level": "granted, refused, pending or ended: what it is drawn by"}


def about_parcel(name: str, text: str) -> Condition:
    if ParcelId.parse(text) is None:
        raise BadRequest(f"{name}: {text!r} is no identifier of a parcel such as 060902_5.0001.154/15.")
    return f"parcels && ARRAY[%({name})s]::varchar[]", {name: text}


def in_unit_of_precincts(name: str, text: str) -> Condition:
    inner, values = in_unit("precinct_code", ".")(name, text)
    return f"EXISTS (SELECT FROM unnest(precincts) AS precinct_code WHERE {inner})", values


def of_year(name: str, text: str) -> Condition:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and text < "9999" and text != "0000"):
        raise BadRequest(f"{name}: {text[:20]!r} is no year such as 2026.")
    return f"day >= %({name})s::date AND day < (%({name})s::date + interval '1 year')", {name: f"{text}-01-01"}


REGISTER_ENTRIES: Final = Layer(
    name="register-entries",
    one="register-entry",
    title=_("Rejestry publiczne spraw"),
    abstract=_(
        "Decyzje o warunkach zabudowy i o lokalizacji celu publicznego, zgłoszenia usunięcia drzew; bez danych osób."
    ),
    view="register_entry_public",
    geometries=("Point", "MultiPoint", "LineString", "MultiLineString", *AREAS),
    shape=AREA,
    geometry_example=SQUARE,
    key="id",
    key_is_number=True,
    example=EXAMPLE,
    properties={
        "identifier": Property("page.identifier", TEXT, _("identyfikator wpisu"), "UUID that stays", EXAMPLE),
        "register": Property("page.register", TEXT, _("kod rejestru"), "code of the register", "warunki-zabudowy"),
        "register_name": Property(
            "register.name", TEXT_OR_NULL, _("rejestr"), "its name", "Decyzje o warunkach zabudowy"
        ),
        "office": Property("page.office", TEXT, _("kod urzędu"), "slug of the office", "belzyce"),
        "office_name": Property("page.office_name", TEXT, _("urząd"), "its name", "UM Bełżyce"),
        "sign": Property("page.sign", TEXT, _("znak sprawy"), "sign of the case", "PP.6730.12.2026"),
        "service": Property("page.service", TEXT, _("usługa"), "what was asked for", "Decyzja o warunkach zabudowy"),
        "filed_on": Property("page.filed_on", DATE_OR_NULL, _("złożono"), "day of filing", "2026-02-03"),
        "stage": Property("page.stage", TEXT, _("stan"), STAGES, "decided"),
        "outcome": Property("nullif(page.outcome, '')", TEXT_OR_NULL, _("rozstrzygnięcie"), OUTCOMES, "granted"),
        "decided_on": Property(
            "page.decided_on", DATE_OR_NULL, _("dzień rozstrzygnięcia"), "day of the decision", "2026-05-06"
        ),
        "standing": Property("nullif(page.standing, '')", TEXT_OR_NULL, _("moc prawna"), STANDINGS, "final"),
        "standing_on": Property("page.standing_on", DATE_OR_NULL, _("moc prawna od"), "since when", "2026-06-01"),
        "parcels": Property(
            "page.parcels", NAMES, _("działki w dniu złożenia"), "idDzialki, as filed", ["060902_5.0001.154/15"]
        ),
        "precincts": Property("page.precincts", NAMES, _("obręby"), "precincts it lies in", ["060902_5.0001"]),
        "changed_at": Property(
            "page.changed_at", MOMENT, _("wpis zmieniono"), "when the entry changed last", "2026-06-01T11:00:00+00:00"
        ),
    },
    joins="LEFT JOIN register_public AS register ON register.code = page.register",
    filters={
        "register": Filter(equal("register"), "code of a register", "warunki-zabudowy"),
        "office": Filter(equal("office"), "slug of an office", "belzyce"),
        "unit": Filter(
            in_unit_of_precincts, "TERYT code of a voivodeship, powiat, gmina or registration unit", "060901"
        ),
        "parcel": Filter(about_parcel, "identifier of a parcel, as filed", "060902_5.0001.154/15"),
        "year": Filter(of_year, "year of the entry", "2026", "integer"),
        "stage": Filter(equal("stage"), STAGES, "decided"),
        "outcome": Filter(equal("outcome"), OUTCOMES, "granted"),
    },
    tiled=(
        Tiled(
            "register_entries",
            "register_entry_public",
            _COLUMNS,
            zooms((9, None), (12, None)),
            "shapes of entries of public registers",
            described=_DESCRIBED,
            generalised=zooms((9, 11), (12, 14)),
        ),
        Tiled(
            "register_entry_points",
            "register_entry_public",
            _COLUMNS,
            zooms((0, None), (0, None)),
            "a point in each entry of a public register, in one tile only",
            described=_DESCRIBED,
            labels=True,
        ),
    ),
)
