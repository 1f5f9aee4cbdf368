"""An image behind an address that the provider named: fetched from where it may be, and from nowhere else."""

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from generations.backends import fetching
from generations.backends.openai import generate
from settings_sync.providers import trust
from tests.generations.backends.drawing import KEY, done, events_of, refusal, wish
from tests.generations.backends.local import Handler, LocalServer
from tests.generations.backends.openai_server import OpenAIServer
from tests.generations.backends.pictures import GIANT, IMAGE, text

pytestmark = pytest.mark.once


@pytest.fixture
def server():
    with OpenAIServer() as server:
        server.streams = False
        yield server


class Elsewhere(LocalServer):
    """Another host, over https, which certifies itself as "localhost"."""

    def __init__(self, folder):
        super().__init__()
        self.certificate = folder / "localhost.pem"
        self.image, self.status, self.headers = IMAGE, 200, {}
        certify(self.certificate)

    def __enter__(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        family, *_, place = socket.getaddrinfo("localhost", 0, type=socket.SOCK_STREAM)[0]
        server = type("Server", (ThreadingHTTPServer,), {"address_family": family})
        self.http = server(place[:2], type("Handler", (Handler,), {"server_of": self}))
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    @property
    def place(self):
        return f"https://localhost:{self.http.server_port}/1.png"

    def answer(self, call):
        call.answer(self.status, self.image, kind="image/png", **self.headers)


def certify(path):
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    own = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, *form) + own)


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A host of the open internet, as far as we know."""
    with Elsewhere(tmp_path) as elsewhere:
        monkeypatch.setenv("SSL_CERT_FILE", str(elsewhere.certificate))
        monkeypatch.setattr(fetching, "is_public", lambda address: address.is_loopback)
        trust.trusted.cache_clear()
        yield elsewhere
    trust.trusted.cache_clear()


@pytest.mark.parametrize("place", ["{origin}/v1/files/1.png", "/v1/files/1.png", "files/1.png"])
def test_an_image_of_the_providers_own_is_fetched_with_the_key(server, place):
    server.place = place.format(origin=server.origin)
    assert done(events_of(generate, wish(server))).image == IMAGE
    assert (server.calls[1].path, server.calls[1].key) == ("/v1/files/1.png", KEY)


def test_an_image_that_is_its_own_address_is_not_fetched(server):
    server.place = f"data:image/png;base64,{text(IMAGE)}"
    assert done(events_of(generate, wish(server))).image == IMAGE


def test_an_image_elsewhere_is_fetched_without_the_key(server, elsewhere):
    server.place = elsewhere.place
    assert done(events_of(generate, wish(server))).image == IMAGE
    (call,) = elsewhere.calls
    assert KEY not in str(call.headers)
    assert call.headers["host"] == f"localhost:{elsewhere.http.server_port}"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": 302, "headers": {"Location": "https://127.0.0.1/"}}, "could not be fetched (302)"),
        ({"status": 404}, "could not be fetched (404)"),
        ({"image": b""}, "could not be fetched (200)"),
        ({"image": b"0" * GIANT}, "sent more than an image may have"),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(server, elsewhere, changes, words):
    for name, value in changes.items():
        setattr(elsewhere, name, value)
    server.place = elsewhere.place
    refused = refusal(generate, wish(server))
    assert words in str(refused)
    assert refused.may_cost
    assert len(elsewhere.calls) == 1


def test_an_image_elsewhere_is_not_fetched_in_the_open(server, monkeypatch):
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    with OpenAIServer() as elsewhere:
        server.place = f"{elsewhere.origin}/v1/files/1.png"
        assert refusal(generate, wish(server)).code == "malformed"
        assert elsewhere.calls == []


PRIVATE = [
    "https://127.0.0.1:{port}/1.png",
    "https://localhost:{port}/1.png",
    "https://2130706433:{port}/1.png",
    "https://[::1]:{port}/1.png",
    "https://[::ffff:127.0.0.1]:{port}/1.png",
    "https://10.0.0.1/1.png",
    "https://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:{port}/1.png",
    "ftp://127.0.0.1:{port}/1.png",
    "file:///etc/passwd",
    "https://no-such-host.invalid/1.png",
    "https://" + "a" * 300 + "/1.png",
]


@pytest.mark.parametrize("place", PRIVATE)
def test_no_address_in_the_house_is_asked(server, place):
    with OpenAIServer() as inside:
        server.place = place.format(port=inside.http.server_port)
        refused = refusal(generate, wish(server))
        assert inside.calls == []
    assert (refused.code, str(refused)) == (
        "malformed",
        "Local keeps its image at an address that is not one to fetch from. Nothing was fetched.",
    )


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("100.64.0.1", False),
        ("192.168.1.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:8.8.8.8", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
    ],
)
def test_public_addresses_are_those_of_the_open_internet(address, is_public):
    assert fetching.is_public(ip_address(address)) is is_public
