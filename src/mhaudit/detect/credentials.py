"""Credentials: fields named for them, and the formats in which services write keys and tokens.

Formats are those that the services document (AWS, GitHub, GitLab, Google, OpenAI, Slack, Stripe, SendGrid, Twilio …);
names are those of RFC 6749, 6750, 7519 and of the signed URLs of cloud storage.
"""

import re
from collections.abc import Iterator

_Span = tuple[int, int]
# Words of field names: `accessToken`, `x-auth-token`, `api_key`. Counts and types of tokens are excluded below.
_NAME = re.compile(
    r"(?:^| )(?:token|jwt|bearer|secret|password|passwd|pwd|passphrase|passcode|pin|otp|totp|mfa|"
    r"signature|sig|hmac|hdnea|authorization|auth|authentication|oauth|apikey|appkey|accesskey|secretkey|privatekey|"
    r"authkey|writekey|licensekey|sessionkey|credentials?|csrf|xsrf|csrftoken|xsrftoken|sessionid|sessid|session id|"
    r"sid|jsessionid|phpsessid|cookie|assertion|ticket|saml|samlresponse|accesstoken|authtoken|idtoken|refreshtoken|"
    r"sessiontoken|devicetoken|pushtoken|usertoken|apitoken|clientsecret|appsecret|awsaccesskeyid|dsn|webhook|"
    r"client assertion|code verifier|login code|reset code|magic link|"
    r"(?:api|app|access|secret|private|auth|write|license|session|client|subscription|functions|account|master|server|"
    r"signing|encryption|storage|shared|ocp apim subscription) key|key pair id|access key id|"
    r"(?:api|app) id key)(?: |$|v?\d+$)"
)
_NO_NAME = re.compile(
    r"token (?:type|count|limit|usage|index|expiry|expires|expiration)|(?:max|min|num|total|prompt|completion) token|"
    r"(?:signature|auth|authentication|sig) (?:method|type|version|mode|flow|provider|state|status)|"
    r"(?:is|has|needs|requires|uses) "
)
_ENUMERATED = frozenset({"", "bearer", "basic", "jwt", "true", "false", "null", "none", "undefined", "anonymous"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")
_SHAPES = re.compile(
    r"""
      -----BEGIN[ ][ A-Z]*-----[\s\S]{0,20000}?(?:-----END[ A-Z]*-----|$)
    | (?<=://)[^/\s?\#"'<>]{1,400}(?=@[\w\[.-])
    | \beyJ[\w-]{6,}(?:\.[\w-]*){1,4}
    | (?<![A-Za-z0-9])(?:
        (?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{12,}
        | gh[pousr]_\w{10,} | github_pat_\w{10,} | glpat-[\w-]{8,} | AIza[\w-]{4,} | ya29\.[\w.-]+ | GOCSPX-[\w-]+
        | (?:sk|pk|rk|tok|whsec|sq0[a-z]{3}|shp(?:at|ca|pa|ss)|EZAK|npm|dop_v1|xkeysib|rcb|lin_api|hf|r8|nvapi|gsk
             |dapi|sntrys|phc|phx|NRAK|PMAK|ATATT3x|pypi|rubygems|cio|dckr_pat)
          [_-](?:(?:live|test|prod|proj|ant|api\d*|or|svcacct)[_-])*(?=[\w-]*\d|(?<=live_)|(?<=test_))[\w-]{3,}
        | (?:sk|pk|rk|rcb|wk|tok)[_-](?:live|test|prod|proj)\w* | xox[a-z]-[\w-]{6,} | xapp-[\w-]{6,}
        | SG\.[\w-]{6,}\.[\w-]{6,} | (?:AC|SK)[a-f0-9]{32} | EAA[A-Za-z0-9]{20,} | \d{6,12}:AA[\w-]{20,}
        | sl\.[\w-]{20,} | v1\.[a-f0-9]{20,} | Atza\|[\w%|/+-]{10,}
      )
    """,
    re.VERBOSE,
)
_WORDED = re.compile(
    r"(?<![A-Za-z0-9])(?:key|secret|token|auth|sess|session)[_-](?:(?:live|test|prod)[_-])*(?=[\w-]*\d)[\w-]{3,}"
)
_LONG = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z_-]*\d)(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])[A-Za-z0-9_-]{32,}")
_SCHEME = re.compile(
    r"\b(?P<scheme>bearer|basic|digest|negotiate|hawk|apikey|sso-key|aws4-hmac-sha256)[ :]+(?P<after>[^\s,;\"']{4,})",
    re.IGNORECASE,
)
_NAMED = re.compile(r"""(?P<name>[A-Za-z][\w.$\[\]-]{1,60})["']?\s{0,3}(?:=|:(?!//))\s{0,3}["']?""")
_VALUE = re.compile(r"""[^\s&;,"'<>{}\[\]]+""")


def names_credential(name: str) -> bool:
    """Return whether a field of this name holds a credential."""
    words = " ".join(word for word in _CAMEL.split(name[:200]) if word).lower()
    return _NAME.search(words) is not None and not _NO_NAME.search(words)


def is_enumerated(value: object) -> bool:
    """Return whether a value of such a field is one of a few fixed words that are not credentials."""
    return value is None or isinstance(value, bool) or str(value).strip().lower() in _ENUMERATED


def key_spans(text: str) -> Iterator[_Span]:
    """Yield the spans of keys and tokens in a name, found by the services' formats or by length alone."""
    yield from (match.span() for match in _SHAPES.finditer(text))
    yield from (match.span() for match in _LONG.finditer(text))


def credential_spans(text: str) -> Iterator[_Span]:
    """Yield the spans of credentials in a text, found by format or by a preceding name or scheme."""
    yield from (match.span() for match in _SHAPES.finditer(text))
    yield from (match.span() for match in _WORDED.finditer(text))
    for match in _SCHEME.finditer(text):
        if match["scheme"].lower() == "bearer" or not (match["after"].isalpha() and match["after"].islower()):
            yield match.span("after")
    for match in _NAMED.finditer(text) if "=" in text or ":" in text else ():
        value = _VALUE.match(text, match.end())
        if value and names_credential(match["name"]) and not is_enumerated(value[0]):
            yield value.span()
