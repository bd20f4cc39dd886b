"""Write the pages in docs/policies from the policy files; with --check only list those that are not current.

python scripts/policy_pages.py [--check]
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from mhaudit.explain import Catalogue, ExplanationPage, Line, Section, catalogue, explanation_page
from mhaudit.model.knowledge import Service

ROOT = Path(__file__).parent.parent
FOLDER = "docs/policies"
MADE = "<!-- Made by scripts/policy_pages.py from the policy files: change those, then run make policies. -->"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")

# Page → (kind of file, title, description).
PAGES = {
    "rules": ("rule", "Rules", "The conditions of findings, with their severity, reasons and remedies."),
    "data": (
        "data",
        "Kinds of data",
        "The categories that mhaudit detects, with their names in traffic, and why they matter.",
    ),
    "instruments": ("instrument", "Questionnaires", "Their numbers, never their wording."),
    "sdks": ("sdk", "SDKs", "The fields in the requests of SDKs, with sources."),
    "regulations": (
        "regulation",
        "Law and store rules",
        "The provisions that findings may concern. This is not legal advice.",
    ),
    "crisis-lines": (
        "crisis-lines",
        "Crisis lines",
        "Kept to distinguish retired numbers from valid ones. Unchecked lines are not advice: ask the operator.",
    ),
}
SERVICES = "services"
_SERVICES_ARE = (
    "The services behind the hosts that apps contact, by role. A service with several roles is listed under each."
)


def texts(known: Catalogue) -> dict[str, str]:
    """Return the pages by name, without the suffix."""
    made = {name: _page(kind, title, what, known) for name, (kind, title, what) in PAGES.items()}
    made[SERVICES] = _services(known)
    made["README"] = _index(known)
    return made


def _index(known: Catalogue) -> str:
    rows = [(name, title, what, len(known.files[kind])) for name, (kind, title, what) in PAGES.items()]
    rows.append((SERVICES, "Services", _SERVICES_ARE, len(known.files["service"])))
    lines = [f"| [{title}]({name}.md) | {count} | {what} |" for name, title, what, count in sorted(rows)]
    about = "One thing is explained on the terminal by `mhaudit policies explain ID`."
    return _document("What the policy files say", about, ["| page | files | what it holds |", "|---|---|---|", *lines])


def _page(kind: str, title: str, what: str, known: Catalogue) -> str:
    entries = (part for id_ in sorted(known.files[kind]) for part in _entry(explanation_page(kind, id_, known)))
    return _document(title, what, [*entries])


def _entry(entry: ExplanationPage) -> Iterator[str]:
    yield f"## {escape(entry.id)}: {escape(entry.title)}"
    for section in entry.sections:
        yield from ("", f"**{section.heading}**", "", *_lines(section))
    yield ""


def _lines(section: Section) -> Iterator[str]:
    return (f"{'  ' * line.depth}- {_text(line)}" for line in section.lines)


def _text(line: Line) -> str:
    return " ".join(part for part in (escape(line.text), _code(line.code)) if part)


def _code(code: str) -> str:
    """Format code in as many backticks as it needs; an address becomes a link."""
    if not code:
        return ""
    if re.fullmatch(r"https?://[^\s<>{}\"]+", code):
        return f"<{code}>"
    return f"`` {code} ``" if "`" in code else f"`{code}`"


def _services(known: Catalogue) -> str:
    found = [known.policies.services[id_] for id_ in sorted(known.files["service"])]
    lines: list[str] = []
    for role in sorted({role for service in found for role in service.roles}):
        lines += [f"## {role}", "", "| service | company | country | hosts |", "|---|---|---|---|"]
        lines += [_row(service, known) for service in found if role in service.roles] + [""]
    return _document("Services", _SERVICES_ARE, lines)


def _row(service: Service, known: Catalogue) -> str:
    company = known.policies.organisations[service.organisation]
    hosts = ", ".join(f"`{'*.' if host.match == 'suffix' else ''}{host.host}`" for host in service.hosts)
    cells = (
        f"{escape(service.name)} (`{service.id}`)",
        escape(company.name),
        company.country or "not confirmed",
        hosts,
    )
    return f"| {' | '.join(cells)} |"


def _document(title: str, about: str, lines: list[str]) -> str:
    return "\n".join([MADE, "", f"# {title}", "", about, "", *lines]).rstrip("\n") + "\n"


def escape(text: str) -> str:
    """Escape Markdown in a text."""
    return _SPECIAL.sub(r"\\\1", text)


def stale(root: Path, wanted: dict[str, str]) -> list[str]:
    """Return the pages that are missing, outdated or without a source, by their paths below the root."""
    present = {path.stem: path.read_text(encoding="utf-8") for path in (root / FOLDER).glob("*.md")}
    names = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    return [f"{FOLDER}/{name}.md: is not current; run make policies" for name in names]


def write(root: Path, wanted: dict[str, str]) -> None:
    """Write all pages and remove obsolete ones."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.md"):
        if path.stem not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check print the outdated ones; return 1 if there is one."""
    wanted = texts(catalogue())
    if arguments == ["--check"]:
        found = stale(ROOT, wanted)
        print(*found, sep="\n", end="\n" if found else "")
        return 1 if found else 0
    write(ROOT, wanted)
    print(f"{len(wanted)} pages in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
