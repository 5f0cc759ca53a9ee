"""The addresses of runs of plain SOPs."""

from django.urls import URLPattern, path

from ukur.web.pages import run_step, runs

urlpatterns: list[URLPattern] = [
    path("proses/", runs.runs, name="runs"),
    path("proses/baru/", runs.begin, name="begin_run"),
    path("proses/<int:run_id>/", runs.run, name="run"),
    path("proses/<int:run_id>/jurnal/", runs.journal, name="run_journal"),
    path("proses/<int:run_id>/sop.pdf", runs.sop_paper, name="run_sop"),
    path("proses/<int:run_id>/langkah/<int:number>/", run_step.step, name="run_step"),
    path("proses/<int:run_id>/langkah/<int:number>/selesai/", run_step.finish, name="finish_step"),
    path("proses/<int:run_id>/langkah/<int:number>/putusan/", run_step.decide, name="decide_step"),
    path("proses/<int:run_id>/langkah/<int:number>/berkas/", run_step.attach, name="attach_step"),
    path(
        "proses/<int:run_id>/langkah/<int:number>/berkas/<int:attachment_id>/hapus/",
        run_step.remove,
        name="remove_attachment",
    ),
    path("proses/<int:run_id>/langkah/<int:number>/catatan/", run_step.note, name="note_step"),
    path(
        "proses/<int:run_id>/langkah/<int:number>/nomor/",
        run_step.number_of_letter,
        name="number_letter",
    ),
    path("proses/berkas/<int:attachment_id>/", run_step.file, name="run_file"),
]
