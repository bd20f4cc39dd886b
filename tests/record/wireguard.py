"""A phone in a WireGuard tunnel, by hand: the handshake of the protocol's paper, and UDP packets through it."""

import hmac
import html
import re
import socket
import struct
import time
import urllib.request
from base64 import b64decode
from hashlib import blake2s
from ipaddress import IPv4Address

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.record.proxy import PATIENCE

_NAME = b"Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s"
_SAYS = b"WireGuard v1 zx2c4 Jason@zx2c4.com"
_OURS = 7  # our number of the session


def _hash(data: bytes) -> bytes:
    return blake2s(data).digest()


def _derive(chain: bytes, data: bytes, count: int) -> list[bytes]:
    secret = hmac.digest(chain, data, "blake2s")
    made = [b""]
    for number in range(1, count + 1):
        made.append(hmac.digest(secret, made[-1] + bytes([number]), "blake2s"))
    return made[1:]


def _nonce(counter: int) -> bytes:
    return bytes(4) + struct.pack("<Q", counter)


def settings(configuration: str) -> dict[str, str]:
    """The fields of a configuration as the WireGuard app reads it."""
    pairs = (line.partition("=") for line in configuration.splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


class Tunnel:
    """Stands once it is made."""

    def __init__(self, configuration: str) -> None:
        self.fields = settings(configuration)
        host, _, port = self.fields["Endpoint"].rpartition(":")
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((host, int(port)))
        self.address = self.fields["Address"].partition("/")[0]
        self.counter = 0
        self._shake_hands()

    def _shake_hands(self) -> None:
        own = X25519PrivateKey.from_private_bytes(b64decode(self.fields["PrivateKey"]))
        peer_bytes = b64decode(self.fields["PublicKey"])
        peer = X25519PublicKey.from_public_bytes(peer_bytes)
        once = X25519PrivateKey.generate()
        seen = once.public_key().public_bytes_raw()
        chain = _hash(_NAME)
        said = _hash(_hash(_hash(chain + _SAYS) + peer_bytes) + seen)
        (chain,) = _derive(chain, seen, 1)
        chain, key = _derive(chain, once.exchange(peer), 2)
        static = ChaCha20Poly1305(key).encrypt(_nonce(0), own.public_key().public_bytes_raw(), said)
        said = _hash(said + static)
        chain, key = _derive(chain, own.exchange(peer), 2)
        now = time.time()
        stamp = struct.pack(">QI", (1 << 62) + 10 + int(now), int(now % 1 * 1e9))
        stamp = ChaCha20Poly1305(key).encrypt(_nonce(0), stamp, said)
        said = _hash(said + stamp)
        message = struct.pack("<II", 1, _OURS) + seen + static + stamp
        self.socket.send(
            message + blake2s(message, key=_hash(b"mac1----" + peer_bytes), digest_size=16).digest() + bytes(16)
        )
        answer = self.socket.recv(2000)
        assert answer[0] == 2 and len(answer) == 92
        self.theirs = answer[4:8]
        reply = X25519PublicKey.from_public_bytes(answer[12:44])
        (chain,) = _derive(chain, answer[12:44], 1)
        said = _hash(said + answer[12:44])
        (chain,) = _derive(chain, once.exchange(reply), 1)
        (chain,) = _derive(chain, own.exchange(reply), 1)
        chain, mixed, key = _derive(chain, bytes(32), 3)
        ChaCha20Poly1305(key).decrypt(_nonce(0), answer[44:60], _hash(said + mixed))  # raises where a key is wrong
        self.sending, self.receiving = (ChaCha20Poly1305(key) for key in _derive(chain, b"", 2))

    def send(self, host: str, port: int, data: bytes, source: int = 40000) -> None:
        """One UDP packet."""
        datagram = struct.pack(">HHHH", source, port, 8 + len(data), 0) + data
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(datagram), 0, 0, 64, 17, 0)
        header += IPv4Address(self.address).packed + IPv4Address(host).packed
        total = sum(struct.unpack(">10H", header))
        total = (total & 0xFFFF) + (total >> 16)
        total = (total & 0xFFFF) + (total >> 16)
        packet = header[:10] + struct.pack(">H", ~total & 0xFFFF) + header[12:] + datagram
        packet += bytes(-len(packet) % 16)
        sealed = self.sending.encrypt(_nonce(self.counter), packet, b"")
        self.socket.send(b"\4\0\0\0" + self.theirs + struct.pack("<Q", self.counter) + sealed)
        self.counter += 1

    def receive(self) -> bytes:
        """What the next UDP packet says. Raises TimeoutError."""
        while True:
            sealed = self.socket.recv(65535)
            (counter,) = struct.unpack("<Q", sealed[8:16])
            packet = self.receiving.decrypt(_nonce(counter), sealed[16:], b"")
            if packet[:1] == b"\x45" and packet[9] == 17:
                (length,) = struct.unpack(">H", packet[24:26])
                return packet[28 : 20 + length]

    def close(self) -> None:
        self.socket.close()


def configuration(page: str) -> str:
    """What stands on the page for phones, at this address of the live page."""
    with urllib.request.urlopen(f"{page}connect") as answer:  # noqa: S310 (this machine's own page)
        (found,) = re.findall(r"<pre>(.*?)</pre>", answer.read().decode(), re.DOTALL)
    return html.unescape(str(found))


class Carrier:
    """Datagrams between one port of the phone and a server, through the tunnel."""

    def __init__(self, tunnel: Tunnel, server: tuple[str, int], source: int) -> None:
        self.tunnel, self.server, self.source = tunnel, server, source

    def carry(self, data: bytes) -> None:
        self.tunnel.send(*self.server, data, self.source)

    def bring(self, patience: float) -> bytes | None:
        self.tunnel.socket.settimeout(patience)
        try:
            return self.tunnel.receive()
        except TimeoutError:
            return None
        finally:
            self.tunnel.socket.settimeout(PATIENCE)
