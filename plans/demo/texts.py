"""Provisions as files of the formats offices have them in: a table, a page, a word processor's document."""

import csv
from io import StringIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from plans.demo.prose import Section
from plans.demo.records import Act

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"\
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"\
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"\
 Target="word/document.xml"/></Relationships>"""


def write(path: Path, act: Act, sections: list[Section]) -> Path:
    """In the format that the name's end says: csv, html or docx. The same sections give the same bytes."""
    if path.suffix == ".csv":
        path.write_text(_table(sections), encoding="utf-8")
    elif path.suffix == ".html":
        path.write_text(_page(act, sections), encoding="utf-8")
    else:
        _document(path, act, sections)
    return path


def _table(sections: list[Section]) -> str:
    """A row to each section."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(("symbol", "paragraf", "tresc"))
    for section in sections:
        rows.writerow((", ".join(section.symbols), section.label, "\n".join(section.texts)))
    return text.getvalue()


def _page(act: Act, sections: list[Section]) -> str:
    body = "\n".join(f"<p>{escape(text)}</p>" for section in sections for text in section.texts)
    title = escape(act.title)
    return (
        f'<!DOCTYPE html>\n<html lang="pl"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n"
    )


def _document(path: Path, act: Act, sections: list[Section]) -> None:
    lines = [(0, act.title)]
    for section in sections:
        lines += list(zip((depth for depth, _ in section.lines), section.texts, strict=True))
    body = "".join(_paragraph(depth, text) for depth, text in lines)
    text = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", text),
        ):
            package.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)


def _paragraph(depth: int, text: str) -> str:
    indent = f'<w:pPr><w:ind w:left="{567 * depth}"/></w:pPr>' if depth else ""
    return f'<w:p>{indent}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
