"""What planners are told of the land: a line of JSON to each precinct, which the demo of plans reads.

Plain geometry, so that the two generators stay strangers as the two rooms are. Places are PL-2000 zone 8, easting
first; shapes are WKB in hexadecimal. `pieces` tile the outline exactly: they are taken before history and defects.
"""

import orjson
import shapely

from parcels.demo.records import Precinct
from sip.geo.crs import PL_2000


def line(precinct: Precinct) -> str:
    """The precinct with its pieces of land, (kind, block, shape) each, and a place in each of its buildings."""
    plan = precinct.plan
    kinds, blocks, shapes = zip(*precinct.land, strict=True)
    houses = shapely.get_coordinates([building.polygon.representative_point() for building in precinct.buildings])
    told = {
        "crs": PL_2000[-1].srid,
        "precinct": plan.identifier,
        "name": plan.name,
        "town": plan.town,
        "gmina": {"code": plan.gmina.code, "name": plan.gmina.name, "kind": plan.gmina.kind},
        "core": plan.outline.core.tolist(),
        "outline": precinct.polygon.wkb_hex,
        "kinds": kinds,
        "blocks": blocks,
        "shapes": shapely.to_wkb(shapes, hex=True).tolist(),
        "houses": houses.round(2).tolist(),
    }
    return orjson.dumps(told).decode() + "\n"
