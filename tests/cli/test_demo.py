"""`ukur demo`: the files that it leaves, and that it never writes over an earlier one."""

from pathlib import Path

import bagit
import pytest
from click.testing import CliRunner

from tests.builders import new_world
from tests.story.rooms import own_room
from ukur.cli.demo import demo, seed
from ukur.store.models import Agency

FILES = {"sop.pdf", "form.xlsx", "pengukuran-kinerja.pdf", "register.csv", "arsip"}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_demonstration_leaves_its_files_and_a_valid_package(tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    with own_room(tmp_path):
        result = CliRunner().invoke(demo, ["--out", str(out)])
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == FILES
    assert bagit.Bag(str(out / "arsip")).is_valid()
    again = CliRunner().invoke(demo, ["--out", str(out)])
    assert again.exit_code == 2
    assert str(out) in again.output


@pytest.mark.django_db(transaction=True)
def test_a_seed_leaves_an_installation_alone_that_has_an_agency(
    capsys: pytest.CaptureFixture[str],
) -> None:
    new_world()
    seed()
    assert Agency.objects.count() == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
