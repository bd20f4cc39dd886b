"""The English of source, policies and documentation keeps docs/style.md: verbs, docstrings, and no banned phrase."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "mhaudit"
STYLE = "docs/style.md"
FEWEST_VERBS = 0.9  # of the function docstrings of each package

# The first words of function docstrings, in the imperative (PEP 257).
VERBS = frozenset(
    "accept add allow answer append apply ask assess assign audit begin bind bound build call change check clean clear "
    "close collect compare compile complete compress compute convert copy count create decode decompress delete derive "
    "describe detect diagnose disable discard divide draft draw drop encode end ensure escape expand explain extract "
    "fail fetch fill filter find finish flush follow format free generate group handle hash hide index initialise "
    "insert install iterate join judge keep limit link list load log make map mark mask match measure merge mount move "
    "name normalise note notify open order parse pick print process prompt put queue raise rank read receive record "
    "redact redirect refuse register remove rename render repeat replace report request resolve restore return reverse "
    "rewrite run save scan schedule search select send serve set show sign skip sort split start stop store strip take "
    "terminate test trace transform translate trim truncate try turn unpack update use validate verify wait walk warn "
    "wrap write yield".split()
)

# Keys of policy files whose texts are sentences for readers; examples and patterns are data.
PROSE = frozenset(
    "because description gloss label lead limits means note notice says summary title what why remedy".split()
)

# Phrase of docs/style.md: its pattern, a sentence that breaks the rule, and one that keeps it.
BANNED = {
    "is no X": (
        r"(?<!\bthere )\b(?:is|are|was|were|be|been) no\b(?! longer\b)",
        "The body is no text.",
        "There is no text; it is no longer read.",
    ),
    "stands, stood": (
        r"\bstands?\b|\bstood\b|\bstanding\b",
        "The value stands in a header.",
        "A standard value, which one can understand.",
    ),
    "told": (r"\btold\b", "It is told as a gap.", "It is reported as a gap, with its total."),
    "held against": (
        r"\bheld against\b|\bholds?(?: \w+){0,4} against\b",
        "It holds the audit against the truth.",
        "It is compared with the truth; the cache holds it.",
    ),
    "as many as pay": (r"\bas many as pay\b", "None: as many as pay.", "As many as there are cores."),
    "gravest": (r"\bgravest\b", "The gravest finding.", "The worst finding."),
    "cry for help": (r"\bcr(?:y|ies) for help\b", "A cry for help was sent.", "A call for help was sent."),
    "give way": (r"\bg(?:ive|ives|iving|iven|ave) way\b", "Values give way.", "This gives a way to do it."),
    "without a word": (r"\bwithout a word\b", "It closes without a word.", "It closes without a message."),
    "stopped in order": (
        r"\b(?:stop(?:s|ped)?|close[sd]?|end(?:s|ed)?) in order\b",
        "The recorder stopped in order.",
        "Rules end in the order of their ids.",
    ),
    "take apart": (
        r"\bt(?:ake|akes|aking|aken|ook)(?: \w+){0,3} apart\b",
        "Take the body apart.",
        "Set the body apart.",
    ),
    "passed over": (r"\bpass(?:es|ed)? over\b", "It was passed over.", "It was passed on."),
    "speaks of": (r"\bsp(?:eaks?|oke) of\b", "The law speaks of it.", "The language that it speaks often."),
    "needle": (r"\bneedles?\b", "Search each needle.", "Search each pattern, needlessly."),
    "such as overlap": (r"\bsuch as overlap\b", "Merge such as overlap.", "Merge overlapping ones, such as a and b."),
}


_COMMENTS = re.compile(r"(?:^.*?(?:^|\s)# .*\n)+", re.MULTILINE)  # on lines that follow each other
_COMMENT = re.compile(r"(?:^|\s)# +(.*)$", re.MULTILINE)


def is_verb_led(docstring: str) -> bool:
    """Return whether a docstring begins with a verb of VERBS."""
    first = re.match(r"[A-Za-z-]+", docstring)
    return first is not None and first[0].lower() in VERBS


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield all functions and methods, nested ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def undocumented(tree: ast.Module | ast.ClassDef, around: str = "") -> Iterator[str]:
    """Yield the public functions, classes and methods without a docstring, by their qualified names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield around + node.name
            if isinstance(node, ast.ClassDef):
                yield from undocumented(node, f"{around}{node.name}.")


def breaches(text: str) -> list[tuple[str, str]]:
    """Return (banned phrase, the text around it) for each one in a text. Code in backticks is not read."""
    flat = re.sub(r"`[^`]+`", "…", re.sub(r"\s+", " ", text))
    return [
        (phrase, flat[max(0, found.start() - 40) : found.end() + 40])
        for phrase, (pattern, _, _) in BANNED.items()
        for found in re.finditer(pattern, flat, re.IGNORECASE)
    ]


def sentences(source: str) -> Iterator[str]:
    """Yield the docstrings, the texts with a blank, and the comments of a module, each block of comments as one."""
    tree = ast.parse(source)
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield "" if id(node) in inside else node.value
    for block in _COMMENTS.findall(source):
        yield " ".join(_COMMENT.findall(block))


def prose(data: Any, key: str = "") -> Iterator[str]:
    """Yield the texts of a policy or schema file that readers see, by the keys in PROSE."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in ("examples", "sources"):
                yield from prose(value, str(name))
    elif isinstance(data, list):
        for value in data:
            yield from prose(value, key)
    elif isinstance(data, str) and key in PROSE:
        yield data


def texts() -> Iterator[tuple[str, str]]:
    """Yield (path, text) for all English of source, templates, policies, catalogues and documentation."""
    for path in sorted(SOURCE.rglob("*.py")):
        for text in sentences(path.read_text(encoding="utf-8")):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted([*(ROOT / "policies").rglob("*.yaml"), *(ROOT / "policies" / "schema").glob("*.json")]):
        written = path.read_text(encoding="utf-8")
        data = json.loads(written) if path.suffix == ".json" else yaml.load(written, yaml.CSafeLoader)
        for text in prose(data):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted(SOURCE.rglob("*.pot")):
        with path.open("rb") as file:
            for message in read_po(file):
                for text in message.id if isinstance(message.id, tuple | list) else (message.id,):
                    yield path.relative_to(ROOT).as_posix(), text
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "policies"]
    for path in sorted([*pages, *ROOT.glob("*.md"), *ROOT.glob("policies/*.md")]):
        name = path.relative_to(ROOT).as_posix()
        yield name, path.read_text(encoding="utf-8").partition("## Banned phrases" if name == STYLE else "\0")[0]
    for path in sorted((ROOT / "docs" / "policies").glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path.relative_to(ROOT).as_posix(), "\n".join(line for line in lines if not _is_example(line))


def _is_example(line: str) -> bool:
    """Return whether a line of a generated page is an example, or a condition in code."""
    return re.match(r"- (?:Matches|Lets pass): |\s*- [\w\\.]+ is ", line) is not None


@pytest.mark.parametrize("package", sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()))
def test_function_docstrings_begin_with_a_verb(package: str) -> None:
    led: dict[bool, list[str]] = defaultdict(list)
    for path in sorted((SOURCE / package).rglob("*.py")):
        for node in functions(ast.parse(path.read_text(encoding="utf-8"))):
            if docstring := ast.get_docstring(node):
                led[is_verb_led(docstring)].append(f"{path.relative_to(SOURCE)}:{node.lineno}: {docstring[:60]}")
    assert len(led[True]) >= FEWEST_VERBS * (len(led[True]) + len(led[False])), led[False]


def test_every_public_function_class_and_method_has_a_docstring() -> None:
    missing = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name in undocumented(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert missing == []


def test_no_banned_phrase_is_in_source_policies_catalogue_or_documentation() -> None:
    assert [f"{path}: {phrase}: …{around}…" for path, text in texts() for phrase, around in breaches(text)] == []


def test_the_page_lists_the_phrases_that_are_checked() -> None:
    table = (ROOT / STYLE).read_text(encoding="utf-8").partition("## Banned phrases")[2]
    listed = re.findall(r"^\| (.+?) \| .+ \|$", table, re.MULTILINE)
    assert listed == ["instead of", *BANNED]


def test_the_page_fits_on_one_screen() -> None:
    assert len((ROOT / STYLE).read_text(encoding="utf-8").splitlines()) <= 70


@pytest.mark.parametrize(
    ("docstring", "led"),
    [
        ("Return the size.", True),
        ("Yield, in order, each line.", True),
        ("Returns the size.", False),
        ("The size.", False),
        ("What a body says.", False),
        ("Whether it is one.", False),
        ("`Return` of it.", False),
        ("", False),
    ],
)
def test_a_docstring_is_led_by_a_verb_in_the_imperative_only(docstring: str, led: bool) -> None:
    assert is_verb_led(docstring) is led


def test_public_names_without_a_docstring_are_found_at_each_level() -> None:
    source = '''
def documented():
    """Return nothing."""
    def inner(): ...

def bare(): ...

def _private(): ...

class Bare:
    def method(self): ...
    def _own(self): ...
    def __len__(self): ...

class Documented:
    """A class."""
    async def method(self): ...

class _Private:
    def method(self): ...
'''
    assert [*undocumented(ast.parse(source))] == ["bare", "Bare", "Bare.method", "Documented.method"]


@pytest.mark.parametrize(("phrase", "bad"), [(phrase, bad) for phrase, (_, bad, _) in BANNED.items()])
def test_each_banned_phrase_is_found_also_across_lines(phrase: str, bad: str) -> None:
    assert [found for found, _ in breaches(bad)] == [phrase]
    assert [found for found, _ in breaches(bad.upper().replace(" ", "\n    "))] == [phrase]


@pytest.mark.parametrize("good", [good for _, _, good in BANNED.values()])
def test_sentences_that_only_look_alike_are_let_pass(good: str) -> None:
    assert breaches(good) == []


def test_docstrings_messages_and_comments_are_read_and_code_is_not() -> None:
    source = (
        '"""A module."""\n'
        "told = stands(f'{told} is here')  # one\n"
        "# two\n"
        "# three\n"
        "x = 'told'\n"
        "raise Error('the file ' 'is missing')\n"
    )
    assert [text for text in sentences(source) if text] == [
        "A module.",
        "… is here",
        "the file is missing",
        "one two three",
    ]


def test_texts_of_policies_are_read_and_their_examples_are_not() -> None:
    data = {"id": "told", "why": "A reason.", "examples": {"match": [{"because": "told"}]}, "fields": [{"label": "L"}]}
    assert [*prose(data)] == ["A reason.", "L"]
