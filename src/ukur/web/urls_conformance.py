"""The addresses of the pages that hold runs against their SOP."""

from django.urls import URLPattern, path

from ukur.web.pages import conformance, conformances

urlpatterns: list[URLPattern] = [
    path("siklus/<int:cycle_id>/kesesuaian/", conformance.of_cycle, name="conformance"),
    path("kesesuaian/", conformances.many, name="conformances"),
    path("kesesuaian/<int:run_id>/", conformance.of_run, name="conformance_run"),
]
