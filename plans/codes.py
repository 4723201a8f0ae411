"""Code lists of planning acts: kinds, statuses, zones with their profiles.

Sources: code lists of the application schema of planning acts (Dz.U. 2020 poz. 1916 as amended in 2023; kinds of acts
as schema 3.0 lists them) and the regulation on the draft of a plan ogólny (Dz.U. 2023 poz. 2758).
"""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """TypAktuPlanowaniaPrzestrzennegoKod; what a file calls otherwise is kept as written."""

    GENERAL = "planOgolnyGminy", _("plan ogólny gminy")
    LOCAL = "miejscowyPlanZagospodarowaniaPrzestrzennego", _("miejscowy plan zagospodarowania przestrzennego")
    STUDY = (
        "studiumUwarunkowanIKierunkowZagospodarowaniaPrzestrzennegoGminy",
        _("studium uwarunkowań i kierunków zagospodarowania przestrzennego gminy"),
    )
    RECONSTRUCTION = "miejscowyPlanOdbudowy", _("miejscowy plan odbudowy")
    REVITALISATION = "miejscowyPlanRewitalizacji", _("miejscowy plan rewitalizacji")
    INVESTMENT = "zintegrowanyPlanInwestycyjny", _("zintegrowany plan inwestycyjny")
    VOIVODESHIP = (
        "planZagospodarowaniaPrzestrzennegoWojewodztwa",
        _("plan zagospodarowania przestrzennego województwa"),
    )
    LANDSCAPE_AUDIT = "audytKrajobrazowy", _("audyt krajobrazowy")
    LANDSCAPE_RESOLUTION = "uchwalaKrajobrazowa", _("uchwała krajobrazowa")


class PlanTheme(models.TextChoices):
    """Planning acts as themes of an extract: what goes first stands first."""

    LOCAL = "local-plans", _("plany miejscowe")
    GENERAL = "general-plan", _("plan ogólny")
    STUDY = "study", _("studium (dokument historyczny)")
    VOIVODESHIP = "voivodeship-plan", _("plan województwa")
    OTHER = "other-acts", _("inne akty planowania")


THEME_OF: Final = {
    ActKind.LOCAL: PlanTheme.LOCAL,
    ActKind.RECONSTRUCTION: PlanTheme.LOCAL,
    ActKind.REVITALISATION: PlanTheme.LOCAL,
    # Art. 37ea of the planning act: a special form of a local plan.
    ActKind.INVESTMENT: PlanTheme.LOCAL,
    ActKind.GENERAL: PlanTheme.GENERAL,
    ActKind.STUDY: PlanTheme.STUDY,
    ActKind.VOIVODESHIP: PlanTheme.VOIVODESHIP,
    ActKind.LANDSCAPE_AUDIT: PlanTheme.OTHER,
    ActKind.LANDSCAPE_RESOLUTION: PlanTheme.OTHER,
}


class Status(models.TextChoices):
    """INSPIRE ProcessStepGeneralValue."""

    ELABORATION = "elaboration", _("w opracowaniu")
    ADOPTION = "adoption", _("w trakcie przyjmowania")
    LEGAL_FORCE = "legalForce", _("prawnie wiążący lub realizowany")
    OBSOLETE = "obsolete", _("nieaktualny")


class RegulationKind(models.TextChoices):
    INFILL = "OUZ", _("obszar uzupełnienia zabudowy")
    DOWNTOWN = "OZS", _("obszar zabudowy śródmiejskiej")
    STANDARDS = "OSD", _("obszar standardów dostępności infrastruktury społecznej")


@dataclass(frozen=True, slots=True)
class ZoneKind:
    """A strefa planistyczna: `code` is its code in RodzajStrefyPlanistycznejKod."""

    symbol: str
    code: str
    name: str | Promise


ZONES: Final = {
    kind.symbol: kind
    for kind in (
        ZoneKind(
            "SW",
            "strefaWielofunkcyjnaZZabudowaMieszkaniowaWielorodzinna",
            _("strefa wielofunkcyjna z zabudową mieszkaniową wielorodzinną"),
        ),
        ZoneKind(
            "SJ",
            "strefaWielofunkcyjnaZZabudowaMieszkaniowaJednorodzinna",
            _("strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną"),
        ),
        ZoneKind("SZ", "strefaWielofunkcyjnaZZabudowaZagrodowa", _("strefa wielofunkcyjna z zabudową zagrodową")),
        ZoneKind("SU", "strefaUslugowa", _("strefa usługowa")),
        ZoneKind("SH", "strefaHandluWielkopowierzchniowego", _("strefa handlu wielkopowierzchniowego")),
        ZoneKind("SP", "strefaGospodarcza", _("strefa gospodarcza")),
        ZoneKind("SR", "strefaProdukcjiRolniczej", _("strefa produkcji rolniczej")),
        ZoneKind("SI", "strefaInfrastrukturalna", _("strefa infrastrukturalna")),
        ZoneKind("SN", "strefaZieleniIRekreacji", _("strefa zieleni i rekreacji")),
        ZoneKind("SC", "strefaCmentarzy", _("strefa cmentarzy")),
        ZoneKind("SG", "strefaGornictwa", _("strefa górnictwa")),
        ZoneKind("SO", "strefaOtwarta", _("strefa otwarta")),
        ZoneKind("SK", "strefaKomunikacyjna", _("strefa komunikacyjna")),
    )
}
SYMBOL_OF: Final = {kind.code: kind.symbol for kind in ZONES.values()}

# Classes of land use (KPT) that a profile may name.
PROFILES: Final = {
    "MN": _("teren zabudowy mieszkaniowej jednorodzinnej"),
    "MW": _("teren zabudowy mieszkaniowej wielorodzinnej"),
    "ML": _("teren zabudowy letniskowej lub rekreacji indywidualnej"),
    "U": _("teren usług"),
    "US": _("teren usług sportu i rekreacji"),
    "UK": _("teren usług kultury i rozrywki"),
    "UH": _("teren usług handlu"),
    "UHD": _("teren usług handlu detalicznego"),
    "UG": _("teren usług gastronomii"),
    "UT": _("teren usług turystyki"),
    "UN": _("teren usług nauki"),
    "UE": _("teren usług edukacji"),
    "UZ": _("teren usług zdrowia i pomocy społecznej"),
    "UR": _("teren usług kultu religijnego"),
    "UA": _("teren usług biurowych i administracji"),
    "UL": _("teren usług rzemieślniczych"),
    "H": _("teren handlu wielkopowierzchniowego"),
    "P": _("teren produkcji"),
    "PS": _("teren składów i magazynów"),
    "PEF": _("teren elektrowni słonecznej"),
    "PEW": _("teren elektrowni wiatrowej"),
    "PEB": _("teren biogazowni"),
    "PEG": _("teren elektrowni geotermalnej"),
    "PEO": _("teren elektrowni wodnej"),
    "RN": _("teren rolnictwa z zakazem zabudowy"),
    "RZM": _("teren zabudowy zagrodowej"),
    "RZP": _("teren produkcji w gospodarstwach rolnych"),
    "RZW": _("teren wielkotowarowej produkcji rolnej"),
    "RA": _("teren akwakultury i obsługi rybactwa"),
    "L": _("teren lasu"),
    "ZN": _("teren zieleni naturalnej"),
    "ZP": _("teren zieleni urządzonej"),
    "ZD": _("teren ogrodów działkowych"),
    "ZB": _("teren plaży"),
    "W": _("teren wód"),
    "C": _("teren cmentarza"),
    "G": _("teren górnictwa i wydobycia"),
    "I": _("teren infrastruktury technicznej"),
    "K": _("teren komunikacji"),
    "KDA": _("teren autostrady"),
    "KDS": _("teren drogi ekspresowej"),
    "KDR": _("teren drogi głównej ruchu przyspieszonego"),
    "KDG": _("teren drogi głównej"),
    "KDZ": _("teren drogi zbiorczej"),
    "KK": _("teren komunikacji kolejowej i szynowej"),
    "KKL": _("teren komunikacji kolei linowej"),
    "KL": _("teren komunikacji lotniczej"),
    "KW": _("teren komunikacji wodnej"),
    "KO": _("teren obsługi komunikacji"),
}

# Basic profiles by zone. Read in published files of the kind, not in the regulation's annex: a profile outside the
# list is reported as a warning and never refused.
BASIC_PROFILES: Final = {
    "SW": "MW U K ZP ZD I",
    "SJ": "MN U K ZP ZD I",
    "SZ": "RZM RZP RA K ZP ZD I",
    "SU": "U K ZP ZD I",
    "SH": "H K ZP ZD I",
    "SP": "P K ZP ZD I",
    "SR": "RZW RZP RA K ZD I",
    "SI": "I K ZP ZD",
    "SN": "US UT ZP ZB W K ZD I",
    "SC": "C K ZP ZD I",
    "SG": "G K ZD I",
    "SO": "RN L ZN W K ZD I",
    "SK": "KDA KDS KDR KDG KDZ KK KKL KL KW KO I ZD",
}
