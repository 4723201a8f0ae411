"""Extracts made by hand: what pages and paper must be able to show, without a register behind it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from plans.codes import ActKind, PlanTheme, Status
from sip.extracts.record import (
    Act,
    Concern,
    Document,
    Extract,
    Indicators,
    Mention,
    ParcelFacts,
    Provision,
    Row,
    Subject,
    Theme,
)
from tests.parcels.importing.village import PRECINCT

DAY = date(2026, 11, 22)
SINCE = date(2025, 4, 1)
PLAN, GENERAL = "PL.ZIPPZP.9999/060902-MPZP/1MPZP", "PL.ZIPPZP.9999/060902-POG/1POG"
NAMES = {PlanTheme.LOCAL: "plany miejscowe", PlanTheme.GENERAL: "plan ogólny"}
KINDS = {PlanTheme.LOCAL: ActKind.LOCAL, PlanTheme.GENERAL: ActKind.GENERAL}


def theme(code: str, **said: Any) -> Theme:
    name = NAMES.get(code, code)  # type: ignore[call-overload]
    values = {
        "name": name,
        "name_en": "",
        "legal_basis": "",
        "source": "",
        "responsible": "Zmyślona",
        "website": "",
        "as_of": SINCE,
    }
    return Theme(code=code, **{**values, **said})


LOCAL_THEME, GENERAL_THEME = theme(PlanTheme.LOCAL), theme(PlanTheme.GENERAL)
FLOOD = theme(
    "flood",
    name="zagrożenie powodzią",
    name_en="flood hazard",
    responsible="Wody Polskie",
    website="https://wody.example",
    legal_basis="Prawo wodne, art. 166",
)
MONUMENTS = theme("monuments", name="zabytki", name_en="monuments", responsible="Konserwator zabytków")


def resolution(**said: Any) -> Document:
    values = {
        "role": "adopts",
        "title": "Uchwała w sprawie planu",
        "number": "XII/34/2025",
        "organ": "Rada Gminy Zmyślona",
        "dated": date(2025, 3, 4),
        "effective_from": SINCE,
        "journal": "Dz. Urz. Woj. Lub. 2025 poz. 1234",
        "links": ("https://edziennik.example/1234",),
    }
    return Document(**{**values, **said})


def act(kind: ActKind = ActKind.LOCAL, **said: Any) -> Act:
    values = {
        "identifier": GENERAL if kind == ActKind.GENERAL else PLAN,
        "title": "Plan ogólny gminy Zmyślona" if kind == ActKind.GENERAL else "MPZP wsi Wola Zmyślona",
        "kind": kind.value,
        "kind_name": str(kind.label),
        "status": Status.LEGAL_FORCE.value,
        "status_name": "prawnie wiążący lub realizowany",
        "unit": "060902",
        "in_force_from": SINCE,
        "in_force_to": None,
        "documents": (resolution(),),
        "drawings": (("Rysunek planu", "https://gmina.example/rysunek.tif"),),
        "general_provisions": (),
    }
    return Act(**{**values, **said})


def zone(designation: str, percent: float, **said: Any) -> Row:
    """`1MN` of a local plan, unless said otherwise; its area is that of 4800 m2."""
    share = Decimal(str(percent))
    values = {
        "kind": "zone",
        "identifier": f"zone-{designation}",
        "act": PLAN,
        "designation": designation,
        "symbol": designation.lstrip("0123456789"),
        "name": "tereny zabudowy mieszkaniowej jednorodzinnej",
        "percent": share,
        "area_m2": round(share * 48),
        "length_m": None,
        "is_sliver": False,
        "replaced_percent": Decimal(0),
        "in_force_from": SINCE,
        "in_force_to": None,
    }
    return Row(**{**values, **said})


def restriction(**said: Any) -> Row:
    values = {"kind": "restriction", "act": "", "symbol": "", "name": "strefa 500-letniej wody", **said}
    return zone("Q0,2%", values.pop("percent", 12.5), **values)


def concern(of: Theme, rows: Sequence[Row], **said: Any) -> Concern:
    total = sum((row.percent or Decimal(0) for row in rows), Decimal(0))
    covered = min(total, Decimal(100))
    values = {
        "threshold_m2": Decimal(1),
        "threshold_m": Decimal(1),
        "acts": (act(KINDS[PlanTheme(of.code)]),) if of.code in PlanTheme.values else (),
        "slivers": (),
        "regulations": (),
        "rest_percent": Decimal(100) - covered,
        "rest_m2": round((Decimal(100) - covered) * 48),
        "sum_percent": total,
        "union_percent": covered,
        "is_overlapping": total > Decimal(100),
        "preceded_percent": Decimal(0),
    }
    return Concern(theme=of, rows=tuple(rows), **{**values, **said})


def facts(number: str = "1") -> ParcelFacts:
    return ParcelFacts(
        identifier=f"{PRECINCT}.{number}",
        number=number,
        sheet="",
        precinct=PRECINCT,
        precinct_name="Wola Zmyślona",
        unit="060902_2",
        unit_name="Zmyślona",
        powiat_name="lubelski",
        registered_area_ha=Decimal("0.48"),
        land_use=(("RIVa", Decimal("0.4")), ("Br", Decimal("0.08"))),
        data_date=date(2026, 10, 1),
    )


def subject(*concerns: Concern, **said: Any) -> Subject:
    """Parcel 1 of the village, unless said otherwise; what does not concern it is known to."""
    codes = {concern.theme.code for concern in concerns}
    known = [each for each in (LOCAL_THEME, GENERAL_THEME) if each.code not in codes]
    values = {
        "parcel": facts(),
        "outline": "",
        "measured_m2": Decimal("4799.5"),
        "extent": tuple(map(Decimal, ("750000", "350000", "750040", "350120"))),
        "gminas": ("060902",),
        "not_concerned": tuple(known),
        "no_data": (),
        "in_preparation": (),
        "historical": (),
    }
    return Subject(concerned=concerns, **{**values, **said})


def extract(*subjects: Subject, day: date = DAY) -> Extract:
    return Extract(day, subjects, {"parcels": 3, "plans": 2})


TEXT = Provision(
    "MN",
    "§ 12",
    "<p>Na terenach <strong>MN</strong> ustala się:</p><ol><li>domy wolno stojące;</li></ol>"
    "<table><tbody><tr><th>wskaźnik</th><td>0,4</td></tr></tbody></table>",
)
INDICATORS = Indicators(Decimal("0.8"), Decimal("30"), Decimal("9.50"), Decimal("50"))

ONE_ZONE = subject(
    concern(
        LOCAL_THEME,
        [
            zone(
                "1MN",
                100,
                provisions=(TEXT,),
                indicators=INDICATORS,
                basic_profiles=("teren zabudowy mieszkaniowej jednorodzinnej", "teren usług"),
            )
        ],
        acts=(act(general_provisions=(Provision("", "§ 3", "<p>Ustalenia dla całego planu.</p>"),)),),
    )
)
MANY_ZONES = subject(
    concern(
        LOCAL_THEME,
        [
            zone("1MN", 40),
            zone("2U", 25, name="tereny usług"),
            zone("3KD-L", 15, name="tereny dróg lokalnych"),
            zone("4ZP", 10, name="zieleń urządzona"),
        ],
        slivers=(zone("5R", 0.1, is_sliver=True, name="tereny rolne"),),
    ),
    concern(
        GENERAL_THEME,
        [zone("1SJ", 100, act=GENERAL, name="strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną")],
        preceded_percent=Decimal(90),
    ),
)
GENERAL_ONLY = subject(
    concern(
        GENERAL_THEME,
        [
            zone(
                "1SJ",
                70,
                act=GENERAL,
                name="strefa wielofunkcyjna z zabudową mieszkaniową jednorodzinną",
                indicators=INDICATORS,
            ),
            zone("2SO", 30, act=GENERAL, name="strefa otwarta"),
        ],
        regulations=(
            zone("1OUZ", 50, kind="regulation", act=GENERAL, symbol="OUZ", name="obszar uzupełnienia zabudowy"),
        ),
    )
)
NO_PLAN = subject(not_concerned=(LOCAL_THEME, GENERAL_THEME, MONUMENTS))
NO_DATA = subject(
    not_concerned=(), no_data=(replace(LOCAL_THEME, as_of=None), replace(GENERAL_THEME, as_of=None), FLOOD)
)
OVERLAPPING = subject(concern(LOCAL_THEME, [zone("1MN", 100), zone("2U", 50, name="tereny usług")]))
RESTRICTED = subject(
    concern(FLOOD, [restriction()]),
    concern(
        MONUMENTS,
        [
            replace(restriction(name="aleja"), percent=None, area_m2=None, length_m=Decimal("34.5")),
            replace(restriction(name="kapliczka"), percent=None, area_m2=None),
        ],
        rest_percent=Decimal(0),
    ),
    not_concerned=(GENERAL_THEME,),
    no_data=(LOCAL_THEME,),
)
COMING = subject(
    in_preparation=(
        Mention(
            act(
                title="Projekt planu wsi Wola",
                status=Status.ELABORATION.value,
                status_name="w opracowaniu",
                in_force_from=None,
            ),
            (zone("7MN", 100),),
        ),
    ),
    historical=(Mention(act(ActKind.STUDY, title="Studium gminy Zmyślona", in_force_to=date(2026, 8, 31)), ()),),
)
DRAWN = subject(
    concern(LOCAL_THEME, [zone("1MN", 60), zone("2U", 40)]),
    parcel=None,
    outline="POLYGON ((750000 350000, 750040 350000, 750040 350120, 750000 350120, 750000 350000))",
)
ALL = {
    "one": ONE_ZONE,
    "many": MANY_ZONES,
    "general": GENERAL_ONLY,
    "no_plan": NO_PLAN,
    "no_data": NO_DATA,
    "overlapping": OVERLAPPING,
    "restricted": RESTRICTED,
    "coming": COMING,
    "drawn": DRAWN,
}
