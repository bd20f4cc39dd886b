"""Files to import, made in memory."""

import json
from collections import Counter
from typing import Any

from mhaudit.model.knowledge import Organisation, Policies, Service, ServiceHost
from mhaudit.trackerlists import FORMATS
from mhaudit.trackerlists.entity import Entity, Given, LeftOut


def given(content: Any, file: str = "data.json", **more: Any) -> Given:
    """A file with the text or bytes, or with the JSON of anything else."""
    raw = content if isinstance(content, bytes) else content.encode() if isinstance(content, str) else None
    return Given(file=file, raw=raw if raw is not None else json.dumps(content).encode(), **more)


def read(format_: str, content: Any, file: str = "data.json", **more: Any) -> tuple[list[Entity], LeftOut]:
    """The entities of a file, and what was left out of it."""
    left_out: LeftOut = Counter()
    entities = list(FORMATS[format_].read(given(content, file, **more), left_out))
    return entities, +left_out


def hosts(entity: Entity) -> list[tuple[str, bool]]:
    return [(host.text, host.below) for host in entity.hosts]


def known() -> Policies:
    """One company with a service, and shared infrastructure."""
    return Policies(
        organisations={
            "acme": Organisation(id="acme", name="Acme Metrics Ltd."),
            "cloud": Organisation(id="cloud", name="Cloud Inc"),
        },
        services={
            "acme-metrics": Service(
                id="acme-metrics",
                name="Acme Metrics",
                organisation="acme",
                roles=("analytics",),
                hosts=(
                    ServiceHost(host="acme.example", match="suffix", verified="vendor"),
                    ServiceHost(host="one.other.example", match="exact", verified="vendor"),
                ),
            ),
            "cloud": Service(
                id="cloud",
                name="Cloud",
                organisation="cloud",
                roles=("hosting",),
                hosts=(ServiceHost(host="cloud.example", match="suffix", verified="vendor"),),
                shared=True,
            ),
        },
        kinds={},
        instruments={},
        rules={},
        regulations={},
        packs={},
        layers=(),
        digest="",
    )
