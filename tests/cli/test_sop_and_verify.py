"""`ukur sop` and `ukur verify`: answers, not only errors."""

import json
import re
from pathlib import Path

import pytest

from tests import pdf_reading
from ukur.cli.main import run
from ukur.domain.journal import GENESIS, sealed
from ukur.domain.journal_file import journal_lines
from ukur.domain.sop.reading import read
from ukur.edge.shipped import procedure_text, shipped

SEED = str(shipped("procedures", "pengukuran-kinerja.toml"))


def test_the_seed_can_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sop", "check", SEED]) == 0
    assert "dapat dijalankan" in capsys.readouterr().out


def test_an_unsound_sop_is_answered_with_1_and_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "sop.toml"
    bad.write_text(procedure_text().replace("yes_to = 8", "yes_to = 88"), encoding="utf-8")
    assert run(["sop", "check", str(bad), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["sound"] is False
    assert "line" in answer["problems"][0][0]


def test_an_sop_that_is_no_text_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sop.toml").write_bytes(b"\xff\xfe")
    assert run(["sop", "check", str(tmp_path / "sop.toml")]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_an_sop_is_exported_in_each_form(tmp_path: Path) -> None:
    for form in ("toml", "bpmn", "md", "pdf", "svg"):
        target = tmp_path / f"sop.{form}"
        assert run(["sop", "export", SEED, "--format", form, "-o", str(target)]) == 0
    again = (tmp_path / "sop.toml").read_text(encoding="utf-8")
    assert read(again, "sop.toml") == read(procedure_text(), "seed.toml")
    assert (tmp_path / "sop.pdf").read_bytes().startswith(b"%PDF-")
    drawn = (tmp_path / "sop.svg").read_text(encoding="utf-8")
    assert "<svg" in drawn
    assert "menyusun laporan" in drawn
    assert (tmp_path / "sop.md").read_text(encoding="utf-8").startswith("# SOP")


def test_an_sop_that_is_exported_for_a_signature_in_ink_never_says_that_it_is_unsigned(
    tmp_path: Path,
) -> None:
    target = tmp_path / "sop.pdf"
    assert run(["sop", "export", SEED, "-o", str(target)]) == 0
    words = pdf_reading.text(target.read_bytes())
    assert "SALINAN KERJA" not in words
    assert "Halaman 2 dari 2" in words


def test_an_sop_in_bpmn_is_checked_and_exported_like_one_of_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn, written = str(tmp_path / "sop.bpmn"), str(tmp_path / "sop.toml")
    assert run(["sop", "export", SEED, "--format", "bpmn", "-o", drawn]) == 0
    assert run(["sop", "check", drawn]) == 0
    assert "dapat dijalankan" in capsys.readouterr().out
    assert run(["sop", "export", drawn, "--format", "toml", "-o", written]) == 0
    text = Path(written).read_text(encoding="utf-8")
    assert read(text, "sop.toml") == read(procedure_text(), "seed.toml")


def test_what_is_richer_than_an_sop_is_told_with_line_and_element(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = tmp_path / "sop.bpmn"
    assert run(["sop", "export", SEED, "--format", "bpmn", "-o", str(drawn)]) == 0
    text = drawn.read_text(encoding="utf-8").replace(
        '<bpmn:userTask id="Step_3"', '<bpmn:scriptTask id="Step_3"'
    )
    drawn.write_text(
        re.sub(r'(id="Step_3".*?)</bpmn:userTask>', r"\1</bpmn:scriptTask>", text, flags=re.DOTALL),
        encoding="utf-8",
    )
    assert run(["sop", "check", str(drawn)]) == 1
    told = capsys.readouterr().out
    assert "“3. Membuat format pengukuran kinerja”: SOP tidak mengenal “scriptTask”" in told
    assert run(["sop", "export", str(drawn), "--format", "toml"]) == 2
    assert "scriptTask" in capsys.readouterr().err


def test_a_journal_without_a_signed_head_is_no_yes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = sealed(
        sequence=1,
        at="2026-01-05T02:00:00.000000Z",
        by="Sri",
        verb="ordered",
        facts={},
        previous=GENESIS,
    )
    path = tmp_path / "journal.jsonl"
    path.write_text(journal_lines([event]), encoding="utf-8")
    assert run(["verify", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["finding"] == "consistent"
    path.write_text(journal_lines([event]).replace("Sri", "Ani"), encoding="utf-8")
    assert run(["verify", str(path)]) == 1
    assert "Peristiwa ini diubah" in capsys.readouterr().out


def test_what_is_not_there_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(tmp_path / "nothing.pdf")]) == 2
    assert "tidak dapat dibaca" in capsys.readouterr().out
