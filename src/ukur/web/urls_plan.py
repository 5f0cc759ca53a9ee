"""The addresses of the plan and of the rules by which it is measured."""

from django.urls import URLPattern, path

from ukur.web.pages import (
    plan,
    plan_findings,
    rules,
)

urlpatterns: list[URLPattern] = [
    path("rencana/", plan.plans, name="plan"),
    path("rencana/unggah/", plan.upload, name="import_plan"),
    path("rencana/templat.xlsx", plan.template, name="plan_template"),
    path("rencana/<int:plan_id>/temuan/", plan_findings.findings, name="plan_findings"),
    path("rencana/<int:plan_id>/temuan/jawab/", plan_findings.answer, name="answer_finding"),
    path(
        "rencana/<int:plan_id>/temuan/temuan.xlsx",
        plan_findings.workbook,
        name="plan_findings_workbook",
    ),
    # the rules of computing
    path("aturan-hitung/", rules.rules, name="rule_sets"),
    path("aturan-hitung/banding/", rules.compare, name="compare_rule_sets"),
    path("aturan-hitung/baru/", rules.new_rule_set, name="new_rule_set"),
    path("aturan-hitung/<slug:token>/", rules.one_rule_set, name="rule_set"),
]
