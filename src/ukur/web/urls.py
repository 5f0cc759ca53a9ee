"""The addresses of the pages: a table of contents."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from ukur.web import (
    urls_agreements,
    urls_clock,
    urls_collect,
    urls_conformance,
    urls_people,
    urls_plan,
    urls_procedures,
    urls_rounds,
    urls_runs,
    urls_work,
)
from ukur.web.pages import (
    account,
    corrections,
    cycles,
    desk,
    dispose,
    form,
    letters,
    office,
    office_journal,
    order,
    printed,
    records,
    referee,
    signing_in,
    tokens,
    verify,
)

# Open to strangers; everything else is closed.
_open: list[URLPattern] = [
    path("masuk/", signing_in.sign_in, name="sign_in"),
    path("masuk/contoh/", signing_in.sign_in_as_sample, name="sign_in_as_sample"),
    path("mulai/", signing_in.first_run, name="first_run"),
    path("kata-sandi/lupa/", signing_in.forgotten, name="password_reset"),
    path("kata-sandi/terkirim/", signing_in.mail_sent, name="password_reset_done"),
    path("kata-sandi/<uidb64>/<token>/", signing_in.choose, name="password_reset_confirm"),
    path("kata-sandi/selesai/", signing_in.chosen, name="password_reset_complete"),
    path("bahasa/", login_not_required(set_language), name="set_language"),
    path("tampilan/", account.theme, name="theme"),
    path("verifikasi/", verify.verification, name="verification"),
    path("verifikasi/<slug:code>/", verify.verdict, name="verdict"),
]
_frame: list[URLPattern] = [
    path("", desk.desk, name="desk"),
    path("keluar/", signing_in.sign_out, name="sign_out"),
    path("akun/", account.account, name="account"),
    path("akun/kunci/", tokens.api_keys, name="api_keys"),
    path("dokumen/<slug:code>/", letters.paper, name="paper"),
    path("register/", records.records, name="records"),
    path("tercetak/", printed.printed, name="printed"),
    path("tercetak/hasil.xlsx", printed.result, name="printed_result"),
    path("wasit/", referee.referee, name="referee"),
]
_cycles: list[URLPattern] = [
    path("siklus/", cycles.cycles, name="cycles"),
    path("siklus/baru/", order.order, name="order"),
    path("siklus/<int:cycle_id>/", cycles.cycle, name="cycle"),
    path("siklus/<int:cycle_id>/jurnal/", cycles.journal, name="journal"),
    path("siklus/<int:cycle_id>/register/", records.records_of, name="records_of"),
    path("siklus/<int:cycle_id>/register.pdf", records.records_paper, name="records_paper"),
    path(
        "siklus/<int:cycle_id>/koreksi-angka/", corrections.corrections, name="figure_corrections"
    ),
    path(
        "siklus/<int:cycle_id>/koreksi-angka/<int:line_id>/",
        corrections.line,
        name="correct_line",
    ),
    path(
        "siklus/<int:cycle_id>/koreksi-angka/isian/<int:entry_id>/",
        corrections.figure,
        name="correct_figure",
    ),
    path("siklus/<int:cycle_id>/disposisi/", dispose.dispose, name="dispose"),
    path("siklus/<int:cycle_id>/format/", form.form, name="form"),
    path("siklus/<int:cycle_id>/format/semua-unit.xlsx", form.workbook, name="form_workbook"),
    path("siklus/<int:cycle_id>/sop.pdf", cycles.sop_paper, name="sop_paper"),
]
_office: list[URLPattern] = [
    path("kantor/", office.office, name="office"),
    path("kantor/akun/", office.accounts, name="office_accounts"),
    path("kantor/akun/<int:account_id>/", office.one_account, name="office_account"),
    path("kantor/unit/", office.units, name="office_units"),
    path("kantor/kunci/", office.keys, name="office_keys"),
    path("kantor/jurnal/", office_journal.office_journal, name="office_journal"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_open,
    *_frame,
    *_cycles,
    *urls_work.urlpatterns,
    *urls_collect.urlpatterns,
    *urls_plan.urlpatterns,
    *urls_agreements.urlpatterns,
    *urls_runs.urlpatterns,
    *urls_clock.urlpatterns,
    *urls_procedures.urlpatterns,
    *urls_conformance.urlpatterns,
    *urls_rounds.urlpatterns,
    *urls_people.urlpatterns,
    *_office,
]
