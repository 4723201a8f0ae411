"""The address of a planning act's page; below the kiosk's prefix for who is there."""

from django.urls import NoReverseMatch, reverse


def plan_path(identifier: str) -> str | None:
    """None where the identifier cannot stand in an address; what names such an act must not break by that."""
    try:
        return reverse("planning-act", args=[identifier])
    except NoReverseMatch:
        return None
