"""The tables that a backup carries."""

from graphlib import TopologicalSorter

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

BATCH = 1000


def kept_models() -> tuple[type[models.Model], ...]:
    """The house's own tables, each after those that it points to."""
    own = list(apps.get_app_config("store").get_models())
    sorter: TopologicalSorter[type[models.Model]] = TopologicalSorter()
    for model in own:
        fields = model._meta.fields
        targets = {field.related_model for field in fields}
        sorter.add(model, *(target for target in own if target in targets - {model}))
    return tuple(sorter.static_order())


def schema() -> str:
    """The newest migration of the house's tables that this program knows."""
    leaves = MigrationLoader(connection).graph.leaf_nodes("store")
    return ",".join(name for _app, name in leaves)
