"""What is computed from the registers and kept: rebuilt with the layer it stands on, in the same transaction."""

from collections.abc import Iterable

from django.db import connection
from psycopg2 import sql

# Layer -> materialized views of sql/derived.sql and sql/search.sql that stand on it; each has a unique index.
STANDS_ON = {
    "precincts": ("gmina_outline", "search_precinct", "search_place"),
    "parcels": ("search_precinct",),
    "addresses": ("search_place",),
}


def rebuild(layers: Iterable[str]) -> None:
    """Rebuild what stands on LAYERS. Concurrently, so that readers see the old state until the commit."""
    with connection.cursor() as cursor:
        for view in dict.fromkeys(view for layer in layers for view in STANDS_ON.get(layer, ())):
            cursor.execute(sql.SQL("REFRESH MATERIALIZED VIEW CONCURRENTLY {}").format(sql.Identifier(view)))


def gmina_outlines(code: str, extent: tuple[float, float, float, float]) -> dict[str, bytes]:
    """Outlines in EPSG:2180, as WKB by six-digit code: of gmina CODE, and of all whose box meets EXTENT."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, ST_AsBinary(geom) FROM gmina_outline"
            " WHERE code = %s OR geom && ST_MakeEnvelope(%s, %s, %s, %s, ST_SRID(geom))",
            [code, *extent],
        )
        return {unit: bytes(shape) for unit, shape in cursor.fetchall()}
