"""Layers of the land: parcels, precincts, buildings, addresses, units of division, land use."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sip.services.registry import past
from sip.services.registry.filters import (
    Filter,
    between,
    equal,
    in_precinct,
    in_unit,
    on_parcel,
    on_sheet,
    used_as,
)
from sip.services.registry.layer import (
    AREA,
    AREAS,
    DATE_OR_NULL,
    MOMENT,
    NUMBER_OR_NULL,
    SQUARE,
    TEXT,
    TEXT_OR_NULL,
    WHOLE_OR_NULL,
    Layer,
    Property,
    Tiled,
    zooms,
)

USES: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"ofu": TEXT, "ozu": TEXT, "ozk": TEXT, "area_ha": NUMBER_OR_NULL},
    },
}


OBJECT_KEY: Final = "lpad(to_hex(page.object_key), 16, '0')"
UNIT_FILTER: Final = (
    "TERYT code of a voivodeship, powiat, gmina or registration unit; a gmina of kind 3 means both parts"
)
VALID_FROM: Final = Property(
    "page.valid_from", MOMENT, _("w rejestrze od"), "in force since", "2020-01-01T11:00:00+00:00"
)
PARCELS: Final = Layer(
    name="parcels",
    one="parcel",
    title=_("Działki ewidencyjne"),
    abstract=_("Działki, ich obręby, pola i użytki; bez właścicieli."),
    view="parcel_public",
    past_view="parcel_history_public",
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    example="060902_5.0001.154/15",
    properties={
        "identifier": Property(
            "page.identifier", TEXT, _("identyfikator działki"), "idDzialki", "060902_5.0001.154/15"
        ),
        "number": Property("page.number", TEXT, _("numer działki"), "number within the precinct", "154/15"),
        "sheet": Property("nullif(page.sheet, '')", TEXT_OR_NULL, _("arkusz mapy"), "map sheet", None),
        "precinct": Property(
            "page.precinct_code", TEXT, _("identyfikator obrębu"), "identifier of the precinct", "060902_5.0001"
        ),
        "precinct_name": Property("precinct.name", TEXT_OR_NULL, _("obręb"), "its name", "Wola Zmyślona"),
        "unit": Property(
            "page.unit_code",
            TEXT,
            _("identyfikator jednostki ewidencyjnej"),
            "code of the registration unit",
            "060902_5",
        ),
        "unit_name": Property("unit.name", TEXT_OR_NULL, _("jednostka ewidencyjna"), "its name", "Zmyślin"),
        "registered_area_ha": Property(
            "page.registered_area", NUMBER_OR_NULL, _("pole ewidencyjne [ha]"), "pole ewidencyjne [ha]", 0.2
        ),
        "land_use": Property(
            "page.land_use",
            USES,
            _("użytki i klasy"),
            "klasoużytki",
            [{"ofu": "R", "ozu": "R", "ozk": "IVa", "area_ha": 0.2}],
        ),
        "valid_from": VALID_FROM,
        "data_date": Property(
            "delivery.data_date", DATE_OR_NULL, _("stan danych na dzień"), "what date the data describe", "2026-01-31"
        ),
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
    tiled=(
        Tiled(
            "parcels",
            "parcel_public",
            {"identifier": "identifier", "number": "number"},
            zooms((11, None), (14, None)),
            "parcels in force",
            on_day=past.versions("parcel_history_public"),
        ),
        Tiled(
            "parcel_labels",
            "parcel_public",
            {"identifier": "identifier", "number": "number"},
            zooms((12, None), (15, None)),
            "a point in each parcel, in one tile only",
            labels=True,
            on_day=past.versions("parcel_history_public"),
        ),
    ),
)
PRECINCTS: Final = Layer(
    name="precincts",
    one="precinct",
    title=_("Obręby ewidencyjne"),
    abstract=_("Obręby z granicami i nazwami."),
    view="precinct_public",
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    example="060902_5.0001",
    properties={
        "identifier": Property(
            "page.identifier", TEXT, _("identyfikator obrębu"), "identifier of the precinct", "060902_5.0001"
        ),
        "name": Property("nullif(page.name, '')", TEXT_OR_NULL, _("nazwa"), "name", "Wola Zmyślona"),
        "unit": Property(
            "left(page.identifier, 8)",
            TEXT,
            _("identyfikator jednostki ewidencyjnej"),
            "code of the registration unit",
            "060902_5",
        ),
        "unit_name": Property("unit.name", TEXT_OR_NULL, _("jednostka ewidencyjna"), "its name", "Zmyślin"),
        "valid_from": VALID_FROM,
    },
    joins="LEFT JOIN unit_public AS unit ON unit.code = left(page.identifier, 8)",
    filters={
        "unit": Filter(in_unit("identifier", "."), UNIT_FILTER, "060902_5"),
        "name": Filter(equal("name"), "name, as written", "Wola Zmyślona"),
    },
    tiled=(
        Tiled(
            "precincts",
            "precinct_public",
            {"identifier": "identifier", "name": "name"},
            zooms((7, None), (10, None)),
            "precincts",
            generalised=zooms((7, 10), (10, 13)),
            on_day=past.versions("precinct_history_public"),
        ),
        Tiled(
            "precinct_labels",
            "precinct_public",
            {"identifier": "identifier", "name": "name"},
            zooms((8, None), (11, None)),
            "a point in each precinct, in one tile only",
            labels=True,
            on_day=past.versions("precinct_history_public"),
        ),
    ),
)
BUILDINGS: Final = Layer(
    name="buildings",
    one="building",
    title=_("Budynki"),
    abstract=_("Obrysy budynków, ich rodzaje i liczby kondygnacji."),
    view="building_public",
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    key="id",
    key_is_number=True,
    address="object_key",
    identity=OBJECT_KEY,
    example="3f0c8a1b2d4e5f60",
    properties={
        "identifier": Property(
            "page.identifier", TEXT, _("identyfikator budynku"), "idBudynku, as delivered", "060902_5.0001.154/15.1_BUD"
        ),
        "kind": Property("nullif(page.kind, '')", TEXT_OR_NULL, _("rodzaj (KŚT)"), "kind (KŚT)", "m"),
        "floors_above": Property(
            "page.floors_above", WHOLE_OR_NULL, _("kondygnacje nadziemne"), "floors above the ground", 2
        ),
        "floors_below": Property(
            "page.floors_below", WHOLE_OR_NULL, _("kondygnacje podziemne"), "floors below the ground", 1
        ),
        "valid_from": VALID_FROM,
    },
    filters={
        "kind": Filter(equal("kind"), "kind (KŚT)", "m"),
        "parcel": Filter(on_parcel, "identifier of the parcel most of the building stands on", "060902_5.0001.154/15"),
    },
    tiled=(
        Tiled(
            "buildings",
            "building_public",
            {"identifier": "identifier", "kind": "kind", "floors": "floors_above"},
            zooms((13, None), (15, None)),
            "buildings",
            described={"floors": "floors above the ground"},
            on_day=past.versions("building_history_public"),
        ),
    ),
)
ADDRESSES: Final = Layer(
    name="addresses",
    one="address",
    title=_("Adresy"),
    abstract=_("Punkty adresowe."),
    view="address_public",
    geometries=("Point",),
    geometry_example={"type": "Point", "coordinates": [22.51, 51.1]},
    key="id",
    key_is_number=True,
    address="object_key",
    identity=OBJECT_KEY,
    example="91d25b7ac3e80f14",
    properties={
        "place": Property("page.place", TEXT, _("miejscowość"), "place", "Wola Zmyślona"),
        "street": Property("nullif(page.street, '')", TEXT_OR_NULL, _("ulica"), "street", "Lipowa"),
        "number": Property("page.number", TEXT, _("numer porządkowy"), "number", "12A"),
        "postcode": Property("nullif(page.postcode, '')", TEXT_OR_NULL, _("kod pocztowy"), "postcode", "23-100"),
        "place_code": Property("nullif(page.place_code, '')", TEXT_OR_NULL, _("identyfikator SIMC"), "SIMC", "0012345"),
        "street_code": Property("nullif(page.street_code, '')", TEXT_OR_NULL, _("identyfikator ULIC"), "ULIC", "12345"),
        "valid_from": VALID_FROM,
    },
    filters={
        "place": Filter(equal("place"), "place, as written", "Wola Zmyślona"),
        "street": Filter(equal("street"), "street, as written", "Lipowa"),
        "number": Filter(equal("number"), "number, as written", "12A"),
        "postcode": Filter(equal("postcode"), "postcode", "23-100"),
    },
    tiled=(
        Tiled(
            "addresses",
            "address_public",
            {"place": "place", "street": "street", "number": "number"},
            zooms((14, None), (16, None)),
            "address points",
            points=True,
        ),
    ),
)
UNITS: Final = Layer(
    name="units",
    one="unit",
    title=_("Jednostki podziału"),
    abstract=_("Województwo, powiat, gminy i jednostki ewidencyjne; granice mają gminy."),
    # Only gminas have an outline, that of their precincts together.
    view="""(SELECT unit.*, outline.geom FROM unit_public AS unit
LEFT JOIN gmina_public AS outline ON unit.level = 'gmina' AND outline.code = left(unit.code, 6)) AS register""",
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    key="code",
    address="code",
    identity="page.code",
    example="060902_2",
    properties={
        "code": Property("page.code", TEXT, _("kod TERYT"), "TERYT code", "060902_2"),
        "level": Property(
            "page.level",
            {"enum": ["voivodeship", "powiat", "gmina", "registration-unit"]},
            _("rodzaj jednostki"),
            "level",
            "gmina",
        ),
        "name": Property("page.name", TEXT, _("nazwa"), "name", "Zmyślin"),
        "parent": Property("page.parent", TEXT_OR_NULL, _("jednostka nadrzędna"), "code of the unit it is in", "0609"),
    },
    filters={
        "unit": Filter(in_unit("code", ""), UNIT_FILTER, "0609"),
        "level": Filter(equal("level"), "voivodeship, powiat, gmina or registration-unit", "gmina"),
        "name": Filter(equal("name"), "name, as written", "Zmyślin"),
    },
)
GMINAS: Final = Layer(
    name="gminas",
    one="gmina",
    title=_("Gminy"),
    abstract=_("Granice gmin, złożone z ich obrębów; miasto i obszar wiejski gminy razem."),
    view="gmina_public",
    geometries=AREAS,
    shape=AREA,
    key="code",
    address="code",
    identity="page.code",
    properties={
        "code": Property("page.code", TEXT, _("kod TERYT"), "first six digits of the TERYT code", "060902"),
        "name": Property("page.name", TEXT, _("nazwa"), "name", "Zmyślin"),
    },
    tiled=(
        Tiled(
            "gminas",
            "gmina_public",
            {"code": "code", "name": "name"},
            zooms((2, 11), (5, 14)),
            "gminas, towns and rural areas together",
            id="code::int",
            generalised=zooms((2, 11), (5, 14)),
        ),
        Tiled(
            "gmina_labels",
            "gmina_public",
            {"code": "code", "name": "name"},
            zooms((3, 11), (6, 14)),
            "a point in each gmina, in one tile only",
            id="code::int",
            labels=True,
        ),
    ),
)
LAND_USE: Final = Layer(
    name="land-use",
    one="land-use-contour",
    title=_("Użytki gruntowe"),
    abstract=_("Kontury użytków gruntowych."),
    view="land_use_public",
    past_view="land_use_history_public",
    geometries=AREAS,
    shape=AREA,
    key="id",
    key_is_number=True,
    address="id",
    identity="page.id::text",
    properties={
        "identifier": Property(
            "nullif(page.identifier, '')", TEXT_OR_NULL, _("identyfikator konturu"), "idUzytku", "7"
        ),
        "ofu": Property("page.ofu", TEXT, _("użytek"), "land use code (OFU)", "R"),
        "valid_from": VALID_FROM,
    },
    tiled=(
        Tiled(
            "land_use",
            "land_use_public",
            {"ofu": "ofu"},
            zooms((7, None), (10, None)),
            "contours of land use; only large ones in the first zooms",
            generalised=zooms((7, 11), (10, 14)),
            least_pixels=64,
            on_day=past.versions("land_use_history_public"),
        ),
    ),
)
