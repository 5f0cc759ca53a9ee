"""The pages of what happens to one unit's form: at the unit, and at Tim SAKIP."""

from django.urls import URLPattern, path

from ukur.web.pages import collect, unit_flow

_AT_TEAM = "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/"

urlpatterns: list[URLPattern] = [
    path("isian/<int:task_id>/periksa/", unit_flow.vouch, name="entry_vouch"),
    path("isian/<int:task_id>/minta-periksa/", unit_flow.ready, name="entry_ready"),
    path("isian/<int:task_id>/kirim/", unit_flow.submit, name="entry_submit"),
    path("isian/<int:task_id>/tarik/", unit_flow.withdraw, name="entry_withdraw"),
    path("isian/<int:task_id>/koreksi/", unit_flow.correct, name="entry_correct"),
    path(f"{_AT_TEAM}waktu/", collect.extend, name="extend_window"),
    path(f"{_AT_TEAM}koreksi/", collect.correct, name="correct_unit"),
]
