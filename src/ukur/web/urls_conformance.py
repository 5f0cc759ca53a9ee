"""The addresses of the pages that hold runs against their SOP."""

from django.urls import URLPattern, path

from ukur.web.pages import conformance

urlpatterns: list[URLPattern] = [
    path("siklus/<int:cycle_id>/kesesuaian/", conformance.of_cycle, name="conformance"),
    path("kesesuaian/", conformance.many, name="conformances"),
    path("kesesuaian/<int:run_id>/", conformance.of_run, name="conformance_run"),
]
