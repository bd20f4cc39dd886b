"""Run a study: one task per app, on processes of this machine or on a Dask cluster. A task can be repeated.

A task gets the row, with paths and addresses, and returns a status; neither has a value from traffic.
"""

import hashlib
import ipaddress
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from importlib import import_module
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from msgspec import Struct

from mhaudit import __version__
from mhaudit.errors import Fault, InvalidFiles, MhauditError, NothingToAudit, StorageFailed, ToolMissing
from mhaudit.study.manifest import StudyApp
from mhaudit.study.store import Store
from mhaudit.study.tables import Work, failed_rows, rows_of

if TYPE_CHECKING:
    from mhaudit.model.audit import Audit

Status = Literal["audited", "nothing", "failed", "done"]
_LONGEST_REASON = 500
_AHEAD = 4  # tasks submitted per task that the cluster can run at once
_LOOK_EVERY = 8  # outcomes between two counts of the cluster's workers
_RETRIES = 3
_CHUNK = 1 << 20
SAVED = ".json"


class Terms(Struct, frozen=True, kw_only=True):
    """The options with which every app of a study is audited."""

    store: Store
    policies: tuple[str, ...] = ()
    pack: str = "auditor"


class Outcome(Struct, frozen=True, kw_only=True):
    """The outcome of one app: `done` exists from an earlier run, `nothing` had no exchange, `failed` has a reason."""

    app: str
    key: str
    status: Status
    reason: str = ""


class Cluster(Struct, frozen=True, kw_only=True):
    """The place where tasks run: `scheduler` is "" for processes of this machine, else the address of a Dask scheduler.

    The files are certificates in PEM for `tls://`. Plain `tcp://` is for this machine only: anybody who can reach a
    scheduler can run programs on it.
    """

    jobs: int = 1
    scheduler: str = ""
    ca: str = ""
    certificate: str = ""
    private_key: str = ""


def run_app(app: StudyApp, terms: Terms) -> Outcome:
    """Audit one app and write its rows, unless the same work has written them already. Raise StorageFailed."""
    with TemporaryDirectory(prefix="mhaudit-study-") as folder, ExitStack() as files:
        try:
            captures = [_local(one, Path(folder), number, files) for number, one in enumerate(app.captures)]
            work = Work(digest=_digest(app, captures, terms), tool=__version__)
        except (OSError, ImportError, ValueError) as error:
            reason = f"{', '.join(app.captures)} can't be opened: {error}"[:_LONGEST_REASON]
            return _write(app, terms, "failed", reason, Work(digest="", tool=__version__))
        status, reason = terms.store.status_of(app, work.digest)
        if status:
            before: Status = "done" if status == "audited" else "failed" if status == "failed" else "nothing"
            return Outcome(app=app.app, key=app.key, status=before, reason=reason)
        try:
            audit = _audit(app, captures, terms)
        except StorageFailed:
            raise
        except NothingToAudit as error:
            return _write(app, terms, "nothing", str(error), work)
        except MhauditError as error:
            return _write(app, terms, "failed", str(error), work)
        except Exception as error:  # noqa: BLE001  # a bug in one app costs no other app
            return _write(app, terms, "failed", f"a bug in mhaudit: {type(error).__name__}", work)
    terms.store.write(app, rows_of(audit, app, work))
    return Outcome(app=app.app, key=app.key, status="audited")


def _write(app: StudyApp, terms: Terms, status: Status, reason: str, work: Work) -> Outcome:
    reason = reason[:_LONGEST_REASON]
    terms.store.write(app, failed_rows(app, work, status, reason))
    return Outcome(app=app.app, key=app.key, status=status, reason=reason)


def _audit(app: StudyApp, captures: Sequence[Path], terms: Terms) -> "Audit":
    from mhaudit import auditing

    if len(captures) == 1 and captures[0].suffix == SAVED and _is_saved(captures[0]):
        return auditing.read_saved(captures[0])
    return auditing.audit(
        captures,
        app=app.profile or None,
        persona=app.persona or None,
        policies=terms.policies,
        pack=terms.pack,
        jobs=1,
    )


def _is_saved(path: Path) -> bool:
    """Return whether a file is a saved audit, by the schema in its first bytes."""
    with path.open("rb") as file:
        return b'"mhaudit/audit/' in file.read(400)


def _local(address: str, folder: Path, number: int, files: ExitStack) -> Path:
    """Return the local path of a capture; one at an address is downloaded piece by piece."""
    if "://" not in address:
        return Path(address)
    import fsspec

    target = folder / f"{number}-{Path(urlsplit(address).path).name or 'capture'}"
    with fsspec.open(address, "rb") as source, target.open("wb") as copy:
        while piece := source.read(_CHUNK):
            copy.write(piece)
    return target


def _digest(app: StudyApp, captures: Sequence[Path], terms: Terms) -> str:
    """Return a digest of all inputs of the rows: the bytes of the files, and the version of mhaudit."""
    from mhaudit.policy import load

    whole = hashlib.sha256(
        f"{__version__}\n{terms.pack}\n{load([Path(one) for one in terms.policies]).digest}".encode()
    )
    for path in (*captures, *(Path(one) for one in (app.profile, app.persona) if one)):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                with file.open("rb") as opened:
                    whole.update(hashlib.file_digest(opened, "sha256").digest())
    return whole.hexdigest()


def run_study(
    apps: Sequence[StudyApp], terms: Terms, cluster: Cluster, progress: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Audit every app and return those without an audit; `progress` gets each outcome as it comes.

    Raise InvalidFiles and StorageFailed where nothing can be written, ToolMissing without the libraries of a cluster.
    """
    terms.store.prepare()
    if not cluster.scheduler:
        terms.store.clean()
    outcomes = _on_cluster(apps, terms, cluster) if cluster.scheduler else _here(apps, terms, cluster.jobs)
    missing = []
    for outcome in outcomes:
        progress(outcome)
        if outcome.status in ("nothing", "failed"):
            missing.append(outcome)
    return sorted(missing, key=lambda one: (one.app, one.key))


def _here(apps: Sequence[StudyApp], terms: Terms, jobs: int) -> Iterator[Outcome]:
    if jobs == 1:
        yield from (run_app(app, terms) for app in apps)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=500) as pool:
        waiting = {pool.submit(run_app, app, terms) for app in apps[: jobs * _AHEAD]}
        rest = iter(apps[jobs * _AHEAD :])
        while waiting:
            done = next(as_completed(waiting))
            waiting.discard(done)
            waiting |= {pool.submit(run_app, app, terms) for app in islice(rest, 1)}
            yield done.result()


def check_scheduler(address: str) -> None:
    """Raise InvalidFiles for a scheduler that other machines can reach without a certificate."""
    parts = urlsplit(address)
    if parts.scheme == "tls":
        return
    if parts.scheme != "tcp" or not _is_loopback(parts.hostname or ""):
        what = "use tls:// with --ca, --certificate and --private-key; tcp:// is for 127.0.0.1, ::1 and localhost only"
        raise InvalidFiles([Fault(address, 0, "", what)])


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _on_cluster(apps: Sequence[StudyApp], terms: Terms, cluster: Cluster) -> Iterator[Outcome]:
    check_scheduler(cluster.scheduler)
    try:
        dask: Any = import_module("distributed")  # it has no type hints
    except ImportError as error:
        raise ToolMissing("A cluster needs Dask: pip install 'mhaudit[study]'.") from error
    security = None
    if cluster.scheduler.startswith("tls://"):
        files = (cluster.ca, cluster.certificate, cluster.private_key)
        names = ("tls_ca_file", "tls_client_cert", "tls_client_key")
        security = dask.Security(require_encryption=True, **dict(zip(names, files, strict=True)))
    try:
        connected = dask.Client(cluster.scheduler, security=security, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InvalidFiles([Fault(cluster.scheduler, 0, "", f"can't be used as a scheduler: {error}")]) from error
    with connected as client:
        rest, coming, under_way = iter(apps), dask.as_completed(loop=client.loop), 0
        for number in count():
            if number % _LOOK_EVERY == 0:  # workers come and go
                at_once = max(1, sum(client.nthreads().values())) * _AHEAD
            for app in islice(rest, max(0, at_once - under_way)):
                coming.add(client.submit(run_app, app, terms, key=_key(app), retries=_RETRIES))
                under_way += 1
            if not under_way:
                return
            future = next(coming)
            under_way -= 1
            yield future.result()
            future.release()


def _key(app: StudyApp) -> str:
    """Return the name of a task, as the scheduler's pages show it."""
    return f"mhaudit-{app.key}"
