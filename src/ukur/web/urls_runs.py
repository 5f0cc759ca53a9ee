"""The addresses of runs of plain SOPs, and of the registers of letters."""

from django.urls import URLPattern, path

from ukur.web.pages import incoming, letters, run_step, runs

urlpatterns: list[URLPattern] = [
    path("proses/", runs.runs, name="runs"),
    path("proses/baru/", runs.begin, name="begin_run"),
    path("proses/sop-terkait/", runs.install, name="install_procedures"),
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
    # the registers
    path("surat/", letters.letters, name="letters"),
    path("surat/masuk/", letters.incoming_letters, name="incoming_letters"),
    path("surat/masuk/baru/", incoming.register, name="register_letter"),
    path("surat/masuk/<int:letter_id>/", incoming.letter, name="incoming_letter"),
    path("surat/masuk/<int:letter_id>/pindaian/", incoming.scan, name="letter_scan"),
    path("surat/masuk/<int:letter_id>/disposisi/", incoming.dispose, name="dispose_letter"),
    path("surat/disposisi/", letters.sheets, name="sheets"),
    path("surat/disposisi/<int:disposition_id>.pdf", letters.sheet_paper, name="sheet_paper"),
    path(
        "surat/disposisi/<int:addressee_id>/tindak-lanjut/",
        incoming.tell_follow_up,
        name="follow_up",
    ),
    path("surat/<slug:book>/unduh.<slug:form>", letters.export, name="export_register"),
]
