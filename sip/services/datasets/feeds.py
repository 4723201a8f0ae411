"""The download service of the land register's data sets: feeds, description for searches, answers to its questions."""

from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from lxml import etree

from sip.geo.crs import PL_1992, UnknownCRS, parse_srs_name
from sip.services import atom, parameters
from sip.services.answers import readable, validated
from sip.services.datasets.catalogue import DATASETS, WHOLE, DataSet, changed_at, namespace, parts
from sip.services.downloads.formats import FORMATS
from sip.services.errors import BadRequest, NotFound
from sip.services.layers import register_version
from sip.services.planning.app_xml import SRS, plain

XML: Final = "application/xml"
# What the documents are sent as; the guidance's 3.1 has it so, as the type of its 3.0 was never registered.
ISO: Final = "application/xml"
OPENSEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"
NAMESPACES: Final[dict[Any, str]] = {None: OPENSEARCH, "inspire_dls": atom.INSPIRE}
DESCRIPTION_TYPE: Final = "application/opensearchdescription+xml"
TITLE: Final = "Ewidencja gruntów i budynków – usługa pobierania"
SUBTITLE: Final = "Zbiory danych ewidencji gruntów i budynków bez danych osób: cały powiat i gminy, układ PL-1992"
_LONGEST: Final = 200
ASKED: Final = (
    "spatial_dataset_identifier_code",
    "spatial_dataset_identifier_namespace",
    "crs",
    "language",
    "q",
)


@readable
def service_feed(request: HttpRequest) -> HttpResponseBase:
    return validated(request, _service(atom.root(request), register_version()), _typed(atom.MEDIA_TYPE))


@readable
def dataset_feed(request: HttpRequest, name: str) -> HttpResponseBase:
    return validated(
        request, _dataset(atom.root(request), named(name).name, register_version()), _typed(atom.MEDIA_TYPE)
    )


@readable
def description(request: HttpRequest) -> HttpResponseBase:
    return validated(request, _description(atom.root(request), register_version()), _typed(DESCRIPTION_TYPE))


@readable
def search(request: HttpRequest) -> HttpResponseBase:
    """Describe or get a data set by its identifier, as the description offers; with `crs` its one file is led to."""
    query = parameters.read(request, ASKED)
    code = query.get("spatial_dataset_identifier_code", "")
    if not code:
        return validated(
            request, _service(atom.root(request), register_version(), _words(query)), _typed(atom.MEDIA_TYPE)
        )
    if query.get("spatial_dataset_identifier_namespace", namespace()) != namespace():
        raise NotFound("There is no data set of this namespace.")
    found = named(code)
    if "crs" not in query:
        return dataset_feed(request, found.name)
    if not _is_served(query["crs"]):
        raise BadRequest(f"crs: files are made in {SRS}.")
    first = next(iter(found.formats))
    address = atom.address(atom.root(request), "dataset-file", found.name, WHOLE, first)
    return HttpResponse(status=302, headers={"Location": address})


def _words(query: parameters.Query) -> tuple[str, ...]:
    return tuple(query.get("q", "")[:_LONGEST].casefold().split())


def _is_served(crs: str) -> bool:
    """Any of the names of the one system."""
    try:
        return parse_srs_name(crs)[0] == PL_1992
    except UnknownCRS:
        return False


def named(name: str) -> DataSet:
    """Raises NotFound."""
    if name not in DATASETS:
        raise NotFound(f"There is no data set {name[:80]}. There are: {', '.join(DATASETS)}.")
    return DATASETS[name]


def _typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8"


@lru_cache(maxsize=20)
def _service(root: str, version: int, words: tuple[str, ...] = ()) -> bytes:
    """WORDS: only of data sets whose title, summary or identifier has all of them."""
    feed = atom.feed(atom.address(root, "datasets"), TITLE, SUBTITLE, changed_at())
    atom.link(feed, "describedby", atom.address(root, "service-metadata", "atom"), ISO, "Metadane usługi")
    atom.link(feed, "search", atom.address(root, "datasets-description"), DESCRIPTION_TYPE, "Wyszukiwanie")
    atom.link(feed, "related", atom.address(root, "planning-datasets"), atom.MEDIA_TYPE, "Akty planowania")
    for one in DATASETS.values():
        said = f"{one.title} {one.abstract} {one.name}".casefold()
        if not all(word in said for word in words):
            continue
        address = atom.address(root, "dataset-feed", one.name)
        entry = atom.entry(feed, str(one.title), address, changed_at(), [part.box for part in parts()])
        atom.identify(entry, one.name, namespace())
        atom.link(entry, "alternate", address, atom.MEDIA_TYPE, str(one.title))
        atom.link(entry, "describedby", atom.address(root, "dataset-metadata", one.name), ISO, "Metadane zbioru")
        atom.text(entry, "summary", str(one.abstract))
    return atom.written(feed)


@lru_cache(maxsize=50)
def _dataset(root: str, name: str, version: int) -> bytes:
    one = DATASETS[name]
    feed = atom.feed(atom.address(root, "dataset-feed", name), str(one.title), str(one.abstract), changed_at())
    atom.link(feed, "up", atom.address(root, "datasets"), atom.MEDIA_TYPE, TITLE)
    atom.link(feed, "describedby", atom.address(root, "dataset-metadata", name), ISO, "Metadane zbioru")
    for ending in one.formats:
        _whole(feed, root, one, ending)
        _by_gminas(feed, root, one, ending)
    return atom.written(feed)


def _whole(feed: atom.Element, root: str, one: DataSet, ending: str) -> None:
    whole = parts()[0]
    address = atom.address(root, "dataset-file", one.name, WHOLE, ending)
    title = f"{one.title}, {whole.name}, {_format(one, ending)}"
    entry = atom.entry(feed, title, address, changed_at(), [whole.box])
    atom.link(entry, "alternate", address, _media_type(one, ending), title)


def _by_gminas(feed: atom.Element, root: str, one: DataSet, ending: str) -> None:
    gminas = parts()[1:]
    if not gminas:
        return
    title = f"{one.title}, gminami, {_format(one, ending)}"
    own = f"{atom.address(root, 'dataset-feed', one.name)}#gminy-{ending}"
    entry = atom.entry(feed, title, own, changed_at(), [part.box for part in gminas])
    for part in gminas:
        left, low, right, high = atom.in_degrees([part.box]) or (0.0, 0.0, 0.0, 0.0)
        box = f"{low:.6f} {left:.6f} {high:.6f} {right:.6f}"
        address = atom.address(root, "dataset-file", one.name, part.code, ending)
        atom.link(entry, "section", address, _media_type(one, ending), f"{one.title}, {part.name}", bbox=box)
    atom.text(entry, "content", f"Po jednym pliku na gminę, razem {len(gminas)}.")


def _format(one: DataSet, ending: str) -> str:
    return FORMATS[one.formats[ending]].title


def _media_type(one: DataSet, ending: str) -> str:
    return FORMATS[one.formats[ending]].media_type


@lru_cache(maxsize=20)
def _description(root: str, version: int) -> bytes:
    """OpenSearch 1.1 with the parameters of the technical guidance."""
    made = etree.Element(f"{{{OPENSEARCH}}}OpenSearchDescription", nsmap=NAMESPACES)
    _say(made, "ShortName", "SIP: zbiory")
    _say(made, "Description", SUBTITLE)
    own = {"type": DESCRIPTION_TYPE, "rel": "self", "template": atom.address(root, "datasets-description")}
    etree.SubElement(made, f"{{{OPENSEARCH}}}Url", own)
    place = atom.address(root, "datasets-search")
    identity = (
        "spatial_dataset_identifier_code={inspire_dls:spatial_dataset_identifier_code?}"
        "&spatial_dataset_identifier_namespace={inspire_dls:spatial_dataset_identifier_namespace?}"
    )
    tongue = "&language={language?}"
    for rel, media_type, template in (
        ("results", atom.MEDIA_TYPE, f"{place}?q={{searchTerms?}}"),
        ("describedby", atom.MEDIA_TYPE, f"{place}?{identity}{tongue}&q={{searchTerms?}}"),
        ("results", "application/gml+xml", f"{place}?{identity}&crs={{inspire_dls:crs?}}{tongue}"),
    ):
        etree.SubElement(made, f"{{{OPENSEARCH}}}Url", {"type": media_type, "rel": rel, "template": template})
    _say(made, "Contact", settings.ACCESSIBILITY["email"])
    for one in DATASETS.values():
        query = etree.SubElement(made, f"{{{OPENSEARCH}}}Query")
        query.set("role", "example")
        query.set(f"{{{atom.INSPIRE}}}spatial_dataset_identifier_namespace", namespace())
        query.set(f"{{{atom.INSPIRE}}}spatial_dataset_identifier_code", one.name)
        query.set(f"{{{atom.INSPIRE}}}crs", SRS)
        query.set("language", atom.LANGUAGE)
        query.set("title", str(one.title))
    _say(made, "LongName", TITLE)
    _say(made, "Developer", settings.ACCESSIBILITY["body"])
    _say(made, "Language", atom.LANGUAGE)
    return atom.written(made)


def _say(parent: atom.Element, name: str, words: str) -> None:
    etree.SubElement(parent, f"{{{OPENSEARCH}}}{name}").text = plain(words)
