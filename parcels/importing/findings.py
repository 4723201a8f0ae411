"""The catalogue of findings of the land's registers: the common ones and their own."""

from django.utils.translation import gettext_lazy as _

from sip.registers.findings import COMMON, Catalogue, error, info, warning

CATALOGUE: Catalogue = {
    **COMMON,
    "area-in-square-metres": info(
        _("Powierzchnia w metrach"), _("Pole powierzchni podano w m²; przeliczono na hektary. {detail}")
    ),
    "malformed-identifier": error(
        _("Błędny identyfikator działki"),
        _("Identyfikator nie ma postaci WWPPGG_R.XXXX.[AR_NR.]NDZ. {detail}"),
    ),
    "unknown-unit": warning(_("Nieznana jednostka"), _("Jednostki ewidencyjnej {detail} nie ma w wykazie TERYT.")),
    "outside-precinct": warning(
        _("Poza swoim obrębem"), _("Działka leży poza granicą obrębu zapisanego w identyfikatorze. {detail}")
    ),
    "overlap": warning(_("Nakładanie się działek"), _("Działka nachodzi na działkę {detail}.")),
    "gap": warning(_("Luka między działkami"), _("Między działkami jest niepokryty obszar {detail}.")),
    "area-differs": warning(
        _("Pole ewidencyjne a geometria"),
        _("Pole ewidencyjne różni się od powierzchni z geometrii: {detail}."),
    ),
    "land-use-sum": warning(
        _("Suma użytków a pole działki"), _("Suma klasoużytków różni się od pola ewidencyjnego: {detail}.")
    ),
}
