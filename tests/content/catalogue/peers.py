"""Peers on loopback: a server that answers as it is told, and a real OAI provider."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from lxml import etree
from oai_repo import DataInterface, Identify, MetadataFormat, OAIRepository, RecordHeader, Set

Answer = tuple[int, dict[str, str], bytes]
DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
ELEMENTS = "http://purl.org/dc/elements/1.1/"


class Peer:
    """What a running peer is asked, and where."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[dict[str, str]] = []


@contextmanager
def serving(
    answer: Callable[[dict[str, str]], Answer], context: ssl.SSLContext | None = None
) -> Iterator[Peer]:
    """Serve what `answer` gives for a query, until the block ends."""
    peer = Peer("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
            peer.asked.append(asked)
            status, headers, body = answer(asked | {"path": parts.path})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # clients that hang up are part of the tests
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    peer.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}/oai"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def expired(folder: Path) -> ssl.SSLContext:
    """A server's context whose certificate ended long ago."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem")
    return context


def xml(body: str, *, when: str = "2026-01-02T03:04:05Z") -> Answer:
    """An OAI-PMH answer."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns='
        f'"http://www.openarchives.org/OAI/2.0/"><responseDate>{when}</responseDate>'
        f"{body}</OAI-PMH>"
    )
    return 200, {"Content-Type": "text/xml"}, text.encode()


IDENTIFY = (
    "<Identify><repositoryName>Kho Mẫu</repositoryName><earliestDatestamp>2001-01-01"
    "</earliestDatestamp><deletedRecord>persistent</deletedRecord>"
    "<granularity>YYYY-MM-DD</granularity></Identify>"
)


def entry(number: int, title: str = "", *, deleted: bool = False) -> str:
    """A record of an OAI-PMH list."""
    header = f"<identifier>oai:mau:{number}</identifier><datestamp>2026-01-01</datestamp>"
    if deleted:
        return f'<record><header status="deleted">{header}</header></record>'
    return (
        f'<record><header>{header}</header><metadata><oai_dc:dc xmlns:oai_dc="{DC}" '
        f'xmlns:dc="{ELEMENTS}"><dc:title>{title or f"Sổ tay số {number}"}</dc:title>'
        f"<dc:creator>Tác Giả {number}</dc:creator><dc:date>{1990 + number % 30}</dc:date>"
        "</oai_dc:dc></metadata></record>"
    )


def listed(inside: str, token: str = "") -> Answer:
    """A page of ListRecords."""
    return xml(f"<ListRecords>{inside}<resumptionToken>{token}</resumptionToken></ListRecords>")


class _Provider(DataInterface):
    """130 records in two sets; every tenth is deleted."""

    limit = 50

    def get_identify(self) -> Identify:
        return Identify(
            base_url="http://127.0.0.1/oai", admin_email=["mau@example.org"],
            repository_name="Kho thử", granularity="YYYY-MM-DDThh:mm:ssZ",
            deleted_record="persistent", earliest_datestamp="2020-01-01T00:00:00Z",
        )  # fmt: skip

    def is_valid_identifier(self, identifier: str) -> bool:
        return identifier.startswith("oai:thu:")

    def get_metadata_formats(self, identifier: str | None = None) -> list[MetadataFormat]:
        return [MetadataFormat("oai_dc", f"{DC}oai_dc.xsd", DC)]

    def get_record_header(self, identifier: str) -> RecordHeader:
        number = int(identifier.rsplit(":", 1)[-1])
        return RecordHeader(
            identifier=identifier, datestamp="2025-06-01T10:00:00Z",
            setspecs=["le" if number % 2 else "chan"],
            status="deleted" if number % 10 == 0 else None,
        )  # fmt: skip

    def get_record_metadata(self, identifier: str, metadataprefix: str) -> etree._Element | None:
        number = int(identifier.rsplit(":", 1)[-1])
        if number % 10 == 0:
            return None
        root = etree.Element(f"{{{DC}}}dc", nsmap={"oai_dc": DC, "dc": ELEMENTS})
        for name, text in (("title", f"Tập bài số {number}"), ("creator", "Nguyễn, Văn Mẫu")):
            etree.SubElement(root, f"{{{ELEMENTS}}}{name}").text = text
        return root

    def get_record_abouts(self, identifier: str) -> list[etree._Element]:
        return []

    def list_set_specs(self, identifier: str | None = None, cursor: int = 0) -> tuple:
        return ["chan", "le"], 2, None

    def get_set(self, setspec: str) -> Set:
        return Set(spec=setspec, name={"chan": "Số chẵn", "le": "Số lẻ"}[setspec], description=[])

    def list_identifiers(
        self,
        metadataprefix: str,
        filter_from: dt.datetime | None = None,
        filter_until: dt.datetime | None = None,
        filter_set: str | None = None,
        cursor: int = 0,
    ) -> tuple:
        stamp = dt.datetime(2025, 6, 1, 10, tzinfo=dt.UTC)
        given = filter_from.replace(tzinfo=dt.UTC) if filter_from else stamp
        numbers = [n for n in range(1, 131) if given <= stamp]
        if filter_set:
            numbers = [n for n in numbers if n % 2 == (filter_set == "le")]
        some = numbers[cursor : cursor + self.limit]
        return [f"oai:thu:{n}" for n in some], len(numbers), None


@contextmanager
def provider() -> Iterator[Peer]:
    """oai-repo's provider, over HTTP."""
    repository = OAIRepository(_Provider())

    def answer(asked: dict[str, str]) -> Answer:
        given = {key: value for key, value in asked.items() if key != "path"}
        return 200, {"Content-Type": "text/xml"}, bytes(repository.process(given))

    with serving(answer) as peer:
        yield peer
