"""A TLS server on this machine that answers in order, badly, or not at all, as the path asks."""

import datetime
import hashlib
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Answers(StreamRequestHandler):
    """One connection; HTTP/1.1 where it begins so, else whatever comes is sent back."""

    def handle(self) -> None:
        with suppress(OSError, ssl.SSLError):
            if isinstance(self.request, ssl.SSLSocket):
                self.request.do_handshake()
            if not self.rfile.peek(1)[:1].isalpha():  # type: ignore[attr-defined]
                self.echo()
                return
            while line := self.rfile.readline():
                self.answer(line.split(b" ")[1].decode())

    def answer(self, path: str) -> None:
        headers = {}
        while (line := self.rfile.readline().strip()) and b":" in line:
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip()
        if path == "/early":
            self.wfile.write(b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
            threading.Event().wait(2)
            return
        if headers.get(b"transfer-encoding"):
            self.read_chunks()
        self.swallow(int(headers.get(b"content-length", b"0")))
        getattr(self, path.strip("/").split("/")[0] or "ok", self.ok)(headers)

    def swallow(self, size: int) -> None:
        while size > 0 and (data := self.rfile.read1(min(size, 1 << 20))):
            size -= len(data)

    def read_chunks(self) -> None:
        while size := int(self.rfile.readline() or b"0", 16):
            self.rfile.read(size + 2)
        self.rfile.readline()

    def ok(self, headers: dict[bytes, bytes]) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nfine")

    def now(self, headers: dict[bytes, bytes], ahead: float = 0) -> None:
        date = formatdate(time.time() + ahead, usegmt=True)
        self.wfile.write(f"HTTP/1.1 200 OK\r\ndate: {date}\r\ncontent-length: 0\r\n\r\n".encode())

    def ahead(self, headers: dict[bytes, bytes]) -> None:
        self.now(headers, 3600)

    def none(self, headers: dict[bytes, bytes]) -> None:
        self.request.shutdown(socket.SHUT_RDWR)

    def raw(self, headers: dict[bytes, bytes]) -> None:
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: meow\r\n\r\n")
        self.echo()

    def socket(self, headers: dict[bytes, bytes]) -> None:
        key = b64encode(hashlib.sha1(headers[b"sec-websocket-key"] + GUID, usedforsecurity=False).digest())
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n")
        self.wfile.write(b"sec-websocket-accept: " + key + b"\r\n\r\n")
        while frame := self.rfile.read(2):
            mask, content = self.rfile.read(4), self.rfile.read(frame[1] & 0x7F)
            heard = bytes(byte ^ mask[n % 4] for n, byte in enumerate(content))
            answer = b"heard: " + heard
            self.wfile.write(bytes([0x81, len(answer)]) + answer)

    def tokens(self, headers: dict[bytes, bytes]) -> None:
        """Thirty events, one after the other; `x-pause` is the time between them, and the last one never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        for number in range(30):
            event = f'data: {{"t":"word{number} "}}\n\n'.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            time.sleep(float(headers.get(b"x-pause", b"0")))
        if b"x-open" in headers:
            threading.Event().wait(20)
        self.wfile.write(b"0\r\n\r\n")

    def large(self, headers: dict[bytes, bytes]) -> None:
        """So many bytes as `x-size` says."""
        size, block = int(headers[b"x-size"]), b"0123456789abcdef" * 4096
        self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % size)
        for _ in range(size // len(block)):
            self.wfile.write(block)

    def flood(self, headers: dict[bytes, bytes]) -> None:
        """A WebSocket on which so many numbered messages come as `x-count` says."""
        key = b64encode(hashlib.sha1(headers[b"sec-websocket-key"] + GUID, usedforsecurity=False).digest())
        self.wfile.write(b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n")
        self.wfile.write(b"sec-websocket-accept: " + key + b"\r\n\r\n")
        for number in range(int(headers[b"x-count"])):
            text = b"message %d" % number
            self.wfile.write(bytes([0x81, len(text)]) + text)
        self.wfile.write(b"\x88\x02\x03\xe8")
        self.rfile.read(2)

    def echo(self) -> None:
        while data := self.rfile.read1(1000):
            self.wfile.write(b"echo " + data)


class Server(ThreadingTCPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folder: Path, *, plain: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.port: int = self.server_address[1]
        self.tls = None if plain else context(folder)

    def get_request(self) -> tuple[Any, Any]:
        plain, address = super().get_request()
        if self.tls is None:
            return plain, address
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is what some tests are about."""


@contextmanager
def serving(folder: Path, *, plain: bool = False) -> Iterator[Server]:
    """A server that runs while the block does."""
    with Server(folder, plain=plain) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def context(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody else vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "local.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    return made
