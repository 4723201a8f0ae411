"""Documents made from templates: letters with the case's facts filled in, and the extract under the letterhead."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import TextChoices
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.clock.terms import day_of
from cases.desk import thennow
from cases.models import Case, PartyRole
from cases.payments.actions import paid_of
from cases.reports.forms import WordsField
from sip.extracts import issued
from sip.extracts.compose import NoSuchParcel, TooMany, of_parcels
from sip.extracts.paper import Letterhead, official_pdf
from sip.extracts.pdf import Printed, printed
from sip.extracts.record import Extract
from sip.extracts.shown import ShownSubject
from sip.extracts.shown import shown as shown_subject
from sip.offices.models import OfficeKind

MOST_TITLE: Final = 200
# Some thirty pages: decisions tell at length what they rest on.
MOST_TEXT: Final = 60_000
# The classes of files in land survey and cartography.
LAND_SURVEY: Final = "66"


class Template(TextChoices):
    EXTRACT = "wypis", _("Wypis i wyrys z planu")
    CERTIFICATE = "zaswiadczenie", _("Zaświadczenie o przeznaczeniu działki")
    DECISION = "decyzja", _("Decyzja")
    ORDER = "postanowienie", _("Postanowienie")
    COMPLETION = "wezwanie", _("Wezwanie do uzupełnienia")
    NOTICE = "zawiadomienie", _("Zawiadomienie o nowym terminie")
    PUBLIC_NOTICE = "obwieszczenie", _("Obwieszczenie")
    LETTER = "pismo", _("Pismo")


# How the letter begins; {names} are filled in, everything can be edited before it is made.
WORDS: Final[dict[Template, str]] = {
    Template.EXTRACT: "",
    Template.CERTIFICATE: "Na wniosek z dnia {filed} zaświadczam, że przeznaczenie działek wymienionych niżej, według"
    " stanu na dzień {today}, jest następujące.",
    Template.DECISION: "Na podstawie art. 104 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania administracyjnego"
    " oraz: {basis}\n\npo rozpatrzeniu wniosku z dnia {filed} w sprawie: {service}\n\norzekam:\n\n\n\n"
    "Uzasadnienie\n\n\n\nPouczenie\n\n"
    "Od decyzji przysługuje odwołanie do {higher} za pośrednictwem organu, który ją wydał, w terminie 14 dni od dnia"
    " doręczenia. W tym terminie strona może zrzec się odwołania; gdy zrobi to ostatnia ze stron, decyzja staje się"
    " ostateczna i prawomocna (art. 127a KPA).",
    Template.ORDER: "Na podstawie art. 123 oraz art. … ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania"
    " administracyjnego, w sprawie z wniosku z dnia {filed}: {service}\n\npostanawiam:\n\n\n\n"
    "Uzasadnienie\n\n\n\nPouczenie\n\n"
    "Na postanowienie przysługuje zażalenie do {higher} za pośrednictwem organu, który je wydał, w terminie 7 dni od"
    " dnia doręczenia (art. 141 KPA).",
    Template.COMPLETION: "W związku z wnioskiem z dnia {filed} proszę o uzupełnienie następujących braków:\n\n\n\n"
    "Termin: {due} (art. 64 § 2 KPA). Jeżeli braki nie zostaną uzupełnione, wniosek pozostanie bez rozpoznania.",
    Template.NOTICE: "Zawiadamiam, że sprawa nie zostanie załatwiona w terminie z powodu:\n\n\n\n"
    "Nowy termin: {deadline} (art. 36 KPA). Stronie przysługuje prawo do ponaglenia (art. 37 KPA).",
    Template.PUBLIC_NOTICE: "Na podstawie art. 49 ustawy z dnia 14 czerwca 1960 r. – Kodeks postępowania"
    " administracyjnego zawiadamiam strony, że w sprawie: {service}\n\n\n\n"
    "Z aktami sprawy można zapoznać się w urzędzie. Zawiadomienie uważa się za dokonane po upływie 14 dni od dnia,"
    " w którym nastąpiło publiczne obwieszczenie.\n\nData obwieszczenia: ",
    Template.LETTER: "W odpowiedzi na wniosek z dnia {filed}\n\n",
}
# Those that hang where everybody reads them name nobody.
TO_ALL: Final = frozenset({Template.PUBLIC_NOTICE})
# Those that say what plans lay down for the parcels.
WITH_PLANS: Final = frozenset({Template.CERTIFICATE})


class LetterForm(forms.Form):
    template = forms.ChoiceField(label=_("Wzór"), choices=Template.choices, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Tytuł dokumentu"), max_length=MOST_TITLE)
    text = WordsField(label=_("Treść"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 14}))
    dated = forms.DateField(
        label=_("Z dnia"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=True
    )
    signed_by = forms.CharField(label=_("Podpisuje"), max_length=120)
    position = forms.CharField(label=_("Stanowisko"), max_length=160, required=False)
    with_plans = forms.BooleanField(label=_("Dołącz ustalenia planów dla działek sprawy"), required=False)


class CannotMake(Exception):
    """The document cannot be made; the text says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Letter:
    template: Template
    title: str
    text: str
    dated: date
    signed_by: str
    position: str
    with_plans: bool


def of_form(form: LetterForm) -> Letter:
    """Of a valid form."""
    return Letter(**{**form.cleaned_data, "template": Template(form.cleaned_data["template"])})


def initial(case: Case, template: Template, signed_by: str) -> dict[str, Any]:
    """What the form of a letter begins with."""
    today = day_of(timezone.now())
    facts = {
        "filed": date_format(day_of(case.filed_at), "j E Y") + " r." if case.filed_at else "",
        "today": date_format(today, "j E Y") + " r.",
        "due": date_format(case.party_due, "j E Y") + " r." if case.party_due else "…",
        "deadline": date_format(case.deadline, "j E Y") + " r." if case.deadline else "…",
        "service": case.service.name,
        "basis": case.service.legal_basis,
        "higher": _higher(case),
    }
    return {
        "template": template.value,
        "title": template.label,
        "text": WORDS[template].format(**facts),
        "dated": today,
        "signed_by": signed_by,
        "with_plans": template in WITH_PLANS,
    }


def _higher(case: Case) -> str:
    """Whom parties appeal to, in the genitive: in matters of the land register the voivodeship's inspector."""
    if case.office.kind == OfficeKind.STAROSTWO and case.jrwa_class.startswith(LAND_SURVEY):
        return "Wojewódzkiego Inspektora Nadzoru Geodezyjnego i Kartograficznego"
    return "Samorządowego Kolegium Odwoławczego"


def made(case: Case, letter: Letter, address: str, *, is_draft: bool) -> Printed:
    """The PDF, in Polish whatever the clerk's language; ADDRESS of the site, for the extract's check.

    Raises CannotMake, sip.extracts.pdf.TooBusy.
    """
    extract = extract_of(case) if letter.template is Template.EXTRACT or letter.with_plans else None
    if letter.template is Template.EXTRACT:
        assert extract is not None
        return official_pdf(
            extract, _letterhead(case, letter), address + reverse("extract-issued", args=[issued.keep(extract)])
        )
    with override("pl"):
        return printed(render_to_string("cases/desk/letter.html", context(case, letter, extract, is_draft=is_draft)))


def extract_of(case: Case) -> Extract:
    """What plans say today of the case's parcels, or of what came of them. Raises CannotMake."""
    parcels = thennow.of_case(case)
    if not any(one.then.is_known for one in parcels):
        raise CannotMake(_("Sprawa nie ma działek, które zna rejestr."))
    if gone := [one.then.identifier for one in parcels if one.then.is_known and not one.standing]:
        raise CannotMake(_("Działki %s nie ma już w rejestrze i nic z niej nie powstało.") % gone[0])
    try:
        return of_parcels(thennow.standing(parcels), day_of(timezone.now()))
    except NoSuchParcel as error:
        raise CannotMake(_("Działki %s nie ma już w rejestrze. Spróbuj jeszcze raz.") % error.identifier) from None
    except TooMany:
        raise CannotMake(_("Działek jest za dużo na jeden wypis: zrób kilka.")) from None


def replaced(case: Case) -> list[tuple[str, list[str]]]:
    """Parcels of the case that are no more, each with those that stand on its ground: what the extract is made of."""
    return [(one.then.identifier, one.standing) for one in thennow.of_case(case) if one.now is None and one.standing]


def _letterhead(case: Case, letter: Letter) -> Letterhead:
    paid = paid_of(case)
    return Letterhead(
        office=case.office.name,
        address=(),
        place=place_of(case),
        sign=case.sign or "",
        dated=letter.dated,
        fee=f"{paid:.2f} zł".replace(".", ",") if paid else str(_("nie pobrano")),
        signed_by=letter.signed_by,
        position=letter.position,
    )


def place_of(case: Case) -> str:
    """The town of a gmina's office; of a starostwo the name of its unit tells none."""
    return case.office.unit.name if case.office.kind == OfficeKind.GMINA else ""


def context(case: Case, letter: Letter, extract: Extract | None, *, is_draft: bool) -> dict[str, Any]:
    """Of the letter's template."""
    subjects: list[ShownSubject] = [shown_subject(subject) for subject in extract.subjects] if extract else []
    parties = {party.role: party for party in case.parties.exclude(role=PartyRole.PARTY)}
    applicant = parties.get(PartyRole.APPLICANT)
    return {
        "case": case,
        "letter": letter,
        "place": place_of(case),
        "is_draft": is_draft,
        "applicant": None if letter.template in TO_ALL else applicant,
        # Who has a proxy is written to through the proxy (KPA art. 40 §2).
        "addressee": parties.get(PartyRole.PROXY, applicant),
        "parcels": case.parcels.order_by("position"),
        "subjects": subjects,
    }
