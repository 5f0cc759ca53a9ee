"""The addresses of exceptions, and of duties that pass on."""

from django.urls import URLPattern, path

from ukur.web.pages import duties, exceptions

urlpatterns: list[URLPattern] = [
    path("proses/<int:run_id>/batalkan/", exceptions.cancel, name="cancel_run"),
    path("proses/<int:run_id>/tenggat/", exceptions.due, name="change_due_date"),
    path("proses/<int:run_id>/buka-kembali/", exceptions.reopen, name="reopen_cycle"),
    path("delegasi/", duties.delegations, name="delegations"),
    path("kantor/serah-terima/", duties.handing_over, name="office_hand_over"),
    path("kantor/serah-terima/<int:duty_id>/", duties.hand_over, name="hand_over_duty"),
]
