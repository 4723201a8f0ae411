"""The catalogue of findings of planning data: the common ones and their own."""

from django.utils.translation import gettext_lazy as _

from sip.registers.findings import COMMON, Catalogue, error, info, warning

CATALOGUE: Catalogue = {
    **COMMON,
    "act-not-named": error(_("Nie wskazano aktu"), _("Nie podano, którego aktu planowania dotyczą pliki. {detail}")),
    "unknown-act": error(
        _("Nieznany akt"),
        _("Rejestr nie zna aktu {detail}. Najpierw dostarcz sam akt (rodzaj „akty planowania (APP)”)."),
    ),
    "missing-designation": error(
        _("Teren bez oznaczenia"), _("Nie wiadomo, jak nazywa się ten teren: brak oznaczenia i symbolu. {detail}")
    ),
    "ignored-layer": info(
        _("Pominięta warstwa rysunku"), _("Na tej warstwie nie rozpoznano terenów; pominięto ją. {detail}")
    ),
    "duplicate-local-id": error(
        _("Powtórzony identyfikator lokalny"), _("Inny obiekt w tej dostawie ma ten sam identyfikator. {detail}")
    ),
    "self-intersection": error(
        _("Granica przecina samą siebie"),
        _("Granica przecina samą siebie i nie da się jej poprawić bez zmiany kształtu. {detail}"),
    ),
    "mended-crossing": warning(
        _("Granica przecina samą siebie"),
        _("Granica przecina samą siebie; poprawiono ją bez zmiany kształtu. {detail}"),
        told_as="self-intersection",
    ),
    "contradicting-dates": error(_("Sprzeczne daty"), _("Koniec nie jest późniejszy niż początek: {detail}.")),
    "duplicate-designation": warning(
        _("Powtórzone oznaczenie"), _("W tym akcie nie tylko ta strefa lub obszar ma oznaczenie {detail}.")
    ),
    "wrong-symbol": warning(_("Błędny symbol"), _("Symbol nie odpowiada rodzajowi strefy lub obszaru: {detail}.")),
    "wrong-designation": warning(_("Błędne oznaczenie"), _("Oznaczenie nie składa się z liczby i symbolu: {detail}.")),
    "too-precise": warning(
        _("Zbyt dokładny wskaźnik"), _("Wskaźnik podaje się z jednym miejscem po przecinku. {detail}")
    ),
    "profile-not-allowed": warning(
        _("Profil niedopuszczony w strefie"), _("Rodzaj strefy nie przewiduje takiego profilu: {detail}.")
    ),
    "overlap": warning(_("Nakładanie się stref"), _("Strefy nachodzą na siebie: {detail}.")),
    "gap": warning(_("Luka między strefami"), _("Część obszaru aktu nie należy do żadnej strefy: {detail}.")),
    "outside-act": warning(_("Poza obszarem aktu"), _("Strefa wychodzi poza granicę aktu: {detail}.")),
    "outside-unit": warning(_("Poza obszarem gminy"), _("Akt wychodzi poza gminę, której kod nosi: {detail}.")),
    "dangling-link": warning(
        _("Odwołanie donikąd"), _("Obiekt odwołuje się do czegoś, czego nie ma w danych: {detail}.")
    ),
    "nothing-recognised": error(
        _("Nie rozpoznano ustaleń"),
        _("W pliku nie ma tekstu ustaleń ani kolumn „symbol” i „treść”. {detail}"),
    ),
    "symbol-without-zone": warning(
        _("Symbol bez terenu"), _("Tekst mówi o symbolu, którego nie ma żaden teren tego aktu: {detail}.")
    ),
    "unclear-symbols": warning(
        _("Niejasny wykaz symboli"), _("Zapis wygląda na zakres symboli, ale nim nie jest: {detail}.")
    ),
    "zone-without-provisions": info(
        _("Teren bez ustaleń"), _("Tekst nie wymienia terenu z tym oznaczeniem: {detail}.")
    ),
    "annex-left-out": info(
        _("Pominięto załączniki"), _("Pominięto to, co następuje po treści uchwały, od słów: {detail}.")
    ),
    # pictures of drawings
    "no-georeference": error(
        _("Rysunek bez georeferencji"),
        _("Plik nie mówi, gdzie leży rysunek: potrzebny jest GeoTIFF albo plik .tfw obok TIFF. {detail}"),
    ),
    "unsupported-picture": error(
        _("Nieobsługiwany rodzaj obrazu"),
        _("Przyjmujemy obrazy 8-bitowe: kolorowe, z paletą, w odcieniach szarości i czarno-białe. {detail}"),
    ),
    "damaged-picture": error(_("Uszkodzony obraz"), _("Obrazu nie da się odczytać w całości. {detail}")),
    "too-many-pixels": error(
        _("Zbyt duży obraz"), _("Obraz ma więcej pikseli, niż przyjmujemy: {detail} milionów najwyżej.")
    ),
    "drawing-elsewhere": error(_("Rysunek poza aktem"), _("Rysunek nie pokazuje żadnej części obszaru aktu {detail}.")),
    "one-drawing": error(
        _("Niejasny zestaw plików"), _("Jedna dostawa to jeden rysunek TIFF i najwyżej jeden plik .tfw. {detail}")
    ),
    "theme-not-named": error(_("Nie wskazano tematu"), _("Nie podano, którego tematu dotyczą pliki. Są: {detail}.")),
    "unknown-theme": error(_("Nieznany temat"), _("Na liście tematów go nie ma. Są: {detail}.")),
    "foreign-theme": error(_("Temat innego urzędu"), _("Temat prowadzi tylko inny urząd: {detail}.")),
    "wrong-unit-code": error(
        _("Błędny kod jednostki"), _("To nie jest kod TERYT województwa, powiatu ani gminy, które znamy: {detail}.")
    ),
    "coverage-not-declared": info(
        _("Nie podano zakresu"),
        _("Nie wiadomo, jaki obszar pliki obejmują w całości: poza obiektami nie da się powiedzieć „tu nic nie ma”."),
    ),
    "partly-covered": warning(
        _("Zakres tylko częściowo zastąpiony"),
        _("Obiekty z wcześniejszych dostaw, które obejmowały też inny obszar, zostają: {detail}."),
    ),
}
