"""The address of the map at a place; below the kiosk's prefix for who is there."""

from urllib.parse import urlencode

from django.urls import reverse

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def map_address(
    *, parcel: str = "", centre: Point | None = None, zoom: float | None = None, extent: Box | None = None
) -> str:
    """Metres in PL-1992, easting first: PARCEL chosen, the view around CENTRE at ZOOM, or fitted to EXTENT."""
    view = {
        "d": parcel,
        "c": ",".join(f"{value:.1f}" for value in centre or ()),
        "z": "" if zoom is None else f"{zoom:g}",
        "e": ",".join(f"{value:.0f}" for value in extent or ()),
    }
    query = urlencode({name: value for name, value in view.items() if value}, safe=",/")
    return f"{reverse('map')}?{query}" if query else reverse("map")
