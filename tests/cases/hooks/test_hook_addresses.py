"""Where webhooks may go: to public addresses alone, and to the one that was checked."""

import socket
import ssl
import threading
from datetime import timedelta
from http.client import HTTPException
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from cases.hooks import sending
from cases.hooks.addresses import Refused, Target, is_allowed, target, wrong

INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.1.2.3",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:1::1",
]


@pytest.fixture(autouse=True)
def _strict(settings: Settings) -> None:
    settings.HOOKS_TO_PRIVATE = False


@pytest.mark.parametrize("text", INNER)
def test_addresses_of_inner_networks_are_refused(text: str) -> None:
    assert not is_allowed(ip_address(text))
    assert wrong(f"https://[{text}]/" if ":" in text else f"https://{text}/")


@pytest.mark.parametrize("text", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_allowed(text: str) -> None:
    assert is_allowed(ip_address(text))


@given(st.ip_addresses())
def test_only_global_addresses_are_allowed(address: Any) -> None:
    if is_allowed(address):
        mapped = getattr(address, "ipv4_mapped", None) or address
        assert mapped.is_global
        assert not (mapped.is_private or mapped.is_loopback or mapped.is_link_local or mapped.is_multicast)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://example.org/#a",
        "https:///a",
        "https://",
        "example.org",
        "https://example.org:99999/",
        "https://example.org:0/",
        "https://[::1",
        "https://żółw.example/ą",
        "https://" + "a" * 70 + ".example/",
    ],
)
def test_what_is_no_plain_https_address_is_refused(url: str) -> None:
    assert wrong(url)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "ezd",
        "ezd.local",
        "metadata.google.internal",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "127.0.0.1.",
    ],
)
def test_names_and_spellings_that_are_plainly_inner_cannot_be_ordered(host: str) -> None:
    assert wrong(f"https://{host}/")


@pytest.mark.parametrize("host", ["ezd.belzyce.example", "example.org.", "1.example.org", "xn--w-uga1v8h.pl"])
def test_public_names_can_be_ordered(host: str) -> None:
    assert not wrong(f"https://{host}/")


@pytest.mark.parametrize("url", ["https://localhost/", "https://127.1/", "https://2130706433/", "https://0x7f.1/"])
def test_names_and_spellings_of_inner_addresses_are_refused_when_resolved(url: str) -> None:
    with pytest.raises((Refused, OSError)):
        target(url)


def test_a_name_with_one_inner_address_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(Refused):
        target("https://mixed.example/")


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return pem, private


@pytest.mark.parametrize(("host", "is_taken"), [("receiver.example", True), ("other.example", False)])
def test_the_checked_address_is_connected_to_and_the_certificate_is_the_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, is_taken: bool
) -> None:
    """The name is not resolved again: it has no address at all."""
    pem, private = _certificate(tmp_path, "receiver.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    listening = socket.create_server(("127.0.0.1", 0))
    got: list[bytes] = []

    def serve() -> None:
        plain, _ = listening.accept()
        try:
            with context.wrap_socket(plain, server_side=True) as secure:
                while not b"".join(got).endswith(b"{}"):
                    got.append(secure.recv(10_000))
                secure.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    connection = sending._Pinned(Target("https", host, listening.getsockname()[1], "/", "127.0.0.1"))
    try:
        connection.request("POST", "/", b"{}")
        status = connection.getresponse().status
    except ssl.SSLCertVerificationError:
        status = 0
    finally:
        connection.close()
        thread.join(10)
        listening.close()

    assert (status == 204) is is_taken
    assert (f"Host: {host}".encode() in b"".join(got)) is is_taken


def test_a_receiver_that_answers_byte_by_byte_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time; all of them would not."""
    monkeypatch.setattr(sending, "SECONDS", 0.3)
    listening = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def serve() -> None:
        plain, _ = listening.accept()
        try:
            while not is_over.wait(0.05):
                plain.sendall(b"H")
        except OSError:
            is_over.set()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    connection = sending._Pinned(Target("http", "slow.example", listening.getsockname()[1], "/", "127.0.0.1"))
    timer = threading.Timer(sending.SECONDS, sending._cut, [connection])
    timer.start()
    try:
        connection.request("POST", "/", b"{}")
        with pytest.raises((OSError, HTTPException)):
            connection.getresponse()
    finally:
        is_over.set()
        connection.close()
        thread.join(10)
        listening.close()
