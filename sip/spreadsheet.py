"""CSV that spreadsheets open as it is meant: marked as UTF-8, and no text in it is run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

# Excel takes UTF-8 for certain only with this mark.
MARK = "\ufeff"


def csv_file(table: Iterable[Sequence[object]], name: str, *, delimiter: str = ";") -> StreamingHttpResponse:
    """An answer to save as NAME; the rows of TABLE are asked for while it is sent."""
    return StreamingHttpResponse(
        csv_lines(table, delimiter=delimiter),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def csv_lines(table: Iterable[Sequence[object]], *, delimiter: str = ",") -> Iterator[str]:
    """The rows of TABLE, its head first, as lines; Polish spreadsheets expect semicolons."""
    writer = csv.writer(_Echo(), delimiter=delimiter)
    yield MARK
    for row in table:
        yield writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])


def _harmless(text: str) -> str:
    """Text that a spreadsheet would run is marked as text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


class _Echo:
    """A file whose write returns the line, for csv.writer."""

    def write(self, line: str) -> str:
        return line
