"""The points of a parcel's boundary as CSV for a spreadsheet: semicolons, decimal points, northing (X) first."""

import csv
from io import StringIO

from sip.extracts.boundary import boundary, outline
from sip.extracts.parcel import ParcelRecord


def points(record: ParcelRecord) -> bytes:
    found = boundary(outline(record.version_pk))
    zone = found.zone.name.replace("PL-", "").replace("/", "_")
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        ["nr", "czesc", "pierscien", "x_1992", "y_1992", f"x_{zone}", f"y_{zone}", "odleglosc_do_nastepnego_m"]
    )
    for vertex in found.vertices:
        metres = (vertex.northing, vertex.easting, vertex.northing_2000, vertex.easting_2000, vertex.to_next)
        writer.writerow([vertex.number, vertex.part, vertex.ring, *(f"{value:.3f}" for value in metres)])
    return text.getvalue().encode()
