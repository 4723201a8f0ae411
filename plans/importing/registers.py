"""The registers of planning: how a record of each becomes a row."""

from dataclasses import asdict
from typing import Any, Final

import orjson

from plans.importing.read.records import (
    ActFacts,
    DocumentFacts,
    DrawingFacts,
    Kind,
    ProvisionFacts,
    RasterFacts,
    RegulationFacts,
    RestrictionFacts,
    Standing,
    ZoneFacts,
)
from plans.models import (
    Document,
    Drawing,
    DrawingRaster,
    PlanningAct,
    PlanningZone,
    Provision,
    Regulation,
    Restriction,
)
from sip.registers.record import Record
from sip.registers.register import Register

STANDING = ("status", "in_force_from", "in_force_to")


def _standing(standing: Standing) -> tuple[Any, ...]:
    return (standing.status, standing.since, standing.until)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _act(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, ActFacts)
    maps = [{"date": date, "reference": reference, "link": link} for date, reference, link in facts.base_maps]
    documents = [{"role": link.role, "document": link.target} for link in facts.documents]
    return (
        *_standing(facts.standing),
        facts.title,
        _json(facts.other_titles),
        facts.kind,
        facts.level,
        facts.unit,
        facts.change,
        facts.modification,
        _json(maps),
        _json(documents),
    )


def _zone(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, ZoneFacts)
    return (
        *_standing(facts.standing),
        facts.act,
        facts.designation,
        facts.symbol,
        facts.name,
        facts.other_name,
        facts.nature,
        _json(facts.basic_profiles),
        _json(facts.additional_profiles),
        *asdict(facts.indicators).values(),
    )


def _regulation(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, RegulationFacts)
    standards = {name: {"value": value, "uom": unit} for name, value, unit in facts.standards}
    return (
        *_standing(facts.standing),
        facts.act,
        facts.kind,
        facts.designation,
        facts.symbol,
        facts.name,
        facts.nature,
        _json(standards),
    )


def _document(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, DocumentFacts)
    relations = [{"role": link.role, "act": link.target} for link in facts.relations]
    return (
        facts.title,
        facts.short_title,
        facts.number,
        facts.organ,
        facts.dated,
        facts.effective_from,
        facts.repealed_on,
        facts.journal,
        _json(facts.links),
        _json(relations),
    )


def _drawing(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, DrawingFacts)
    return (facts.act, facts.title, facts.link, facts.legend, facts.crs, facts.scale, facts.since, facts.until)


def _provision(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, ProvisionFacts)
    return (facts.act, facts.symbol, facts.paragraph, facts.body)


def _raster(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, RasterFacts)
    return (facts.act, facts.file, facts.key, facts.min_zoom, facts.max_zoom)


def _restriction(record: Record) -> tuple[Any, ...]:
    facts = record.facts
    assert isinstance(facts, RestrictionFacts)
    return (
        facts.theme,
        facts.designation,
        facts.name,
        facts.description,
        facts.document,
        facts.link,
        facts.since,
        facts.until,
    )


DRAWINGS: Final = Register(
    Kind.DRAWINGS,
    Drawing,
    ("act", "title", "link", "legend", "crs", "scale", "in_force_from", "in_force_to"),
    _drawing,
    layer="planning_drawings",
    scope="act",
)
RASTERS: Final = Register(
    Kind.RASTERS,
    DrawingRaster,
    ("act", "file", "key", "min_zoom", "max_zoom"),
    _raster,
    layer="planning_drawings",
    scope="act",
)
# What APP files fill.
REGISTERS: tuple[Register, ...] = (
    Register(
        Kind.ACTS,
        PlanningAct,
        (
            *STANDING,
            "title",
            "other_titles",
            "kind",
            "level",
            "unit_code",
            "change",
            "modification",
            "base_maps",
            "documents",
        ),
        _act,
        layer="planning_acts",
        scope="identifier",
    ),
    Register(
        Kind.ZONES,
        PlanningZone,
        (
            *STANDING,
            "act",
            "designation",
            "symbol",
            "name",
            "other_name",
            "nature",
            "basic_profiles",
            "additional_profiles",
            "max_intensity",
            "max_built_share",
            "max_height",
            "min_green_share",
        ),
        _zone,
        layer="planning_zones",
        scope="act",
        label="designation",
    ),
    Register(
        Kind.REGULATIONS,
        Regulation,
        (*STANDING, "act", "kind", "designation", "symbol", "name", "nature", "standards"),
        _regulation,
        layer="planning_regulations",
        scope="act",
        label="designation",
    ),
    Register(
        Kind.DOCUMENTS,
        Document,
        (
            "title",
            "short_title",
            "number",
            "organ",
            "dated",
            "effective_from",
            "repealed_on",
            "journal",
            "links",
            "relations",
        ),
        _document,
        layer="planning_documents",
        scope="identifier",
    ),
    DRAWINGS,
)

PROVISIONS = Register(
    Kind.PROVISIONS, Provision, ("act", "symbol", "paragraph", "body"), _provision, layer="provisions", scope="act"
)
RESTRICTIONS = Register(
    Kind.RESTRICTIONS,
    Restriction,
    ("theme", "designation", "name", "description", "document", "link", "in_force_from", "in_force_to"),
    _restriction,
    layer="restrictions",
    scope="theme",
)
