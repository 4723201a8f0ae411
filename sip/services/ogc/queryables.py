"""What filters may ask of a collection: its declared properties with simple values, and its geometry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sip.services.registry.layer import Layer, Property

GEOMETRY: Final = "geometry"
_COLUMN: Final = re.compile(r"\b([a-z_]+)\.[a-z_]+")
# Columns whose index holds another collation than the column.
_AS_INDEXED: Final = {("parcels", "number"): 'page.number COLLATE "C"'}
# What holds too wherever such a property equals a `value`, and lets the index of identifiers serve: identifiers of
# parcels begin with those of their precinct and unit, and a dot, which a slash follows in the order of characters.
_BEGINS: Final = """page.identifier COLLATE "C" >= {value} || '.' AND page.identifier COLLATE "C" < {value} || '/'"""
_NARROWED: Final = {
    ("parcels", "precinct"): _BEGINS,
    ("parcels", "unit"): _BEGINS,
    ("parcels", "precinct_name"): _BEGINS.format(value="precinct.identifier"),
    ("parcels", "unit_name"): _BEGINS.format(value="unit.code"),
}
# The same where it meets any other {condition} on names alone: the parcels are between those of the first and of the
# last precinct or unit that does, which are found at once; where there is none, nothing is read.
_BETWEEN: Final = """
    page.identifier COLLATE "C" >= (SELECT min({code} COLLATE "C") FROM {table} WHERE {{condition}}) || '.'
    AND page.identifier COLLATE "C" < (SELECT max({code} COLLATE "C") FROM {table} WHERE {{condition}}) || '/'"""
_BOUNDED: Final = {
    ("parcels", "precinct_name"): _BETWEEN.format(code="precinct.identifier", table="precinct_public AS precinct"),
    ("parcels", "unit_name"): _BETWEEN.format(code="unit.code", table="unit_public AS unit"),
}


class Kind(StrEnum):
    """Kinds of values; each is what people are told of it."""

    TEXT = "a text"
    NUMBER = "a number"
    BOOLEAN = "true or false"
    DATE = "a date"
    MOMENT = "a timestamp"
    INTERVAL = "an interval"
    LIST = "a list"
    GEOMETRY = "a geometry"


TEMPORAL: Final = (Kind.DATE, Kind.MOMENT)


@dataclass(frozen=True, slots=True)
class Queryable:
    """`value` is SQL over `page`, a row of the register's view, and where `is_joined` over what it is joined with."""

    value: str
    kind: Kind
    schema: Mapping[str, Any]
    is_joined: bool = False
    narrowed: str = ""
    bounded: str = ""


@lru_cache(maxsize=100)
def queryables(collection: Layer) -> Mapping[str, Queryable]:
    found = {GEOMETRY: Queryable("page.geom", Kind.GEOMETRY, _geometry(collection))}
    for name, each in collection.properties.items():
        kind = _kind(each.schema)
        if kind is None:
            continue
        value = _AS_INDEXED.get((collection.name, name), each.value)
        joined = any(table != "page" for table in _COLUMN.findall(value))
        key = (collection.name, name)
        hints = _NARROWED.get(key, ""), _BOUNDED.get(key, "")
        found[name] = Queryable(value, kind, _described(each), joined, *hints)
    return found


def _kind(schema: Mapping[str, Any]) -> Kind | None:
    """None for values that are no simple ones."""
    types = schema.get("type", "string" if "enum" in schema else None)
    name = next((each for each in ([types] if isinstance(types, str) else types or ()) if each != "null"), None)
    if name == "array":
        return Kind.LIST if schema["items"].get("type") == "string" else None
    if name == "string":
        return {"date": Kind.DATE, "date-time": Kind.MOMENT}.get(schema.get("format", ""), Kind.TEXT)
    return {"number": Kind.NUMBER, "integer": Kind.NUMBER}.get(name or "")


def _described(each: Property) -> dict[str, Any]:
    """Requirement C of /req/queryables/get-queryables-response: one type; what is null is merely not there."""
    types = each.schema.get("type", "string")
    single = types if isinstance(types, str) else next(name for name in types if name != "null")
    kept = {name: value for name, value in each.schema.items() if name in ("format", "enum", "items")}
    return {"title": each.title, "description": each.description, "type": single, **kept}


def _geometry(collection: Layer) -> dict[str, Any]:
    kind = "point" if collection.geometries == ("Point",) else "polygon-or-multipolygon"
    return {"title": _("geometria"), "x-ogc-role": "primary-geometry", "format": f"geometry-{kind}"}
