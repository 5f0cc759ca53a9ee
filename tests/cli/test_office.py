"""Setting up, backup, restore and the journal, by the commands of who runs the machine."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from ukur.adapters.backup.tables import kept_models
from ukur.cli.main import run
from ukur.store.models import Account, Agency, CalendarYear

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, SECOND, TOO_SHORT = "rumah-kayu-biru-7", "pohon-mangga-tua-3", "abc"
ANSWERS = [
    *("--government", "PEMERINTAH KABUPATEN CONTOH"),
    *("--name", "DINAS KESEHATAN"),
    *("--region", "Kabupaten Contoh"),
    *("--city", "Contoh"),
    *("--head-title", "Kepala Dinas Kesehatan"),
    *("--letter-code", "DINKES"),
    *("--keeper", "sri"),
    *("--keeper-name", "Sri Lestari"),
    *("--keeper-email", ""),
    *("--year", "2026"),
]


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("UKUR_PASSWORD", FIRST)
    return monkeypatch


def test_an_agency_is_set_up_without_a_question(
    password: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["setup", *ANSWERS]) == 0
    assert "sri" in capsys.readouterr().out
    assert Agency.objects.get().letter_code == "DINKES"
    assert Account.objects.get().check_password(FIRST)
    assert list(CalendarYear.objects.values_list("year", flat=True)) == [2026]


def test_every_problem_of_the_answers_is_listed(
    password: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    password.setenv("UKUR_PASSWORD", TOO_SHORT)
    assert run(["setup", *ANSWERS, "--city", " "]) == 2
    said = capsys.readouterr().err
    assert "  city: " in said
    assert "password: Kata sandi harus paling sedikit 10" in said
    assert not Agency.objects.exists()


def test_a_lost_password_is_replaced(
    password: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["setup", *ANSWERS])
    password.setenv("UKUR_PASSWORD", SECOND)
    assert run(["setup", "--reset-password", "sri"]) == 0
    assert Account.objects.get().check_password(SECOND)
    assert run(["setup", "--reset-password", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_a_backup_comes_back_into_an_empty_place_only(
    password: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    settings: LazySettings,
) -> None:
    run(["setup", *ANSWERS])
    file = str(tmp_path / "b.zip")
    assert run(["backup", file]) == 0
    assert run(["backup", file]) == 2
    assert run(["restore", file]) == 2
    assert "tidak kosong" in capsys.readouterr().err
    for model in reversed(kept_models()):
        model._base_manager.all().delete()  # noqa: SLF001 - whatever the table is
    settings.DATA_DIR = tmp_path / "new"
    settings.DATA_DIR.mkdir()
    assert run(["restore", file]) == 0
    assert Account.objects.get().check_password(FIRST)
    assert (settings.DATA_DIR / "keys" / "root.pem").is_file()


def test_a_file_that_is_no_backup_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: LazySettings
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "x.zip").write_bytes(b"nothing")
    assert run(["restore", str(tmp_path / "x.zip")]) == 2
    assert "bukan cadangan" in capsys.readouterr().err


def test_a_journal_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["journal", "export", "2026", "TW3"]) == 2
    assert "TW3 2026" in capsys.readouterr().err
