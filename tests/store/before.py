"""Tables as an earlier version had them: every migration by itself, none of them squashed."""

from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

STORE = "store"


class EveryStep(MigrationLoader):
    """Knows the migrations that a squashed one stands for, and not the squashed one."""

    def __init__(self, database: BaseDatabaseWrapper | None) -> None:
        super().__init__(database, replace_migrations=False)

    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {
            key: migration
            for key, migration in self.disk_migrations.items()
            if key[0] != STORE or not migration.replaces
        }


def newest() -> str:
    """The name of the last migration."""
    [(_, name)] = EveryStep(None).graph.leaf_nodes(STORE)
    return str(name)


def state_at(name: str) -> ProjectState:
    """The models of the house as the migration `name` leaves them."""
    found: Any = EveryStep(None).project_state([(STORE, name)])
    assert isinstance(found, ProjectState)
    return found


def migrated(name: str) -> None:
    """Bring the tables to where they were after `name`, forth or back, with all that they hold."""
    executor = MigrationExecutor(connection)
    executor.loader = EveryStep(connection)
    executor.migrate([(STORE, name)])
