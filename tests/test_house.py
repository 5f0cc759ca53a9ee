"""The rules of the house that no linter knows: each a few lines, each with its way out."""

import ast
import hashlib
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import pytest
from django.apps import apps
from django.conf import global_settings
from django.contrib.auth.hashers import make_password
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from ukur import settings as shipped_settings
from ukur.api.v1.api import api
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.reading import read
from ukur.edge.catalogue import untranslated
from ukur.edge.journal_words import event_words
from ukur.edge.shipped import procedure_text
from ukur.edge.sop_document import sop_markdown
from ukur.edge.status import status_of
from ukur.edge.wording import sentence

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ukur"
USECASES = SOURCE / "usecases"

# --- the domain --------------------------------------------------------------------------

DOMAIN_MAY_IMPORT = re.compile(
    r"(base64|bisect|collections|dataclasses|datetime|decimal|difflib|enum|fractions|functools|hashlib|"
    r"itertools|json|math|re|string|tomllib|typing|urllib\.parse|ukur\.domain)(\.|$)"
)


def parsed(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every module below a folder, by its path in the checkout."""
    for path in sorted(folder.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_domain_imports_plain_python_only() -> None:
    foreign = [
        f"{path}: {name}"
        for path, tree in parsed(SOURCE / "domain")
        for name in imports(tree)
        if not DOMAIN_MAY_IMPORT.match(name)
    ]
    assert foreign == []


def test_no_figure_is_a_float() -> None:
    floats = [
        f"{path}:{node.lineno}"
        for path, tree in parsed(SOURCE / "domain" / "figures")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert floats == []


# --- refusals ----------------------------------------------------------------------------


def leaves(family: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in family.__subclasses__():
        if "code" in vars(child):
            yield child
        yield from leaves(child)


def all_refusals() -> list[type[Refusal]]:
    for package in ("domain", "adapters", "usecases"):
        for module in pkgutil.walk_packages([str(SOURCE / package)], f"ukur.{package}."):
            importlib.import_module(module.name)
    return sorted(set(leaves(Refusal)), key=lambda refusal: refusal.code)


EXAMPLES: dict[object, object] = {
    str: "x",
    int: 1,
    date: date(2026, 1, 2),
    datetime: datetime(2026, 1, 2, 3, 4),  # noqa: DTZ001 - only its digits are written out
}


def example_of(refusal: type[Refusal]) -> Refusal:
    """The refusal with made-up facts that fit its fields."""
    types = get_type_hints(refusal)
    facts: dict[str, Any] = {
        field.name: ()
        if get_origin(types[field.name]) is tuple
        else EXAMPLES.get(types[field.name], 1)
        for field in fields(refusal)  # type: ignore[arg-type]  # every leaf is a dataclass
        if field.init and field.name != "problems"
    }
    if any(field.name == "problems" and field.init for field in fields(refusal)):  # type: ignore[arg-type]  # as above
        facts["problems"] = (Problem("x", "a"), Problem("y", "b"))
    return refusal(**facts)


@pytest.mark.parametrize("refusal", all_refusals(), ids=lambda refusal: refusal.code)
def test_every_refusal_has_words_and_a_status(refusal: type[Refusal]) -> None:
    example = example_of(refusal)
    assert status_of(example) in {403, 409, 422}
    if not (isinstance(example, NotValid) and len(example.problems) == 1):
        assert re.search(r"[A-Z].*[.:]$", sentence(example), re.DOTALL)


def test_no_two_refusals_bear_one_code() -> None:
    codes = [refusal.code for refusal in all_refusals()]
    assert sorted(set(codes)) == codes


def test_every_word_for_a_person_has_its_indonesian() -> None:
    assert untranslated() == ()


# --- use cases and tables ----------------------------------------------------------------

SHARED = {
    "adopting",
    "changing",
    "closing",
    "contents",
    "deciding",
    "evidence_list",
    "filling_in",
    "drafting",
    "keeping",
    "numbering",
    "passwords",
    "posting",
    "ready",
    "filling_units",
    "laying",
    "naming",
    "recording",
    "recounting",
    "sheet_paper",
    "sheets",
    "working",
}
"""Modules in a room of the use cases that its verbs share."""


def verbs() -> list[Path]:
    return [
        path
        for path in sorted(USECASES.glob("*/*.py"))
        if path.stem not in SHARED and path.name != "__init__.py"
    ]


@pytest.mark.parametrize("path", verbs(), ids=lambda path: path.stem)
def test_a_use_case_is_one_verb_in_one_file(path: Path) -> None:
    functions = [
        node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)
    ]
    public = [function for function in functions if not function.name.startswith("_")]
    assert [function.name for function in public] == [path.stem]
    assert not public[0].args.args, "use cases take their arguments by name"


@pytest.mark.parametrize("path", verbs(), ids=lambda path: path.stem)
def test_every_use_case_is_tested(path: Path) -> None:
    naming = re.compile(rf"\b{path.stem}\(")
    tests = (ROOT / "tests" / folder for folder in ("usecases", "story", "web", "faults", "api"))
    assert any(naming.search(test.read_text()) for t in tests for test in t.rglob("test_*.py"))


def noted_verbs() -> set[str]:
    """What use cases say that happened, as they write it down."""
    calls = (
        call
        for _, tree in parsed(SOURCE / "usecases")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "note"
        and call.args
    )
    return {
        str(part.value)
        for call in calls
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


OF_A_UNIT = {
    "entries_recorded",
    "evidence_attached",
    "evidence_described",
    "evidence_excused",
    "evidence_removed",
    "link_attached",
}
"""In the chain of a form, which no page lists: the page of a figure tells it from the rows."""


def test_every_event_has_words_in_its_journal() -> None:
    told = noted_verbs()
    assert {"ordered", "key_made", "archived"} | OF_A_UNIT <= told
    listed = {verb for verb in told - OF_A_UNIT if not verb.startswith("agreement_")}
    assert [verb for verb in sorted(listed) if event_words(verb, {}, {}) == verb] == []


def test_only_tables_and_use_cases_ask_the_database() -> None:
    tables = apps.get_app_config("store").get_models()
    askers = {"objects", "_default_manager", *(f"{t.__name__.lower()}_set" for t in tables)}
    outside = [
        f"{path}:{node.lineno}"
        for path, tree in parsed(SOURCE)
        if not path.startswith(("src/ukur/store/", "src/ukur/usecases/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in askers
    ]
    assert outside == []


# --- pages -------------------------------------------------------------------------------

OPEN_TO_STRANGERS = {
    "first_run",
    "password_reset",
    "password_reset_complete",
    "password_reset_confirm",
    "password_reset_done",
    "set_language",
    "sign_in",
    "sign_in_as_sample",
    "theme",
    "verdict",
    "verification",
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_page_is_closed_to_strangers_but_for_these() -> None:
    programs = {id(route) for route in patterns(api_routes())}
    routes = [route for route in patterns(get_resolver()) if id(route) not in programs]
    is_open = {str(r.name or r.pattern) for r in routes if not closed(r)}
    assert is_open == OPEN_TO_STRANGERS
    assert len(routes) > len(is_open)


def closed(route: URLPattern) -> bool:
    return bool(getattr(route.callback, "login_required", True))


def api_routes() -> URLResolver:
    """What stands below /api/: programs have keys, and are answered 401 instead of a sign-in."""
    (found,) = (one for one in get_resolver().url_patterns if str(one.pattern) == "api/")
    assert isinstance(found, URLResolver)
    return found


# --- the API -----------------------------------------------------------------------------


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_operation_asks_for_a_key_and_tells_how_it_refuses() -> None:
    bare = [path for _method, path, one in operations() if one.get("security") != [{"ApiKey": []}]]
    silent = [
        path
        for _method, path, one in operations()
        if not {401, 403, 404, 409, 413, 422} <= {int(status) for status in one["responses"]}
    ]
    assert (bare, silent) == ([], [])


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does() -> None:
    names = [one["operationId"] for _method, _path, one in operations()]
    assert len(names) == len(set(names)) > 20
    assert [one["operationId"] for _m, _p, one in operations() if not one.get("description")] == []


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5, such as Debian 12's, matches a possessive group wrongly."""
    possessive = re.compile(r"\)[*+?]\+|\(\?>")
    found = [path for path in SOURCE.rglob("*.py") if possessive.search(path.read_text("utf-8"))]
    assert found == []


def test_no_two_shapes_of_the_api_bear_one_name() -> None:
    """Of two the description would keep one, and say of both what holds for it."""
    names = [
        node.name
        for _path, tree in parsed(SOURCE / "api")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(names) == sorted(set(names))


def test_handlers_of_the_api_are_thin() -> None:
    thick = [
        f"{path}: {node.name}"
        for path, tree in parsed(SOURCE / "api" / "v1")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.decorator_list and len(node.body) > AT_MOST
    ]
    assert thick == []


AT_MOST = 7
"""Statements of a handler: its docstring, five, and one for a body that is sent."""


TEXT_PAIRS = (
    "tinta muka|tinta latar|tinta-2 muka|tinta-3 muka|tinta-3 latar|tinta-3 cekung|nila muka|"
    "nila nila-kabut|pada-nila nila|pada-nila nila-sedang|pada-nila-2 kepala|pada-kunyit kunyit|"
    "kunyit-teks kunyit-kabut|tinta kunyit-kabut|tinta-2 kunyit-kabut|tinta-3 kunyit-kabut|"
    "baik baik-kabut|baik muka|cukup cukup-kabut|cukup muka|waspada waspada-kabut|waspada muka|"
    "buruk buruk-kabut|buruk muka|netral netral-kabut"
)
SHAPE_PAIRS = (
    "garis-kuat muka|baik-isi muka|cukup-isi muka|waspada-isi muka|buruk-isi muka|"
    "netral-isi muka|nila-sedang muka|fokus muka|kunyit kepala"
)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb. Source: WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["[data-bs-theme=light]{", "[data-bs-theme=dark]{"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (SHAPE_PAIRS, 3.0)])
def test_colours_can_be_told_apart(theme: str, pairs: str, least: float) -> None:
    css = (SOURCE / "web/static/ukur/tokens.css").read_text()
    block = css[css.index(theme) :].split("}")[0]
    colours = dict(re.findall(r"--u-([\w-]+):(#[0-9a-f]{6})\b", block))
    faint = []
    for pair in pairs.split("|"):
        dark, light = sorted(luminance(colours[name]) for name in pair.split())
        if (light + 0.05) / (dark + 0.05) < least:
            faint.append(pair)
    assert faint == []


# --- the checkout ------------------------------------------------------------------------

NOT_KEPT = {".git", ".venv", ".hypothesis", "var", "out", "dist", "build", "htmlcov"}
"""What git does not keep, beside caches; in a second work tree `.git` is a file."""


def kept_folders() -> list[str]:
    return [
        path.name
        for path in sorted(ROOT.iterdir())
        if path.is_dir() and path.name not in NOT_KEPT and not path.name.endswith("_cache")
    ]


def kept_files() -> Iterator[Path]:
    for path in ROOT.iterdir():
        if path.is_file() and path.name not in NOT_KEPT and not path.name.startswith(".coverage"):
            yield path
    for folder in kept_folders():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def test_the_map_names_every_folder() -> None:
    text = (ROOT / "docs" / "map.md").read_text()
    inside = [f"src/ukur/{p.name}" for p in SOURCE.iterdir() if (p / "__init__.py").exists()]
    folders = [*kept_folders(), *inside]
    assert [name for name in folders if f"`{name}/`" not in text] == []


def test_the_printed_sop_is_the_one_that_runs() -> None:
    procedure = read(procedure_text(), "pengukuran-kinerja.toml")
    assert (ROOT / "docs" / "sop.md").read_text() == sop_markdown(procedure)


def test_every_setting_from_the_environment_is_documented() -> None:
    names = re.findall(r'environ\.get\("(\w+)"', (SOURCE / "settings.py").read_text())
    manual = (ROOT / "docs" / "operations.md").read_text()
    assert [name for name in set(names) if f"`{name}`" not in manual] == []


def test_the_program_stretches_passwords_though_its_tests_do_not() -> None:
    """Source: OWASP Password Storage Cheat Sheet, of PBKDF2 with SHA-256."""
    assert not hasattr(shipped_settings, "PASSWORD_HASHERS")
    with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        kind, rounds, *_rest = make_password("rumah-kayu-biru-7").split("$")
    assert kind == "pbkdf2_sha256"
    assert int(rounds) >= 600_000


def test_the_glossary_points_to_what_is_there() -> None:
    places = re.findall(r"`([a-z]+/[\w/.]+)`", (ROOT / "docs" / "glossary.md").read_text())
    assert [place for place in places if not (SOURCE / place).exists()] == []
    assert places


def test_every_identifier_of_the_glossary_is_said_where_it_points() -> None:
    """With or without what parts its words: `plain run` is `PlainRun`."""
    lost = []
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    for row in re.findall(r"^\| (`.*) \|$", glossary, re.MULTILINE):
        first, *_between, last = row.split(" | ")
        said = "".join(map(squeezed, re.findall(r"`([a-z]+/[^`]+)`", last)))
        names = re.findall(r"[\w -]+", "".join(re.findall(r"`[^`]+`", first)))
        lost += [name for name in names if said and bare(name) not in said]
    assert lost == []


def squeezed(place: str) -> str:
    """A file or folder with its name, without what parts words."""
    path = SOURCE / place
    paths = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return bare(place + "".join(one.read_text() for one in paths))


def bare(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


def test_the_locks_name_no_address() -> None:
    locks = list(ROOT.glob("requirements*.lock"))
    assert len(locks) == 2
    assert [lock.name for lock in locks if "://" in lock.read_text()] == []


FOREIGN = re.compile(
    "|".join(("/wo" + "rk/", "pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.org"))
)
"""Nothing here may say where it was made or where packages come from. In two halves each, so
that this file does not say it either."""
TEXTS = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".po", ".typ", ".yaml", ".txt", ""}


def test_the_project_speaks_of_itself_alone() -> None:
    told = [
        str(path.relative_to(ROOT))
        for path in kept_files()
        if path.suffix in TEXTS and FOREIGN.search(path.read_text(errors="replace"))
    ]
    assert told == []


def test_vendored_files_are_as_they_came() -> None:
    sums = [path for path in kept_files() if path.name == "SHA256SUMS"]
    changed = [
        f"{listing.parent / name}"
        for listing in sums
        for wanted, name in (line.split(maxsplit=1) for line in listing.read_text().splitlines())
        if hashlib.sha256((listing.parent / name).read_bytes()).hexdigest() != wanted
    ]
    assert sums
    assert changed == []


def test_every_icon_of_a_page_is_one_that_is_drawn() -> None:
    """Of a name that is not in the sprite nothing is shown, and nothing fails."""
    pages = [path.read_text("utf-8") for path in (SOURCE / "web/templates").rglob("*.*")]
    sprite = (SOURCE / "web/static/ukur/lambang.svg").read_text("utf-8")
    drawn = set(re.findall(r'id="i-([a-z-]+)"', sprite))
    asked = {name for page in pages for name in re.findall(r'{% icon "([a-z-]+)"', page)}
    assert asked - drawn == set()
