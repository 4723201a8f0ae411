"""The catalogue of data sets by DCAT-AP: the same in both of its forms, with types as addresses."""

import json
from typing import Any

import pytest
from django.test import Client
from lxml import etree

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def statements(node: Any, context: dict[str, str]) -> Any:
    """A node of JSON-LD without prefixes, each value in a list."""
    if isinstance(node, str):
        return node
    full = {
        full_name(key, context): [
            statements(value, context) for value in (values if isinstance(values, list) else [values])
        ]
        for key, values in node.items()
        if not key.startswith("@")
    }
    own = {key: node[key] for key in ("@id", "@value", "@language") if key in node}
    return full | own | ({"@type": full_name(node["@type"], context)} if "@type" in node else {})


def full_name(name: str, context: dict[str, str]) -> str:
    prefix, _, rest = name.partition(":")
    return context[prefix] + rest


def statements_of_xml(element: Any) -> Any:
    """The same of RDF/XML: a node and, below it, properties in turn with nodes."""
    found: dict[str, Any] = {"@type": element.tag.replace("{", "").replace("}", "")}
    if about := element.get(f"{RDF}about"):
        found["@id"] = about
    for each in element:
        found.setdefault(each.tag.replace("{", "").replace("}", ""), []).append(value_of_xml(each))
    return found


def value_of_xml(element: Any) -> Any:
    if len(element):
        return statements_of_xml(element[0])
    if resource := element.get(f"{RDF}resource"):
        return {"@id": resource}
    named = {"@type": f"{RDF}datatype", "@language": "{http://www.w3.org/XML/1998/namespace}lang"}
    told = {key: element.get(name) for key, name in named.items() if element.get(name)}
    return {"@value": element.text, **told} if told else element.text


def test_the_catalogue_says_the_same_as_rdf_xml(client: Client) -> None:
    found = json.loads(client.get("/zbiory/katalog.jsonld").content)
    answer = client.get("/zbiory/katalog.rdf")

    assert answer["Content-Type"] == "application/rdf+xml"
    told = normal(statements_of_xml(etree.fromstring(answer.content)[0]))
    assert told == normal(statements(found, found["@context"]))


def normal(node: Any) -> Any:
    """Lists in one order, whatever they are read from."""
    if isinstance(node, list):
        return sorted(map(normal, node), key=repr)
    return {key: normal(node[key]) for key in sorted(node)} if isinstance(node, dict) else node


def test_either_form_of_the_catalogue_leads_to_the_other(client: Client) -> None:
    for path, other in (("jsonld", "rdf"), ("rdf", "jsonld")):
        answer = client.get(f"/zbiory/katalog.{path}")
        assert f"<http://testserver/zbiory/katalog.{other}>" in answer["Link"]
        assert client.get(f"/zbiory/katalog.{path}", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_types_of_files_are_addresses(client: Client) -> None:
    """DCAT-AP: dcat:mediaType is of IANA's list, dct:format of the EU's."""
    found = json.loads(client.get("/zbiory/katalog.jsonld").content)
    given = [one for dataset in found["dcat:dataset"] for one in dataset["dcat:distribution"]]

    assert all(
        one["dcat:mediaType"]["@id"].startswith("https://www.iana.org/assignments/media-types/") for one in given
    )
    assert not any(" " in one["dcat:mediaType"]["@id"] for one in given)
    assert all(one["dct:format"]["@id"].rpartition("/")[2] in {"GPKG", "GML", "ZIP", "ATOM"} for one in given)
