"""The addresses of the plan and of the rules by which it is measured."""

from django.urls import URLPattern, path

from ukur.web.pages import (
    balances,
    plan,
    plan_findings,
    plan_table,
    plan_table_words,
    plan_take,
    plan_versions,
    renstra,
    rules,
)

urlpatterns: list[URLPattern] = [
    path("rencana/", plan.plans, name="plan"),
    path("rencana/unggah/", plan.upload, name="import_plan"),
    path("rencana/templat.xlsx", plan.template, name="plan_template"),
    path("rencana/saldo-awal/", balances.balances, name="balances"),
    path("rencana/saldo-awal/unggah/", balances.upload, name="record_balances"),
    path("rencana/saldo-awal/templat.xlsx", balances.template, name="balance_template"),
    path("rencana/<int:plan_id>/", plan_versions.version, name="plan_version"),
    path(
        "rencana/<int:plan_id>/indikator/<path:code>/",
        plan_versions.indicator,
        name="plan_indicator",
    ),
    path(
        "rencana/<int:plan_id>/banding/<int:other_id>/",
        plan_versions.comparison,
        name="compare_plans",
    ),
    # the plan of five years
    path("rencana/renstra/", renstra.renstras, name="renstra"),
    path("rencana/renstra/templat.xlsx", renstra.template, name="renstra_template"),
    path("rencana/renstra/<int:renstra_id>/", renstra.version, name="renstra_version"),
    path("rencana/<int:plan_id>/rencana.xlsx", plan_take.workbook, name="plan_workbook"),
    path("rencana/e81/<int:year>.xlsx", plan_take.form_e81, name="plan_e81"),
    # a plan from any table
    path("rencana/unggah/tabel/", plan_table.tables, name="plan_table"),
    path(
        "rencana/unggah/tabel/<int:staged_id>/kolom/",
        plan_table.columns,
        name="plan_table_columns",
    ),
    path("rencana/unggah/tabel/<int:staged_id>/pakai/", plan_table.apply, name="plan_table_apply"),
    path(
        "rencana/unggah/tabel/<int:staged_id>/kata/",
        plan_table_words.words,
        name="plan_table_words",
    ),
    path(
        "rencana/unggah/tabel/<int:staged_id>/pratinjau/",
        plan_table.preview,
        name="plan_table_preview",
    ),
    path(
        "rencana/unggah/tabel/<int:staged_id>/realisasi.xlsx",
        plan_table.results,
        name="plan_table_results",
    ),
    path(
        "rencana/unggah/tabel/<int:staged_id>/buang/",
        plan_table.discard,
        name="plan_table_discard",
    ),
    # what wants a look
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
