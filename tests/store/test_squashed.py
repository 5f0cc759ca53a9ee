"""An empty database gets its tables at once; they are those that the single migrations make."""

from django.db.migrations.loader import MigrationLoader

from tests.store.before import STORE, EveryStep, state_at

SQUASHED = "0001_squashed_0027"


def test_the_squashed_migration_makes_what_the_single_ones_make() -> None:
    loader = MigrationLoader(None, replace_migrations=False)
    replaced = loader.disk_migrations[STORE, SQUASHED].replaces
    at_once = loader.project_state([(STORE, SQUASHED)]).models
    one_by_one = state_at(replaced[-1][1]).models
    assert {key for key in at_once if key[0] == STORE} >= {(STORE, "run"), (STORE, "entry")}
    assert at_once == {key: one_by_one[key] for key in one_by_one if key[0] == STORE}


def test_it_stands_for_every_migration_up_to_its_last() -> None:
    replaced = EveryStep(None).disk_migrations
    squashed = MigrationLoader(None).disk_migrations[STORE, SQUASHED].replaces
    names = sorted(name for app, name in replaced if app == STORE)
    assert [name for _, name in squashed] == names[: len(squashed)]
