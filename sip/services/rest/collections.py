"""What REST serves: one table of registers, with the properties and parameters that both SQL and OpenAPI come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sip.services.rest.filters import (
    Filter,
    between,
    equal,
    in_precinct,
    in_unit,
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
COLLECTIONS: Final = (PARCELS, PRECINCTS, BUILDINGS, ADDRESSES, UNITS)
