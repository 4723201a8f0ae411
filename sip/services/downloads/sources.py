"""Layers as rows to write into files: statements over public views, made of the registry of layers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise

from sip.geo.crs import PL_1992
from sip.services.registry.land import ADDRESSES, BUILDINGS, LAND_USE, PARCELS, PRECINCTS
from sip.services.registry.layer import Layer
from sip.services.registry.planning import PLANNING_ACTS, PLANNING_REGULATIONS, PLANNING_ZONES, RESTRICTIONS


class Kind(StrEnum):
    """What a column holds, whatever the file's format calls it."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    JSON = "json"


CASTS: Final = {
    Kind.TEXT: "({})::text",
    Kind.WHOLE: "({})::bigint",
    Kind.NUMBER: "({})::float8",
    Kind.DAY: "({})::date",
    Kind.MOMENT: "({})::timestamptz",
    Kind.JSON: "to_json({})::text",
}


class Shape(StrEnum):
    AREA = "area"
    POINT = "point"
    LINE = "line"
    POINTS = "points"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Column:
    """`value` is SQL over `page`, a row of the view."""

    name: str
    value: str
    kind: Kind
    title: str | Promise
    description: str


@dataclass(frozen=True, slots=True)
class Source:
    """`kinds`: the kinds of deliveries whose data dates are this layer's."""

    name: str
    title: str | Promise
    view: str
    key: str
    shape: Shape
    columns: tuple[Column, ...]
    joins: str
    kinds: tuple[str, ...]
    # of a part of the layer: what its file's name ends with, and SQL that its rows meet besides
    suffix: str = ""
    only: str = "true"

    @property
    def full_name(self) -> str:
        return f"{self.name}{self.suffix}"

    def selected(self, condition: str, crs: int) -> str:
        """Rows that meet the condition: the columns, each of its kind, and the geometry as WKB in EPSG:CRS."""
        values = ", ".join(CASTS[column.kind].format(column.value) for column in self.columns)
        placed = f"ST_Multi({_placed(crs)})" if self.shape in (Shape.AREA, Shape.LINE, Shape.POINTS) else _placed(crs)
        return self._ordered(f"{values}, ST_AsBinary({placed})", condition)

    def as_geojson(self, condition: str, crs: int, digits: int) -> str:
        """The same as texts of GeoJSON features that the database writes, outer rings counterclockwise."""
        pairs = ", ".join(f"'{column.name}', {column.value}" for column in self.columns)
        feature = (
            """'{"type":"Feature","geometry":' || """
            f"coalesce(ST_AsGeoJSON(ST_ForcePolygonCCW({_placed(crs)}), {digits}, 0), 'null')"
            f""" || ',"properties":' || json_build_object({pairs}) || '}}'"""
        )
        return self._ordered(feature, condition)

    def chosen(self, selected: str, joins: str, condition: str) -> str:
        """Rows with values of a writer's own choice: SQL over `page` and what it joins."""
        return self._ordered(selected, condition, joins)

    def counted(self, condition: str) -> str:
        return f"SELECT count(*) FROM {self.view} WHERE {condition}"  # noqa: S608

    def _ordered(self, selected: str, condition: str, joins: str | None = None) -> str:
        return (
            f"SELECT {selected} FROM (SELECT * FROM {self.view} WHERE ({condition}) AND {self.only}) AS page"  # noqa: S608
            f" {self.joins if joins is None else joins} ORDER BY page.{self.key}"
        )


def _placed(crs: int) -> str:
    return "page.geom" if crs == PL_1992.srid else f"ST_Transform(page.geom, {crs})"


def _kind(schema: Mapping[str, Any]) -> Kind:
    types = schema.get("type", "string")
    names = {types} if isinstance(types, str) else set(types)
    if names & {"array", "object"}:
        return Kind.JSON
    if "number" in names:
        return Kind.NUMBER
    if "integer" in names:
        return Kind.WHOLE
    formats = {"date": Kind.DAY, "date-time": Kind.MOMENT}
    return formats.get(schema.get("format", ""), Kind.TEXT)


def _shape(layer: Layer) -> Shape:
    if all(geometry.endswith("Polygon") for geometry in layer.geometries):
        return Shape.AREA
    return Shape.POINT if layer.geometries == ("Point",) else Shape.MIXED


def _of(layer: Layer, *kinds: str) -> Source:
    columns = tuple(
        Column(name, each.value, _kind(each.schema), each.title, each.description)
        for name, each in layer.properties.items()
    )
    return Source(layer.name, layer.title, layer.view, layer.key, _shape(layer), columns, layer.joins, kinds)


_LAND: Final = "egib"
_PLANS: Final = ("app", "zones")
# In the order they are offered.
SOURCES: Final[Mapping[str, Source]] = {
    each.name: each
    for each in (
        _of(PARCELS, _LAND, "parcels"),
        _of(BUILDINGS, _LAND, "buildings"),
        _of(PRECINCTS, _LAND),
        _of(LAND_USE, _LAND),
        _of(ADDRESSES, _LAND, "addresses"),
        _of(PLANNING_ACTS, *_PLANS),
        _of(PLANNING_ZONES, *_PLANS),
        _of(PLANNING_REGULATIONS, "app"),
        _of(RESTRICTIONS, "restrictions"),
    )
}
