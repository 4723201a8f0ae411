"""Provisions of a plan miejscowy in the words such resolutions use: what holds in the whole plan, then by symbol."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from plans.demo.local import LocalPlan
from plans.demo.records import Act


@dataclass(frozen=True)
class Section:
    """A paragraph of the resolution; SYMBOLS are those of which it speaks, none for the whole plan.

    `lines` are its units in order: (depth, text), 0 for an ust., 1 for a punkt.
    """

    number: int
    symbols: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]

    @property
    def label(self) -> str:
        return f"§ {self.number}"

    @property
    def texts(self) -> list[str]:
        """Lines as they are printed, the first with the paragraph's number."""
        first, *rest = (text for _, text in self.lines)
        return [f"{self.label}. {first}", *rest]


@dataclass(frozen=True)
class Building:
    """Height [m], built share [%], intensity, green share [%], least plot [m2], roof."""

    height: float
    share: int
    intensity: str
    green: int
    plot: int
    roof: str = "dachy dwu- lub wielospadowe o nachyleniu połaci od 30° do 45°"


PURPOSES: Final = {
    "MN": "zabudowa mieszkaniowa jednorodzinna",
    "MN/U": "zabudowa mieszkaniowa jednorodzinna lub usługi nieuciążliwe",
    "MN/RM": "zabudowa mieszkaniowa jednorodzinna lub zagrodowa",
    "MW": "zabudowa mieszkaniowa wielorodzinna",
    "MW/U": "zabudowa mieszkaniowa wielorodzinna z usługami w parterach",
    "U/MW": "usługi z dopuszczeniem mieszkań powyżej parteru",
    "RM": "zabudowa zagrodowa w gospodarstwach rolnych",
    "U": "zabudowa usługowa",
    "UO": "usługi oświaty",
    "UO/US": "usługi oświaty oraz sportu i rekreacji",
    "UK": "usługi kultu religijnego",
    "US": "usługi sportu i rekreacji",
    "P": "obiekty produkcyjne, składy i magazyny",
    "P/U": "obiekty produkcyjne, składy i magazyny lub zabudowa usługowa",
    "R": "rolnictwo z zakazem zabudowy",
    "ZP": "zieleń urządzona",
    "ZI": "zieleń izolacyjna",
    "ZN": "zieleń naturalna",
    "ZC": "cmentarz",
    "ZD": "ogrody działkowe",
    "ZL": "lasy",
    "WS": "wody powierzchniowe śródlądowe",
    "IT": "infrastruktura techniczna",
    "KP": "plac publiczny",
    "KK": "komunikacja kolejowa",
    "KDZ": "droga publiczna klasy zbiorczej",
    "KDL": "droga publiczna klasy lokalnej",
    "KDD": "droga publiczna klasy dojazdowej",
    "KDW": "droga wewnętrzna",
}
FLAT: Final = "dachy płaskie o nachyleniu połaci do 12°"
BUILDINGS: Final = {
    "MN": Building(9.5, 30, "od 0,05 do 0,6", 50, 900),
    "MN/U": Building(10, 40, "od 0,1 do 0,8", 35, 1000),
    "MN/RM": Building(9.5, 35, "od 0,05 do 0,6", 40, 1200),
    "MW": Building(16, 35, "od 0,3 do 1,4", 30, 1800, FLAT),
    "MW/U": Building(13, 60, "od 0,4 do 2,0", 15, 300),
    "U/MW": Building(13, 70, "od 0,4 do 2,4", 10, 300),
    "RM": Building(10, 35, "od 0,05 do 0,6", 40, 1500),
    "U": Building(12, 50, "od 0,1 do 1,2", 25, 600),
    "UO": Building(12, 40, "od 0,1 do 1,0", 40, 2000, FLAT),
    "UO/US": Building(14, 45, "od 0,1 do 1,1", 35, 2000, FLAT),
    "UK": Building(25, 40, "od 0,1 do 0,9", 40, 1500),
    "US": Building(10, 20, "od 0,01 do 0,3", 60, 1000, FLAT),
    "P": Building(15, 60, "od 0,1 do 1,6", 15, 3000, FLAT),
    "P/U": Building(14, 55, "od 0,1 do 1,4", 20, 2000, FLAT),
}
ROADS: Final = {"KDZ": (12, 20), "KDL": (12, 15), "KDD": (8, 12), "KDW": (5, 8), "KP": (0, 0)}
OTHERS: Final = {
    "R": ("zakaz lokalizacji budynków, w tym budynków w zabudowie zagrodowej",
          "dopuszcza się drogi dojazdowe do gruntów rolnych, urządzenia melioracyjne i sieci infrastruktury "
          "technicznej"),
    "ZP": ("zakaz lokalizacji budynków; dopuszcza się obiekty małej architektury, place zabaw i ścieżki piesze",
           "minimalny udział powierzchni biologicznie czynnej: 75% powierzchni terenu"),
    "ZI": ("nakaz nasadzeń zieleni wielopiętrowej, w tym zimozielonej",
           "minimalny udział powierzchni biologicznie czynnej: 85% powierzchni terenu"),
    "ZN": ("zakaz lokalizacji budynków i grodzenia terenu", "nakaz zachowania istniejącego ukształtowania terenu"),
    "ZC": ("zakaz lokalizacji nowych budynków niezwiązanych z obsługą cmentarza",
           "nakaz zachowania starodrzewu i historycznego ogrodzenia"),
    "ZD": ("dopuszcza się altany działkowe na zasadach określonych w przepisach odrębnych",
           "minimalny udział powierzchni biologicznie czynnej: 70% powierzchni terenu"),
    "ZL": ("gospodarka leśna zgodnie z planem urządzenia lasu", "zakaz lokalizacji budynków niezwiązanych z "
    "gospodarką leśną"),
    "WS": ("zakaz lokalizacji budynków", "dopuszcza się urządzenia wodne i kładki piesze"),
    "IT": ("lokalizacja urządzeń elektroenergetycznych, wodociągowych i kanalizacyjnych",
           "maksymalna wysokość zabudowy: 6 m"),
    "KK": ("lokalizacja linii kolejowej wraz z urządzeniami", "dopuszcza się przejścia i przejazdy przez tory"),
}  # fmt: skip


def sections(act: Act, plan: LocalPlan) -> list[Section]:
    """All of the resolution's: the common ones first, then one for each symbol that the plan has."""
    found = list(_common(act))
    for symbol in dict.fromkeys(sorted(plan.symbols.tolist(), key=_rank)):
        designations = plan.designations[plan.symbols == symbol].tolist()
        found.append(_of_symbol(len(found) + 1, symbol, tuple(designations)))
    return found


def _rank(symbol: str) -> tuple[int, str]:
    """In the order in which resolutions go through them: houses, services, works, green, roads."""
    return list(PURPOSES).index(symbol), symbol


def _common(act: Act) -> Iterator[Section]:
    texts: tuple[tuple[str, ...], ...] = (
        (f"Uchwala się: {act.title}, zwany dalej planem, w granicach określonych na rysunku planu.",),
        (
            "1. W zakresie zasad ochrony środowiska ustala się:",
            "1) zakaz lokalizacji przedsięwzięć mogących zawsze znacząco oddziaływać na środowisko, z "
            "wyjątkiem inwestycji celu publicznego;",
            "2) nakaz gromadzenia odpadów w miejscach do tego wyznaczonych, na zasadach określonych w "
            "przepisach odrębnych;",
            "3) ogrzewanie budynków ze źródeł niskoemisyjnych lub odnawialnych.",
            "2. Obszar planu leży w granicach głównego zbiornika wód podziemnych; zakazuje się odprowadzania "
            "nieoczyszczonych ścieków do wód i do ziemi.",
        ),
        (
            "1. W zakresie infrastruktury technicznej ustala się zaopatrzenie w wodę, odprowadzanie ścieków i "
            "zasilanie w energię elektryczną z sieci istniejących i projektowanych.",
            "2. Do czasu budowy kanalizacji sanitarnej dopuszcza się szczelne zbiorniki bezodpływowe oraz "
            "przydomowe oczyszczalnie ścieków.",
            "3. Wody opadowe zagospodarowuje się w granicach działki budowlanej.",
        ),
        ("Stawkę służącą naliczeniu opłaty, o której mowa w art. 36 ust. 4 ustawy o planowaniu i "
        "zagospodarowaniu przestrzennym, ustala się na 15%.",),
    )  # fmt: skip
    for number, lines in enumerate(texts, 1):
        yield Section(number, (), tuple(map(_line, lines)))


def _line(text: str) -> tuple[int, str]:
    return (1 if text.partition(" ")[0].endswith(")") else 0), text


def _of_symbol(number: int, symbol: str, designations: tuple[str, ...]) -> Section:
    named = ", ".join(designations)
    marked = (
        f"terenu oznaczonego symbolem {named}" if len(designations) == 1 else f"terenów oznaczonych symbolami {named}"
    )
    lines = [f"1. Dla {marked} ustala się przeznaczenie: {PURPOSES[symbol]}."]
    if symbol in BUILDINGS:
        lines += _building(BUILDINGS[symbol])
    elif symbol in ROADS:
        lines += _road(*ROADS[symbol])
    else:
        lines += ["2. Ustala się:", *(f"{n}) {text}{_end(n, 2)}" for n, text in enumerate(OTHERS[symbol], 1))]
    return Section(number, designations, tuple(map(_line, lines)))


def _building(rule: Building) -> list[str]:
    rules = (
        f"maksymalna wysokość zabudowy: {_number(rule.height)} m",
        f"maksymalna powierzchnia zabudowy: {rule.share}% powierzchni działki budowlanej",
        f"nadziemna intensywność zabudowy: {rule.intensity}",
        f"minimalny udział powierzchni biologicznie czynnej: {rule.green}% powierzchni działki budowlanej",
        f"geometria dachów: {rule.roof}",
        "linie zabudowy zgodnie z rysunkiem planu, nie bliżej niż 6 m od linii rozgraniczającej drogi",
    )
    return [
        "2. Ustala się następujące zasady kształtowania zabudowy i zagospodarowania terenu:",
        *(f"{n}) {text}{_end(n, len(rules))}" for n, text in enumerate(rules, 1)),
        f"3. Minimalna powierzchnia nowo wydzielanej działki budowlanej: {rule.plot} m².",
        "4. Ustala się co najmniej 2 miejsca do parkowania na lokal mieszkalny i 1 miejsce na każde 40 m² "
        "powierzchni użytkowej usług.",
    ]  # fmt: skip


def _road(least: int, most: int) -> list[str]:
    if not most:
        return ["2. Ustala się nawierzchnię utwardzoną z udziałem zieleni; dopuszcza się obiekty małej "
        "architektury i ogródki gastronomiczne."]  # fmt: skip
    return [
        f"2. Ustala się szerokość w liniach rozgraniczających od {least} m do {most} m, zgodnie z rysunkiem planu.",
        "3. Dopuszcza się lokalizację sieci infrastruktury technicznej, zieleni i miejsc do parkowania.",
    ]


def _end(n: int, of: int) -> str:
    return "." if n == of else ";"


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
