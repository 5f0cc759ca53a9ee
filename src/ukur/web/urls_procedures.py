"""The addresses of the SOPs: read by everybody at the agency, written by the pengelola."""

from django.urls import URLPattern, path

from ukur.web.pages import procedure_drafts, procedures

urlpatterns: list[URLPattern] = [
    path("prosedur/", procedures.procedures, name="procedures"),
    path("prosedur/baru/", procedures.new, name="new_procedure"),
    path("prosedur/unggah/", procedures.take_in, name="take_in_procedure"),
    path("prosedur/banding/", procedures.compare, name="compare_procedures"),
    path("prosedur/<int:version_id>/", procedures.one, name="procedure"),
    path("prosedur/<int:version_id>/sop.pdf", procedures.paper, name="procedure_paper"),
    path("prosedur/<int:version_id>/sop.toml", procedures.file, name="procedure_file"),
    path("prosedur/<int:version_id>/sop.bpmn", procedures.bpmn, name="procedure_bpmn"),
    path("prosedur/<int:version_id>/sop.svg", procedures.drawing, name="procedure_drawing"),
    path("prosedur/<int:version_id>/ubah/", procedures.change, name="change_procedure"),
    path("prosedur/<int:version_id>/tarik/", procedures.withdraw, name="withdraw_procedure"),
    # what is being written
    path("prosedur/rancangan/<int:draft_id>/", procedure_drafts.edit, name="procedure_draft"),
    path(
        "prosedur/rancangan/<int:draft_id>/periksa/",
        procedure_drafts.check,
        name="check_procedure_draft",
    ),
    path(
        "prosedur/rancangan/<int:draft_id>/sop.pdf",
        procedure_drafts.paper,
        name="procedure_draft_paper",
    ),
    path(
        "prosedur/rancangan/<int:draft_id>/banding/",
        procedure_drafts.compare,
        name="compare_procedure_draft",
    ),
    path(
        "prosedur/rancangan/<int:draft_id>/berlakukan/",
        procedure_drafts.issue,
        name="issue_procedure",
    ),
    path(
        "prosedur/rancangan/<int:draft_id>/buang/",
        procedure_drafts.discard,
        name="discard_procedure_draft",
    ),
]
