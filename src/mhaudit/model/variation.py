"""A place in the traffic that changed with the person who was played."""

from dataclasses import dataclass, field

from mhaudit.model.audit import Certainty, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A field, or a whole body, that changed with one value of the persona, of the kind `category`.

    `at` is where the first recording has it. `value` is what stood there, for the mask alone.
    """

    host: str
    scheme: str
    category: str
    certainty: Certainty
    form: str
    because: str
    count: int
    place: str
    value: str = field(repr=False)
    at: tuple[Evidence, ...]
