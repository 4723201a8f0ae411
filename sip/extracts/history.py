"""How a parcel came to be and what became of it: its versions, predecessors and successors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from parcels.models import Lineage
from sip.public import rows
from sip.registers.versions import EndReason

VERSIONS = """
SELECT identifier, valid_from, valid_to, registered_area, end_reason FROM parcel_history_public
WHERE (namespace, local_id) IN (SELECT namespace, local_id FROM parcel_history_public WHERE identifier = %(identifier)s)
ORDER BY valid_from DESC
LIMIT 500
"""
LINEAGE = """
SELECT is_predecessor, other, kind, source, share, happened_at,
    (SELECT p.registered_area FROM parcel_history_public AS p WHERE p.identifier = other
     ORDER BY p.valid_from DESC LIMIT 1),
    EXISTS (SELECT FROM parcel_history_public AS p WHERE p.identifier = other),
    EXISTS (SELECT FROM parcel_public AS p WHERE p.identifier = other)
FROM (
    SELECT true AS is_predecessor, successor AS other, kind, source, share, happened_at
    FROM parcel_lineage_public WHERE predecessor = %(identifier)s
    UNION ALL
    SELECT false, predecessor, kind, source, share, happened_at
    FROM parcel_lineage_public WHERE successor = %(identifier)s
) AS related
ORDER BY happened_at DESC, other
LIMIT 500
"""

# A boundary that moved leaves both its parcels what they were.
DESCENDANTS = """
WITH RECURSIVE chain (root, parcel, depth) AS (
    SELECT predecessor, successor, 1 FROM parcel_lineage_public
    WHERE predecessor = ANY(%(identifiers)s) AND kind <> 'boundary'
    UNION
    SELECT chain.root, next.successor, chain.depth + 1
    FROM chain JOIN parcel_lineage_public AS next ON next.predecessor = chain.parcel AND next.kind <> 'boundary'
    WHERE chain.depth < 10
)
SELECT DISTINCT root, parcel, EXISTS (SELECT FROM parcel_public AS p WHERE p.identifier = parcel)
FROM chain ORDER BY root, parcel
"""


@dataclass(frozen=True, slots=True)
class ParcelVersion:
    identifier: str
    valid_from: datetime
    valid_to: datetime | None
    registered_area_ha: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A predecessor or successor; `share` is that of the predecessor's area, in percent.

    `known`: the register has or had it; `in_force`: it still is.
    """

    identifier: str
    kind: str
    source: str
    share: float
    happened_at: datetime
    registered_area_ha: Decimal | None
    known: bool
    in_force: bool


def versions(identifier: str) -> list[ParcelVersion]:
    """All known versions of the objects that ever bore IDENTIFIER, newest first."""
    return [
        ParcelVersion(identifier, since, until, area, str(EndReason(why).label) if why else "")
        for identifier, since, until, area, why in rows(VERSIONS, {"identifier": identifier})
    ]


def relatives(identifier: str) -> tuple[list[Relative], list[Relative]]:
    """Predecessors and successors."""
    predecessors: list[Relative] = []
    successors: list[Relative] = []
    for is_predecessor, other, kind, source, share, *rest in rows(LINEAGE, {"identifier": identifier}):
        kind_label, source_label = str(Lineage.Kind(kind).label), str(Lineage.Source(source).label)
        relative = Relative(other, kind_label, source_label, round(float(share) * 100, 1), *rest)
        (successors if is_predecessor else predecessors).append(relative)
    return predecessors, successors


@dataclass(frozen=True, slots=True)
class Descendant:
    identifier: str
    in_force: bool


def descendants(identifiers: Iterable[str]) -> dict[str, list[Descendant]]:
    """What each parcel became, at once or over others, up to ten deep; parcels that became nothing are left out."""
    found: dict[str, list[Descendant]] = defaultdict(list)
    if wanted := sorted(identifiers):
        for root, parcel, in_force in rows(DESCENDANTS, {"identifiers": wanted}):
            found[root].append(Descendant(parcel, in_force))
    return dict(found)
