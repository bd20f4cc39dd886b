"""The end of each command's help: an example, and a pointer to the documentation."""

from collections.abc import Mapping
from types import MappingProxyType

EXAMPLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("mhaudit demo --out build/demo", "README.md"),
        "web": ("mhaudit web ~/audits", "docs/web.md"),
        "record": ("mhaudit record --app app.yaml --persona persona.yaml --out cases/first", "docs/record.md"),
        "audit": ("mhaudit audit traffic.har --app app.yaml --persona persona.yaml", "docs/usage.md"),
        "report": ("mhaudit report mhaudit-report/audit.json --format md --out -", "docs/usage.md#formats"),
        "show": ("mhaudit show 'traffic.har#7' 'body > json:/mood'", "docs/usage.md#show-one-exchange"),
        "compare": ("mhaudit compare before/audit.json after/audit.json", "docs/gate.md#two-releases"),
        "redact": (
            "mhaudit redact traffic.har --persona persona.yaml --out to-share.har",
            "docs/usage.md#what-is-kept-out",
        ),
        "bundle": ("mhaudit bundle cases/first --out first.bundle.zip", "docs/record.md"),
        "verify": ("mhaudit verify cases/first", "docs/record.md"),
        "doctor": ("mhaudit doctor cases/first", "docs/record.md#why-is-there-no-traffic"),
        "study run": ("mhaudit study run apps.csv --out study --jobs 2", "docs/study.md"),
        "study report": ("mhaudit study report study --out study-report", "docs/study.md"),
        "study open": ("mhaudit study open study", "docs/study.md"),
        "study query": ("mhaudit study query study 'SELECT app, outcome FROM apps'", "docs/study.md"),
        "new persona": (
            "mhaudit new persona --locale de-DE --domain example.org --out ben.yaml",
            "docs/usage.md#the-persona",
        ),
        "new app": ("mhaudit new app traffic.har --name Meadow --out meadow.app.yaml", "docs/usage.md#the-app-profile"),
        "new settings": ("mhaudit new settings --out mhaudit.toml", "docs/usage.md#settings-of-a-project"),
        "policies check": ("mhaudit policies check --policies own", "docs/usage.md#look-at-the-policies"),
        "policies list": ("mhaudit policies list services --role session-replay", "docs/usage.md#look-at-the-policies"),
        "policies explain": ("mhaudit policies explain HLT-001", "docs/usage.md#look-at-the-policies"),
        "policies new": (
            "mhaudit policies new service --out own/services/acme.yaml",
            "docs/usage.md#look-at-the-policies",
        ),
        "policies import": (
            "mhaudit policies import trackers.json --format exodus --out own",
            "docs/usage.md#look-at-the-policies",
        ),
        "policies update": ("mhaudit policies update newer.zip", "docs/usage.md#look-at-the-policies"),
    }
)


def ending(command: str) -> str:
    """Return the last lines of a command's help."""
    example, page = EXAMPLES[command]
    return f"Example: {example}\n\nMore: {page}"
