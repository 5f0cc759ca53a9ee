"""The addresses of rounds: all of a run, and two versions of a document side by side."""

from django.urls import URLPattern, path

from ukur.web.pages import rounds

urlpatterns: list[URLPattern] = [
    path("siklus/<int:cycle_id>/putaran/", rounds.of_cycle, name="rounds"),
    path("siklus/<int:cycle_id>/putaran/banding/", rounds.compare, name="compare_rounds"),
    path("proses/<int:run_id>/putaran/", rounds.of_run, name="rounds_run"),
]
