from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "ukur.store"
    label = "store"
