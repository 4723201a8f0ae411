"""What docs/legacy.md says of findings and columns is what the code does."""

from django.conf import settings

from cases.legacy.columns import FIELDS
from cases.legacy.findings import CATALOGUE
from tests.test_documents import findings_in, told

LEGACY = (settings.BASE_DIR / "docs/legacy.md").read_text(encoding="utf-8")


def test_every_finding_is_documented_with_its_severity_and_title() -> None:
    assert findings_in(LEGACY.partition("## Findings")[2]) == told(CATALOGUE)


def test_every_field_is_documented() -> None:
    assert all(f"`{field}`" in LEGACY for field in FIELDS)
