"""Parts of a whole in round numbers that still add up to it: the largest remainders are rounded up."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal


def apportion(parts: Sequence[float], whole: Decimal, step: Decimal) -> list[Decimal]:
    """WHOLE divided in proportion to PARTS, each a multiple of STEP, adding up to WHOLE rounded to STEP.

    PARTS are not negative and not all zero. Equal remainders go to the larger part, then to the earlier one, so the
    result does not depend on chance. Each differs from its exact share by less than STEP.
    """
    if sum(part > 0 for part in parts) == 1:  # most parcels lie in one zone
        return [(whole / step).to_integral_value() * step if part > 0 else 0 * step for part in parts]
    exact = _whole_numbers(parts)
    units = int((whole / step).to_integral_value())
    total = sum(exact)
    divided = [divmod(part * units, total) for part in exact]
    given = [quotient for quotient, _remainder in divided]
    order = sorted(range(len(parts)), key=lambda at: (-divided[at][1], -exact[at], at))
    for at in order[: units - sum(given)]:
        given[at] += 1
    return [count * step for count in given]


def _whole_numbers(parts: Sequence[float]) -> list[int]:
    """In the same proportions to the last bit: a float is a whole number over a power of two."""
    ratios = [float(part).as_integer_ratio() for part in parts]
    finest = max(denominator for _, denominator in ratios)
    return [numerator * (finest // denominator) for numerator, denominator in ratios]


def percent_and_area(parts: Sequence[float], registered_m2: Decimal | None) -> list[tuple[Decimal, Decimal | None]]:
    """For each of PARTS (m2 on the map) its percent, to a tenth, and its square metres of the registered area."""
    percents = apportion(parts, Decimal(100), Decimal("0.1"))
    if registered_m2 is None:
        return [(percent, None) for percent in percents]
    metres = registered_m2.to_integral_value(ROUND_FLOOR)
    return list(zip(percents, apportion(parts, metres, Decimal(1)), strict=True))
