"""The Indonesian catalogue: merging, refusing, compiling, finding what lacks words."""

import gettext
from pathlib import Path

import click
import pytest

from ukur.edge.catalogue import (
    PACKAGE,
    PARTS,
    CatalogueError,
    compile_parts,
    ensure_compiled,
    merged,
    part_files,
    source_strings,
    untranslated,
    unused,
)

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def part(folder: Path, name: str, *pairs: tuple[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    body = "\n".join(f'msgid "{english}"\nmsgstr "{indonesian}"\n' for english, indonesian in pairs)
    path = folder / name
    path.write_text(HEADER + body, encoding="utf-8")
    return path


def spoken(compiled: Path) -> gettext.GNUTranslations:
    with compiled.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_the_parts_are_spoken_as_one(tmp_path: Path) -> None:
    part(tmp_path / "parts", "a.po", ("Save", "Simpan"))
    part(tmp_path / "parts", "b.po", ("Sign", "Tanda tangani"), ("Save", "Simpan"))
    compile_parts(tmp_path / "parts", tmp_path / "mo" / "django.mo")
    words = spoken(tmp_path / "mo" / "django.mo")
    assert (words.gettext("Save"), words.gettext("Sign")) == ("Simpan", "Tanda tangani")


def test_one_form_serves_every_number(tmp_path: Path) -> None:
    text = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} hari"\n'
    (tmp_path / "a.po").write_text(HEADER + text, encoding="utf-8")
    compile_parts(tmp_path, tmp_path / "django.mo")
    words = spoken(tmp_path / "django.mo")
    assert {words.ngettext("{n} day", "{n} days", n) for n in (0, 1, 2)} == {"{n} hari"}


def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    part(tmp_path / "parts", "a.po", ("Save", "Simpan"))
    for name in ("one.mo", "two.mo"):
        compile_parts(tmp_path / "parts", tmp_path / name)
    assert (tmp_path / "one.mo").read_bytes() == (tmp_path / "two.mo").read_bytes()


def test_two_translations_of_one_string_are_refused_with_both_places(tmp_path: Path) -> None:
    part(tmp_path, "a.po", ("Save", "Simpan"))
    part(tmp_path, "b.po", ("Sign", "Teken"), ("Save", "Rekam"))
    with pytest.raises(CatalogueError, match=r"b\.po, line 8 and a\.po, line 5"):
        merged(part_files(tmp_path))


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("{count} lines", "{jumlah} baris"),
        ("%(count)s lines", "%(jumlah)s baris"),
        ("{count} lines", "beberapa baris"),
    ],
)
def test_a_translation_keeps_the_placeholders(
    tmp_path: Path, english: str, indonesian: str
) -> None:
    path = part(tmp_path, "a.po", (english, indonesian))
    with pytest.raises(CatalogueError, match=r"a\.po, line 5"):
        merged([path])


def test_a_part_that_is_not_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.po"
    path.write_text('msgid "half\n', encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"broken\.po"):
        merged([path])


def test_compiling_happens_when_a_part_changed_and_only_then(tmp_path: Path) -> None:
    parts, compiled = tmp_path / "parts", tmp_path / "django.mo"
    part(parts, "a.po", ("Save", "Simpan"))
    assert ensure_compiled(parts, compiled)
    assert not ensure_compiled(parts, compiled)
    part(parts, "a.po", ("Save", "Rekam"))
    assert ensure_compiled(parts, compiled)
    assert spoken(compiled).gettext("Save") == "Rekam"


def test_strings_of_code_and_templates_are_found(tmp_path: Path) -> None:
    package = tmp_path / "house"
    templates = package / "web" / "templates"
    templates.mkdir(parents=True)
    (package / "words.py").write_text(
        'from x import gettext_lazy as _, ngettext, pgettext\n_("Save")\n'
        'ngettext("one line", "{n} lines", 2)\npgettext("paper", "Form")\n'
    )
    (templates / "page.html").write_text(
        '    {% translate "Sign" %}\n'
        "{% blocktranslate count n=n %}one day{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    assert source_strings(package) == {
        ("", "Save", False): "house/words.py, line 2",
        ("", "one line", True): "house/words.py, line 3",
        ("paper", "Form", False): "house/words.py, line 4",
        ("", "Sign", False): "house/web/templates/page.html, line 1",
        ("", "one day", True): "house/web/templates/page.html, line 2",
    }


def test_a_string_with_a_plural_is_not_the_one_without(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "words.py").write_text('ngettext("Save", "Save all", 2)\n')
    part(tmp_path / "parts", "a.po", ("Save", "Simpan"))
    gaps = untranslated(tmp_path / "house", tmp_path / "parts")
    assert [gap.source for gap in gaps] == ["Save"]
    (tmp_path / "parts" / "b.po").write_text(
        HEADER + 'msgid "Save"\nmsgid_plural "Save all"\nmsgstr[0] "Simpan"\n', encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match="with a plural or without"):
        merged(part_files(tmp_path / "parts"))


def test_what_lacks_words_is_listed(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "words.py").write_text('_("Save")\n_("Sign")\n_("Send")\n')
    parts = tmp_path / "parts"
    part(parts, "a.po", ("Save", "Simpan"), ("Sign", ""))
    gaps = untranslated(tmp_path / "house", parts)
    assert [gap.source for gap in gaps] == ["Sign", "Send"]


def test_what_nothing_says_is_listed(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "words.py").write_text('_("Save")\n')
    part(tmp_path / "parts", "a.po", ("Save", "Simpan"), ("Sign", "Tanda tangani"))
    assert unused(tmp_path / "parts", tmp_path / "house") == ("Sign",)


def test_every_translated_string_is_said_somewhere() -> None:
    assert unused(PARTS, PACKAGE, Path(click.__file__).parent) == ()
