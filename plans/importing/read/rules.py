"""What a zone or an area of a plan ogólny says of itself must agree: kind, symbol, designation, profiles."""

import re
from collections.abc import Iterator

from plans.codes import BASIC_PROFILES, PROFILES, ZONES, RegulationKind
from plans.importing.read.records import RegulationFacts, ZoneFacts
from sip.registers.record import Problem


def disagreements(zone: ZoneFacts) -> Iterator[Problem]:
    """The odd one out is named once: the symbol against the kind, the designation only against both."""
    right = zone.kind_symbol or (zone.symbol if zone.symbol in ZONES else "")
    if zone.symbol != right or not right:
        yield Problem("wrong-symbol", f"{zone.symbol or '–'}, {zone.name or '–'}")
    if not any(re.fullmatch(rf"[1-9]\d*{symbol}", zone.designation) for symbol in {right, zone.symbol} & ZONES.keys()):
        yield Problem("wrong-designation", zone.designation or "–")
    if not right:
        return
    basic = BASIC_PROFILES[right].split()
    strange = [code for code in zone.basic_profiles if not _within(code, basic)]
    strange += [code for code in zone.additional_profiles if code not in PROFILES]
    for code in strange:
        yield Problem("profile-not-allowed", f"{right}: {code}")


def odd_marks(area: RegulationFacts) -> Iterator[Problem]:
    """Of an area of regulations; its kind is its class, and cannot be wrong."""
    if area.symbol != area.kind:
        yield Problem("wrong-symbol", f"{area.symbol or '–'}, {RegulationKind(area.kind).label}")
    known = {area.kind, area.symbol} & set(RegulationKind.values)
    if not any(re.fullmatch(rf"[1-9]\d*{symbol}", area.designation) for symbol in known):
        yield Problem("wrong-designation", area.designation or "–")


def _within(code: str, allowed: list[str]) -> bool:
    """Classes are a tree by their letters: terrain of roads (KDA) is terrain of communication (K)."""
    return code in PROFILES and any(code.startswith(one) for one in allowed)
