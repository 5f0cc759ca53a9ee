"""Reading a procedure: the right file, and every way a file can be wrong, with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.sop.builders import seed_text
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.entries import MAX_UNKNOWN_KEYS
from ukur.domain.sop.places import line_of, lines_of
from ukur.domain.sop.reading import MAX_CHARACTERS, read

SMALL = """\
key = "contoh"
version = "1"
title = "URAIAN"

[cover]
government = "PEMERINTAH"
agency = "DINAS"
unit = "SEKRETARIAT"
title = "CONTOH"

[[lane]]
key = "staf"
name = "Staf"

[[step]]
number = 1
activity = "Membuat"
lead = "staf"
work = "task"
standard = "1 hari"

[[step]]
number = 2
activity = "Memeriksa"
lead = "staf"
work = "task"
standard = "1 hari"
[step.decision]
yes = "Ya"
no = "Tidak"
yes_to = 3
no_to = 1

[[step]]
number = 3
activity = "Mengarsipkan"
lead = "staf"
work = "task"
standard = "1 hari"
returns = [1]
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(NotValid) as refused:
        read(text, "procedures/x.toml")
    return refused.value.problems


def only(text: str) -> Problem:
    (problem,) = problems(text)
    return problem


def line(text: str, words: str) -> str:
    number = text[: text.index(words)].count("\n") + 1
    return f"procedures/x.toml, line {number}"


def changed(old: str, new: str, count: int = 1) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, count)


def test_the_shipped_procedure_is_read() -> None:
    assert len(read(seed_text(), "procedures/pengukuran-kinerja.toml").steps) == 9


def test_the_small_procedure_is_read() -> None:
    sop = read(SMALL, "x")
    assert [step.activity for step in sop.steps] == ["Membuat", "Memeriksa", "Mengarsipkan"]
    assert sop.steps[0].joined == ()
    assert sop.steps[0].output == ""
    decision = sop.steps[1].decision
    assert decision is not None
    assert decision.no_allowed == (1,)


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter() -> None:
    assert read("\ufeff" + SMALL.replace("\n", "\r\n"), "x") == read(SMALL, "x")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('key = "contoh"', "key = 7", "not_text"),
        ('key = "contoh"', 'key = "Contoh SOP"', "not_a_key"),
        ('key = "contoh"', 'key = " "', "empty"),
        ('version = "1"', 'version = "satu dua"', "not_a_version"),
        ('activity = "Membuat"', 'activity = ""', "empty"),
        ('activity = "Membuat"', 'activity = "Mem\\u0007buat"', "hidden_character"),
        ('activity = "Membuat"', 'activity = "Mem\\u202Ebuat"', "hidden_character"),
        ('activity = "Membuat"', f'activity = "{"a" * 2001}"', "too_long"),
        ('activity = "Membuat"', "activity = 2026-11-22", "not_text"),
        ('work = "task"', 'work = "tugas"', "unknown_work"),
        ('standard = "1 hari"', 'standard = "segera"', "not_a_standard"),
        ("number = 1", 'number = "1"', "not_number"),
        ("number = 1", "number = true", "not_number"),
        ("number = 1", "number = 1.0", "not_number"),
        ("number = 1", "number = 0", "number_out_of_range"),
        ("number = 1", "number = 0x" + "F" * 5000, "number_out_of_range"),
        ("returns = [1]", "returns = 1", "not_numbers"),
        ("returns = [1]", 'returns = ["1"]', "not_number"),
        ("returns = [1]", "returns = [9]", "unknown_step"),
        ("returns = [1]", "returns = [3]", "return_not_earlier"),
        ("returns = [1]", "returns = [" + "1, " * 101 + "]", "too_many"),
        ("returns = [1]", 'joined = "staf"', "not_texts"),
        ("returns = [1]", "joined = [1]", "not_text"),
        ("returns = [1]", 'joined = ["stap"]', "unknown_lane"),
        ("returns = [1]", 'inferred = ["leads"]', "not_inferrable"),
        ("returns = [1]", 'decision = "Ya"', "not_table"),
        ("yes_to = 3", 'yes_to = "3"', "not_number"),
        ("no_to = 1", "no_to = 2", "return_not_earlier"),
    ],
)
def test_a_wrong_value_is_found_on_its_line(old: str, new: str, code: str) -> None:
    text = changed(old, new)
    found = problems(text)
    assert code in {problem.code for problem in found}
    assert {problem.where for problem in found} == {line(text, new)}


def test_a_flag_is_true_or_false() -> None:
    basis = '[[cover.legal_basis]]\ntext = "UU"\nregional = '
    text = changed("[[lane]]", basis + '"ya"\n[[lane]]')
    assert only(text).code == "not_flag"
    assert only(text).where == line(text, "regional")
    assert read(changed("[[lane]]", basis + "true\n[[lane]]"), "x").cover.legal_basis[0].regional


@pytest.mark.parametrize(
    ("key", "place"),
    [("key", "key"), ("activity", "[[step]]"), ("number", "[[step]]"), ("agency", "[cover]")],
)
def test_a_missing_key_is_found_where_its_table_begins(key: str, place: str) -> None:
    text = re.sub(rf"^{key} = .*\n", "", SMALL, count=1, flags=re.MULTILINE)
    problem = only(text)
    assert (problem.code, problem.facts["key"]) == ("missing", key)
    assert problem.where == line(text, place) or place == "key"


def test_a_mistyped_key_is_named_with_the_nearest_right_one() -> None:
    text = changed("activity =", "activty =")
    missing, unknown = problems(text)
    assert (missing.code, missing.facts["key"]) == ("missing", "activity")
    assert (unknown.code, unknown.facts["nearest"]) == ("unknown_key", "activity")
    assert unknown.where == line(text, "activty")
    assert "standard" in str(unknown.facts["allowed"])


def test_only_the_first_unknown_keys_of_a_table_are_named() -> None:
    text = "".join(f"tidak_dikenal_{n} = 1\n" for n in range(50)) + SMALL
    assert len(problems(text)) == MAX_UNKNOWN_KEYS


def test_all_problems_come_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL.replace('work = "task"', 'work = "tugas"').replace("yes_to = 3", "yes_to = 8")
    text = text.replace('lead = "staf"', 'lead = "stap"', 1)
    found = problems(text)
    assert [problem.code for problem in found] == [
        "unknown_lane",
        "unknown_work",
        "unknown_work",
        "unknown_step",
        "unknown_work",
    ]
    lines = [problem.facts["line"] for problem in found]
    assert lines == [18, 19, 26, 31, 38]


def test_a_wrong_value_does_not_cause_a_second_problem_elsewhere() -> None:
    assert only(changed('key = "staf"', 'key = "Staf"')).code == "not_a_key"
    assert only(changed('lead = "staf"', "lead = 5")).code == "not_text"
    assert only(changed("yes_to = 3", "yes_to = -3")).code == "number_out_of_range"
    assert only(changed("no_to = 1", 'no_to = 1\nno_allowed = ["1", 1]')).code == "not_number"


def test_a_file_without_steps_or_cover_says_so() -> None:
    head = SMALL[: SMALL.index("[[step]]")]
    assert only(head).code == "no_steps"
    empty = problems("")
    assert [problem.facts["key"] for problem in empty] == ["key", "version", "title", "cover"]


def test_a_cover_that_is_no_table_is_found() -> None:
    text = re.sub(r"\[cover\](.|\n)*?\n\n", "", SMALL)
    assert {p.code for p in problems('cover = "x"\n' + text)} == {"not_table", "missing"}


@pytest.mark.parametrize("value", ["5", "[1, 2]", '"satu"'])
def test_steps_that_are_no_tables_are_found(value: str) -> None:
    text = f"step = {value}\n" + SMALL[: SMALL.index("[[step]]")]
    assert only(text).code == "not_tables"
    assert only(text).where == "procedures/x.toml, line 1"


def test_a_step_in_an_inline_table_is_found_by_the_line_of_the_list() -> None:
    head = SMALL[: SMALL.index("[[step]]")]
    text = "\n\nstep = [\n  { number = 1 },\n]\n" + head
    assert {problem.where for problem in problems(text)} == {"procedures/x.toml, line 3"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('key = "x', "line 1"),
        ('key = "x"\nkey = "y"\n', "line 2"),
        ("\n\nkey = [1,\n", "line 3"),
        ("[cover\n", "line 1"),
        ("key = " + "9" * 5000, "line 1"),
    ],
)
def test_broken_toml_is_found_on_its_line(text: str, where: str) -> None:
    problem = only(text)
    assert (problem.code, problem.where) == ("not_toml", f"procedures/x.toml, {where}")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 50_000,
        "a = " + "{b = " * 50_000,
        ".".join(["a"] * 200_000) + " = 1",
        "[" + ".".join(["a"] * 200_000) + "]",
    ],
)
def test_text_nested_too_deep_is_refused_before_it_is_parsed(text: str) -> None:
    assert only(text) == Problem("procedures/x.toml", "too_deep", {"limit": 8})


def test_many_fractions_are_not_deep() -> None:
    text = "a = [" + "1.5, " * 50 + "]\n" + SMALL
    assert only(text).code == "unknown_key"


def test_a_text_too_large_is_refused() -> None:
    problem = only("#" * (MAX_CHARACTERS + 1))
    assert (problem.code, problem.facts["limit"]) == ("too_large", MAX_CHARACTERS)


@pytest.mark.parametrize(
    ("entry", "limit"),
    [('[[lane]]\nkey = "a{n}"\nname = "A"\n', 20), ("[[step]]\n", 200)],
)
def test_too_many_lanes_or_steps_are_refused(entry: str, limit: int) -> None:
    text = SMALL + "".join(entry.replace("{n}", str(n)) for n in range(limit))
    assert "too_many" in {problem.code for problem in problems(text)}


def test_a_shown_value_is_short_and_visible() -> None:
    text = changed('work = "task"', 'work = "' + "x" * 500 + '"')
    assert str(only(text).facts["found"]) == "x" * 80 + "…"
    hidden = problems(changed('key = "contoh"', '"ke\\u202Ey" = "contoh"'))
    assert [p.facts["found"] for p in hidden if p.code == "unknown_key"] == ["ke\ufffdy"]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_problems(text: str) -> None:
    with pytest.raises(NotValid) as refused:
        read(text, "x")
    assert refused.value.problems


@given(st.integers(0, len(SMALL) - 1), st.characters())
def test_one_wrong_character_never_breaks_the_reader(place: int, character: str) -> None:
    text = SMALL[:place] + character + SMALL[place + 1 :]
    assert all(where.startswith("x") for where in places_of_problems(text))


def places_of_problems(text: str) -> list[str]:
    try:
        read(text, "x")
    except NotValid as refused:
        return [problem.where for problem in refused.problems]
    return []


def test_lines_are_counted_past_texts_and_lists_of_several_lines() -> None:
    text = (
        '# key = "no"\n'
        'a = """\n[[step]]\nb = 1 "quoted" \\""""\n'
        "c = [\n  'x = 1', # y = 2\n  [1],\n]\n"
        "d.e = '''\nf = 1'''\n"
        "[[step]]\n"
        "g = 1\n"
        "[step.h]\n"
        "[[step]]\n"
        "[[step.i]]\n"
        "[[step.i]]\n"
        "'j' = {k = 1}"
    )
    assert dict(lines_of(text)) == {
        "a": 2,
        "c": 5,
        "d": 9,
        "d, e": 9,
        "step 1": 11,
        "step 1, g": 12,
        "step 1, h": 13,
        "step 2": 14,
        "step 2, i 1": 15,
        "step 2, i 2": 16,
        "step 2, i 2, j": 17,
    }


def test_a_place_without_a_line_takes_that_of_the_table_around_it() -> None:
    lines = {"step 2": 7, "list": 3}
    assert line_of(lines, "step 2, decision, no_to") == 7
    assert line_of(lines, "list 4, name") == 3
    assert line_of(lines, "cover, title") == 1
