"""python -m tests.bench.batch N: extracts of N parcels of the database in the settings, one after another."""

import os
import sys

import django
from django.utils import timezone
from tqdm import tqdm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sip.settings")
django.setup()

from parcels.identifiers import PARCEL_PATTERN  # noqa: E402 - settings come first
from sip.extracts.compose import of_parcels  # noqa: E402
from sip.public import rows  # noqa: E402

CHOSEN = """
SELECT identifier FROM parcel_public WHERE identifier ~ %(pattern)s ORDER BY md5(identifier) LIMIT %(limit)s
"""


def main() -> None:
    day = timezone.localdate()
    values = {"pattern": f"^{PARCEL_PATTERN}$", "limit": int(sys.argv[1])}
    for (identifier,) in tqdm(rows(CHOSEN, values)):
        of_parcels([identifier], day).to_json()


main()
