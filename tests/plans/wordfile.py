"""Small resolutions written as DOCX, with lists that the word processor numbers by itself."""

import io
import zipfile
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KINDS}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{KINDS}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{KINDS}.styles+xml"/></Types>'
)


def p(text: str, *, num: int = 0, level: int = 0, style: str = "", run: str = "") -> str:
    """A paragraph; NUM is the numbering it belongs to, RUN properties of its text."""
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f"<w:p><w:pPr>{named}{numbering}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def level(number: int, text: str, style: str = "decimal", *, start: int = 1, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*definitions: str, nums: str = "") -> str:
    """Numbering 1, 2, ... for DEFINITIONS, which are the levels of each."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
        for n, levels in enumerate(definitions, start=1)
    )
    usual = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(definitions) + 1)
    )
    return f'<?xml version="1.0"?><w:numbering xmlns:w="{W}">{abstract}{usual}{nums}</w:numbering>'


LAW = numbering(level(0, "§ %1.") + level(1, "%2.") + level(2, "%3)") + level(3, "%4)", "lowerLetter"))


def docx(
    *body: str, numbering: str = "", styles: str = "", document: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A DOCX of paragraphs and tables, or of a whole DOCUMENT; PARTS are further members or replace these."""
    members = {
        "[Content_Types].xml": TYPES.encode(),
        "word/document.xml": (
            document or f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
        ).encode(),
    }
    if numbering:
        members["word/numbering.xml"] = numbering.encode()
    if styles:
        members["word/styles.xml"] = f'<?xml version="1.0"?><w:styles xmlns:w="{W}">{styles}</w:styles>'.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, **(parts or {})}.items():
            archive.writestr(name, content)
    return packed.getvalue()
