"""The documents say what the code does, where that can be compared."""

import ast
import re
from collections.abc import Iterator

from django.conf import settings

from parcels.importing.findings import CATALOGUE
from plans.importing.findings import CATALOGUE as PLANNING
from sip.intake.models import State
from sip.registers.findings import COMMON, Catalogue

IMPORT = (settings.BASE_DIR / "docs/import.md").read_text(encoding="utf-8")
UNIT_MODULES = ("units.py", "unit_files.py", "unit_difference.py")


def table_rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]


def section(start: str, end: str) -> str:
    return IMPORT.partition(f"\n{start}\n")[2].partition(f"\n{end}\n")[0]


def findings_in(text: str) -> set[tuple[str, ...]]:
    return {tuple(row[:3]) for row in table_rows(text) if row[0].startswith("`")}


def told(catalogue: Catalogue) -> set[tuple[str, ...]]:
    return {(f"`{kind.told_as or code}`", str(kind.severity), str(kind.title)) for code, kind in catalogue.items()}


def test_every_finding_is_documented_with_its_severity_and_title() -> None:
    assert findings_in(section("## Findings", "### Planning acts")) == told(CATALOGUE)


def test_every_finding_of_planning_acts_is_documented_with_its_severity_and_title() -> None:
    own = {code: kind for code, kind in PLANNING.items() if kind is not COMMON.get(code)}
    assert findings_in(section("### Planning acts", "### Lists of units")) == told(own)


def test_every_finding_about_units_is_documented() -> None:
    documented = set(re.findall(r"`([a-z-]+)`", IMPORT.partition("### Lists of units")[2]))
    assert documented == {code for name in UNIT_MODULES for code in reported_codes(name)}


def test_every_state_of_a_delivery_is_documented() -> None:
    rows = table_rows(section("## States", "## What counts as vanished"))[2:]
    assert [row[:2] for row in rows] == [[f"`{state}`", str(state.label)] for state in State]


def test_every_decision_has_a_number_of_its_own() -> None:
    files = sorted((settings.BASE_DIR / "docs/adr").glob("*.md"))
    headings = [file.read_text(encoding="utf-8").split()[1] for file in files]
    assert [file.name[:4] for file in files] == headings == [f"{count:04}" for count in range(1, len(files) + 1)]


def test_documents_name_no_file_that_is_not_there() -> None:
    root = settings.BASE_DIR
    documents = [root / "README.md", *root.glob("docs/*.md"), *root.glob("docs/adr/*.md")]
    named = {
        (document.name, path)
        for document in documents
        for path in re.findall(
            r"`([a-z_]+/[\w./-]+\.(?:py|sql|toml|json|sh|conf))`", document.read_text(encoding="utf-8")
        )
    }

    assert {(document, path) for document, path in named if not _exists(path)} == set()


def _exists(path: str) -> bool:
    """Also below one of the rooms, as a document of that room names it."""
    folders = ("", "sip", "cases", "parcels", "plans")
    return any((settings.BASE_DIR / folder / path).exists() for folder in folders)


def reported_codes(module: str) -> Iterator[str]:
    """Texts given where a finding is made; its message is translated, so the only plain one is the code."""
    tree = ast.parse((settings.BASE_DIR / "sip/intake" / module).read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("Found", "UnreadableError", "quarantine")):
            yield from (str(given.value) for given in call.args if isinstance(given, ast.Constant))
