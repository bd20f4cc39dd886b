"""Check the documentation against the project: links, named files, make targets, commands, exit codes.

Prints every fault as file:line: what is wrong, and exits with 1 when there is one.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mhaudit.cli import main as mhaudit
from mhaudit.cli.exits import Exit

ROOT = Path(__file__).parent.parent
FOLDERS = ("benchmarks", "docs", "fixtures", "policies", "requirements", "scripts", "src", "tests", ".ci")
USAGE = "docs/usage.md"

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_NAMED = re.compile(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*|[A-Z]+\.md|Makefile|pyproject\.toml)`")
_MAKE = re.compile(r"(?:`|^)make ([a-z-]+)", re.MULTILINE)
_FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^mhaudit (.+)$", re.MULTILINE)
_INLINE = re.compile(r"`mhaudit ([^`\n]+)`")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_EXIT_ROW = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
_OPTION = re.compile(r"--[a-z][a-z-]*")


class Page(NamedTuple):
    """A page of the documentation; `name` is its path below the project's root."""

    name: str
    text: str

    def fault(self, position: int, what: str) -> str:
        """Return a fault at a position of the page as `file:line: what`."""
        return f"{self.name}:{self.text.count(chr(10), 0, position) + 1}: {what}"


def pages(root: Path) -> list[Page]:
    """Return all Markdown pages: at the top, in docs, and beside fixtures and policies."""
    found = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("fixtures/*.md"), *root.glob("policies/*.md")]
    return [Page(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(found)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings."""
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(text)}


def check_links(page: Page, root: Path) -> Iterator[str]:
    """Check that local links lead to a file, and to a heading in it where they name one."""
    for match in _LINK.finditer(page.text):
        if "://" in match[1] or match[1].startswith("mailto:"):
            continue
        name, _, anchor = match[1].partition("#")
        target = (root / page.name).parent / name if name else root / page.name
        if not target.exists():
            yield page.fault(match.start(), f"the link leads nowhere: {match[1]}")
        elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
            yield page.fault(match.start(), f"{name or page.name} has no heading #{anchor}")


def check_names(page: Page, root: Path) -> Iterator[str]:
    """Check that files and folders in code font exist."""
    for match in _NAMED.finditer(page.text):
        if not (root / match[1]).exists():
            yield page.fault(match.start(), f"there is no {match[1]}")


def check_targets(page: Page, root: Path) -> Iterator[str]:
    """Check that the Makefile has each named target."""
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for match in _MAKE.finditer(page.text):
        if match[1] not in targets:
            yield page.fault(match.start(), f"make has no target {match[1]}")


def shell_lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the mhaudit lines of the page's shell blocks, as (position, text after mhaudit)."""
    for block in _FENCE.finditer(page.text):
        for match in _LINE.finditer(block[1]):
            yield block.start(1) + match.start(), match[1]


def commands(page: Page) -> Iterator[tuple[int, list[str]]]:
    """Yield the mhaudit command lines of a page, in shell blocks and inline, as (position, words after mhaudit)."""
    inline = ((match.start(), match[1]) for match in _INLINE.finditer(page.text))
    for position, line in sorted([*shell_lines(page), *inline]):
        words = shlex.split(line, comments=True)
        if not words[0].isupper():  # COMMAND is a placeholder
            yield position, words


def help_of(words: list[str]) -> str | None:
    """Return the help of the named command, or None where it does not exist."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        code = mhaudit([*words, "--help"])
    return output.getvalue() if code == 0 else None


def check_commands(page: Page) -> Iterator[str]:
    """Check that each command exists, and has the options that it is shown with."""
    for position, words in commands(page):
        plain = words[: next((i for i, word in enumerate(words) if not re.fullmatch("[a-z]+", word)), len(words))]
        text = next((text for n in range(len(plain), 0, -1) if (text := help_of(plain[:n])) is not None), None)
        text = help_of([]) if not plain else text
        if plain and text is None:
            yield page.fault(position, f"mhaudit has no command {plain[0]}")
            continue
        known = set(_OPTION.findall(text or "")) | {"--help", "--version"}
        for option in sorted({word.split("=")[0] for word in words if word.startswith("--")} - known):
            yield page.fault(position, f"mhaudit {' '.join(plain)} has no option {option}")


def check_exit_codes(page: Page) -> Iterator[str]:
    """Check that the table of exit codes agrees with the enumeration in the code."""
    documented = {int(code): meaning for code, meaning in _EXIT_ROW.findall(page.text)}
    actual = {int(code): code.meaning for code in Exit}
    for code in sorted(documented.keys() | actual.keys()):
        if documented.get(code) != actual.get(code):
            yield f"{page.name}: exit code {code}: {documented.get(code)!r} here, {actual.get(code)!r} in the code"


def check_policy_pages(root: Path) -> Iterator[str]:
    """Check that the pages made from the policy files are current."""
    command = [sys.executable, str(root / "scripts" / "policy_pages.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own script)
    yield from result.stdout.splitlines()
    if result.returncode not in (0, 1) or (result.returncode and not result.stdout):
        yield f"scripts/policy_pages.py: can't be run: {result.stderr.strip()[-300:]}"


def faults(root: Path) -> list[str]:
    """Return all faults in the documentation of the project at `root`."""
    found = []
    for page in pages(root):
        found += [*check_links(page, root), *check_names(page, root), *check_targets(page, root)]
        found += check_commands(page)
        if page.name == USAGE:
            found += check_exit_codes(page)
    return [*found, *check_policy_pages(root)]


def main() -> int:
    """Print all faults; return 1 if there is one."""
    found = faults(ROOT)
    print(*found, sep="\n", end="\n" if found else "")
    print(f"docs: {len(pages(ROOT))} pages, {len(found)} faults", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
