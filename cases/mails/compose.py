"""What mails say: that something happened and where to read it, never what people wrote nor what was decided."""

from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.mails.models import Mail
from cases.models import Case, CaseParty, PartyRole
from cases.workflow import Act

# Where people open their case by its sign and code.
TRACKING: Final = "/sprawy/stan/"
MOST_SUBJECT: Final = 200
# Of what an office does, what its applicant is told at once.
TOLD: Final[dict[Act, Promise]] = {
    Act.FILE: gettext_lazy("Wniosek wpłynął do urzędu. Poświadczenie odbioru pobierzesz na stronie sprawy."),
    Act.ACCEPT: gettext_lazy("Urząd przyjął sprawę do prowadzenia."),
    Act.ASK_COMPLETION: gettext_lazy(
        "Urząd prosi o uzupełnienie wniosku. Czego brakuje i do kiedy, jest przy sprawie."
    ),
    Act.ASK_PAYMENT: gettext_lazy("Urząd prosi o opłatę. Kwota i termin są przy sprawie."),
    Act.LEAVE: gettext_lazy("Urząd pozostawił wniosek bez rozpoznania, bo nie został uzupełniony w terminie."),
    Act.PAID: gettext_lazy("Opłata wpłynęła. Urząd prowadzi sprawę dalej."),
    Act.SUSPEND: gettext_lazy("Postępowanie zostało zawieszone."),
    Act.RESUME: gettext_lazy("Postępowanie zostało podjęte."),
    Act.EXTEND: gettext_lazy("Urząd wyznaczył nowy termin załatwienia sprawy. Powód jest przy sprawie."),
    Act.DECIDE: gettext_lazy("Sprawa została rozstrzygnięta."),
    Act.ISSUE: gettext_lazy("Dokument jest gotowy. Możesz go pobrać na stronie sprawy."),
    Act.APPEAL: gettext_lazy("Do urzędu wpłynęło odwołanie."),
    Act.FORWARD: gettext_lazy("Urząd przekazał odwołanie z aktami organowi odwoławczemu."),
    Act.ALLOW: gettext_lazy("Urząd uwzględnił odwołanie i rozstrzygnie sprawę na nowo."),
    Act.RULED: gettext_lazy("Postępowanie odwoławcze zostało zakończone."),
    Act.REMAND: gettext_lazy("Organ odwoławczy zwrócił sprawę do ponownego rozpatrzenia."),
    Act.CLOSE: gettext_lazy("Sprawa została zakończona."),
    Act.REOPEN: gettext_lazy("Sprawa została otwarta ponownie."),
    Act.TRANSFER: gettext_lazy("Sprawa trafiła do innego urzędu. Jej znak i termin zostają te same."),
    Act.HAND_OVER: gettext_lazy("Sprawa została przekazana do właściwego organu."),
    Act.MESSAGE: gettext_lazy("Urząd napisał wiadomość."),
}


def told(case: Case, act: Act) -> Mail | None:
    """Unsaved: the news of ACT for the applicant; None where it is not told, or nobody has an address for it.

    An address that its owner did not confirm may be someone else's, so it gets nothing.
    """
    party = _reachable(case)
    if act not in TOLD or party is None:
        return None
    subject = _("Sprawa %(sign)s") % {"sign": case.sign}
    context = {"case": case, "news": TOLD[act], "address": f"{settings.SITE_URL or case.origin}{TRACKING}"}
    return _mail(case, party, subject, render_to_string("cases/mail/case_told.txt", context))


def to_confirm(case: Case, address: str) -> Mail | None:
    """Unsaved: asks the applicant of a draft to open ADDRESS, which confirms that the mail reached them."""
    party = case.parties.filter(role=PartyRole.APPLICANT).exclude(email="").first()
    if party is None:
        return None
    subject = _("Potwierdź adres e-mail: %(service)s") % {"service": case.service.name}
    context = {"case": case, "address": address, "days": settings.DRAFT_DAYS}
    return _mail(case, party, subject, render_to_string("cases/mail/case_confirm.txt", context))


def to_open(case: Case, address: str, days: int) -> Mail | None:
    """Unsaved: the ADDRESS that opens the case for DAYS, for an applicant who lost the code."""
    party = _reachable(case)
    if party is None:
        return None
    subject = _("Dostęp do sprawy %(sign)s") % {"sign": case.sign}
    context = {"case": case, "address": address, "days": days}
    return _mail(case, party, subject, render_to_string("cases/mail/case_link.txt", context))


def _reachable(case: Case) -> CaseParty | None:
    party = case.parties.filter(role=PartyRole.APPLICANT).exclude(email="").first()
    if party is None:
        return None
    # What was typed beside an account may be a slip, and then somebody else's.
    is_own = case.account is not None and party.email.casefold() == case.account.email.casefold()
    return party if party.email_confirmed_at is not None or is_own else None


def _mail(case: Case, party: CaseParty, subject: str, words: str) -> Mail:
    # A line's end in a subject would begin another header.
    return Mail(case=case, to=party.email, subject=" ".join(subject.split())[:MOST_SUBJECT], words=words)
