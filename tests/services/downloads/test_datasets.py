"""The download service of the land register: feeds that lead to files, metadata, the catalogue."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree

from sip.services import layers
from sip.services.datasets.catalogue import DATASETS
from sip.services.downloads.models import Product, State
from tests.conftest import Deliver
from tests.parcels.importing.village import document, strips

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]
ATOM = "{http://www.w3.org/2005/Atom}"
DLS = "{http://inspire.ec.europa.eu/schemas/inspire_dls/1.0}"
GMD = {"gmd": "http://www.isotc211.org/2005/gmd", "gco": "http://www.isotc211.org/2005/gco"}
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
SRS = "http://www.opengis.net/def/crs/EPSG/0/2180"
FILE = "/zbiory/parcels/powiat.gpkg"


def tree(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return etree.fromstring(answer.content)


def links(element: Any, rel: str) -> list[str]:
    return [link.get("href") for link in element.iter(f"{ATOM}link") if link.get("rel") == rel]


def test_the_service_leads_to_each_data_set_and_its_metadata(client: Client) -> None:
    feed = tree(client, "/zbiory.atom")

    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 5
    for entry in entries:
        assert entry.findtext(f"{DLS}spatial_dataset_identifier_namespace") == "PL.PZGiK.9999.EGiB"
        (own,) = links(entry, "alternate")
        assert tree(client, own).tag == f"{ATOM}feed"
        (described,) = links(entry, "describedby")
        assert tree(client, described).tag == f"{{{GMD['gmd']}}}MD_Metadata"


@pytest.mark.usefixtures("work_at_once")
def test_each_file_of_a_feed_is_there(client: Client) -> None:
    call_command("make_datasets", verbosity=0)
    feed = tree(client, "/zbiory/parcels.atom")
    addresses = [*links(feed, "section"), *(href for href in links(feed, "alternate"))]

    assert {address.rpartition("/")[2] for address in addresses} == {
        "powiat.gml",
        "powiat.gpkg",
        "060902.gml",
        "060902.gpkg",
    }
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["ETag"] and answer.headers["Last-Modified"]
        part = client.get(address, headers={"Range": "bytes=0-9"})
        assert len(b"".join(part.streaming_content)) == 10  # type: ignore[attr-defined]


def test_the_first_to_ask_for_a_file_is_told_when_to_come_back(client: Client) -> None:
    answer = client.get(FILE)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert Product.objects.get().state == State.WAITING


@pytest.mark.usefixtures("work_at_once")
def test_the_earlier_file_is_served_until_the_new_one_is_made(client: Client, deliver: Deliver, settings: Any) -> None:
    call_command("make_datasets", verbosity=0)
    before = client.get(FILE).headers["ETag"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    deliver("egib", document(*strips(2)), accept=True)
    layers.forget()

    assert client.get(FILE).headers["ETag"] == before
    call_command("make_datasets", verbosity=0)
    assert client.get(FILE).headers["ETag"] != before


@pytest.mark.usefixtures("work_at_once")
def test_a_night_without_a_publication_makes_nothing() -> None:
    call_command("make_datasets", verbosity=0)
    made = set(Product.objects.values_list("pk", "made_at"))

    call_command("make_datasets", verbosity=0)

    assert set(Product.objects.values_list("pk", "made_at")) == made


def test_the_description_asks_by_identifier_and_is_answered(client: Client) -> None:
    description = tree(client, "/zbiory/opis.xml")
    query = description.find(f"{OPENSEARCH}Query")
    named = {
        "spatial_dataset_identifier_code": query.get(f"{DLS}spatial_dataset_identifier_code"),
        "spatial_dataset_identifier_namespace": query.get(f"{DLS}spatial_dataset_identifier_namespace"),
    }

    assert client.get("/zbiory/szukaj", named).headers["Content-Type"].startswith("application/atom+xml")
    got = client.get("/zbiory/szukaj", {**named, "crs": SRS})
    assert got.status_code == 302
    assert got.headers["Location"].endswith("/zbiory/parcels/powiat.gml")


def test_a_search_finds_the_data_sets_with_the_words(client: Client) -> None:
    found, none, everything = (
        client.get("/zbiory/szukaj", {"q": words}).content.count(b"<entry>") for words in ("BUDYNKI", "zamki", "")
    )

    assert (found, none, everything) == (1, 0, len(DATASETS))


def test_documents_are_of_the_type_that_the_feed_says(client: Client) -> None:
    feed = etree.fromstring(client.get("/zbiory.atom").content)
    links = [link for link in feed.iter("{*}link") if link.get("rel") in ("describedby", "search", "alternate")]

    assert links
    for link in links:
        assert client.get(link.get("href", "")).headers["Content-Type"].split(";")[0] == link.get("type")


def test_metadata_have_what_inspire_wants(client: Client) -> None:
    made = tree(client, "/zbiory/parcels.xml")

    for path in (
        "gmd:fileIdentifier",
        "gmd:language/gmd:LanguageCode[@codeListValue='pol']",
        "gmd:hierarchyLevel/gmd:MD_ScopeCode[@codeListValue='dataset']",
        "gmd:contact//gmd:electronicMailAddress",
        "gmd:dateStamp",
        ".//gmd:MD_Identifier/gmd:code",
        ".//gmd:abstract",
        ".//gmd:descriptiveKeywords//gmd:thesaurusName",
        ".//gmd:topicCategory",
        ".//gmd:EX_GeographicBoundingBox",
        ".//gmd:accessConstraints",
        ".//gmd:useConstraints",
        ".//gmd:onLine//gmd:URL",
        ".//gmd:lineage//gmd:statement",
        ".//gmd:DQ_ConformanceResult//gmd:specification",
    ):
        assert made.find(path, GMD) is not None, path


def test_the_catalogue_names_each_data_set_and_service(client: Client) -> None:
    found = json.loads(client.get("/zbiory/katalog.jsonld").content)

    assert len(found["dcat:dataset"]) == 6
    assert all(one["dcat:distribution"] for one in found["dcat:dataset"])
    assert {"/zbiory.atom", "/ogc/"} <= {
        one["dcat:endpointURL"]["@id"].removeprefix("http://testserver") for one in found["dcat:service"]
    }


@pytest.mark.parametrize(
    "path",
    [
        "/zbiory/nic.atom",
        "/zbiory/nic.xml",
        "/zbiory/usluga-nic.xml",
        "/zbiory/nic/powiat.gpkg",
        "/zbiory/parcels/146501.gpkg",
        "/zbiory/parcels/powiat.exe",
        "/zbiory/szukaj?spatial_dataset_identifier_code=nic",
        "/zbiory/szukaj?spatial_dataset_identifier_code=parcels&spatial_dataset_identifier_namespace=x",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert not Product.objects.exists()


def test_a_system_that_files_are_not_made_in_is_refused(client: Client) -> None:
    asked = {"spatial_dataset_identifier_code": "parcels", "crs": "EPSG:27700"}

    assert client.get("/zbiory/szukaj", asked).status_code == 400
