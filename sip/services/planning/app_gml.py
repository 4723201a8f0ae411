"""A planning act with all that belongs to it as GML by the APP schema 2.0, and so that our own reader finds the same.

The schema has no place for: provisions, zones of acts other than a plan ogólny, pictures of drawings, and the version
times of documents. What the register lacks and the schema wants is nil where it may be; an object that would break the
schema is left out, and a comment in its place names what it lacks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import orjson

from plans.codes import PROFILES, ZONES, ActKind, RegulationKind
from sip.public import rows
from sip.services.planning import app_xml as xml
from sip.services.planning.words import titles

Row = dict[str, Any]

ACTS: Final = "AktPlanowaniaPrzestrzennego"
DOCUMENTS: Final = "DokumentFormalny"
# In the order of the schema.
DOCUMENT_ROLES: Final = (
    "dokument",
    "dokumentPrzystepujacy",
    "dokumentUchwalajacy",
    "dokumentZmieniajacy",
    "dokumentUchylajacy",
    "dokumentUniewazniajacy",
)
RELATIONS: Final = {"uchwala": ACTS, "przystapienie": ACTS, "zmienia": ACTS, "uchyla": ACTS, "uniewaznia": DOCUMENTS}
REGULATIONS: Final = {
    RegulationKind.INFILL: "ObszarUzupelnieniaZabudowy",
    RegulationKind.DOWNTOWN: "ObszarZabudowySrodmiejskiej",
    RegulationKind.STANDARDS: "ObszarStandardowDostepnosciInfrastrukturySpolecznej",
}
# Standards of access in the order of the schema; the first six it wants, the first is a yes or no.
WANTED_STANDARDS: Final = (
    "wylaczenieZabudowyZagrodowej",
    "odlegloscDoSzkolyPodstawowej",
    "odlegloscDoObszarowZieleniPublicznej",
    "powierzchniaLacznaObszarowZieleniPublicznej",
    "odlegloscDoObszaruZieleniPublicznej",
    "powierzchniaObszaruZieleniPublicznej",
)
STANDARDS: Final = (
    *WANTED_STANDARDS,
    "odlegloscDoPrzedszkola",
    "odlegloscDoZlobka",
    "odlegloscDoAmbulatoriumPOZ",
    "odlegloscDoBiblioteki",
    "odlegloscDoDomuKultury",
    "odlegloscDoDomuPomocySpolecznej",
    "odlegloscDoUrzadzonegoTerenuSportu",
    "odlegloscDoPrzystanku",
    "odlegloscDoPlacowkiPocztowej",
    "odlegloscDoApteki",
    "odlegloscDoPosterunkuPolicji",
    "odlegloscDoPosterunkuJednostkiOchronyPrzeciwpozarowej",
)
LEVELS: Final = {"regional": "regionalny", "local": "lokalny", "infraLocal": "sublokalny"}
NATURES: Final = {"generallyBinding": "ogólnie wiążące"}
STEPS: Final = "http://inspire.ec.europa.eu/codelist/ProcessStepGeneralValue"
LEVEL_LIST: Final = "http://inspire.ec.europa.eu/codelist/LevelOfSpatialPlanValue"
NATURE_LIST: Final = "https://inspire.ec.europa.eu/codelist/RegulationNatureValue"
# Acts whose zones are of no class of the schema.
WITHOUT_ZONES: Final = frozenset(set(ActKind) - {ActKind.GENERAL})
AT_ONCE: Final = 200
_JSON: Final = frozenset(
    (
        "other_titles",
        "base_maps",
        "documents",
        "basic_profiles",
        "additional_profiles",
        "standards",
        "links",
        "relations",
    )
)

COMMON: Final = "namespace, local_id, version_id, identifier, valid_from"
LAW: Final = "status, in_force_from, in_force_to"
ACT: Final = (
    f"SELECT {COMMON}, {LAW}, title, other_titles, kind, level, change, modification, base_maps, documents,"  # noqa: S608
    " ST_AsBinary(geom) AS shape FROM planning_act_public WHERE identifier = %(act)s LIMIT 1"
)
CHANGED: Final = "SELECT max(changed_at) FROM layer_public WHERE name LIKE 'planning\\_%%'"


@dataclass(frozen=True, slots=True)
class Kind:
    """What of a VIEW belongs to an act: by CONDITION, and LACKING names what keeps a row out of the schema."""

    view: str
    columns: str
    write: Callable[[Row], str]
    lacking: str
    condition: str = "act = %(act)s"


class UnknownAct(Exception):
    """The register has no such act in force in its own time."""


class Export:
    """The document of one act. What it holds is settled when it is made; the rows are read while it is written.

    `left_out`: identifier and what it lacks, of each object that the schema would refuse. Raises UnknownAct.
    """

    def __init__(self, identifier: str) -> None:
        self._act = next(iter(_dicts(ACT, {"act": identifier})), None)
        if self._act is None:
            raise UnknownAct(identifier)
        self.changed_at: datetime = rows(CHANGED, {})[0][0] or self._act["valid_from"]
        self._kinds = [(kind, *self._members(kind, identifier)) for kind in KINDS]
        self.left_out = [object for _, _, left_out in self._kinds for object in left_out]

    def _members(self, kind: Kind, identifier: str) -> tuple[list[int], list[tuple[str, str]]]:
        assert self._act is not None
        found = rows(
            f"SELECT id, identifier, {kind.lacking} FROM {kind.view} WHERE {kind.condition} ORDER BY identifier, id",  # noqa: S608
            {"act": identifier, "wanted": list(WANTED_STANDARDS)},
        )
        if found and kind is ZONE and self._act["kind"] in WITHOUT_ZONES:
            return [], [(f"tereny aktu {identifier} ({len(found)})", "klasa w schemacie")]
        return [row[0] for row in found if not row[2]], [(row[1], row[2]) for row in found if row[2]]

    def chunks(self) -> Iterator[str]:
        """Raises RuntimeError where a rollback took away rows in between: half a file must not look whole."""
        assert self._act is not None
        yield _head(1 + sum(len(members) for _, members, _ in self._kinds), self.changed_at)
        yield _member(_act(self._act))
        for kind, members, left_out in self._kinds:
            for identifier, lacking in left_out:
                yield xml.comment(f" pominięto {identifier}; brakuje: {lacking} ") + "\n"
            for start in range(0, len(members), AT_ONCE):
                yield from _written(kind, members[start : start + AT_ONCE])
        yield "</wfs:FeatureCollection>\n"


def _written(kind: Kind, members: Sequence[int]) -> Iterator[str]:
    found = _dicts(
        f"SELECT {kind.columns} FROM {kind.view} WHERE id = ANY(%(ids)s) ORDER BY identifier, id",  # noqa: S608
        {"ids": list(members)},
    )
    if len(found) != len(members):
        raise RuntimeError("the register changed meanwhile")
    for row in found:
        yield _member(kind.write(row))


def _dicts(select: str, parameters: Row) -> list[Row]:
    """Rows by the names in the select list, geometry as WKB, lists and objects parsed."""
    names = [
        part.split()[-1].split(".")[-1] for part in select.partition(" FROM ")[0].removeprefix("SELECT").split(",")
    ]
    found = [dict(zip(names, row, strict=True)) for row in rows(select, parameters)]
    for row in found:
        for name in _JSON.intersection(row):
            row[name] = orjson.loads(row[name])
    return found


def _head(count: int, moment: datetime) -> str:
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in xml.NAMESPACES.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection{spaces} timeStamp="{_moment(moment)}"'
        f' numberMatched="unknown" numberReturned="{count}" xsi:schemaLocation="{xml.SCHEMA_LOCATION}">\n'
    )


def _member(feature: str) -> str:
    return f"<wfs:member>{feature}</wfs:member>\n"


def _feature(name: str, row: Row, *parts: str) -> str:
    identity = xml.identity(name, row["namespace"], row["local_id"], row["version_id"])
    return f'<app:{name} gml:id="{_id(row)}">{identity}{"".join(parts)}</app:{name}>'


def _id(row: Row) -> str:
    return xml.gml_id(row["namespace"], row["local_id"], row["version_id"])


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _begin(row: Row) -> str:
    return xml.element("poczatekWersjiObiektu", _moment(row["valid_from"]))


def _binding(row: Row) -> str:
    return xml.optional("obowiazujeOd", row["in_force_from"]) + xml.optional("obowiazujeDo", row["in_force_to"])


def _status(row: Row) -> str:
    return xml.coded("status", row["status"], STEPS, titles().get(row["status"], ""))


def _act(row: Row) -> str:
    return _feature(
        ACTS,
        row,
        _begin(row),
        xml.element("tytul", row["title"]),
        *(xml.element("tytulAlternatywny", title) for title in row["other_titles"]),
        xml.coded(
            "typPlanu", row["kind"], f"{xml.LISTS}/TypAktuPlanowaniaPrzestrzennegoKod", titles().get(row["kind"], "")
        ),
        xml.coded("poziomHierarchii", row["level"], LEVEL_LIST, LEVELS.get(row["level"], "")),
        _binding(row),
        _status(row),
        xml.optional("zmiana", row["change"]),
        xml.element("modyfikacja", str(row["modification"]).lower()),
        *map(_base_map, row["base_maps"]),
        _extent(row),
        *_documents(row),
    )


def _base_map(described: dict[str, str]) -> str:
    try:
        day = date.fromisoformat(described["date"]).isoformat()
    except ValueError:
        return xml.comment(f" pominięto mapę podkładową {described['reference']}; brakuje: data ")
    return (
        f"<app:mapaPodkladowa><app:MapaPodkladowa>{xml.element('data', day)}"
        f"{xml.element('referencja', described['reference'])}{xml.optional('lacze', described['link'])}"
        "</app:MapaPodkladowa></app:mapaPodkladowa>"
    )


def _extent(row: Row) -> str:
    if row["shape"] is None:
        return xml.missing("zasiegPrzestrzenny")
    shape = xml.multi_surface(bytes(row["shape"]), f"{_id(row)}.zasieg")
    return f"<app:zasiegPrzestrzenny>{shape}</app:zasiegPrzestrzenny>"


def _documents(row: Row) -> Iterator[str]:
    """The schema has room for one resolution that adopts."""
    adopted = False
    for role in DOCUMENT_ROLES:
        for link in row["documents"]:
            if link["role"] != role:
                continue
            if role == "dokumentUchwalajacy" and adopted:
                yield xml.comment(f" pominięto {role}: {link['document']}; schemat dopuszcza jeden ")
                continue
            adopted |= role == "dokumentUchwalajacy"
            yield xml.reference(role, DOCUMENTS, link["document"])


def _geometry(row: Row) -> str:
    return f"<app:geometria>{xml.surface(bytes(row['shape']), f'{_id(row)}.geometria')}</app:geometria>"


def _standing(row: Row) -> str:
    """From the dates to the act: what zones and regulations have in one order."""
    nature = xml.coded("charakterUstalenia", row["nature"], NATURE_LIST, NATURES.get(row["nature"], ""))
    return _begin(row) + _binding(row) + _status(row) + nature + _geometry(row) + _plan(row)


def _plan(row: Row) -> str:
    return xml.reference("plan", ACTS, row["act"])


def _zone(row: Row) -> str:
    basic = [_profile("profilPodstawowy", code) for code in row["basic_profiles"]]
    return _feature(
        "StrefaPlanistyczna",
        row,
        xml.element("oznaczenie", row["designation"]),
        xml.element("symbol", row["symbol"]),
        _standing(row),
        _zone_kind(row),
        xml.optional("nazwaAlternatywna", row["other_name"]),
        *(basic or [xml.missing("profilPodstawowy")]),
        *(_profile("profilDodatkowy", code) for code in row["additional_profiles"]),
        xml.optional("maksNadziemnaIntensywnoscZabudowy", _decimal(row["max_intensity"])),
        xml.optional("maksUdzialPowierzchniZabudowy", _decimal(row["max_built_share"])),
        xml.optional("maksWysokoscZabudowy", _decimal(row["max_height"]), uom="m"),
        xml.optional("minUdzialPowierzchniBiologicznieCzynnej", _decimal(row["min_green_share"])),
    )


def _zone_kind(row: Row) -> str:
    """By the name the file gave it, else by the symbol; the register keeps no code of its own."""
    named = {titles()[kind.code].casefold(): kind.code for kind in ZONES.values()}
    code = named.get(row["name"].casefold()) or (ZONES[row["symbol"]].code if row["symbol"] in ZONES else "")
    return xml.coded("nazwa", code, f"{xml.LISTS}/RodzajStrefyPlanistycznejKod", row["name"])


def _profile(name: str, code: str) -> str:
    if code.isascii() and code.isalpha() and code.isupper():
        title = {"xlink_title": titles()[code]} if code in PROFILES else {}
        return xml.element(name, None, xlink_href=f"{xml.PROFILES}{code}", **title)
    written = "xlink_href" if "/" in code or "#" in code else "xlink_title"
    return xml.element(name, None, **{written: code})


def _decimal(value: Decimal | None) -> str | None:
    """One decimal place, as the schema has it; more only where the source had more."""
    if value is None:
        return None
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def _regulation(row: Row) -> str:
    return _feature(
        REGULATIONS[RegulationKind(row["kind"])],
        row,
        xml.optional("nazwa", row["name"]),
        xml.element("oznaczenie", row["designation"]),
        xml.element("symbol", row["symbol"]),
        _standing(row),
        *(_standard(name, row["standards"][name]) for name in STANDARDS if name in row["standards"]),
    )


def _standard(name: str, given: dict[str, str]) -> str:
    return xml.element(name, given["value"], **({"uom": given["uom"]} if given["uom"] else {}))


def _document(row: Row) -> str:
    return _feature(
        DOCUMENTS,
        row,
        xml.element("tytul", row["title"]),
        xml.optional("nazwaSkrocona", row["short_title"]),
        xml.optional("numerIdentyfikacyjny", row["number"]),
        xml.optional("organUstanawiajacy", row["organ"]),
        _dated(row["dated"]),
        xml.optional("dataWejsciaWZycie", row["effective_from"]),
        xml.optional("dataUchylenia", row["repealed_on"]),
        xml.element("dziennikUrzedowy", None, xlink_title=row["journal"]) if row["journal"] else "",
        *(xml.element("lacze", link) for link in row["links"]),
        *(
            xml.reference(role, target, link["act"])
            for role, target in RELATIONS.items()
            for link in row["relations"]
            if link["role"] == role
        ),
    )


def _dated(day: date | None) -> str:
    """The register does not keep what kind of date it is."""
    if day is None:
        return '<app:data gco:nilReason="missing"/>'
    return (
        f"<app:data><gmd:CI_Date><gmd:date><gco:Date>{day}</gco:Date></gmd:date>"
        '<gmd:dateType gco:nilReason="unknown"/></gmd:CI_Date></app:data>'
    )


def _drawing(row: Row) -> str:
    return _feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        row,
        _begin(row),
        xml.element("tytul", row["title"]),
        xml.element("lacze", row["link"]),
        xml.optional("legenda", row["legend"]),
        xml.element("ukladOdniesieniaPrzestrzennego", row["crs"]),
        xml.element("rozdzielczoscPrzestrzenna", str(row["scale"])),
        _binding(row),
        _plan(row),
    )


NO_DAY: Final = "CASE WHEN in_force_from IS NULL THEN 'obowiazujeOd' END"
NO_STANDARDS: Final = """CASE WHEN kind = 'OSD' THEN (
    SELECT string_agg(name, ', ') FROM unnest(%(wanted)s) AS name
    WHERE coalesce(standards -> name ->> 'value', '') = ''
        OR (name <> 'wylaczenieZabudowyZagrodowej' AND standards -> name ->> 'uom' = '')) END"""
ZONE: Final = Kind(
    "planning_zone_public",
    f"{COMMON}, {LAW}, act, designation, symbol, name, other_name, nature, basic_profiles, additional_profiles,"
    " max_intensity, max_built_share, max_height, min_green_share, ST_AsBinary(geom) AS shape",
    _zone,
    f"concat_ws(', ', {NO_DAY})",
)
KINDS: Final = (
    Kind(
        "planning_document_public",
        f"{COMMON}, title, short_title, number, organ, dated, effective_from, repealed_on, journal, links, relations",
        _document,
        "''",
        condition="""(relations @> jsonb_build_array(jsonb_build_object('act', %(act)s))
        OR identifier IN (SELECT link ->> 'document' FROM planning_act_public, jsonb_array_elements(documents) AS link
            WHERE planning_act_public.identifier = %(act)s))""",
    ),
    Kind(
        "planning_drawing_public",
        f"{COMMON}, act, title, link, legend, crs, scale, in_force_from, in_force_to",
        _drawing,
        "concat_ws(', ', CASE WHEN link = '' THEN 'lacze' END,"
        " CASE WHEN crs = '' THEN 'ukladOdniesieniaPrzestrzennego' END,"
        " CASE WHEN scale IS NULL THEN 'rozdzielczoscPrzestrzenna' END)",
    ),
    Kind(
        "planning_regulation_public",
        f"{COMMON}, {LAW}, act, kind, designation, symbol, name, nature, standards, ST_AsBinary(geom) AS shape",
        _regulation,
        f"concat_ws(', ', {NO_DAY}, {NO_STANDARDS})",
    ),
    ZONE,
)
