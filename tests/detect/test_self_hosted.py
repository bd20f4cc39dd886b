"""Self-hosted services are known by path and fields together; either alone says nothing."""

import pytest
from msgspec.structs import replace

from mhaudit.detect.self_hosted import Likeness, SelfHosted
from mhaudit.model.knowledge import Mark, Service, Signature
from mhaudit.model.place import Document, Leaf, Trail
from mhaudit.model.reasons import because
from tests.detect.sample import policies

BODY: Trail = (None, "body", None)
JSON: Trail = (BODY, "json", None)
SIGNATURE = Signature(
    path=r"/count\.php$",
    has=(
        Mark(at=("query:site", "body > ** > json:/*/site"), value="[0-9]+"),
        Mark(at=("query:rec", "body > ** > json:/*/rec")),
    ),
    because="path /count.php with site and rec",
)
SERVICE = Service(
    id="counter", name="Counter", organisation="c", roles=("analytics", "crash"), hosts=(), self_hosted=(SIGNATURE,)
)
LIKENESS = Likeness(
    "counter",
    because("self-hosted", service="Counter", roles=("analytics", "crash"), why="path /count.php with site and rec"),
)
SITE: Leaf = ((None, "query", "site"), "site", "3")
REC: Leaf = ((None, "query", "rec"), "rec", 1)


def recognised(path: str, *leaves: Leaf, sent: bool = True) -> tuple[Likeness, ...]:
    known = SelfHosted(replace(policies(), services={"counter": SERVICE}))
    document = Document(sent, "", [], [], lambda: leaves)
    return known.recognise(known.possible(path), [document])


def test_path_and_all_fields() -> None:
    assert recognised("/a/count.php?site=3&rec=1", SITE, REC) == (LIKENESS,)
    nested: Trail = ((JSON, "json", 4), "json", "site")
    assert recognised("/count.php", (nested, "site", 12), REC) == (LIKENESS,)


@pytest.mark.parametrize(
    ("path", "leaves"),
    [
        ("/count.php", ()),
        ("/count.php", (SITE,)),
        ("/count.php", (REC,)),
        ("/count.php", ((SITE[0], "site", "main"), REC)),
        ("/count.php", (SITE, (REC[0], "rec", ""))),
        ("/count.php", (SITE, ((None, "header", "rec"), "rec", "1"))),
        ("/count.php5", (SITE, REC)),
        ("/counts?next=/count.php", (SITE, REC)),
    ],
)
def test_neither_alone(path: str, leaves: tuple[Leaf, ...]) -> None:
    assert recognised(path, *leaves) == ()


def test_what_the_server_sends_back_says_nothing() -> None:
    assert recognised("/count.php", SITE, REC, sent=False) == ()


def test_equal_signatures_match_once() -> None:
    twice = replace(SERVICE, self_hosted=(SIGNATURE, SIGNATURE))
    known = SelfHosted(replace(policies(), services={"counter": twice}))
    document = Document(True, "", [], [], lambda: [SITE, REC])
    assert known.recognise(known.possible("/count.php"), [document]) == (LIKENESS,)


def test_without_signatures_no_path_is_looked_at() -> None:
    assert SelfHosted(policies()).possible("/matomo.php") == []
