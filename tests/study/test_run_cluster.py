"""A study on a Dask cluster that speaks TLS: certificates of its own, a real scheduler and a real worker."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mhaudit.errors import InvalidFiles
from mhaudit.study.manifest import apps_of
from mhaudit.study.run import Cluster, Outcome, Terms, run_study
from mhaudit.study.store import Store
from tests.study.apps import small_study
from tests.study.test_run import contents, free_port, ran


def certificates(folder: Path) -> tuple[str, str, str]:
    """Write an authority, a certificate for 127.0.0.1 that it signed, and the key of that; return their paths."""
    issuer, subject = (x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in ("authority", "own"))
    now = datetime.now(UTC)
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def signed(name: x509.Name, public: ec.EllipticCurvePublicKey, extension: x509.ExtensionType) -> bytes:
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(public)
        builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        builder = builder.not_valid_after(now + timedelta(days=1)).add_extension(extension, critical=False)
        return builder.sign(authority, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    files = {
        "ca.pem": signed(issuer, authority.public_key(), x509.BasicConstraints(ca=True, path_length=None)),
        "own.pem": signed(subject, own.public_key(), address),
        "own.key": own.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    }
    for file, content in files.items():
        (folder / file).write_bytes(content)
    ca, certificate, key = (str(folder / file) for file in files)
    return ca, certificate, key


@contextmanager
def cluster(folder: Path, files: tuple[str, str, str]) -> Iterator[str]:
    """A scheduler and a worker that speak TLS only; gives the scheduler's address."""
    address = f"tls://127.0.0.1:{free_port()}"
    tls = [word for pair in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), files, strict=True) for word in pair]
    python = [sys.executable, "-m"]
    scheduler = [*python, "distributed.cli.dask_scheduler", "--protocol", "tls", "--host", "127.0.0.1"]
    scheduler += ["--port", address.rpartition(":")[2], "--no-dashboard", "--no-show", *tls]
    worker = [*python, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    worker += ["--host", "tls://127.0.0.1", "--local-directory", str(folder), *tls]
    processes = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (scheduler, worker)
    ]
    try:
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_that_speaks_tls(tmp_path: Path) -> None:
    manifest, files = small_study(tmp_path / "in"), certificates(tmp_path)
    ran(tmp_path / "here", manifest)
    outcomes: list[Outcome] = []
    ca, certificate, key = files
    with cluster(tmp_path, files) as address:
        there = Cluster(scheduler=address, ca=ca, certificate=certificate, private_key=key)
        run_study(apps_of([str(manifest)]), Terms(store=Store(str(tmp_path / "there"))), there, outcomes.append)
    assert len(outcomes) == 5 and contents(tmp_path / "there") == contents(tmp_path / "here")


def test_a_certificate_of_another_authority_gets_nothing(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    manifest, files = small_study(tmp_path / "in"), certificates(tmp_path)
    ca, certificate, key = certificates(tmp_path / "other")
    with cluster(tmp_path, files) as address:
        there = Cluster(scheduler=address, ca=ca, certificate=certificate, private_key=key)
        with pytest.raises(InvalidFiles, match="can't be used as a scheduler: TLS certificate does not match"):
            run_study(apps_of([str(manifest)]), Terms(store=Store(str(tmp_path / "there"))), there)
    assert list((tmp_path / "there" / "apps").iterdir()) == []
