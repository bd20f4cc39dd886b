"""Count the requests to listed hosts that get an organisation and a reason that names the host.

    python scripts/named_recipients.py FOLDER [--least PERCENT]

FOLDER has captures of any format that mhaudit reads, at any depth; other files are skipped. A host counts as listed
where a service file or a bulk list has it or a domain above it; the files are read directly, independent of the audit.
With --least it exits with 1 where the share is lower.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from mhaudit.errors import CaptureUnreadable
from mhaudit.explain import catalogue
from mhaudit.ingest.formats import reader_for
from mhaudit.ingest.reader import WHOLE, Capture
from mhaudit.model.capture import Exchange
from mhaudit.policy import load
from mhaudit.policy.folder import built_in
from mhaudit.recipients.directory import Directory


class Share(NamedTuple):
    """Numbers of requests; `unnamed` are listed hosts without organisation or reason."""

    requests: int
    listed: int
    named: int
    unnamed: Counter[str]

    @property
    def percent(self) -> float:
        """Return the percentage of requests to listed hosts that have an organisation and its reason."""
        return 100 * self.named / self.listed if self.listed else 0.0


class Listed(NamedTuple):
    """The hosts in the layers: exact names, and names with all their subdomains."""

    exact: set[str]
    below: set[str]

    def holds(self, host: str) -> bool:
        """Return whether a host, or a domain above it, is listed."""
        labels = host.split(".")
        return host in self.exact or any(".".join(labels[start:]) in self.below for start in range(len(labels)))


def listed() -> Listed:
    """Return all hosts of the service files and of the bulk lists."""
    found = Listed(set(), set())
    for service in catalogue().files["service"].values():
        for entry in service["hosts"]:
            (found.below if entry["match"] == "suffix" else found.exact).add(entry["host"])
    for path in (built_in() / "lists").glob("*.json"):
        for *_, hosts in orjson.loads(path.read_bytes())["entities"]:
            found.below.update(host.removeprefix(".") for host in hosts if host.startswith("."))
            found.exact.update(host for host in hosts if not host.startswith("."))
    return found


def exchanges(folder: Path) -> Iterator[Exchange]:
    """Yield the exchanges in the captures of a folder; of damaged ones those before the damage."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        capture = Capture(path, path.name)
        try:
            reader = reader_for(capture)
            for item in reader.read(capture, WHOLE) if reader else ():
                if isinstance(item, Exchange):
                    yield item
        except CaptureUnreadable:
            continue


def share(folder: Path) -> Share:
    """Count the requests of a folder of captures, without an app profile, so that no host is first party."""
    known, directory = listed(), Directory(load(), None)
    requests = met = named = 0
    unnamed: Counter[str] = Counter()
    for exchange in exchanges(folder):
        requests += 1
        if not known.holds(exchange.host):
            continue
        met += 1
        answer = directory.answer(exchange.host)
        if answer.organisation and any(one.what == "policy" for one in answer.evidence):
            named += 1
        else:
            unnamed[exchange.host] += 1
    return Share(requests, met, named, unnamed)


def main(arguments: list[str]) -> int:
    """Print the share; return 1 if it is below --least."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--least", type=float, default=0.0, metavar="PERCENT")
    given = parser.parse_args(arguments)
    found = share(given.folder)
    print(f"{found.requests} requests, {found.listed} of them to listed hosts, {found.named} of these with a company")
    print(f"{found.percent:.1f} % of the requests to listed hosts carry an organisation with its reason")
    for host, count in found.unnamed.most_common(20):
        print(f"{count}\t{host}")
    return 0 if found.percent >= given.least else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
