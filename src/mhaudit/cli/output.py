"""Write output files atomically, and check the options on formats and languages."""

import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from mhaudit.cli.screen import complain, working
from mhaudit.errors import StorageFailed, ToolMissing
from mhaudit.model.audit import Audit
from mhaudit.report import FILE_NAMES, FORMATS, SETS, check_tools, pdf_with_annex, verbose_text
from mhaudit.report.letters.letter import LAWS, REGULATOR, WRITINGS
from mhaudit.report.text.language import DEFAULT, LANGUAGES

# The errors of a full or failing disk.
STORAGE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
# The names to choose from; members of a set are not listed.
_SINGLE = [name for name in FORMATS if not any(name in members for members in SETS.values())]
CHOICES = list(dict.fromkeys([*_SINGLE, *(REGULATOR if name.startswith(REGULATOR) else name for name in SETS)]))
Law = Annotated[str, typer.Option(help=f"The law that {REGULATOR} is written for: {', '.join(LAWS)}.", metavar="LAW")]
Language = Annotated[
    str, typer.Option(help=f"Of the reports: {', '.join(LANGUAGES)}. JSON is the same in all.", metavar="CODE")
]

Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Summary (txt): all recipients, statements, findings and gaps.")
]
Annex = Annotated[bool, typer.Option("--annex", help="PDF with its annex: evidence, laws that may apply, glossary.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdict and no more of the summary.")]


def one_way(verbose: bool, quiet: bool) -> None:
    """Raise a usage error for --verbose together with --quiet."""
    if verbose and quiet:
        raise typer.BadParameter("--verbose and --quiet can't be used together: choose one of them.")


def choose_language(code: str) -> str:
    """Check the code of a report language and return it. Raise a usage error that lists the languages."""
    if code not in LANGUAGES:
        raise typer.BadParameter(f"unknown language {code!r}; choose from {', '.join(LANGUAGES)}")
    return code


def parse_formats(text: str, law: str = "") -> list[str]:
    """Split a list such as `html,json` and expand sets. Raise a usage error that lists the formats."""
    asked = [_of_law(name.strip(), law) for name in text.split(",") if name.strip()]
    for name in asked:
        if name not in FORMATS and name not in SETS:
            raise typer.BadParameter(f"unknown format {name!r}; choose from {', '.join(CHOICES)}")
    if not asked:
        raise typer.BadParameter(f"--format is empty; choose from {', '.join(CHOICES)}")
    return list(dict.fromkeys(member for name in asked for member in SETS.get(name, (name,))))


def possible_formats(formats: Sequence[str]) -> list[str]:
    """Return the formats whose tools are installed; print which files will be missing, and why, on standard error."""
    possible = []
    for name in formats:
        try:
            check_tools(name)
        except ToolMissing as missing:
            complain(f"{FILE_NAMES[name]} will not be written. {missing}")
        else:
            possible.append(name)
    return possible


def _of_law(name: str, law: str) -> str:
    """Return the name of a letter to an authority with its law. Raise a usage error for an unknown or missing law."""
    if law and law not in LAWS:
        raise typer.BadParameter(f"unknown law {law!r}; choose from {', '.join(LAWS)}")
    if name == REGULATOR and not law:
        raise typer.BadParameter(f"{REGULATOR} needs --law; choose from {', '.join(LAWS)}")
    asked, _, written = name.rpartition("-")
    if asked == REGULATOR and law and written in WRITINGS:
        return f"{REGULATOR}-{law}-{written}"
    return f"{name}-{law}" if name == REGULATOR else name


def only_written_as(formats: Sequence[str], path: Path) -> list[str]:
    """Return the file format of a letter that the suffix of `path` selects, else all formats."""
    fitting = [name for name in formats if path.suffix and FILE_NAMES[name].endswith(path.suffix)]
    letter = len({FILE_NAMES[name].partition(".")[0] for name in formats}) == 1
    return fitting if letter and len(fitting) == 1 else list(formats)


def rendered(
    audit: Audit, name: str, language: str = DEFAULT, *, verbose: bool = False, annex: bool = False
) -> str | bytes:
    """Return the audit in a format; `verbose` affects the summary only and `annex` PDF only."""
    longer: dict[str, Callable[[Audit, str], str | bytes]] = {"txt": verbose_text} if verbose else {}
    longer |= {"pdf": pdf_with_annex} if annex else {}
    return longer.get(name, FORMATS[name])(audit, language)


def write_reports(
    audit: Audit,
    formats: Sequence[str],
    folder: Path,
    language: str = DEFAULT,
    *,
    verbose: bool = False,
    annex: bool = False,
) -> list[Path]:
    """Render the audit in each format into a folder, which is created. Raise a usage error where that fails.

    Everything is rendered before anything is written, so that a failure leaves no incomplete set of files.
    """
    files = []
    for name in formats:
        with working(f"Writing {FILE_NAMES[name]}"):
            text = rendered(audit, name, language, verbose=verbose, annex=annex)
        files.append((folder / FILE_NAMES[name], text))
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700 if audit.unredacted else 0o777, parents=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    mode = 0o600 if audit.unredacted else 0o644  # files with unredacted values are readable by their owner only
    return [write_whole(path, text, mode) for path, text in files]


def is_stream(out: Path | None) -> bool:
    """Return whether --out names standard output."""
    return out is not None and str(out) == "-"


def no_stream(out: Path | None) -> Path | None:
    """Return the path of --out. Raise a usage error for standard output, in commands that can't write to it."""
    if is_stream(out):
        raise typer.BadParameter("- is standard output, which this command does not write its files to: name a path")
    return out


def one_to_stream(formats: Sequence[str], out: Path) -> None:
    """Raise a usage error for several files on standard output."""
    if is_stream(out) and len(formats) != 1:
        raise typer.BadParameter("--out - takes one file: ask for one format, such as --format json")


def written(paths: Sequence[Path]) -> str:
    """Return one line that lists the written files, all of one folder."""
    if len(paths) == 1:
        return f"Written: {paths[0]}"
    return f"Written to {paths[0].parent}: {', '.join(path.name for path in paths)}"


def write_whole(path: Path, text: str | bytes, mode: int = 0o644) -> Path:
    """Write a temporary file and rename it to the target. Raise a usage error where the file can't be written."""
    try:
        return _write_whole(path, text, mode)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> Exception:
    """Return the error for a file that can't be written: StorageFailed for a full disk, else a usage error."""
    if error.errno in STORAGE:
        return StorageFailed(f"{path} can't be written: {error.strerror}. Free some space, or give another folder.")
    return typer.BadParameter(f"{str(path)!r} can't be written: {error.strerror or error}")


def _write_whole(path: Path, text: str | bytes, mode: int) -> Path:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=".mhaudit-", delete=False) as file:
        try:
            file.write(text if isinstance(text, bytes) else text.encode())
            file.close()
            Path(file.name).chmod(mode)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink()
            raise
    return path
