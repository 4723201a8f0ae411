"""Layers of WMS and WFS, under the names and attributes that the national services have, made of the registry's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.codes import PlanTheme
from plans.symbols import GROUPS, LOOKS
from sip.services.registry import past
from sip.services.registry.land import ADDRESSES, BUILDINGS, GMINAS, LAND_USE, PARCELS, PRECINCTS
from sip.services.registry.layer import Layer
from sip.services.registry.planning import PLANNING_ACTS, PLANNING_REGULATIONS, PLANNING_ZONES, RESTRICTIONS
from sip.services.registry.registers import LEVEL, REGISTER_ENTRIES

Text = str | Promise
# Kinds of shapes, as MapServer calls them.
POLYGON, LINE, POINT = "POLYGON", "LINE", "POINT"
LAND, PLANNING, RESTRICTED, PUBLISHED = "ewidencja", "planowanie", "ograniczenia", "rejestry"
GROUPS_OF_LAYERS: Final[Mapping[str, Text]] = {
    LAND: _("Ewidencja gruntów i budynków"),
    PLANNING: _("Planowanie przestrzenne"),
    RESTRICTED: _("Ograniczenia"),
    PUBLISHED: _("Rejestry publiczne spraw"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A property of the layer under a national name; `value` and `title` stand where the property's own
    would not do, `value` as SQL over `page`; `joined` is the same over the layer's joins, for reading many rows.
    """

    property: str
    value: str = ""
    title: Text = ""
    joined: str = ""


@dataclass(frozen=True, eq=False)
class Drawn:
    """`source` and `on_day` are what rows are read from now and on another day, where past.py makes them; `condition`,
    SQL over `page`, chooses among them. Pictures begin at the scale 1 : `most` (0: any). `looks` are columns that
    classes and labels need and nobody is shown. What is `simplified` loses corners that a pixel does not show.
    `versions` name the registers that change it.
    """

    layer: Layer
    name: str
    title: Text
    title_en: str
    columns: Mapping[str, Column]
    versions: tuple[str, ...]
    keywords: tuple[str, ...]
    group: str = LAND
    shape: str = POLYGON
    drawn_as: str = ""
    source: str = ""
    on_day: str = ""
    condition: str = "true"
    looks: Mapping[str, str] = field(default_factory=dict)
    class_item: str = ""
    most: int = 0
    simplified: bool = False
    # The same objects again under another name: no layer of WFS.
    labels_only: bool = False
    id: str = "page.id"


# %day% is the day shown, %pixel% the width of a pixel on the ground; MapServer's process is told both.
DAY: Final = "'%day%'::date"
_STANDING: Final = f"plan_standing({{kind}}, {{status}}, page.in_force_from, page.in_force_to, {DAY})"
# in-force, adoption, elaboration or past; what will be in force is shown as what is being adopted
_STAGE: Final = f"""CASE {_STANDING} WHEN 'in-force' THEN 'in-force' WHEN 'past' THEN 'past'
    WHEN 'future' THEN 'adoption' ELSE page.status END"""
_ZONE_STAGE: Final = _STAGE.format(kind="''", status="page.status")
_ACT_STAGE: Final = _STAGE.format(kind="page.kind", status="page.status")
_BINDS: Final = _STANDING.format(kind="''", status="''") + " = 'in-force'"

_UNIT_NAME: Final = "(SELECT name FROM unit_public WHERE code = {code} LIMIT 1)"
_PRECINCT_NAME: Final = "(SELECT name FROM precinct_public WHERE identifier = page.precinct_code LIMIT 1)"
_DATA_DATE: Final = "(SELECT data_date FROM delivery_public AS delivery WHERE delivery.id = page.delivery)"
# RIVa, S-RIVa, dr: the use, then the class of the soil below it where that is another.
_USE: Final = "concat({use} ->> 'ofu', '-' || nullif(nullif({use} ->> 'ozu', {use} ->> 'ofu'), ''), {use} ->> 'ozk')"
# Most parcels have one use, and reading it by its place is ten times as quick.
_USES: Final = f"""CASE WHEN jsonb_array_length(page.land_use) = 1 THEN {_USE.format(use="(page.land_use -> 0)")} ELSE
    (SELECT string_agg(part, ', ' ORDER BY place) FROM (
        SELECT min(place) AS place, {_USE.format(use="use")} AS part
        FROM jsonb_array_elements(page.land_use) WITH ORDINALITY AS listed(use, place) GROUP BY 2) AS parts) END"""  # noqa: S608
_PARCEL: Final = {
    "ID_DZIALKI": Column("identifier"),
    # As its index holds it, so that a filter of WFS finds a number without reading the register.
    "NUMER_DZIALKI": Column("number", 'page.number COLLATE "C"'),
    "NUMER_ARKUSZA": Column("sheet"),
    "NUMER_OBREBU": Column("precinct", "split_part(page.precinct_code, '.', 2)", _("numer obrębu")),
    "NAZWA_OBREBU": Column("precinct_name", _PRECINCT_NAME, _("nazwa obrębu"), "precinct.name"),
    "NUMER_JEDNOSTKI": Column("unit"),
    "NAZWA_GMINY": Column("unit_name", _UNIT_NAME.format(code="page.unit_code"), _("nazwa gminy"), "unit.name"),
    "POLE_EWIDENCYJNE": Column("registered_area_ha"),
    "KLASOUZYTKI_EGIB": Column("land_use", _USES),
    "DATA": Column("data_date", _DATA_DATE, joined="delivery.data_date"),
}
_SINCE: Final = {"WERSJA_OD": Column("valid_from", "page.valid_from::date")}
_PRECINCT: Final = {
    "ID_OBREBU": Column("identifier"),
    "NUMER_OBREBU": Column("identifier", "split_part(page.identifier, '.', 2)", _("numer obrębu")),
    "NAZWA_OBREBU": Column("name"),
    "NUMER_JEDNOSTKI": Column("unit"),
    "NAZWA_GMINY": Column(
        "unit_name", _UNIT_NAME.format(code="left(page.identifier, 8)"), _("nazwa gminy"), "unit.name"
    ),
    **_SINCE,
}
_GMINA: Final = {"KOD_GMINY": Column("code"), "NAZWA_GMINY": Column("name")}
_IN_FORCE: Final = {"OBOWIAZUJE_OD": Column("in_force_from"), "OBOWIAZUJE_DO": Column("in_force_to")}
_OF_ACT: Final = {
    "IDENTYFIKATOR": Column("identifier"),
    "AKT": Column("act"),
    "OZNACZENIE": Column("designation"),
}
_ZONE: Final = {**_OF_ACT, "SYMBOL": Column("symbol"), "STATUS": Column("status"), **_IN_FORCE}

# As plans/symbols.py: the letters behind the numbering, of which the longest known beginning counts.
_LETTERS: Final = (
    "substring(regexp_replace(upper(btrim(page.symbol)),"
    " '^([A-ZŁŚŻ]{1,2}?[0-9]+[.[:space:]-]*|[0-9.[:space:]-]+)(?=[A-ZŁŚŻ])', '') from '^[A-ZŁŚŻ]+')"
)
_STARTS: Final = ", ".join(f"('{start}', '{key}')" for start, key in GROUPS.items())
_LOCAL_LOOK: Final = f"""coalesce((SELECT key FROM (VALUES {_STARTS}) AS known(start, key)
    WHERE starts_with({_LETTERS}, start) ORDER BY length(start) DESC LIMIT 1), 'other')"""  # noqa: S608
_GENERAL: Final = ", ".join(f"'{key}'" for key in LOOKS if key.isupper())
_GENERAL_LOOK: Final = f"CASE WHEN page.symbol IN ({_GENERAL}) THEN page.symbol ELSE 'other' END"

# The map page's level z is the scale 1 : 30 238 156 / 2^z.
_ZONES_MOST: Final = 100_000
_RESTRICTIONS_MOST: Final = 150_000
_ENTRIES_MOST: Final = 400_000


def _zones(name: str, title: Text, title_en: str, keyword: str, theme: PlanTheme) -> Drawn:
    look = _GENERAL_LOOK if theme == PlanTheme.GENERAL else _LOCAL_LOOK
    return Drawn(
        layer=PLANNING_ZONES,
        name=name,
        title=title,
        title_en=title_en,
        source=past.of_act("planning_zone_history_public", "symbol"),
        on_day=past.of_act_on_day("planning_zone_history_public", "symbol"),
        condition=f"page.theme = '{theme.value}' AND {_ZONE_STAGE} <> 'past'",
        columns=_ZONE,
        looks={"look": f"{look} || ':' || {_ZONE_STAGE}"},
        class_item="look",
        group=PLANNING,
        keywords=("LU.ZoningElement", "PlannedLandUse", keyword),
        most=_ZONES_MOST,
        simplified=True,
        versions=("planning_zones", "planning_acts"),
    )


def _restrictions(name: str, title: Text, title_en: str, shape: str) -> Drawn:
    dimension = (POINT, LINE, POLYGON).index(shape)
    return Drawn(
        layer=RESTRICTIONS,
        name=name,
        title=title,
        title_en=title_en,
        shape=shape,
        on_day=past.restrictions("restriction_history_public"),
        condition=f"ST_Dimension(page.geom) = {dimension} AND {_BINDS}",
        columns={
            "IDENTYFIKATOR": Column("identifier"),
            "TEMAT": Column("theme"),
            "NAZWA": Column("name"),
            "OZNACZENIE": Column("designation"),
            **_IN_FORCE,
        },
        class_item="TEMAT",
        group=RESTRICTED,
        keywords=("AM.ManagementRestrictionOrRegulationZone",),
        most=_RESTRICTIONS_MOST,
        versions=("restrictions", "themes"),
    )


def _entries(name: str, title: Text, title_en: str, shape: str) -> Drawn:
    dimension = (POINT, LINE, POLYGON).index(shape)
    return Drawn(
        layer=REGISTER_ENTRIES,
        name=name,
        title=title,
        title_en=title_en,
        shape=shape,
        condition=f"ST_Dimension(page.geom) = {dimension}",
        columns={
            "IDENTYFIKATOR": Column("identifier"),
            "REJESTR": Column("register"),
            "URZAD": Column("office_name"),
            "ZNAK": Column("sign"),
            "DATA_ZLOZENIA": Column("filed_on"),
            "STAN": Column("stage"),
            "ROZSTRZYGNIECIE": Column("outcome"),
            "DATA_ROZSTRZYGNIECIA": Column("decided_on"),
            "MOC_PRAWNA": Column("standing"),
            "DZIALKI": Column("parcels", "array_to_string(page.parcels, ' ')"),
        },
        looks={"look": LEVEL},
        class_item="look",
        group=PUBLISHED,
        keywords=("LU.ZoningElement", "decyzje o warunkach zabudowy", "usuwanie drzew"),
        most=_ENTRIES_MOST,
        simplified=shape != POINT,
        versions=("register_entries",),
    )


# In the order they are drawn where all of a group is asked for.
DRAWN: Final = (
    Drawn(
        layer=LAND_USE,
        name="uzytki",
        title=_("Użytki gruntowe"),
        title_en="Land use",
        on_day=past.versions("land_use_history_public"),
        columns={"ID_UZYTKU": Column("identifier"), "OFU": Column("ofu"), **_SINCE},
        class_item="OFU",
        keywords=("LU.ExistingLandUse", "użytki gruntowe"),
        most=60_000,
        simplified=True,
        versions=("land_use",),
    ),
    _zones(
        "strefy_planistyczne",
        _("Strefy planistyczne (plan ogólny)"),
        "Planning zones (general plan)",
        "POG",
        PlanTheme.GENERAL,
    ),
    _zones(
        "przeznaczenia",
        _("Przeznaczenia terenów (plany miejscowe)"),
        "Designated land use (local plans)",
        "MPZP",
        PlanTheme.LOCAL,
    ),
    Drawn(
        layer=PLANNING_REGULATIONS,
        name="regulacje",
        title=_("Obszary regulacji planu ogólnego"),
        title_en="Areas of regulations of the general plan",
        source=past.of_act("planning_regulation_history_public", "kind"),
        on_day=past.of_act_on_day("planning_regulation_history_public", "kind"),
        condition=f"{_ZONE_STAGE} <> 'past'",
        columns={**_OF_ACT, "RODZAJ": Column("kind"), "STATUS": Column("status"), **_IN_FORCE},
        class_item="RODZAJ",
        group=PLANNING,
        keywords=("LU.SupplementaryRegulation",),
        most=_ZONES_MOST,
        simplified=True,
        versions=("planning_regulations", "planning_acts"),
    ),
    _restrictions("ograniczenia_obszary", _("Ograniczenia: obszary"), "Restrictions: areas", POLYGON),
    _restrictions("ograniczenia_linie", _("Ograniczenia: linie"), "Restrictions: lines", LINE),
    _restrictions("ograniczenia_punkty", _("Ograniczenia: punkty"), "Restrictions: points", POINT),
    _entries("rejestry_obszary", _("Rejestry publiczne: obszary"), "Public registers: areas", POLYGON),
    _entries("rejestry_linie", _("Rejestry publiczne: linie"), "Public registers: lines", LINE),
    _entries("rejestry_punkty", _("Rejestry publiczne: punkty"), "Public registers: points", POINT),
    Drawn(
        layer=PARCELS,
        name="dzialki",
        title=_("Działki ewidencyjne"),
        title_en="Cadastral parcels",
        on_day=past.versions("parcel_history_public"),
        columns=_PARCEL,
        keywords=("CP.CadastralParcel", "działki ewidencyjne"),
        most=25_000,
        versions=("parcels", "precincts"),
    ),
    Drawn(
        layer=BUILDINGS,
        name="budynki",
        title=_("Budynki"),
        title_en="Buildings",
        on_day=past.versions("building_history_public"),
        columns={
            "ID_BUDYNKU": Column("identifier"),
            "RODZAJ": Column("kind"),
            "KONDYGNACJE_NADZIEMNE": Column("floors_above"),
            "KONDYGNACJE_PODZIEMNE": Column("floors_below"),
            **_SINCE,
        },
        class_item="RODZAJ",
        keywords=("BU.Building", "budynki"),
        most=8_000,
        versions=("buildings",),
    ),
    Drawn(
        layer=PRECINCTS,
        name="obreby",
        title=_("Obręby ewidencyjne"),
        title_en="Cadastral precincts",
        drawn_as=LINE,
        on_day=past.versions("precinct_history_public"),
        columns=_PRECINCT,
        keywords=("CP.CadastralZoning", "obręby ewidencyjne"),
        most=300_000,
        simplified=True,
        versions=("precincts",),
    ),
    Drawn(
        layer=GMINAS,
        name="gminy",
        title=_("Gminy"),
        title_en="Gminas",
        drawn_as=LINE,
        columns=_GMINA,
        keywords=("AU.AdministrativeUnit", "gminy"),
        simplified=True,
        versions=("precincts",),
        id="page.code::int",
    ),
    Drawn(
        layer=PLANNING_ACTS,
        name="akty_planowania",
        title=_("Akty planowania przestrzennego"),
        title_en="Planning acts",
        drawn_as=LINE,
        on_day=past.acts("planning_act_history_public"),
        condition=f"page.geom IS NOT NULL AND {_ACT_STAGE} <> 'past'",
        columns={
            "IDENTYFIKATOR": Column("identifier"),
            "TYTUL": Column("title"),
            "RODZAJ": Column("kind"),
            "STATUS": Column("status"),
            **_IN_FORCE,
        },
        looks={"look": _ACT_STAGE},
        class_item="look",
        group=PLANNING,
        keywords=("LU.SpatialPlan", "akty planowania przestrzennego"),
        simplified=True,
        versions=("planning_acts",),
    ),
    Drawn(
        layer=ADDRESSES,
        name="adresy",
        title=_("Punkty adresowe"),
        title_en="Address points",
        shape=POINT,
        columns={
            "MIEJSCOWOSC": Column("place"),
            "ULICA": Column("street"),
            "NUMER": Column("number"),
            "KOD_POCZTOWY": Column("postcode"),
            "SIMC": Column("place_code"),
            "ULIC": Column("street_code"),
        },
        keywords=("AD.Address", "adresy"),
        most=2_500,
        versions=("addresses",),
    ),
    Drawn(
        layer=PARCELS,
        name="numery_dzialek",
        title=_("Numery działek ewidencyjnych"),
        title_en="Numbers of cadastral parcels",
        on_day=past.versions("parcel_history_public"),
        columns=_PARCEL,
        keywords=("CP.CadastralParcel", "numery działek"),
        most=5_000,
        labels_only=True,
        versions=("parcels", "precincts"),
    ),
    Drawn(
        layer=PRECINCTS,
        name="nazwy_obrebow",
        title=_("Nazwy obrębów"),
        title_en="Names of precincts",
        on_day=past.versions("precinct_history_public"),
        columns=_PRECINCT,
        keywords=("obręby ewidencyjne",),
        most=120_000,
        simplified=True,
        labels_only=True,
        versions=("precincts",),
    ),
    Drawn(
        layer=GMINAS,
        name="nazwy_gmin",
        title=_("Nazwy gmin"),
        title_en="Names of gminas",
        columns=_GMINA,
        keywords=("gminy",),
        simplified=True,
        labels_only=True,
        versions=("precincts",),
        id="page.code::int",
    ),
)
BY_NAME: Final = {drawn.name: drawn for drawn in DRAWN}
