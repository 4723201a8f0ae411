"""Resolutions as DOCX, HTML and CSV: which section speaks of which zones, and the numbers kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plans.importing.provisions.source import Gathered, read
from sip.geo.gmlstream import Unreadable
from tests.plans.wordfile import LAW, TYPES, W, docx, level, numbering, p

Bodies = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    """Symbol ("" for the whole act) -> paragraph and HTML, as one file says."""

    def run(content: bytes, *known: str) -> dict[str, tuple[str, str]]:
        path = tmp_path / "plik"
        path.write_bytes(content)
        gathered = Gathered("AKT", known)
        for passage in read(path, gathered.vocabulary).passages:
            gathered.add(passage)
        return {r.facts.symbol: (r.facts.paragraph, r.facts.body) for r in gathered.records()}

    return run


def test_word_numbers_its_lists_by_itself(bodies: Bodies) -> None:
    found = bodies(
        docx(
            p("Uchwala się plan.", num=1),
            p("Dla terenu oznaczonego symbolem 1MN ustala się:", num=1),
            p("wysokość:", num=1, level=2),
            p("domów 9 m,", num=1, level=3),
            p("garaży 5 m;", num=1, level=3),
            p("dachy płaskie.", num=1, level=2),
            p("Wejście w życie.", num=1),
            numbering=LAW,
        )
    )

    assert found["1MN"] == (
        "§ 2",
        "<p>§ 2. Dla terenu oznaczonego symbolem 1MN ustala się:</p><p>1) wysokość:</p><p>a) domów 9 m,</p>"
        "<p>b) garaży 5 m;</p><p>2) dachy płaskie.</p>",
    )
    assert found[""] == ("§ 1, § 3", "<p>§ 1. Uchwala się plan.</p><p>§ 3. Wejście w życie.</p>")


def test_a_list_that_goes_on_is_written_as_it_began(bodies: Bodies) -> None:
    page = "<p>§ 1. Teren 1MN:</p><ol><li>raz</li></ol><p>wtrącenie</p><ol start='2'><li>dwa</li></ol>"

    assert bodies(page.encode())["1MN"][1] == "<p>§ 1. Teren 1MN:</p><p>1) raz</p><p>wtrącenie</p><p>2) dwa</p>"


def test_google_docs_numbers_lists_by_its_style_sheet(bodies: Bodies) -> None:
    sheet = "".join(
        f'.lst-kix_a-{n}>li:before{{content:"" counter(lst-ctn-kix_a-{n},{style}) "{sign} "}}'
        for n, style, sign in ((0, "decimal", ")"), (1, "lower-latin", ")"), (2, "decimal", "."))
    ).replace('"" counter(lst-ctn-kix_a-2', '"" counter(lst-ctn-kix_a-0,decimal) "." counter(lst-ctn-kix_a-2')
    page = (
        f"<html><head><style>{sheet}</style></head><body><p>§ 1. Teren 1MN:</p>"
        "<ol class='c1 lst-kix_a-0 start' start='1'><li>raz</li></ol>"
        "<ol class='lst-kix_a-1 start' start='1'><li>w tym</li><li>i tym</li></ol>"
        "<ol class='lst-kix_a-0' start='2'><li>dwa</li></ol>"
        "<ol class='lst-kix_a-2 start' start='1'><li>dalej</li></ol></body></html>"
    )

    assert bodies(page.encode())["1MN"][1] == (
        "<p>§ 1. Teren 1MN:</p><p>1) raz</p><p>a) w tym</p><p>b) i tym</p><p>2) dwa</p><p>2.1. dalej</p>"
    )


def test_points_that_begin_anew_leave_the_sections_their_numbers(bodies: Bodies) -> None:
    anew = "".join(f'<w:lvlOverride w:ilvl="{n}"><w:startOverride w:val="1"/></w:lvlOverride>' for n in range(9))
    law = level(0, "§ %1.") + level(1, "%2)")
    lists = numbering(law, nums=f'<w:num w:numId="7"><w:abstractNumId w:val="1"/>{anew}</w:num>')
    text = docx(
        p("Teren 1MN:", num=1),
        p("raz", num=1, level=1),
        p("znów raz", num=7, level=1),
        p("dwa", num=7, level=1),
        p("Teren 2U:", num=1),
        numbering=lists,
    )

    assert bodies(text) == {
        "1MN": ("§ 1", "<p>§ 1. Teren 1MN:</p><p>1) raz</p><p>1) znów raz</p><p>2) dwa</p>"),
        "2U": ("§ 2", "<p>§ 2. Teren 2U:</p>"),
    }


def test_a_level_that_one_numbering_writes_otherwise_stays_in_the_others(bodies: Bodies) -> None:
    other = f'<w:lvlOverride w:ilvl="1">{level(1, "%2.")}</w:lvlOverride>'
    law = level(0, "§ %1.") + level(1, "%2)")
    text = docx(
        p("Teren 1MN:", num=1),
        p("raz", num=7, level=1),
        p("dwa", num=1, level=1),
        numbering=numbering(law, nums=f'<w:num w:numId="7"><w:abstractNumId w:val="1"/>{other}</w:num>'),
    )

    assert bodies(text)["1MN"][1] == "<p>§ 1. Teren 1MN:</p><p>1. raz</p><p>2) dwa</p>"


def test_a_paragraph_of_a_number_alone_counts(bodies: Bodies) -> None:
    text = docx(
        p("", num=1),
        p("Teren 1MN:"),
        p("raz", num=1, level=2),
        p("", num=1, level=2),
        p("trzy", num=1, level=2),
        p("", num=1),
        p("Teren 2U:"),
        numbering=LAW,
    )

    assert bodies(text) == {
        "1MN": ("§ 1", "<p>§ 1.</p><p>Teren 1MN:</p><p>1) raz</p><p>3) trzy</p>"),
        "2U": ("§ 2", "<p>§ 2.</p><p>Teren 2U:</p>"),
    }


def test_a_paragraph_that_was_deleted_does_not_count(bodies: Bodies) -> None:
    gone = p("skreślono", num=1, level=2).replace("<w:r>", "<w:del><w:r>").replace("</w:r>", "</w:r></w:del>")
    text = docx(p("Teren 1MN:", num=1), gone, p("raz", num=1, level=2), numbering=LAW)

    assert bodies(text)["1MN"][1] == "<p>§ 1. Teren 1MN:</p><p>1) raz</p>"


def test_a_numbering_may_begin_anew_and_belong_to_a_style(bodies: Bodies) -> None:
    anew = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "%1)"), level(0, "§ %1.", extra='<w:pStyle w:val="Paragraf"/>'), nums=anew)
    styles = (
        '<w:style w:styleId="Paragraf"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Nowy"><w:basedOn w:val="Paragraf"/></w:style>'
    )
    text = docx(
        p("Teren 1MN:", style="Paragraf"),
        p("raz", num=1),
        p("dwa", num=1),
        p("Teren 2U:", style="Nowy"),
        p("raz", num=7),
        numbering=lists,
        styles=styles,
    )

    assert bodies(text)["2U"] == ("§ 2", "<p>§ 2. Teren 2U:</p><p>1) raz</p>")


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_not(bodies: Bodies) -> None:
    text = docx(
        "<w:p><w:r><w:t>§ 1. Teren 1MN </w:t></w:r><w:del><w:r><w:delText>stary</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>nowy</w:t></w:r></w:ins></w:p>",
        p("ukryte", run="<w:vanish/>"),
        p("10 m", run="<w:b/>"),
    )

    assert bodies(text)["1MN"][1] == "<p>§ 1. Teren 1MN nowy</p><p><strong>10 m</strong></p>"


def test_a_table_stays_a_table_with_merged_cells_said_in_each_row(bodies: Bodies) -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    text = docx(
        p("§ 1. Teren 1MN:"),
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell.format('<w:gridSpan w:val="2"/>', p("Wysokość"))
        + "</w:tr>"
        "<w:tr>" + cell.format('<w:vMerge w:val="restart"/>', p("dom")) + cell.format("", p("9")) + "</w:tr>"
        "<w:tr>" + cell.format("<w:vMerge/>", p("")) + cell.format("", p("10")) + "</w:tr></w:tbl>",
    )

    assert (
        "<table><tbody><tr><th>Wysokość</th><td></td></tr><tr><td>dom</td><td>9</td></tr>"
        "<tr><td>dom</td><td>10</td></tr></tbody></table>"
    ) in bodies(text)["1MN"][1]


def test_lists_of_a_web_page_keep_their_numbers(bodies: Bodies) -> None:
    page = (
        "<p>§ 1. Dla terenów 1MN i 2MN ustala się:</p><ol><li>wysokość:<ol type='a'><li>domów</li><li>garaży</li></ol>"
        "</li><li value='5'>dachy</li></ol><p>Zdanie.</p><ol start='2'><li>Ustęp.</li></ol>"
    )

    assert bodies(page.encode())["2MN"][1] == (
        "<p>§ 1. Dla terenów 1MN i 2MN ustala się:</p><p>1) wysokość:</p><p>a) domów</p><p>b) garaży</p>"
        "<p>5) dachy</p><p>Zdanie.</p><p>2. Ustęp.</p>"
    )


def test_what_was_pasted_from_word_keeps_the_numbers_it_writes_as_text(bodies: Bodies) -> None:
    pasted = (
        "<p class=MsoNormal>§&nbsp;3. Teren <b>1MN</b>:</p><p class=MsoListParagraph><![if !supportLists]><span "
        "style='mso-list:Ignore'>1)<span>&nbsp;&nbsp; </span></span><![endif]>m<sup>2</sup><o:p></o:p></p>"
    )

    assert bodies(pasted.encode("cp1250")) == {
        "1MN": ("§ 3", "<p>§ 3. Teren <strong>1MN</strong>:</p><p>1) m<sup>2</sup></p>")
    }


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<style>p{background:url(//x)}</style>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><text>x</text></svg>",
        "<a href='javascript:alert(1)' onclick=alert(1)></a>",
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<math><mtext><script>1</script></mtext></math>",
        "<!-- <script>1</script> --><template><p>x</p></template>",
        "<p style='x:expression(1)' id=a class=b></p>",
        "<noscript><p title='</noscript><img src=x onerror=1>'></noscript>",
    ],
)
def test_nothing_of_a_page_acts(bodies: Bodies, attack: str) -> None:
    found = bodies(f"<p>§ 1. Teren 1MN {attack} koniec</p>".encode())["1MN"][1]

    assert found.replace("</p><p>", " ") in ("<p>§ 1. Teren 1MN koniec</p>", "<p>§ 1. Teren 1MN '&gt; koniec</p>")


def test_markup_in_the_text_of_a_word_file_stays_text(bodies: Bodies) -> None:
    assert bodies(docx(p("§ 1. Teren 1MN <script>1</script> a<b")))["1MN"][1] == (
        "<p>§ 1. Teren 1MN &lt;script&gt;1&lt;/script&gt; a&lt;b</p>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_a_table_of_symbols_is_read_whatever_its_encoding(bodies: Bodies, encoding: str, delimiter: str) -> None:
    rows = [
        ["Symbol", "Treść", "Paragraf"],
        ['"1MN, 2MN–3MN"', '"Wysokość < 9 m\nżółć"', "§ 12"],
        ["", "Wspólne", "§ 1"],
    ]
    text = "\n".join(map(delimiter.join, rows))

    found = bodies(text.encode(encoding))

    assert list(found) == ["1MN", "2MN", "3MN", ""]
    assert found["3MN"] == ("§ 12", "<p>§ 12. Wysokość &lt; 9 m</p><p>żółć</p>")


def test_html_in_a_table_of_symbols_is_cleaned(bodies: Bodies) -> None:
    text = "symbol;text\n1MN;<p onclick=x>Dom<script>x</script></p><ol><li>raz</li></ol>\n"

    assert bodies(text.encode())["1MN"][1] == "<p>Dom</p><p>1. raz</p>"


def test_lines_of_typed_text_stay_lines_beside_a_table(bodies: Bodies) -> None:
    text = 'symbol;text\n1MN;"1) domy\n2) <b>garaże</b>\n<table>\n<tr>\n<td>a</td><td>b</td></tr></table>"\n'

    assert bodies(text.encode())["1MN"][1] == (
        "<p>1) domy</p><p>2) <strong>garaże</strong></p><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    )


def test_paragraphs_of_one_section_may_speak_of_different_zones(bodies: Bodies) -> None:
    page = "<p>§ 9. 1. Dla terenu 5MN:</p><p>1) domy</p><p>2. Dla terenu 6MN:</p><p>3. Zakazuje się.</p>"

    found = bodies(page.encode())

    assert found["5MN"] == (
        "§ 9 ust. 1, § 9 ust. 3",
        "<p>§ 9. 1. Dla terenu 5MN:</p><p>1) domy</p><p>§ 9. 3. Zakazuje się.</p>",
    )
    assert found["6MN"][1] == "<p>§ 9. 2. Dla terenu 6MN:</p><p>§ 9. 3. Zakazuje się.</p>"


def test_a_chapter_may_say_of_which_zones_its_sections_are(bodies: Bodies) -> None:
    page = (
        "<p>§ 1. Wspólne.</p><h2>Rozdział 2</h2><p>Ustalenia dla terenów 1MN</p><p>§ 2. Domy.</p><p>§ 3. Dachy.</p>"
        "<h2>Rozdział 3. Przepisy końcowe</h2><p>§ 4. Wejście w życie.</p>"
    )

    found = bodies(page.encode())

    assert {symbol: paragraph for symbol, (paragraph, _body) in found.items()} == {"": "§ 1, § 4", "1MN": "§ 2–3"}


def test_a_section_that_only_mentions_zones_is_for_the_whole_act(bodies: Bodies) -> None:
    page = (
        "<p>§ 1. Ustala się obsługę z dróg oznaczonych symbolami KDZ i KDL.</p>"
        "<p>§ 2. Wyznacza się tereny oznaczone symbolami:</p><p>1) MN – domy;</p><p>2) U – usługi.</p>"
    )

    assert list(bodies(page.encode())) == [""]


def test_annexes_with_remarks_are_left_out(bodies: Bodies) -> None:
    page = (
        "<p>§ 1. Teren 1MN.</p><p>Załącznik nr 1 do uchwały – rysunek</p><p>§ 2. Wejście w życie.</p>"
        "<p>Załącznik nr 2 do uchwały nr 1</p><p>Jan Zmyślony wniósł</p>"
    )

    found = bodies(page.encode())

    assert "Zmyślony" not in str(found)
    assert "Wejście" in found[""][1]


DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
DOCUMENT = f'{{}}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p></w:body></w:document>'
HOSTILE = {
    "entities": (docx(document=DOCUMENT.format(DTD)), "forbidden-xml"),
    "entities in utf-16": (
        docx(parts={"word/document.xml": ('<?xml version="1.0"?>' + DOCUMENT.format(DTD)).encode("utf-16")}),
        "wrong-encoding",
    ),
    "entities in utf-7": (
        docx(
            parts={
                "word/document.xml": b'<?xml version="1.0" encoding="utf-7"?>'
                + DOCUMENT.format(DTD).replace("<!", "+ADw-!").encode()
            }
        ),
        "forbidden-xml",
    ),
    "bomb": (docx(parts={"word/document.xml": b"<w:document>" + b" " * 60_000_000}), "zip-bomb"),
    "small bomb": (docx(parts={"word/document.xml": b"<w:document>" + b" " * 20_000_000}), "zip-bomb"),
    "too many members": (docx(parts={f"{n}": b"" for n in range(5001)}), "zip-bomb"),
    "deep": (docx(document=f'<w:document xmlns:w="{W}"><w:body>' + "<w:sdt>" * 3000), "too-deep"),
    "open": (docx(document=f'<w:document xmlns:w="{W}"><w:body>'), "not-xml"),
    "cut": (docx(p("§ 1. Teren 1MN"))[:-200], "unknown-format"),
    "other zip": (docx(parts={"[Content_Types].xml": b"<Types/>"}), "unknown-format"),
    "part missing": (
        docx(parts={"[Content_Types].xml": TYPES.replace("document.xml", "text.xml").encode()}),
        "truncated",
    ),
    "deep page": (b"<div>" * 1000, "too-deep"),
    "long word": (b"<p>" + b"a" * 200_000, "too-large-text"),
    "plain text": ("Ustala się 1MN".encode(), "unknown-format"),
    "binary": (bytes(range(256)) * 10, "wrong-encoding"),
    "empty": (b"", "empty-file"),
    "wide list": (b"symbol;text\n" + b"1A-500A;%b\n" % (b"x" * 1000) * 200, "too-large-text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_by_name(bodies: Bodies, name: str) -> None:
    content, code = HOSTILE[name]

    with pytest.raises(Unreadable) as refused:
        bodies(content)

    assert refused.value.code == code
