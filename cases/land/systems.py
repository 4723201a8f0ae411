"""Systems of coordinates that lists are read from and written in and files come in, as people choose them."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from sip.geo.crs import CRS, ETRS89, PL_1992, PL_2000, WEB_MERCATOR, WGS84, AxisOrder, Reading

AUTO: Final = "auto"
WRITTEN: Final = {str(crs.srid): crs for crs in (PL_1992, *PL_2000, WGS84)}
# Nobody types in the last two.
OF_FILES: Final = WRITTEN | {str(crs.srid): crs for crs in (ETRS89, WEB_MERCATOR)}
DEGREES: Final = (WGS84, ETRS89)
ORDERS: Final = {"xy": AxisOrder.NORTH_EAST, "yx": AxisOrder.EAST_NORTH}


def name_of(crs: CRS) -> str:
    """ "PL-2000 strefa 8 (EPSG:2179)"."""
    if crs in DEGREES:
        return _("stopnie: szerokość i długość (%s)") % crs.name
    if crs == PL_1992:
        return _("PL-1992 (EPSG:%d)") % crs.srid
    if crs not in PL_2000:
        return f"{crs.name} (EPSG:{crs.srid})"
    return _("PL-2000 strefa %(zone)s (EPSG:%(srid)d)") % {"zone": crs.name[-1], "srid": crs.srid}


def choices(known: Mapping[str, CRS] = WRITTEN) -> list[tuple[str, str]]:
    return [(key, name_of(crs)) for key, crs in known.items()]


def order_name(reading: Reading) -> str:
    if reading.crs in DEGREES:
        degrees = {
            AxisOrder.NORTH_EAST: _("najpierw szerokość, potem długość"),
            AxisOrder.EAST_NORTH: _("najpierw długość, potem szerokość"),
        }
        return degrees[reading.order]
    metres = {
        AxisOrder.NORTH_EAST: _("najpierw X (na północ), potem Y (na wschód)"),
        AxisOrder.EAST_NORTH: _("najpierw Y (na wschód), potem X (na północ)"),
    }
    return metres[reading.order]


def reading_name(reading: Reading) -> str:
    return f"{name_of(reading.crs)}, {order_name(reading)}"


def readings(system: str, order: str) -> Sequence[Reading]:
    """What the choices leave open, likeliest first: north before east, the zone known by the easting's first digit."""
    systems = [OF_FILES[system]] if system in OF_FILES else list(WRITTEN.values())
    orders = [ORDERS[order]] if order in ORDERS else list(ORDERS.values())
    return [Reading(crs, one) for one in orders for crs in systems]
