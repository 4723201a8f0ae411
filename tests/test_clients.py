"""Whose request it is: with no, one and two proxies of ours, and with what clients make up."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from sip.clients import client_address, network

CLIENT, PROXY = "203.0.113.7", "10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "expected"),
    [
        pytest.param(0, CLIENT, None, CLIENT, id="no-proxy"),
        pytest.param(0, CLIENT, "198.51.100.1", CLIENT, id="no-proxy-forged"),
        pytest.param(1, PROXY, CLIENT, CLIENT, id="one-proxy"),
        pytest.param(1, PROXY, f"198.51.100.1, {CLIENT}", CLIENT, id="one-proxy-forged"),
        pytest.param(1, PROXY, None, PROXY, id="one-proxy-passed-by"),
        pytest.param(1, PROXY, "unknown", PROXY, id="one-proxy-noted-no-address"),
        pytest.param(2, PROXY, f"{CLIENT}, 10.0.0.9", CLIENT, id="two-proxies"),
        pytest.param(2, PROXY, f"198.51.100.1,,x, {CLIENT}, 10.0.0.9", CLIENT, id="two-proxies-forged"),
        pytest.param(2, PROXY, "198.51.100.1", PROXY, id="two-proxies-one-passed-by"),
        pytest.param(0, f"::ffff:{CLIENT}", None, CLIENT, id="ipv4-written-as-ipv6"),
        pytest.param(0, "fe80::1%eth0", None, "fe80::1", id="ipv6-with-its-interface"),
        pytest.param(1, "", "\0", "None", id="nothing-known"),
    ],
)
def test_whose_address_it_is(
    settings: Settings, proxies: int, remote: str, forwarded: str | None, expected: str
) -> None:
    settings.PROXIES = proxies
    noted = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=noted)

    assert str(client_address(request)) == expected


@pytest.mark.parametrize(
    ("remote", "expected"),
    [(CLIENT, CLIENT), ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"), ("", "")],
)
def test_what_counts_as_one_client(remote: str, expected: str) -> None:
    assert network(client_address(RequestFactory().get("/", REMOTE_ADDR=remote))) == expected
