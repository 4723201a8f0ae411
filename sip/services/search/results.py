"""What search answers: results of several kinds, ranked, in groups of one kind, cut to a limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sip.map_address import Box, map_address


class Kind(TextChoices):
    """Kinds in the order of groups that are found equally well; labels are the groups' titles."""

    PARCEL = "parcel", _("Działki")
    FORMER_PARCEL = "former-parcel", _("Dawne działki")
    ADDRESS = "address", _("Adresy")
    STREET = "street", _("Ulice")
    PRECINCT = "precinct", _("Obręby")
    PLACE = "place", _("Miejscowości")
    UNIT = "unit", _("Gminy i powiaty")
    POINT = "point", _("Współrzędne")


class Rank(IntEnum):
    """How well a result is what was typed; EXACT is all of it and nothing more."""

    EXACT = 0
    WHOLE = 1
    BEGUN = 2
    SIMILAR = 3
    BESIDE = 4


@dataclass(frozen=True, slots=True)
class Result:
    """`url` is a parcel's page, or the map where there is none; `point` is easting, northing in PL-1992."""

    kind: Kind
    rank: Rank
    label: str
    detail: str
    url: str
    extent: Box
    point: tuple[float, float]
    identifier: str | None = None
    successors: tuple[str, ...] = ()

    @property
    def has_page(self) -> bool:
        """Those of parcels, and of addresses on one."""
        return self.kind in (Kind.PARCEL, Kind.FORMER_PARCEL) or (self.kind is Kind.ADDRESS and bool(self.identifier))

    @property
    def map_url(self) -> str:
        """The map with the parcel chosen, or showing the place."""
        return map_address(parcel=self.identifier or "") if self.has_page else self.url


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`by_likeness`: nothing has the names that were typed, so these have similar ones."""

    groups: tuple[Group, ...] = ()
    more: bool = False
    by_likeness: bool = False

    @property
    def results(self) -> list[Result]:
        return list(chain.from_iterable(group.results for group in self.groups))

    @property
    def only(self) -> Result | None:
        """The one result that is all of what was typed; None where there are others, or where some were cut off."""
        exact = [result for result in self.results if result.rank is Rank.EXACT]
        return exact[0] if len(exact) == 1 and not self.more else None


def arrange(found: Iterable[Result], limit: int, *, by_likeness: bool = False) -> Answer:
    """FOUND in groups, the best group first, at most LIMIT results; no group crowds out the others."""
    by_kind: dict[Kind, dict[tuple[str, str, str], Result]] = {}
    for result in found:
        key = (result.identifier or "", result.label, result.detail)
        known = by_kind.setdefault(result.kind, {})
        if key not in known or result.rank < known[key].rank:
            known[key] = result
    order = list(Kind)
    groups = [(kind, sorted(results.values(), key=lambda result: result.rank)) for kind, results in by_kind.items()]
    groups.sort(key=lambda group: (group[1][0].rank, order.index(group[0])))
    sizes = _shares([len(results) for _, results in groups], limit)
    cut = [Group(kind, tuple(results[:size])) for (kind, results), size in zip(groups, sizes, strict=True)]
    return Answer(
        tuple(group for group in cut if group.results),
        more=sum(sizes) < sum(len(results) for _, results in groups),
        by_likeness=by_likeness,
    )


def _shares(sizes: list[int], limit: int) -> list[int]:
    """How many of each group fit: an even share each, and what others leave goes to the first."""
    even = max(1, limit // len(sizes)) if sizes else 0
    shares = [min(size, even) for size in sizes]
    for place, size in enumerate(sizes):
        shares[place] += max(0, min(size - shares[place], limit - sum(shares)))
    while sum(shares) > limit:
        shares[max(place for place, share in enumerate(shares) if share)] -= 1
    return shares
