"""The Indonesian words: parts merged and compiled to one catalogue, and what still lacks words.

    locale/id/parts/*.po  --merged-->  locale/id/LC_MESSAGES/django.mo

The parts are the source; the compiled file is made by `make setup`, at start when it does
not fit the parts, and for the wheel. Its header carries the hash of the parts.
"""

import gettext
import hashlib
import re
import string
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
PARTS = PACKAGE / "locale" / "id" / "parts"
COMPILED = PACKAGE / "locale" / "id" / "LC_MESSAGES" / "django.mo"

KEYWORDS = DEFAULT_KEYWORDS | {
    "_lazy": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = (".html", ".txt")
PLURALS = "nplurals=1; plural=0;"
"""Indonesian has one form for any number."""
_PERCENT_NAME = re.compile(r"%\((\w+)\)")

Key = tuple[str, str, bool]
"""Context ("" for none), English source (of a plural: its singular), and whether it has a plural.

One and many are looked up apart, so a string with a plural is not the one without."""


class CatalogueError(Exception):
    """The parts cannot be merged: each line names the places and what is wrong."""


@dataclass(frozen=True)
class Missing:
    """A source string without Indonesian, and the first place that uses it."""

    place: str
    context: str
    source: str


def part_files(folder: Path = PARTS) -> tuple[Path, ...]:
    """The parts, in the order of their names."""
    return tuple(sorted(folder.glob("*.po")))


def merged(paths: Iterable[Path]) -> Catalog:
    """One catalogue of all parts. Its version is the hash of what they say.

    Raises:
        CatalogueError: a part is unreadable, two parts translate one string differently,
            or a translation names other placeholders than its source.
    """
    files = tuple(paths)
    problems: list[str] = []
    found: dict[tuple[str, str], tuple[str, Message]] = {}
    for path in files:
        try:
            messages = _messages(path)
        except PoFileError as error:
            problems.append(f"{path.name}: {error}")
            continue
        for place, message in messages:
            problems += _disagreements(
                found.setdefault(_key(message)[:2], (place, message)), place, message
            )
    if problems:
        raise CatalogueError("\n".join(problems))
    catalogue = Catalog(
        locale="id",
        project="ukur",
        version=digest(files),
        creation_date=datetime(2000, 1, 1, tzinfo=UTC),
    )
    catalogue.mime_headers = [("Plural-Forms", PLURALS)]
    for _, message in found.values():
        said = _said(message) if isinstance(message.id, str) else (_said(message),)
        catalogue.add(message.id, said, context=message.context)
    return catalogue


def digest(paths: Iterable[Path]) -> str:
    """The SHA-256 of the parts' bytes, in hex."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def compile_parts(folder: Path = PARTS, compiled: Path = COMPILED) -> Catalog:
    """Write the compiled catalogue and return what is in it.

    Raises:
        CatalogueError: the parts cannot be merged; nothing is written.
    """
    catalogue = merged(part_files(folder))
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=compiled.parent, delete=False) as file:
        write_mo(file, catalogue)
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(compiled)  # tests and workers may compile side by side
    return catalogue


def ensure_compiled(folder: Path = PARTS, compiled: Path = COMPILED) -> bool:
    """Compile when the compiled catalogue is missing or not of these parts; say whether it was."""
    if compiled.exists():
        with compiled.open("rb") as file:
            made_of = gettext.GNUTranslations(file).info().get("project-id-version", "")
        if made_of == f"ukur {digest(part_files(folder))}":
            return False
    compile_parts(folder, compiled)
    return True


def source_strings(package: Path = PACKAGE) -> dict[Key, str]:
    """Every string that the code and the templates mark for translation, with its first place."""
    strings: dict[Key, str] = {}
    for path in _marked_files(package):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # blanked out but for its strings, and then indented as no Python is
            text = "\n".join(line.lstrip() for line in templatize(text).split("\n"))
        found = extract("python", BytesIO(text.encode()), KEYWORDS, options={"encoding": "utf-8"})
        for line, source, _, context in found:
            singular = source if isinstance(source, str) else source[0]
            place = f"{path.relative_to(package.parent)}, line {line}"
            strings.setdefault((context or "", singular, not isinstance(source, str)), place)
    return strings


def untranslated(package: Path = PACKAGE, folder: Path = PARTS) -> tuple[Missing, ...]:
    """The marked strings for which no part has Indonesian words, in the order of their places."""
    catalogue = merged(part_files(folder))
    translated = {_key(message) for message in catalogue if message.id}
    return tuple(
        Missing(place, context, source)
        for (context, source, has_plural), place in source_strings(package).items()
        if (context, source, has_plural) not in translated
    )


def unused(folder: Path, *packages: Path) -> tuple[str, ...]:
    """The translated strings that none of the packages marks, in the order of the parts."""
    marked = {key for package in packages for key in source_strings(package)}
    keys = (_key(message) for message in merged(part_files(folder)) if message.id)
    return tuple(key[1] for key in keys if key not in marked)


def _messages(path: Path) -> list[tuple[str, Message]]:
    """The translated messages of a part with their places; fuzzy ones count as not translated."""
    with path.open("rb") as file:
        part = read_po(file, locale="id", abort_invalid=True)
    return [
        (f"{path.name}, line {message.lineno}", message)
        for message in part
        if message.id and not message.fuzzy and _said(message)
    ]


def _disagreements(first: tuple[str, Message], place: str, message: Message) -> Iterator[str]:
    first_place, first_message = first
    said, sources = _said(message), _texts(message.id)
    if _key(message) != _key(first_message):
        yield f"{place} gives {sources[0]!r} with a plural or without, {first_place} otherwise"
    if said != _said(first_message):
        yield f"{place} and {first_place} translate {message.id!r} differently"
    wanted = set().union(*map(_placeholders, sources))
    if unknown := _placeholders(said) - wanted:
        yield f"{place}: {sorted(unknown)} is not in the source"
    if len(sources) == 1 and wanted - _placeholders(said):
        yield f"{place}: the translation of {message.id!r} leaves out a placeholder"


def _said(message: Message) -> str:
    """The Indonesian; of a plural its one form."""
    return _texts(message.string)[0]


def _key(message: Message) -> Key:
    return message.context or "", _texts(message.id)[0], not isinstance(message.id, str)


def _texts(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


def _placeholders(text: str) -> set[str]:
    """The names that a sentence fills in, as `%(name)s` or `{name}`."""
    try:
        braces = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:  # a lone brace: the sentence is never formatted that way
        braces = set()
    return braces | set(_PERCENT_NAME.findall(text))


def _marked_files(package: Path) -> Iterator[Path]:
    templates = package / "web" / "templates"
    yield from sorted(package.rglob("*.py"))
    yield from sorted(p for p in templates.rglob("*") if p.suffix in TEMPLATE_SUFFIXES)


def main(arguments: Sequence[str]) -> int:
    """Compile, and list what still lacks words. With `--check`, returns 1 if anything does."""
    try:
        catalogue = compile_parts()
    except CatalogueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    missing = untranslated()
    sys.stdout.writelines(f"{gap.place}: {gap.source!r}\n" for gap in missing)
    sys.stdout.write(f"{len(catalogue)} translated, {len(missing)} not: {COMPILED}\n")
    return 1 if missing and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
