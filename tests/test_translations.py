"""The catalogues: every text marked for translation has its English, and Polish its four plural forms."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import ngettext

LOCALE = settings.BASE_DIR / "sip/locale"
ENGLISH = LOCALE / "en/LC_MESSAGES/django.po"
POLISH = LOCALE / "pl/LC_MESSAGES/django.po"
SOURCES = ("sip", "parcels", "plans", "cases")


def gettext_tool(*command: str | Path) -> None:
    """Run a tool of GNU gettext; what it complains about is the test's message."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The texts marked in the sources as they are now, collected from a copy: makemessages writes beside them."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("locale", "__pycache__"))
    (copy / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        call_command("makemessages", locale=["en"], keep_pot=True, verbosity=0)
    return copy / "locale/django.pot"


def test_every_marked_text_is_translated_into_english(marked: Path) -> None:
    gettext_tool("msgcmp", ENGLISH, marked)


def test_no_english_translation_is_unsure() -> None:
    assert "fuzzy" not in ENGLISH.read_text(encoding="utf-8")


def test_no_translation_is_left_of_a_text_that_is_gone(marked: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.po"
    gettext_tool("msgcomm", "--more-than=1", "--output", both, ENGLISH, marked)
    assert msgids(both) == msgids(ENGLISH)


@pytest.mark.parametrize("catalogue", [ENGLISH, POLISH], ids=["en", "pl"])
def test_placeholders_and_plural_forms_are_well_formed(catalogue: Path, tmp_path: Path) -> None:
    gettext_tool("msgfmt", "--check", "--output-file", tmp_path / "django.mo", catalogue)


def test_polish_has_every_plural_in_four_forms(marked: Path) -> None:
    counted = {block for block in blocks(POLISH) if "msgid_plural" in block}
    assert len(counted) == sum("msgid_plural" in block for block in blocks(marked))
    assert all(len(re.findall(r'^msgstr\[\d\] "(?!"$)', block, re.MULTILINE)) == 4 for block in counted)


@pytest.mark.parametrize(("minutes", "ending"), [(1, "minutę"), (3, "minuty"), (15, "minut"), (22, "minuty")])
def test_polish_counts_as_poles_do(minutes: int, ending: str) -> None:
    with translation.override("pl"):
        text = ngettext(
            "Podano kilka razy błędne dane. Spróbuj ponownie za %(minutes)s minutę.",
            "Podano kilka razy błędne dane. Spróbuj ponownie za %(minutes)s minut.",
            minutes,
        )
    assert text.endswith(f" {ending}.")


def blocks(catalogue: Path) -> list[str]:
    return catalogue.read_text(encoding="utf-8").split("\n\n")


def msgids(catalogue: Path) -> set[str]:
    """Source texts as the catalogue writes them, lines of one text run together."""
    found = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n?)+)', catalogue.read_text(encoding="utf-8"), re.MULTILINE)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)) for text in found}
