"""Thousands of hosts of one domain are one row, and thousands of domains too: the same in any division."""

import pickle
from collections.abc import Iterable, Sequence
from random import Random

import pytest

from mhaudit.collect import host_names
from mhaudit.collect.collector import Collector
from mhaudit.model.audit import Recipient
from mhaudit.model.capture import Exchange, Gap
from tests.collect.sightings import REDACT, SECRET, at, directory, exchange, hit
from tests.rules.knowledge import policies


def collector() -> Collector:
    return Collector(directory(), policies(), REDACT)


def take(kept: Collector, exchanges: Iterable[Exchange]) -> Collector:
    """Collect exchanges with a mood and an identifier each, and a gap at every third."""
    for seen in exchanges:
        hits = [hit(), hit("identifier.user", trail=at("id"), value=f"user-{seen.number % 5}-abc")]
        gaps = [Gap(code="decode-failed", host=seen.host, unread=2)] if seen.number % 3 == 0 else []
        kept.add(seen, hits, 0, gaps)
    return kept


def rows(kept: Collector) -> list[Recipient]:
    grouped = kept.names.counts()
    return kept.contacts.recipients(grouped)


def facts(kept: Collector) -> object:
    """Everything that an audit takes from the collectors."""
    kept.close()
    parties = {row.host: row.party for row in rows(kept)}
    traces = [(key, sorted(trace.hosts), trace.exchanges) for key, trace in sorted(kept.identifiers.traces.items())]
    return (
        rows(kept),
        kept.observations.observations(parties),
        kept.links.linkage(),
        kept.coverage.result(),
        traces,
    )


def requests(hosts: Sequence[str]) -> list[Exchange]:
    return [exchange(number, host, body=b"{}") for number, host in enumerate(hosts, start=1)]


def test_two_thousand_hosts_of_a_domain_have_rows_of_their_own() -> None:
    kept = take(collector(), requests([f"h{number}.many.example" for number in range(2_000)]))
    assert len(rows(kept)) == 2_000
    assert {row.hosts_grouped for row in rows(kept)} == {0}
    kept.close()
    assert "hosts-grouped" not in {gap.code for gap in kept.coverage.result().gaps}


def test_from_the_next_host_on_they_are_one_row_with_a_gap() -> None:
    hosts = [f"h{number}.many.example" for number in range(2_001)]
    kept = take(collector(), requests([*hosts, "other.example", "h7.many.example"]))
    other, row = sorted(rows(kept), key=lambda row: row.hosts_grouped)
    assert (other.host, row.host, row.domain) == ("other.example", "*.many.example", "many.example")
    assert (row.hosts_grouped, row.exchanges) == (2_001, 2_002)
    kept.close()
    (gap,) = (gap for gap in kept.coverage.result().gaps if gap.code == "hosts-grouped")
    assert (gap.host, gap.count, gap.blocking) == ("*.many.example", 2_001, False)
    seen = kept.observations.observations({row.host: "third" for row in rows(kept)})
    assert {(one.recipient, one.count) for one in seen} == {("*.many.example", 2_002), ("other.example", 1)}


def test_what_the_app_and_the_policies_know_stays_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_names, "MOST_HOSTS", 2)
    hosts = [f"{name}{number}.{domain}" for name in "ab" for number in (1, 2) for domain in ("own.example",)]
    hosts += ["a.tracker.example", "b.tracker.example", "c.tracker.example"]
    kept = take(collector(), requests(hosts))
    assert [(row.host, row.party, row.service, row.hosts_grouped) for row in rows(kept)] == [
        ("*.own.example", "first", None, 4),
        ("*.tracker.example", "third", "Tracker", 3),
    ]


def test_ten_thousand_domains_have_rows_of_their_own_and_the_last_of_more_have_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(host_names, "MOST_DOMAINS", 3)
    monkeypatch.setattr(host_names, "_TOGETHER", 1)
    assert [row.host for row in rows(take(collector(), requests(["c.com", "b.com", "x.tracker.example"])))] == [
        "b.com",
        "c.com",
        "x.tracker.example",
    ]
    kept = take(collector(), requests(["c.com", "w.b.com", "x.tracker.example", "a.com", "d.com", "c.com", "b.com"]))
    assert [(row.host, row.hosts_grouped, row.exchanges) for row in rows(kept)] == [
        ("*", 2, 3),
        ("a.com", 0, 1),
        ("b.com", 0, 1),
        ("w.b.com", 0, 1),
        ("x.tracker.example", 0, 1),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_any_division_comes_to_the_same(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(host_names, "MOST_HOSTS", 4)
    monkeypatch.setattr(host_names, "MOST_DOMAINS", 5)
    monkeypatch.setattr(host_names, "_TOGETHER", seed % 3)
    chance = Random(seed)  # noqa: S311 - to be repeatable
    domains = ["own.example", "tracker.example", *(f"{letter}.com" for letter in "abcdefgh")]
    hosts = [f"h{chance.randrange(7)}.{chance.choice(domains)}" for _ in range(60)]
    hosts += [f"{SECRET}.h1.com"] * 3
    seen = requests(hosts)
    whole = facts(take(collector(), seen))
    workers = [chance.randrange(3) for _ in seen]
    one, two, three = (
        take(collector(), [each for each, worker in zip(seen, workers, strict=True) if worker == number])
        for number in range(3)
    )
    for other in (two, three):
        one.merge(pickle.loads(pickle.dumps(other.state())))  # noqa: S301 - our own bytes
    assert facts(one) == whole


def test_the_name_of_a_row_is_not_a_host() -> None:
    kept = take(collector(), requests([f"h{number}.many.example" for number in range(2_001)]))
    assert kept.names.shown("*.many.example") == "*.many.example"
    assert kept.names.counts() == {"*.many.example": 2_001}
    assert kept.names.shown("") == ""
