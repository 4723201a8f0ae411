"""A planning act with all that belongs to it as GML by the APP schema 2.0, and so that our own reader finds the same.

The schema has no place for: provisions, zones of acts other than a plan ogólny, pictures of drawings, and the version
times of documents. What the register lacks and the schema wants is nil where it may be; an object that would break the
schema is left out, and a comment in its place names what it lacks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import orjson

from plans.codes import ActKind
from sip.public import rows
from sip.services.planning import app_features as features
from sip.services.planning import app_xml as xml
from sip.services.planning.app_features import WANTED_STANDARDS, Row

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
        yield _member(features.act(self._act))
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
        f'<?xml version="1.0" encoding="UTF-8"?>\n<wfs:FeatureCollection{spaces} timeStamp="{xml.moment(moment)}"'
        f' numberMatched="unknown" numberReturned="{count}" xsi:schemaLocation="{xml.SCHEMA_LOCATION}">\n'
    )


def _member(feature: str) -> str:
    return f"<wfs:member>{feature}</wfs:member>\n"


NO_DAY: Final = "CASE WHEN in_force_from IS NULL THEN 'obowiazujeOd' END"
NO_STANDARDS: Final = """CASE WHEN kind = 'OSD' THEN (
    SELECT string_agg(name, ', ') FROM unnest(%(wanted)s) AS name
    WHERE coalesce(standards -> name ->> 'value', '') = ''
        OR (name <> 'wylaczenieZabudowyZagrodowej' AND standards -> name ->> 'uom' = '')) END"""
ZONE: Final = Kind(
    "planning_zone_public",
    f"{COMMON}, {LAW}, act, designation, symbol, name, other_name, nature, basic_profiles, additional_profiles,"
    " max_intensity, max_built_share, max_height, min_green_share, ST_AsBinary(geom) AS shape",
    features.zone,
    f"concat_ws(', ', {NO_DAY})",
)
KINDS: Final = (
    Kind(
        "planning_document_public",
        f"{COMMON}, title, short_title, number, organ, dated, effective_from, repealed_on, journal, links, relations",
        features.document,
        "''",
        condition="""(relations @> jsonb_build_array(jsonb_build_object('act', %(act)s))
        OR identifier IN (SELECT link ->> 'document' FROM planning_act_public, jsonb_array_elements(documents) AS link
            WHERE planning_act_public.identifier = %(act)s))""",
    ),
    Kind(
        "planning_drawing_public",
        f"{COMMON}, act, title, link, legend, crs, scale, in_force_from, in_force_to",
        features.drawing,
        "concat_ws(', ', CASE WHEN link = '' THEN 'lacze' END,"
        " CASE WHEN crs = '' THEN 'ukladOdniesieniaPrzestrzennego' END,"
        " CASE WHEN scale IS NULL THEN 'rozdzielczoscPrzestrzenna' END)",
    ),
    Kind(
        "planning_regulation_public",
        f"{COMMON}, {LAW}, act, kind, designation, symbol, name, nature, standards, ST_AsBinary(geom) AS shape",
        features.regulation,
        f"concat_ws(', ', {NO_DAY}, {NO_STANDARDS})",
    ),
    ZONE,
)
