"""The addresses of the office clock: the calendar and its hours, pauses, and what is late."""

from django.urls import URLPattern, path

from ukur.web.pages import calendar, clock, late

urlpatterns: list[URLPattern] = [
    path("kantor/kalender/", calendar.calendar, name="office_calendar"),
    path("kantor/kalender/jam/", calendar.hours, name="office_hours"),
    path("kantor/kalender/jam-khusus/", calendar.special_hours, name="office_special_hours"),
    path("terlambat/", late.late, name="late"),
    path("jeda/<int:run_id>/", clock.pause, name="pause_step"),
    path("pemberitahuan/dibaca/", clock.read, name="read_notices"),
]
