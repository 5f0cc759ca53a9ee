"""The addresses of the agreement and of the other papers that follow from a plan."""

from django.urls import URLPattern, path

from ukur.web.pages import agreement, plan_papers

urlpatterns: list[URLPattern] = [
    path("rencana/<int:plan_id>/perjanjian/", agreement.agreement, name="agreement"),
    path("rencana/<int:plan_id>/rencana-aksi.pdf", plan_papers.action_plan, name="action_plan"),
    path("rencana/<int:plan_id>/manual.pdf", plan_papers.manual, name="manual"),
    path("rencana/<int:plan_id>/pohon/", plan_papers.tree, name="tree"),
    path("rencana/<int:plan_id>/pohon.pdf", plan_papers.tree_pdf, name="tree_pdf"),
    path("rencana/<int:plan_id>/pohon.svg", plan_papers.tree_svg, name="tree_svg"),
    path("perjanjian/<int:agreement_id>/dokumen.pdf", agreement.for_pen, name="agreement_for_pen"),
    path("perjanjian/<int:agreement_id>/segel/", agreement.seal, name="seal_agreement"),
    path("perjanjian/<int:agreement_id>/pindai/", agreement.scan, name="join_agreement_scan"),
    path("perjanjian/<int:agreement_id>/luar/", agreement.outside, name="join_signed_agreement"),
]
