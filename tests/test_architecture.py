"""The shape that the code must keep: import rules, sizes, names, tests that mirror it, nothing of anybody's machine."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "mhaudit"
TESTS = ROOT / "tests"
LONGEST_FILE = 360
LONGEST_FUNCTION = 60
# The audit document is read as one page, as its schema is; it holds no code.
LONG_BY_NATURE = {"model/audit.py"}
BANNED_NAMES = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}

# Source files that have no test file of their own yet. A file that gets one must leave this list; none may join it.
UNTESTED: frozenset[str] = frozenset()

# One name for all that fill the same place: readers of list formats, decoders of text, and formats of the report.
PROTOCOL_NAMES = frozenset({"decode", "read", "render"})
# Names that are still defined twice. One that is renamed must leave this list; none may join it.
DEFINED_TWICE: frozenset[str] = frozenset()

FOLDERS = (".ci", "benchmarks", "docs", "fixtures", "policies", "requirements", "scripts", "src", "tests")
AT_THE_TOP = ("*.md", "*.toml", "*.yaml", ".gitignore", ".pre-commit-config.yaml", "LICENSE", "Makefile", "NOTICE")
MADE_BY_TOOLS = {"node_modules", "__pycache__"}
BINARY = {".bin", ".gz", ".har", ".ico", ".mitm", ".mo", ".pdf", ".png", ".pyc"}
# Traffic in captures may name any path; everything else is ours.
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:home|Users|root|work|farm|opt/pypi)/")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg")


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def relative(paths: list[Path], base: Path) -> list[str]:
    return [path.relative_to(base).as_posix() for path in paths]


def tracked() -> Iterator[Path]:
    """The files of the project as they stand, also where there is no git, and without what else lies about."""
    found = [path for pattern in AT_THE_TOP for path in ROOT.glob(pattern)]
    found += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    return (path for path in found if path.suffix not in BINARY and MADE_BY_TOOLS.isdisjoint(path.parts))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_imports_go_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    result = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Contracts: 2 kept, 0 broken." in result.stdout


def test_no_file_is_long() -> None:
    lengths = {
        name: len((SOURCE / name).read_text(encoding="utf-8").splitlines()) for name in relative(modules(), SOURCE)
    }
    assert {name for name, lines in lengths.items() if lines > LONGEST_FILE} == LONG_BY_NATURE


def test_no_function_is_long() -> None:
    found = [f"{path}: {name}" for path in modules() for name, lines in functions(path) if lines > LONGEST_FUNCTION]
    assert found == []


def test_the_length_of_a_function_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text("def short():\n    return 1\n\n\nasync def long():\n" + "    pass\n" * 70, encoding="utf-8")
    assert list(functions(path)) == [("short", 2), ("long", 71)]


def test_no_module_is_named_for_nothing() -> None:
    assert [name for name in relative(modules(), ROOT) if Path(name).stem.strip("_") in BANNED_NAMES] == []


def public_names(source: str) -> set[str]:
    """Return the public functions and classes at the top level of a module."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.parse(source).body if isinstance(node, kinds) and not node.name.startswith("_")}


def defined_twice(sources: dict[str, str]) -> dict[str, list[str]]:
    """Return the names that more than one of the modules defines, with these modules.

    Commands may bear the name of what they call, and protocols have one name in many modules.
    """
    places: dict[str, list[str]] = {}
    for module, source in sources.items():
        if not module.startswith("cli/"):
            for name in public_names(source) - PROTOCOL_NAMES:
                places.setdefault(name, []).append(module)
    return {name: sorted(found) for name, found in places.items() if len(found) > 1}


def test_a_public_name_is_defined_once() -> None:
    sources = {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in modules()}
    found = defined_twice(sources)
    assert {name: places for name, places in found.items() if name not in DEFINED_TWICE} == {}, "rename one of them"
    assert sorted(DEFINED_TWICE - set(found)) == [], "defined once by now: take it off DEFINED_TWICE"


def test_a_name_that_is_defined_twice_is_seen() -> None:
    sources = {
        "a/x.py": "def host_of(): ...\ndef _own(): ...\ndef read(): ...\nclass Page:\n    def add(self): ...\n",
        "b/y.py": "class Page: ...\nasync def host_of(): ...\ndef _own(): ...\ndef read(): ...\ndef add(): ...\n",
        "cli/z.py": "def host_of(): ...\ndef add(): ...\n",
    }
    assert defined_twice(sources) == {"Page": ["a/x.py", "b/y.py"], "host_of": ["a/x.py", "b/y.py"]}
    assert defined_twice({"a/x.py": sources["a/x.py"]}) == {}


def expected_test(module: str) -> str:
    path = Path(module)
    return (path.parent / f"test_{path.stem.strip('_')}.py").as_posix()


def declares_only(path: Path) -> bool:
    """Whether a module holds types and constants and no function: mypy tests those."""
    return not any(isinstance(node, ast.FunctionDef | ast.Lambda) for node in ast.walk(ast.parse(path.read_text())))


def files_of_tests(module: str) -> list[Path]:
    """Return the test files of a module: `test_MODULE.py`, and `test_MODULE_TOPIC.py` where there are several."""
    name = expected_test(module)
    return sorted((TESTS / name).parent.glob(f"{Path(name).stem}.py")) + sorted(
        (TESTS / name).parent.glob(f"{Path(name).stem}_*.py")
    )


def test_every_module_has_its_test_file() -> None:
    tested = [path for path in modules() if path.name != "__init__.py" and not declares_only(path)]
    present = set(relative(tested, SOURCE))
    without = {name for name in present if not files_of_tests(name)}
    assert sorted(without - UNTESTED) == [], "write the test file beside the module"
    assert sorted(UNTESTED - without) == [], "tested or gone by now: take it off UNTESTED"


def test_every_test_file_has_its_module() -> None:
    """In the folders that mirror the source; other folders hold what no single module answers for."""
    wanted = {path for name in relative(modules(), SOURCE) for path in files_of_tests(name)}
    mirrored = {path.name for path in SOURCE.iterdir() if path.is_dir()}
    tests = [path for path in sorted(TESTS.rglob("test_*.py")) if path.relative_to(TESTS).parts[0] in mirrored]
    wanted |= {TESTS / folder / f"test_{folder}.py" for folder in mirrored}
    assert relative([path for path in tests if path not in wanted], TESTS) == []


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine path", "package registry"])
def test_nothing_of_a_machine_stands_in_the_project(pattern: re.Pattern[str]) -> None:
    texts = ((path, path.read_text(encoding="utf-8")) for path in tracked())
    found = [f"{path}: {match.group()}" for path, text in texts for match in pattern.finditer(text)]
    assert found == []


def test_a_machine_path_is_seen() -> None:
    slash = "/"
    assert MACHINE_PATH.search(f"see {slash}home{slash}ines/x") and MACHINE_PATH.search(f'"{slash}Users{slash}x"')
    assert not MACHINE_PATH.search("https://api.example/v1/home/x")
    assert not MACHINE_PATH.search("~/home/x")
