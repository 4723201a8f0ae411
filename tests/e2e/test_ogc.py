"""Pages of OGC API in a browser: faultless to axe, and nothing of them wider than the window."""

import pytest

from tests.e2e.conftest import SIGHTS, OpenPage, Village, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
]


@SIGHTS
def test_pages_of_features_have_no_accessibility_faults(
    demo_register: Village, open_page: OpenPage, width: int, scheme: str
) -> None:
    for path in ("collections/parcels", "collections/parcels/items"):
        page = open_page(f"/ogc/{path}?f=html", width=width, color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
