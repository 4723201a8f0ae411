"""Identifiers of acts in addresses: as written there and back, or not at all."""

from urllib.parse import unquote, urlsplit

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, Resolver404, path, resolve, reverse
from hypothesis import given
from hypothesis import strategies as st

import plans.converters  # noqa: F401 - registers act_id
from plans.models import ACT_LENGTH


def page(_request: HttpRequest, identifier: str) -> HttpResponse:
    return HttpResponse(identifier)


pytestmark = pytest.mark.urls(__name__)
urlpatterns = [
    path("plany/<act_id:identifier>/akt.gml", page, name="file"),
    path("plany/<act_id:identifier>/", page, name="act"),
]
PLAIN = "PL.ZIPPZP.9999/060902-POG/1POG"


def asked_for(address: str) -> str:
    """The path as a server hands it over."""
    return unquote(urlsplit(address).path)


def test_slashes_and_dots_stay_raw_in_the_address() -> None:
    assert reverse("act", args=[PLAIN]) == f"/plany/{PLAIN}/"


def test_a_file_of_an_act_is_told_from_the_act() -> None:
    found = resolve(f"/plany/{PLAIN}/akt.gml")
    assert (found.url_name, found.kwargs) == ("file", {"identifier": PLAIN})


@given(st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=ACT_LENGTH))
def test_what_an_address_carries_comes_back_as_it_was(identifier: str) -> None:
    try:
        address = reverse("act", args=[identifier])
    except NoReverseMatch:
        assert {"", ".", ".."}.intersection(identifier.split("/"))
        return
    assert resolve(asked_for(address)).kwargs == {"identifier": identifier}


@pytest.mark.parametrize(
    "identifier",
    ["a\x00b", "a\nb", "a\x7fb", "a\u202eb", "a\u2028b", "..", "a/../b", "./a", "a//b", "/a", "a/", "a" * 81],
)
def test_what_would_not_come_back_has_no_address(identifier: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("act", args=[identifier])
    with pytest.raises(Resolver404):
        resolve(f"/plany/{identifier}/")
