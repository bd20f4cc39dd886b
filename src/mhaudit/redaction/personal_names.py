"""Names of fields whose values are always personal, and scores inside names and addresses."""

import re
from collections.abc import Iterator

_Span = tuple[int, int]
# Names of fields with numbers of insurance, payment, government and care, or with conditions and medication.
_PERSONAL = re.compile(
    r"(?:^| )(?:iban|bic|swift|ssn|sin|nin|nino|nhs|nhi|itin|tin|pan|cvv|cvc|ccv|card ?number|credit ?card|debit ?card|"
    r"account ?(?:number|no)|sort ?code|routing ?(?:number|no)|bank ?account|social ?security|national ?id|passport|"
    r"tax ?(?:id|number|no)|steuer\w*|driver s? ?licen[sc]e|insur\w*|versich\w*|kvnr|member ?(?:id|number|no)|"
    r"policy ?(?:number|no|id)|group ?number|medicare|medicaid|patient\w*|mrn|medical ?record|npi|"
    r"diagnos\w*|icd ?(?:10|9|11)?|icd code|dsm|snomed|condition code|medicat\w*|drug|dose|dosage|prescri\w*|rx|ndc|"
    r"birth\w*|dob|birthday|maiden\w*|surname|family ?name|last ?name|first ?name|given ?name|full ?name|"
    r"phone\w*|mobile ?(?:number|no)|msisdn|fax|street\w*|postcode|post ?code|zip|zip ?code|postal\w*)(?: |$)"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")
_FELT = (
    r"mood|phq|gad|bdi|epds|dass|pcl|ptsd|isi|score|severity|depress\w*?|anxi[a-z]*?|suicid\w*?|self_?harm|panic|"
    r"stress|wellbeing|distress|diagnos\w*?|icd|feeling|emotion|symptom|pain|craving|urge|sleep_quality|rating"
)
_SCORE = re.compile(
    rf"(?:{_FELT})(?:[a-z]*)(?:[\W_]{{0,3}}[a-z]+){{0,3}}[\W_]{{0,3}}(?P<score>\d{{1,3}}(?:\.\d{{1,2}})?)(?![\w.]|-\d)",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"(?:phq[-_ ]?(?:2|4|8|9|15)|gad[-_ ]?(?:2|7)|k[-_ ]?(?:6|10)|who[-_ ]?5|pcl[-_ ]?5|dass[-_ ]?(?:21|42)|"
    r"epds[-_ ]?10|isi[-_ ]?7|icd[-_ ]?(?:9|10|11)|ces[-_ ]?d[-_ ]?\d\d|bdi[-_ ]?2|hads[-_ ]?14|core[-_ ]?10)(?!\d)",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-TV-Z]\d{2}(?:\.\d{1,4})?")
_LONGEST = 400


def names_personal(name: str) -> bool:
    """Return whether a field's name is one of an identifier, a condition or a medication."""
    words = " ".join(word for word in _CAMEL.split(name[:200]) if word).lower()
    return _PERSONAL.search(words) is not None


def is_personal_value(value: object) -> bool:
    """Return whether a value can be personal: neither a boolean nor a word of one or two letters."""
    return not (value is None or isinstance(value, bool)) and (
        isinstance(value, int | float) or len(str(value)) > 2 or any(map(str.isdigit, str(value)))
    )


def score_spans(text: str) -> Iterator[_Span]:
    """Yield the numbers after the name of a feeling or measure: `phq9_score_14`, `mood_3`, `/mood/3/phq9/14`."""
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return
    covered = _INSTRUMENT.sub(lambda match: re.sub(r"\d", "x", match[0]), text)
    for match in _SCORE.finditer(covered):
        yield match.span("score")
