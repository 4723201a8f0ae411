"""Provisions from a file to the register: published, compared, rolled back, and what is noticed beside the zones."""

from collections.abc import Callable

import pytest

from plans.models import Provision
from sip.intake import actions
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from tests.conftest import Deliver
from tests.plans.planfile import ACT, act, document, halves

pytestmark = pytest.mark.django_db

Text = Callable[..., Delivery]


@pytest.fixture
def text(deliver: Deliver) -> Text:
    """Deliver sections as HTML for the act of the tests, whose zones are 1SJ and 2SU."""
    deliver("app", document(act(), *halves()))

    def run(*sections: str, subject: dict[str, str] | None = None, **options: object) -> Delivery:
        page = "".join(f"<p>{section}</p>" for section in sections).encode()
        return deliver("provisions", page, suffix=".html", subject=subject or {"act": ACT}, **options)

    return run


def known() -> dict[str, str]:
    return dict(Provision.objects.current().values_list("symbol", "body"))


def codes(delivery: Delivery) -> list[str]:
    return sorted(delivery.findings.values_list("code", flat=True))


WHOLE = ("§ 1. Wspólne.", "§ 2. Dla terenu 1SJ: domy.", "§ 3. Dla terenu 2SU: usługi.")


def test_each_symbol_has_its_text_and_the_act_its_own(text: Text) -> None:
    delivery = text(*WHOLE)

    assert (delivery.state, codes(delivery)) == ("published", [])
    assert known() == {symbol: f"<p>{body}</p>" for symbol, body in zip(["", "1SJ", "2SU"], WHOLE, strict=True)}
    assert {(row.act, row.namespace, row.identifier) for row in Provision.objects.filter(symbol="1SJ")} == {
        (ACT, ACT, f"{ACT}/1SJ")
    }


def test_a_text_for_the_kind_of_zone_is_for_its_zones(text: Text) -> None:
    assert codes(text("§ 1. Dla terenów oznaczonych symbolami SJ i SU: wszystko.")) == []


def test_a_dry_run_changes_nothing(text: Text) -> None:
    assert (text(*WHOLE, dry_run=True).state, known()) == ("checked", {})


def test_a_later_delivery_says_everything_anew(text: Text) -> None:
    text(*WHOLE)

    delivery = text(*WHOLE[:1], "§ 2. Dla terenów 1SJ i 2SU: ogrody.")

    assert delivery.counts["unchanged"] == {"provisions": 1}
    assert known()["2SU"] == "<p>§ 2. Dla terenów 1SJ i 2SU: ogrody.</p>"


def test_what_is_no_longer_said_ends(text: Text) -> None:
    text(*WHOLE)

    delivery = text(*WHOLE[:2], accept=True)

    assert set(known()) == {"", "1SJ"}
    assert codes(delivery) == ["zone-without-provisions"]


def test_a_partial_delivery_leaves_the_rest(text: Text) -> None:
    text(*WHOLE)

    delivery = text("§ 2. Dla terenu 1SJ: ogrody.", partial=True)

    assert (set(known()), codes(delivery)) == ({"", "1SJ", "2SU"}, [])


def test_a_rollback_brings_the_text_before_back(text: Text) -> None:
    text(*WHOLE)
    before = known()
    second = text("§ 2. Dla terenów 1SJ i 2SU: ogrody.", accept=True)

    actions.rollback(second)

    assert known() == before


def test_two_files_are_one_text(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    deliver("provisions", b"symbol;text\n1SJ;raz\n", b"symbol;text\n1SJ;dwa\n", suffix=".csv", subject={"act": ACT})

    assert known() == {"1SJ": "<p>raz</p><p>dwa</p>"}


def test_a_symbol_without_a_zone_is_said(text: Text) -> None:
    delivery = text(*WHOLE, "§ 4. Dla terenu 9ZP: zieleń.")

    assert codes(delivery) == ["symbol-without-zone"]
    assert "9ZP" in delivery.findings.get().message


def test_a_range_that_is_none_is_said(text: Text) -> None:
    assert "unclear-symbols" in codes(text("§ 1. Dla terenów 2SU–1SU: usługi.", *WHOLE))


@pytest.mark.parametrize(
    ("subject", "code"),
    [({}, "act-not-named"), ({"act": "PL.ZIPPZP.1/060902-MPZP/1MPZP"}, "unknown-act")],
)
def test_an_act_must_be_named_and_known(deliver: Deliver, subject: dict[str, str], code: str) -> None:
    delivery = deliver("provisions", b"<p>a", suffix=".html", subject=subject)

    assert (delivery.state, codes(delivery)) == ("rejected", [code])


def test_a_file_without_text_is_refused(text: Text) -> None:
    assert (text("").state, codes(text(" "))) == ("rejected", ["nothing-recognised"])


def test_an_office_cannot_deliver_provisions_of_another_gmina(text: Text) -> None:
    load_demo_offices()

    delivery = text(*WHOLE, office=Office.objects.get(unit_id="060901_3"))

    assert (delivery.state, known()) == ("rejected", {})


def test_a_long_identifier_fits_the_register(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    symbol = "A" * 6 + "/" + "/".join(["BCDEFG"] * 7)

    deliver("provisions", f"symbol;text\n{symbol};x\n{symbol[:-1]};y\n".encode(), suffix=".csv", subject={"act": ACT})

    identifiers = list(Provision.objects.values_list("identifier", flat=True))
    assert len(set(identifiers)) == 2
    assert max(map(len, identifiers)) <= 80
