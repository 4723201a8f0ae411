"""What REST serves: one table of registers, with the properties and parameters that both SQL and OpenAPI come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sip.services.rest.filters import (
    Filter,
    between,
    equal,
    equal_folded,
    in_gmina,
    in_precinct,
    in_unit,
    of_act,
    on_parcel,
    on_sheet,
    used_as,
)

TEXT: Final = {"type": "string"}
TEXT_OR_NULL: Final = {"type": ["string", "null"]}
NUMBER_OR_NULL: Final = {"type": ["number", "null"]}
WHOLE_OR_NULL: Final = {"type": ["integer", "null"]}
MOMENT: Final = {"type": "string", "format": "date-time"}
DATE_OR_NULL: Final = {"type": ["string", "null"], "format": "date"}
LAND_USE: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"ofu": TEXT, "ozu": TEXT, "ozk": TEXT, "area_ha": NUMBER_OR_NULL},
    },
}


@dataclass(frozen=True, slots=True)
class Property:
    """`value` is SQL over `page`, a row of the register's view."""

    value: str
    schema: Mapping[str, Any]
    description: str
    example: Any


@dataclass(frozen=True, eq=False)
class Collection:
    """A register: `key` is the unique column its pages are ordered by, `address` what an item is asked for by.

    `identity` is SQL for the feature's id. Dirty identifiers are no addresses: buildings and addresses, whose
    identifiers repeat, are missing or hold anything, are addressed by `object_key`, 16 hexadecimal digits made of
    their INSPIRE identifier, which stays while versions come and go.
    """

    name: str
    one: str
    view: str
    geometries: tuple[str, ...]
    properties: Mapping[str, Property]
    filters: Mapping[str, Filter]
    key: str = "identifier"
    key_is_number: bool = False
    address: str = "identifier"
    identity: str = "page.identifier"
    joins: str = ""
    example: str = ""
    shape: str = "page.geom"
    past_view: str = ""
    # SQL that a row of `past_view` meets if it binds in law on %(day)s, as the register had it at %(moment)s
    binding: str = ""
    # the same for a row that is the register's of that day, whether it binds or not
    of_day: str = ""
    geometry_example: Mapping[str, Any] = field(default_factory=dict)


OBJECT_KEY: Final = "lpad(to_hex(page.object_key), 16, '0')"
# Outer rings counterclockwise, as RFC 7946 wants them.
AREA: Final = "ST_ForcePolygonCCW(page.geom)"
UNIT_FILTER: Final = (
    "TERYT code of a voivodeship, powiat, gmina or registration unit; a gmina of kind 3 means both parts"
)
VALID_FROM: Final = Property("page.valid_from", MOMENT, "in force since", "2020-01-01T11:00:00+00:00")
SQUARE: Final = {
    "type": "Polygon",
    "coordinates": [[[22.51, 51.1], [22.511, 51.1], [22.511, 51.101], [22.51, 51.101], [22.51, 51.1]]],
}

PARCELS: Final = Collection(
    name="parcels",
    one="parcel",
    view="parcel_public",
    past_view="parcel_history_public",
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    example="060902_5.0001.154/15",
    properties={
        "identifier": Property("page.identifier", TEXT, "idDzialki", "060902_5.0001.154/15"),
        "number": Property("page.number", TEXT, "number within the precinct", "154/15"),
        "sheet": Property("nullif(page.sheet, '')", TEXT_OR_NULL, "map sheet", None),
        "precinct": Property("page.precinct_code", TEXT, "identifier of the precinct", "060902_5.0001"),
        "precinct_name": Property("precinct.name", TEXT_OR_NULL, "its name", "Wola Zmyślona"),
        "unit": Property("page.unit_code", TEXT, "code of the registration unit", "060902_5"),
        "unit_name": Property("unit.name", TEXT_OR_NULL, "its name", "Zmyślin"),
        "registered_area_ha": Property("page.registered_area", NUMBER_OR_NULL, "pole ewidencyjne [ha]", 0.2),
        "land_use": Property(
            "page.land_use", LAND_USE, "klasoużytki", [{"ofu": "R", "ozu": "R", "ozk": "IVa", "area_ha": 0.2}]
        ),
        "valid_from": VALID_FROM,
        "data_date": Property("delivery.data_date", DATE_OR_NULL, "what date the data describe", "2026-01-31"),
    },
    joins="""LEFT JOIN precinct_public AS precinct ON precinct.identifier = page.precinct_code
LEFT JOIN unit_public AS unit ON unit.code = page.unit_code
LEFT JOIN delivery_public AS delivery ON delivery.id = page.delivery""",
    filters={
        "precinct": Filter(in_precinct, "identifier of a precinct", "060902_5.0001"),
        "unit": Filter(in_unit("identifier", "."), UNIT_FILTER, "060902_5"),
        "number": Filter(equal('number COLLATE "C"'), "number within the precinct", "154/15"),
        "sheet": Filter(on_sheet, "map sheet", "AR_5"),
        "area_min": Filter(between("registered_area", ">="), "least registered area [ha]", "0.1", "number"),
        "area_max": Filter(between("registered_area", "<="), "greatest registered area [ha]", "2.5", "number"),
        "land_use": Filter(used_as, "land use code (OFU) of a part of the parcel", "R"),
    },
)
PRECINCTS: Final = Collection(
    name="precincts",
    one="precinct",
    view="precinct_public",
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    example="060902_5.0001",
    properties={
        "identifier": Property("page.identifier", TEXT, "identifier of the precinct", "060902_5.0001"),
        "name": Property("nullif(page.name, '')", TEXT_OR_NULL, "name", "Wola Zmyślona"),
        "unit": Property("left(page.identifier, 8)", TEXT, "code of the registration unit", "060902_5"),
        "unit_name": Property("unit.name", TEXT_OR_NULL, "its name", "Zmyślin"),
        "valid_from": VALID_FROM,
    },
    joins="LEFT JOIN unit_public AS unit ON unit.code = left(page.identifier, 8)",
    filters={
        "unit": Filter(in_unit("identifier", "."), UNIT_FILTER, "060902_5"),
        "name": Filter(equal("name"), "name, as written", "Wola Zmyślona"),
    },
)
BUILDINGS: Final = Collection(
    name="buildings",
    one="building",
    view="building_public",
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    key="id",
    key_is_number=True,
    address="object_key",
    identity=OBJECT_KEY,
    example="3f0c8a1b2d4e5f60",
    properties={
        "identifier": Property("page.identifier", TEXT, "idBudynku, as delivered", "060902_5.0001.154/15.1_BUD"),
        "kind": Property("nullif(page.kind, '')", TEXT_OR_NULL, "kind (KŚT)", "m"),
        "floors_above": Property("page.floors_above", WHOLE_OR_NULL, "floors above the ground", 2),
        "floors_below": Property("page.floors_below", WHOLE_OR_NULL, "floors below the ground", 1),
        "valid_from": VALID_FROM,
    },
    filters={
        "kind": Filter(equal("kind"), "kind (KŚT)", "m"),
        "parcel": Filter(on_parcel, "identifier of the parcel most of the building stands on", "060902_5.0001.154/15"),
    },
)
ADDRESSES: Final = Collection(
    name="addresses",
    one="address",
    view="address_public",
    geometries=("Point",),
    geometry_example={"type": "Point", "coordinates": [22.51, 51.1]},
    key="id",
    key_is_number=True,
    address="object_key",
    identity=OBJECT_KEY,
    example="91d25b7ac3e80f14",
    properties={
        "place": Property("page.place", TEXT, "place", "Wola Zmyślona"),
        "street": Property("nullif(page.street, '')", TEXT_OR_NULL, "street", "Lipowa"),
        "number": Property("page.number", TEXT, "number", "12A"),
        "postcode": Property("nullif(page.postcode, '')", TEXT_OR_NULL, "postcode", "23-100"),
        "place_code": Property("nullif(page.place_code, '')", TEXT_OR_NULL, "SIMC", "0012345"),
        "street_code": Property("nullif(page.street_code, '')", TEXT_OR_NULL, "ULIC", "12345"),
        "valid_from": VALID_FROM,
    },
    filters={
        "place": Filter(equal("place"), "place, as written", "Wola Zmyślona"),
        "street": Filter(equal("street"), "street, as written", "Lipowa"),
        "number": Filter(equal("number"), "number, as written", "12A"),
        "postcode": Filter(equal("postcode"), "postcode", "23-100"),
    },
)
UNITS: Final = Collection(
    name="units",
    one="unit",
    # Only gminas have an outline, that of their precincts together.
    view="""(SELECT unit.*, outline.geom FROM unit_public AS unit
LEFT JOIN gmina_public AS outline ON unit.level = 'gmina' AND outline.code = left(unit.code, 6)) AS register""",
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    key="code",
    address="code",
    identity="page.code",
    example="060902_2",
    properties={
        "code": Property("page.code", TEXT, "TERYT code", "060902_2"),
        "level": Property(
            "page.level",
            {"enum": ["voivodeship", "powiat", "gmina", "registration-unit"]},
            "level",
            "gmina",
        ),
        "name": Property("page.name", TEXT, "name", "Zmyślin"),
        "parent": Property("page.parent", TEXT_OR_NULL, "code of the unit it is in", "0609"),
    },
    filters={
        "unit": Filter(in_unit("code", ""), UNIT_FILTER, "0609"),
        "level": Filter(equal("level"), "voivodeship, powiat, gmina or registration-unit", "gmina"),
        "name": Filter(equal("name"), "name, as written", "Zmyślin"),
    },
)
# The version in the register at the day's end, or the earliest where the register began later.
VERSION_OF_DAY: Final = """(valid_to IS NULL OR valid_to >= %(moment)s) AND (valid_from < %(moment)s OR NOT EXISTS (
    SELECT FROM {view} AS earlier
    WHERE earlier.identifier = {view}.identifier AND earlier.valid_from < {view}.valid_from))"""
STANDS: Final = "plan_standing({kind}, {status}, in_force_from, in_force_to, %(day)s::date) = 'in-force'"
ACTS_OF_DAY: Final = VERSION_OF_DAY.format(view="planning_act_history_public")
ZONES_OF_DAY: Final = VERSION_OF_DAY.format(view="planning_zone_history_public")
BINDING_ACT: Final = f"{ACTS_OF_DAY} AND {STANDS.format(kind='kind', status='status')}"
# A zone binds with its act, whatever it was when it was delivered, unless it ended before.
BINDING_ZONE: Final = " AND ".join(
    (
        ZONES_OF_DAY,
        STANDS.format(kind="''", status="CASE WHEN status = 'obsolete' THEN status ELSE 'legalForce' END"),
        f"act IN (SELECT identifier FROM planning_act_history_public WHERE {BINDING_ACT})",  # noqa: S608
    )
)
STATUS: Final = Property("page.status", TEXT, "elaboration, adoption, legalForce or obsolete", "legalForce")
IN_FORCE_FROM: Final = Property("page.in_force_from", DATE_OR_NULL, "first day in law", "2025-04-01")
IN_FORCE_TO: Final = Property("page.in_force_to", DATE_OR_NULL, "first day no longer in law", None)
CODES: Final = {"type": "array", "items": TEXT}
DOCUMENTS: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"role": TEXT, "document": TEXT}},
}
EXAMPLE_ACT: Final = "PL.ZIPPZP.9999/060902-POG/1POG"
GMINA_FILTER: Final = "TERYT code of a voivodeship, powiat or gmina"

PLANNING_ACTS: Final = Collection(
    name="planning-acts",
    one="planning-act",
    view="planning_act_public",
    past_view="planning_act_history_public",
    binding=BINDING_ACT,
    of_day=ACTS_OF_DAY,
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    example=EXAMPLE_ACT,
    properties={
        "identifier": Property("page.identifier", TEXT, "namespace and local id joined", EXAMPLE_ACT),
        "title": Property("page.title", TEXT, "title", "Plan ogólny gminy Zmyślin"),
        "kind": Property("page.kind", TEXT, "code of TypAktuPlanowaniaPrzestrzennegoKod", "planOgolnyGminy"),
        "status": STATUS,
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "unit": Property("nullif(page.unit_code, '')", TEXT_OR_NULL, "six digits of the gmina's code", "060902"),
        "change": Property("page.change", WHOLE_OR_NULL, "number of the change", None),
        "documents": Property(
            "page.documents",
            DOCUMENTS,
            "formal documents by their role",
            [{"role": "dokumentUchwalajacy", "document": "PL.ZIPPZP.9999/060902-POG/1DOC"}],
        ),
        "version": Property("nullif(page.version_id, '')", TEXT_OR_NULL, "wersjaId", "20250304T100000"),
        "valid_from": VALID_FROM,
        "data_date": Property("delivery.data_date", DATE_OR_NULL, "what date the data describe", "2026-01-31"),
    },
    joins="LEFT JOIN delivery_public AS delivery ON delivery.id = page.delivery",
    filters={
        "unit": Filter(in_gmina, GMINA_FILTER, "060902"),
        "kind": Filter(equal("kind"), "kind, by its code", "planOgolnyGminy"),
        "status": Filter(equal("status"), "status, by its code", "legalForce"),
    },
)
PLANNING_ZONES: Final = Collection(
    name="planning-zones",
    one="planning-zone",
    view="planning_zone_public",
    past_view="planning_zone_history_public",
    binding=BINDING_ZONE,
    of_day=ZONES_OF_DAY,
    geometries=("Polygon", "MultiPolygon"),
    shape=AREA,
    geometry_example=SQUARE,
    example=f"{EXAMPLE_ACT}-1SJ",
    properties={
        "identifier": Property("page.identifier", TEXT, "namespace and local id joined", f"{EXAMPLE_ACT}-1SJ"),
        "act": Property("page.act", TEXT, "identifier of the act", EXAMPLE_ACT),
        "act_title": Property("act.title", TEXT_OR_NULL, "its title", "Plan ogólny gminy Zmyślin"),
        "act_kind": Property("act.kind", TEXT_OR_NULL, "its kind", "planOgolnyGminy"),
        "designation": Property("page.designation", TEXT, "oznaczenie", "1SJ"),
        "symbol": Property("page.symbol", TEXT, "symbol, as written", "SJ"),
        "name": Property(
            "coalesce(nullif(page.other_name, ''), nullif(page.name, ''))",
            TEXT_OR_NULL,
            "name",
            "strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną",
        ),
        "status": STATUS,
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "basic_profiles": Property("page.basic_profiles", CODES, "classes of land use (KPT)", ["MN", "U"]),
        "additional_profiles": Property("page.additional_profiles", CODES, "classes of land use (KPT)", ["ZD"]),
        "max_intensity": Property("page.max_intensity", NUMBER_OR_NULL, "intensity above ground", 0.6),
        "max_built_share": Property("page.max_built_share", NUMBER_OR_NULL, "built share [%]", 30),
        "max_height": Property("page.max_height", NUMBER_OR_NULL, "height of buildings [m]", 9),
        "min_green_share": Property("page.min_green_share", NUMBER_OR_NULL, "biologically active share [%]", 50),
        "version": Property("nullif(page.version_id, '')", TEXT_OR_NULL, "wersjaId", "20250304T100000"),
        "valid_from": VALID_FROM,
    },
    joins="LEFT JOIN planning_act_public AS act ON act.identifier = page.act",
    filters={
        "act": Filter(equal("act"), "identifier of an act", EXAMPLE_ACT),
        "unit": Filter(of_act(in_gmina), GMINA_FILTER, "060902"),
        "kind": Filter(of_act(equal("kind")), "kind of the act, by its code", "planOgolnyGminy"),
        "status": Filter(equal("status"), "status, by its code", "legalForce"),
        "symbol": Filter(equal_folded("symbol"), "symbol; upper and lower case alike", "SJ"),
    },
)
COLLECTIONS: Final = (PARCELS, PRECINCTS, BUILDINGS, ADDRESSES, UNITS, PLANNING_ACTS, PLANNING_ZONES)
