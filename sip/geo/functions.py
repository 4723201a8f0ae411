"""PostGIS functions that Django does not name."""

from django.db.models import CharField, Func


class GeometryType(Func):
    """Type of a geometry in capitals: POLYGON, MULTIPOLYGON, POINT, ..."""

    function = "GeometryType"
    output_field = CharField()
