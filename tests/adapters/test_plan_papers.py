"""The papers of a plan: long ones break well, hostile ones are shown, signatures stay together."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.pdf_reading import (
    HOSTILE,
    LONG,
    assert_nothing_leaves_the_page,
    output,
    squeezed,
    text,
    typeset,
)
from tests.sample_plan_papers import (
    ACTION_PLAN,
    AGREEMENT,
    ENTRY,
    MANUAL,
    REVISED_AGREEMENT,
    SIGNING,
    TREE,
    tree,
    tree_paper,
)
from ukur.domain.papers import Paper, Signature
from ukur.domain.plan.papers import (
    ActionGoal,
    ActionLine,
    AgreedGoal,
    AgreedLine,
    BudgetRow,
    ChangedRow,
    ManualTarget,
)
from ukur.domain.plan.tree import CrossLink, Tree, TreeIndicator, TreeNode
from ukur.domain.plan.tree_paper import on_paper

SIZES = (1, 40, 150)


def codes(count: int) -> list[str]:
    return [f"IND-{number:03d}" for number in range(count)]


def goals(count: int, words: str = "") -> tuple[AgreedGoal, ...]:
    """So many indicators under goals of twelve."""
    lines = [AgreedLine(f"{code} {words}", "1.234,5 per 100.000 KH") for code in codes(count)]
    parts = [tuple(lines[at : at + 12]) for at in range(0, count, 12)]
    return tuple(
        AgreedGoal(str(n), f"Sasaran {n} {words}", part) for n, part in enumerate(parts, start=1)
    )


def programs(count: int, words: str = "") -> tuple[BudgetRow, ...]:
    return tuple(
        BudgetRow(f"PROG-{n:02d} {words}", "98.765.432.109", depth=n % 3) for n in range(count)
    )


def pages(paper: Paper) -> list[str]:
    return text(typeset(paper)).split("\f")[:-1]


def agreement(count: int, words: str = "") -> Paper:
    return replace(AGREEMENT, goals=goals(count, words), programs=programs(count // 4, words))


def action_plan(count: int, words: str = "") -> Paper:
    own = tuple(
        ActionGoal(
            goal.number,
            goal.name,
            tuple(
                ActionLine(line.indicator, "per 100.000 KH", "1.234,5", ("1", "2", "3", "1.234,5"))
                for line in goal.lines
            ),
        )
        for goal in goals(count, words)
    )
    return replace(ACTION_PLAN, goals=own, budget=programs(count // 2, words))


def manual(count: int, words: str = "") -> Paper:
    return replace(
        MANUAL,
        entries=tuple(replace(ENTRY, code=code, name=f"Nama {words}") for code in codes(count)),
    )


BUILDERS = {"agreement": agreement, "action_plan": action_plan, "manual": manual}


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("name", BUILDERS)
def test_all_indicators_arrive_and_nothing_is_cut(name: str, count: int) -> None:
    pdf = typeset(BUILDERS[name](count))
    assert_nothing_leaves_the_page(pdf)
    words = squeezed(pdf)
    assert [code for code in codes(count) if code not in words] == []


@pytest.mark.parametrize("name", BUILDERS)
def test_long_and_hostile_words_are_shown_as_they_are_and_nothing_is_cut(name: str) -> None:
    pdf = typeset(BUILDERS[name](9, HOSTILE + LONG))
    assert_nothing_leaves_the_page(pdf)
    assert "#letx=1$a$\\<script>alert('x')</script>*b*_c_@ref" in squeezed(pdf)


@pytest.mark.parametrize("name", ["agreement", "action_plan"])
def test_the_head_of_a_long_table_comes_again_on_each_page_and_so_does_the_goal(name: str) -> None:
    found = [page for page in pages(BUILDERS[name](150)) if "IND-" in page]
    assert len(found) > 2
    assert all("Indikator Kinerja" in page for page in found)
    assert all(re.search(r"^ *\d+ +(Sasaran|\(lanjutan\))", page, re.MULTILINE) for page in found)


def test_the_head_of_a_long_table_of_money_comes_again_as_well() -> None:
    found = [page for page in pages(action_plan(150)) if "PROG-" in page]
    assert len(found) > 1
    assert all("Anggaran (Rp)" in page for page in found)


# --- the agreement -----------------------------------------------------------------------


@pytest.mark.parametrize("count", range(36, 76, 3))
def test_the_signatures_stay_together_and_never_stand_alone(count: int) -> None:
    last = pages(agreement(count))[-1]
    assert "PIHAK KEDUA" in last
    assert "PIHAK PERTAMA" in last
    assert "NIP. 19700101 199501 2 001" in last
    assert "Lampiran ini memuat" in last


def test_pihak_pertama_promises_and_pihak_kedua_is_the_superior() -> None:
    first, annex = pages(AGREEMENT)
    said = " ".join(first.split())
    assert "Jabatan : Kepala Dinas Kesehatan selanjutnya disebut pihak pertama," in said
    assert "Bupati Contoh selaku atasan pihak pertama, selanjutnya disebut pihak kedua." in said
    assert "menjadi tanggung jawab kami." in said
    assert "pemberian penghargaan dan sanksi." in said
    for page in (first, annex):
        row = next(line for line in page.splitlines() if "PIHAK KEDUA" in line)
        assert row.index("PIHAK KEDUA") < row.index("PIHAK PERTAMA")


def test_names_stand_on_one_line_whatever_is_above_them() -> None:
    named = replace(SIGNING.superior, name="H. Nama Bupati")
    paper = replace(AGREEMENT, signature=replace(SIGNING, superior=named))
    boxes = output("pdftotext", "-f", "1", "-l", "1", "-bbox", "-", "-", pdf=typeset(paper))
    rows = {
        word: top
        for top, word in re.findall(r'yMin="([\d.]+)"[^>]*>(Bupati|Cempaka)</word>', boxes)
    }
    assert rows["Bupati"] == rows["Cempaka"]


def test_an_initial_agreement_speaks_of_no_change_and_a_revised_one_says_what_it_replaces() -> None:
    assert "PERUBAHAN" not in text(typeset(AGREEMENT))
    found = pages(REVISED_AGREEMENT)
    assert "PERUBAHAN PERJANJIAN KINERJA TAHUN 2026" in found[0]
    assert "Menggantikan Perjanjian Kinerja Nomor 012/CONTOH/2026" in found[0]
    assert "Alasan perubahan. Pergeseran anggaran" in " ".join(found[-1].split())
    rows = [" ".join(line.split()) for line in found[-1].splitlines()]
    assert "1 Angka kematian ibu 90 per 100.000 KH 85 per 100.000 KH" in rows
    assert "2 Nilai SAKIP dari Inspektorat – (baru) BB" in rows
    assert "3 Cakupan rumah sehat 80% – (dihapus)" in rows


def test_a_list_of_many_changes_breaks_with_its_head() -> None:
    changes = tuple(ChangedRow(f"UBAH-{n:03d} {HOSTILE[:60]}", "1", "2") for n in range(120))
    pdf = typeset(replace(REVISED_AGREEMENT, changes=changes))
    assert_nothing_leaves_the_page(pdf)
    found = [page for page in text(pdf).split("\f") if "UBAH-" in page]
    assert len(found) > 2
    assert all("Semula" in page for page in found)


def test_an_agreement_without_programs_has_no_table_of_money() -> None:
    words = text(typeset(replace(AGREEMENT, programs=(), total="")))
    assert "Anggaran (Rp)" not in words
    assert "Jumlah" not in words.replace("Jumlah kematian bayi", "")


def test_what_nobody_knows_gets_dots_and_no_invented_name() -> None:
    nobody = Signature("", ("BUPATI CONTOH",))
    paper = replace(AGREEMENT, signature=replace(SIGNING, superior=nobody, promiser=nobody))
    words = text(typeset(paper))
    assert len(re.findall(r"Nama +: \.{20}", words)) == 2
    assert "NIP" not in words


# --- the manual --------------------------------------------------------------------------


def test_an_entry_of_the_manual_keeps_together() -> None:
    for page in pages(manual(40)):
        heads = len(re.findall(r"^ *\d+\. IND-", page, re.MULTILINE))
        assert heads == page.count("Kondisi awal")


def test_a_manual_with_a_target_for_each_of_many_units_lists_them_all() -> None:
    units = tuple(ManualTarget(f"Puskesmas Bunga Nomor {n:02d}", f"{n},5") for n in range(60))
    pdf = typeset(replace(MANUAL, entries=(replace(ENTRY, unit_targets=units),)))
    assert_nothing_leaves_the_page(pdf)
    assert [u.name for u in units if u.name.replace(" ", "") not in squeezed(pdf)] == []


# --- the tree ----------------------------------------------------------------------------


def test_a_small_tree_takes_one_lying_a4() -> None:
    form, sheets = on_paper(tree(1, 1, 1))
    assert (form, len(sheets)) == ("a4", 1)
    pdf = typeset(tree_paper(tree(1, 1, 1)))
    assert "841.89 x 595.276 pts (A4)" in output("pdfinfo", "-", pdf=pdf)


def test_a_large_tree_goes_over_sheets_of_a3_with_the_same_letters_on_both_sides() -> None:
    large = tree(6, 6, 40)
    form, sheets = on_paper(large)
    assert form == "a3"
    assert len(sheets) > 3
    pdf = typeset(tree_paper(large, "a3"))
    assert f"Pages:           {len(sheets)}" in output("pdfinfo", "-", pdf=pdf)
    assert_nothing_leaves_the_page(pdf)
    words = squeezed(pdf)
    assert [node.code for node in large.nodes if node.code not in words] == []
    assert "IKU-S140" in words
    for sheet, following in pairwise(sheets):
        letters = {tag.letter.text for tag in sheet.tags}
        assert letters & {tag.letter.text for tag in following.tags}


def test_hostile_words_stay_in_the_boxes_of_the_tree() -> None:
    node = TreeNode("S1", "sasaran", HOSTILE, "", (TreeIndicator(HOSTILE[:40], LONG, HOSTILE),))
    child = TreeNode("x" * 40, "program", LONG, "S1")
    link = CrossLink("S1", "x" * 40, "", HOSTILE)
    outward = CrossLink("S1", "", HOSTILE, LONG)
    pdf = typeset(tree_paper(Tree((node, child), (link, outward))))
    assert_nothing_leaves_the_page(pdf)
    assert "<script>alert('x')</script>" in squeezed(pdf)


def test_the_drawing_is_told_in_words() -> None:
    said = " ".join(TREE.told)
    assert "Sasaran S1 di bawah T1: Meningkatnya kesehatan ibu" in said
    assert "indikator IKU-S101 Angka kematian ibu" in said
    assert "1.02.12 mendukung Dinas Pendidikan: imunisasi" in said
