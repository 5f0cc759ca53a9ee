"""The commands as a whole: fast help, Indonesian words, exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ukur.cli.main import COMMANDS, run

USAGE_IN_INDONESIAN = "Cara pakai:"


def called(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program as a person calls it, in a folder with nothing in it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "from ukur.cli.main import main; main()", *arguments],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_needs_no_django_and_leaves_nothing_behind(tmp_path: Path) -> None:
    probe = (
        "import sys; from ukur.cli.main import run; run(['--help']); print('django' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith(USAGE_IN_INDONESIAN)
    assert said.endswith("False\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"{USAGE_IN_INDONESIAN} ukur {name}")


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("ukur 0.")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "restore" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nix"], "Tidak ada perintah 'nix'"),
        (["serve", "--port", "99999"], "di luar rentang"),
        (["backup"], "Kurang argumen"),
        (["sop", "check", "no-such-file.toml"], "tidak ada"),
    ],
)
def test_wrong_arguments_end_with_2_and_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_the_commands_speak_english_when_asked(tmp_path: Path) -> None:
    said = called("--help", folder=tmp_path, UKUR_LANGUAGE="en").stdout
    assert "Bring back what backup wrote." in said


def test_a_command_that_only_reads_files_makes_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"nothing")
    answer = called("verify", "x.pdf", folder=tmp_path)
    assert answer.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    answer = called(
        "backup",
        "b.zip",
        folder=tmp_path,
        UKUR_DATA=str(tmp_path / "data"),
        DATABASE_URL="postgresql://nobody@/none?host=/no/such/folder",
    )
    assert answer.returncode == 2
    assert "Basis data tidak menjawab" in answer.stderr
    assert "Traceback" not in answer.stderr
