"""The addresses of the work of steps 4 to 9."""

from django.urls import URLPattern, path

from ukur.web.pages import (
    archive,
    board,
    collect,
    collect_figure,
    draft,
    entry,
    entry_cells,
    entry_files,
    evaluate,
    evidence,
    figures,
    kept_names,
    league,
    review,
    sign,
    sources,
)

urlpatterns: list[URLPattern] = [
    # step 4, at the units
    path("isian/", entry.tasks, name="entries"),
    path("isian/<int:task_id>/", entry.entry, name="entry"),
    path("isian/<int:task_id>/sel/", entry_cells.cells, name="entry_cells"),
    path("isian/<int:task_id>/bilah/", entry_cells.hand_in, name="entry_hand_in"),
    path("isian/<int:task_id>/baris/<int:line_id>/", entry_cells.line, name="entry_line"),
    path("isian/<int:task_id>/baris/<int:line_id>/bukti/", evidence.figure, name="entry_attach"),
    path("isian/<int:task_id>/baris/<int:line_id>/tautan/", evidence.link, name="entry_link"),
    path(
        "isian/<int:task_id>/baris/<int:line_id>/tanpa-bukti/", evidence.excuse, name="entry_excuse"
    ),
    path(
        "isian/<int:task_id>/bukti/<int:evidence_id>/hapus/", evidence.remove, name="entry_remove"
    ),
    path(
        "isian/<int:task_id>/bukti/<int:evidence_id>/uraian/",
        evidence.describe,
        name="entry_describe",
    ),
    path("isian/<int:task_id>/format.xlsx", entry_files.form_workbook, name="entry_form"),
    path("isian/<int:task_id>/format.csv", entry_files.form_table, name="entry_table"),
    path("isian/<int:task_id>/unggah/", entry_files.upload, name="entry_upload"),
    path("isian/<int:task_id>/unggah/<int:staged_id>/", entry_files.preview, name="entry_preview"),
    path(
        "isian/<int:task_id>/unggah/<int:staged_id>/lupakan/",
        entry_files.discard,
        name="entry_discard",
    ),
    path("bukti/<int:evidence_id>/", evidence.file, name="evidence"),
    path("bukti/<int:evidence_id>/gambar/", evidence.picture, name="evidence_picture"),
    # step 4, at Tim SAKIP
    path("siklus/<int:cycle_id>/pengumpulan/", board.collect, name="collect"),
    path("siklus/<int:cycle_id>/pengumpulan/selesai/", board.finish, name="finish_collecting"),
    path("siklus/<int:cycle_id>/pengumpulan/ingatkan/", board.remind, name="remind_units"),
    path("siklus/<int:cycle_id>/pengumpulan/sahkan/", board.verify_many, name="verify_units"),
    path("siklus/<int:cycle_id>/pengumpulan/rekap.xlsx", board.recap_workbook, name="recap"),
    path("siklus/<int:cycle_id>/pengumpulan/papan.<str:form>", board.export, name="export_board"),
    path("pengumpulan/ketepatan/", league.league, name="league"),
    path("pengumpulan/ketepatan.<str:form>", league.export, name="export_league"),
    path("siklus/<int:cycle_id>/pengumpulan/<int:task_id>/", collect.unit, name="collect_unit"),
    path(
        "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/angka/<int:line_id>/",
        collect_figure.figure,
        name="collect_figure",
    ),
    path(
        "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/sahkan/",
        collect.verify,
        name="verify_unit",
    ),
    path(
        "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/kembalikan/",
        collect.send_back,
        name="return_unit",
    ),
    path(
        "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/tutup/", collect.close, name="close_unit"
    ),
    path(
        "siklus/<int:cycle_id>/pengumpulan/<int:task_id>/buka/", collect.reopen, name="reopen_unit"
    ),
    path("siklus/<int:cycle_id>/sumber/", sources.sources, name="sources"),
    path("siklus/<int:cycle_id>/sumber/nama/", kept_names.kept_names, name="kept_names"),
    path("siklus/<int:cycle_id>/sumber/tabel.<str:form>", sources.empty_table, name="source_table"),
    path("siklus/<int:cycle_id>/sumber/<int:staged_id>/", sources.preview, name="source_preview"),
    path("siklus/<int:cycle_id>/sumber/<int:staged_id>/peta/", sources.mapping, name="source_map"),
    path(
        "siklus/<int:cycle_id>/sumber/<int:staged_id>/lupakan/",
        sources.discard,
        name="source_discard",
    ),
    # step 5
    path("siklus/<int:cycle_id>/pembahasan/", evaluate.evaluate, name="evaluate"),
    path(
        "siklus/<int:cycle_id>/pembahasan/<int:line_id>/", evaluate.one_line, name="evaluate_line"
    ),
    path("siklus/<int:cycle_id>/pembahasan/selesai/", evaluate.finish, name="finish_evaluating"),
    # why a figure is what it is
    path("siklus/<int:cycle_id>/angka/<path:code>/", figures.line, name="figure"),
    path("siklus/<int:cycle_id>/rata-rata/", figures.agency, name="mean_figure"),
    path("siklus/<int:cycle_id>/rata-rata/<path:code>/", figures.goal, name="goal_figure"),
    path("siklus/<int:cycle_id>/anggaran/", figures.money, name="money_total"),
    path("siklus/<int:cycle_id>/anggaran/<path:code>/", figures.money, name="money_figure"),
    # step 6
    path("siklus/<int:cycle_id>/konsep/", draft.draft, name="draft"),
    path("siklus/<int:cycle_id>/konsep/salinan-kerja.pdf", draft.working_copy, name="working_copy"),
    path("siklus/<int:cycle_id>/konsep/ajukan/", draft.propose, name="propose_draft"),
    # step 7; remarks are also written in the steps before it
    path("siklus/<int:cycle_id>/koreksi/", review.review, name="review"),
    path("siklus/<int:cycle_id>/koreksi/putusan/", review.decide, name="decide_draft"),
    path("siklus/<int:cycle_id>/catatan/", review.write, name="write_remark"),
    path(
        "siklus/<int:cycle_id>/catatan/<int:remark_id>/jawab/", review.answer, name="answer_remark"
    ),
    path(
        "siklus/<int:cycle_id>/catatan/<int:remark_id>/tutup/", review.settle, name="settle_remark"
    ),
    # step 8
    path("siklus/<int:cycle_id>/tanda-tangan/", sign.sign, name="sign"),
    path("siklus/<int:cycle_id>/tanda-tangan/dokumen.pdf", sign.printable, name="document_to_sign"),
    path("siklus/<int:cycle_id>/tanda-tangan/segel/", sign.seal, name="seal_document"),
    path("siklus/<int:cycle_id>/tanda-tangan/pindai/", sign.scan, name="join_scan"),
    path("siklus/<int:cycle_id>/tanda-tangan/luar/", sign.outside, name="join_outside"),
    path("siklus/<int:cycle_id>/tanda-tangan/kembali/", sign.send_back, name="return_document"),
    # step 9
    path("arsip/", archive.archives, name="archives"),
    path("siklus/<int:cycle_id>/arsip/", archive.archive, name="archive"),
    path("siklus/<int:cycle_id>/arsip/segel/", archive.seal, name="archive_cycle"),
    path("siklus/<int:cycle_id>/arsip/paket.zip", archive.package, name="package"),
]
