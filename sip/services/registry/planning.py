"""Layers of planning: acts, zones, areas of regulations, other restrictions."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sip.services.registry import past
from sip.services.registry.filters import Filter, equal, equal_folded, in_gmina, of_act
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

# The version in the register at the day's end, or the earliest where the register began later.
VERSION_OF_DAY: Final = """(valid_to IS NULL OR valid_to >= %(moment)s) AND (valid_from < %(moment)s OR NOT EXISTS (
    SELECT FROM {view} AS earlier
    WHERE earlier.identifier = {view}.identifier AND earlier.valid_from < {view}.valid_from))"""
STANDS: Final = "plan_standing({kind}, {status}, in_force_from, in_force_to, %(day)s::date) = 'in-force'"
ACTS_OF_DAY: Final = VERSION_OF_DAY.format(view="planning_act_history_public")
ZONES_OF_DAY: Final = VERSION_OF_DAY.format(view="planning_zone_history_public")
REGULATIONS_OF_DAY: Final = VERSION_OF_DAY.format(view="planning_regulation_history_public")
BINDING_ACT: Final = f"{ACTS_OF_DAY} AND {STANDS.format(kind='kind', status='status')}"
# A zone and a regulation bind with their act, whatever they were when delivered, unless they ended before.
WITH_ACT: Final = " AND ".join(
    (
        STANDS.format(kind="''", status="CASE WHEN status = 'obsolete' THEN status ELSE 'legalForce' END"),
        f"act IN (SELECT identifier FROM planning_act_history_public WHERE {BINDING_ACT})",  # noqa: S608
    )
)
STATUS: Final = Property(
    "page.status", TEXT, _("status"), "elaboration, adoption, legalForce or obsolete", "legalForce"
)
IN_FORCE_FROM: Final = Property(
    "page.in_force_from", DATE_OR_NULL, _("obowiązuje od"), "first day in law", "2025-04-01"
)
IN_FORCE_TO: Final = Property("page.in_force_to", DATE_OR_NULL, _("obowiązuje do"), "first day no longer in law", None)
VERSION: Final = Property(
    "nullif(page.version_id, '')", TEXT_OR_NULL, _("wersja obiektu"), "wersjaId", "20250304T100000"
)
VALID_FROM: Final = Property(
    "page.valid_from", MOMENT, _("w rejestrze od"), "in force since", "2020-01-01T11:00:00+00:00"
)
_IN_FORCE: Final = {"in_force_from": "in_force_from::text", "in_force_to": "in_force_to::text"}
_BINDING: Final = {"status": "status", **_IN_FORCE}
_THEMES: Final = "local-plans, general-plan, study or voivodeship-plan"
_ZONE_COLUMNS: Final = {
    "identifier": "identifier",
    "act": "act",
    "designation": "designation",
    "symbol": "symbol",
    "kind": "theme",
    **_BINDING,
}
_ZONE_DESCRIBED: Final = {"kind": f"theme of the act: {_THEMES}"}
CODES: Final = {"type": "array", "items": TEXT}
DOCUMENTS: Final = {
    "type": "array",
    "items": {"type": "object", "properties": {"role": TEXT, "document": TEXT}},
}
EXAMPLE_ACT: Final = "PL.ZIPPZP.9999/060902-POG/1POG"
GMINA_FILTER: Final = "TERYT code of a voivodeship, powiat or gmina"

PLANNING_ACTS: Final = Layer(
    name="planning-acts",
    one="planning-act",
    title=_("Akty planowania"),
    abstract=_("Plany ogólne, plany miejscowe i inne akty z ich zasięgami."),
    view="planning_act_public",
    past_view="planning_act_history_public",
    binding=BINDING_ACT,
    of_day=ACTS_OF_DAY,
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    example=EXAMPLE_ACT,
    properties={
        "identifier": Property(
            "page.identifier", TEXT, _("identyfikator aktu"), "namespace and local id joined", EXAMPLE_ACT
        ),
        "title": Property("page.title", TEXT, _("tytuł"), "title", "Plan ogólny gminy Zmyślin"),
        "kind": Property(
            "page.kind", TEXT, _("rodzaj aktu"), "code of TypAktuPlanowaniaPrzestrzennegoKod", "planOgolnyGminy"
        ),
        "status": STATUS,
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "unit": Property(
            "nullif(page.unit_code, '')", TEXT_OR_NULL, _("kod gminy"), "six digits of the gmina's code", "060902"
        ),
        "change": Property("page.change", WHOLE_OR_NULL, _("numer zmiany"), "number of the change", None),
        "documents": Property(
            "page.documents",
            DOCUMENTS,
            _("dokumenty formalne"),
            "formal documents by their role",
            [{"role": "dokumentUchwalajacy", "document": "PL.ZIPPZP.9999/060902-POG/1DOC"}],
        ),
        "version": VERSION,
        "valid_from": VALID_FROM,
        "data_date": Property(
            "delivery.data_date", DATE_OR_NULL, _("stan danych na dzień"), "what date the data describe", "2026-01-31"
        ),
    },
    joins="LEFT JOIN delivery_public AS delivery ON delivery.id = page.delivery",
    filters={
        "unit": Filter(in_gmina, GMINA_FILTER, "060902"),
        "kind": Filter(equal("kind"), "kind, by its code", "planOgolnyGminy"),
        "status": Filter(equal("status"), "status, by its code", "legalForce"),
    },
    tiled=(
        Tiled(
            "planning_acts",
            "planning_act_public",
            {"identifier": "identifier", "title": "title", "theme": past.THEME, **_BINDING},
            zooms((5, None), (8, None)),
            "outlines of planning acts, in force or not",
            described={"theme": _THEMES},
            generalised=zooms((5, 12), (8, 15)),
            least_pixels=16,
            on_day=past.acts("planning_act_history_public"),
        ),
    ),
)
PLANNING_ZONES: Final = Layer(
    name="planning-zones",
    one="planning-zone",
    title=_("Strefy i tereny"),
    abstract=_("Strefy planistyczne i tereny aktów z ich profilami i wskaźnikami."),
    view="planning_zone_public",
    past_view="planning_zone_history_public",
    binding=f"{ZONES_OF_DAY} AND {WITH_ACT}",
    of_day=ZONES_OF_DAY,
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    example=f"{EXAMPLE_ACT}-1SJ",
    properties={
        "identifier": Property(
            "page.identifier", TEXT, _("identyfikator"), "namespace and local id joined", f"{EXAMPLE_ACT}-1SJ"
        ),
        "act": Property("page.act", TEXT, _("identyfikator aktu"), "identifier of the act", EXAMPLE_ACT),
        "act_title": Property("act.title", TEXT_OR_NULL, _("tytuł aktu"), "its title", "Plan ogólny gminy Zmyślin"),
        "act_kind": Property("act.kind", TEXT_OR_NULL, _("rodzaj aktu"), "its kind", "planOgolnyGminy"),
        "designation": Property("page.designation", TEXT, _("oznaczenie"), "oznaczenie", "1SJ"),
        "symbol": Property("page.symbol", TEXT, _("symbol"), "symbol, as written", "SJ"),
        "name": Property(
            "coalesce(nullif(page.other_name, ''), nullif(page.name, ''))",
            TEXT_OR_NULL,
            _("nazwa"),
            "name",
            "strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną",
        ),
        "status": STATUS,
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "basic_profiles": Property(
            "page.basic_profiles", CODES, _("profil podstawowy"), "classes of land use (KPT)", ["MN", "U"]
        ),
        "additional_profiles": Property(
            "page.additional_profiles", CODES, _("profil dodatkowy"), "classes of land use (KPT)", ["ZD"]
        ),
        "max_intensity": Property(
            "page.max_intensity",
            NUMBER_OR_NULL,
            _("maksymalna nadziemna intensywność zabudowy"),
            "intensity above ground",
            0.6,
        ),
        "max_built_share": Property(
            "page.max_built_share",
            NUMBER_OR_NULL,
            _("maksymalny udział powierzchni zabudowy [%]"),
            "built share [%]",
            30,
        ),
        "max_height": Property(
            "page.max_height", NUMBER_OR_NULL, _("maksymalna wysokość zabudowy [m]"), "height of buildings [m]", 9
        ),
        "min_green_share": Property(
            "page.min_green_share",
            NUMBER_OR_NULL,
            _("minimalny udział powierzchni biologicznie czynnej [%]"),
            "biologically active share [%]",
            50,
        ),
        "version": VERSION,
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
    tiled=(
        Tiled(
            "planning_zones",
            past.of_act("planning_zone_history_public", "symbol"),
            _ZONE_COLUMNS,
            zooms((9, None), (12, None)),
            "zones of planning acts, in force or not; only large ones in the first zooms",
            described=_ZONE_DESCRIBED,
            generalised=zooms((9, 12), (12, 15)),
            least_pixels=16,
            on_day=past.of_act_on_day("planning_zone_history_public", "symbol"),
        ),
        Tiled(
            "planning_zone_labels",
            past.of_act("planning_zone_history_public", "symbol"),
            _ZONE_COLUMNS,
            zooms((12, None), (15, None)),
            "a point in each zone of a planning act, in one tile only",
            described=_ZONE_DESCRIBED,
            labels=True,
            on_day=past.of_act_on_day("planning_zone_history_public", "symbol"),
        ),
    ),
)
PLANNING_REGULATIONS: Final = Layer(
    name="planning-regulations",
    one="planning-regulation",
    title=_("Regulacje planu ogólnego"),
    abstract=_("Obszary uzupełnienia zabudowy, zabudowy śródmiejskiej i standardów dostępności."),
    view="planning_regulation_public",
    past_view="planning_regulation_history_public",
    binding=f"{REGULATIONS_OF_DAY} AND {WITH_ACT}",
    of_day=REGULATIONS_OF_DAY,
    geometries=AREAS,
    shape=AREA,
    geometry_example=SQUARE,
    example=f"{EXAMPLE_ACT}-1OUZ",
    properties={
        "identifier": Property(
            "page.identifier",
            TEXT,
            _("identyfikator"),
            "namespace and local id joined",
            f"{EXAMPLE_ACT}-1OUZ",
        ),
        "act": Property("page.act", TEXT, _("identyfikator aktu"), "identifier of the act", EXAMPLE_ACT),
        "designation": Property("page.designation", TEXT, _("oznaczenie"), "designation on the drawing", "1OUZ"),
        "kind": Property("page.kind", TEXT, _("rodzaj regulacji"), "OUZ, OZS or OSD", "OUZ"),
        "name": Property("nullif(page.name, '')", TEXT_OR_NULL, _("nazwa"), "name", "obszar uzupełnienia zabudowy"),
        "status": STATUS,
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "version": VERSION,
        "valid_from": VALID_FROM,
    },
    filters={
        "act": Filter(equal("act"), "identifier of an act", EXAMPLE_ACT),
        "unit": Filter(of_act(in_gmina), GMINA_FILTER, "060902"),
        "kind": Filter(equal("kind"), "OUZ, OZS or OSD", "OUZ"),
        "status": Filter(equal("status"), "status, by its code", "legalForce"),
    },
    tiled=(
        Tiled(
            "planning_regulations",
            past.of_act("planning_regulation_history_public", "kind"),
            {"identifier": "identifier", "act": "act", "designation": "designation", "kind": "kind", **_BINDING},
            zooms((9, None), (12, None)),
            "areas of regulations of a plan ogólny: infill, downtown, standards of access",
            generalised=zooms((9, 12), (12, 15)),
            least_pixels=16,
            on_day=past.of_act_on_day("planning_regulation_history_public", "kind"),
        ),
    ),
)
RESTRICTIONS: Final = Layer(
    name="restrictions",
    one="restriction",
    title=_("Ograniczenia"),
    abstract=_("Ograniczenia publicznoprawne poza aktami planowania: obszary, linie i punkty."),
    view="restriction_public",
    past_view="restriction_history_public",
    geometries=("Point", "MultiPoint", "LineString", "MultiLineString", *AREAS),
    properties={
        "identifier": Property("page.identifier", TEXT, _("identyfikator"), "INSPIRE identifier", "PL.ZIPOP.1/1"),
        "theme": Property("page.theme", TEXT, _("kod tematu"), "code of the theme", "monuments"),
        "theme_name": Property("theme.name", TEXT_OR_NULL, _("temat"), "its name", "rejestr zabytków"),
        "name": Property("nullif(page.name, '')", TEXT_OR_NULL, _("nazwa"), "name", "park dworski"),
        "designation": Property("nullif(page.designation, '')", TEXT_OR_NULL, _("oznaczenie"), "designation", "A/123"),
        "link": Property("nullif(page.link, '')", TEXT_OR_NULL, _("odnośnik"), "address of the document", None),
        "in_force_from": IN_FORCE_FROM,
        "in_force_to": IN_FORCE_TO,
        "valid_from": VALID_FROM,
    },
    joins="LEFT JOIN theme_public AS theme ON theme.code = page.theme",
    tiled=(
        Tiled(
            "restrictions",
            "restriction_public",
            {"identifier": "identifier", "theme": "theme", "name": "name", **_IN_FORCE},
            zooms((9, None), (12, None)),
            "public-law restrictions beside planning acts: areas, lines and points",
            generalised=zooms((9, 12), (12, 15)),
            on_day=past.restrictions("restriction_history_public"),
        ),
    ),
)
