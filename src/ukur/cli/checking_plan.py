"""What the checks find in a plan workbook, said in lines or as JSON."""

import json
from gettext import gettext as _

import click

from ukur.cli.answers import Answer
from ukur.domain.plan.draft import Upload
from ukur.edge import plan_files
from ukur.edge.plan_findings import FindingGroup, finding_groups
from ukur.edge.wording import problem_sentence


def check(upload: Upload, *, as_json: bool) -> Answer:
    """Says problems, questions and findings; NO if a problem would stop the import."""
    checked = plan_files.check_plan(upload)
    groups = finding_groups(checked.findings, checked.draft)
    if as_json:
        click.echo(json.dumps(_plain(upload, checked, groups), ensure_ascii=False, indent=1))
    else:
        _say(checked, groups)
    return Answer.NO if checked.problems else Answer.YES


def _say(checked: plan_files.CheckedPlan, groups: tuple[FindingGroup, ...]) -> None:
    count = sum(len(group.lines) for group in groups)
    said = _("{problems} problems, {findings} findings.")
    click.echo(said.format(problems=len(checked.problems), findings=count))
    for problem in checked.problems:
        click.echo(f"! {problem.where}: {problem_sentence(problem)}")
    for group in groups:
        click.echo(f"\n{group.title}")
        for line in group.lines:
            click.echo(f"- {line.where}: {line.sentence}")


def _plain(
    upload: Upload, checked: plan_files.CheckedPlan, groups: tuple[FindingGroup, ...]
) -> dict[str, object]:
    return {
        "file": upload.name,
        "year": upload.year,
        "problems": [
            {
                "severity": "error",
                "where": problem.where,
                "code": problem.code,
                "facts": dict(problem.facts),
                "sentence": problem_sentence(problem),
            }
            for problem in checked.problems
        ],
        "questions": [
            {
                "where": question.where,
                "typed": question.typed,
                "choices": list(question.choices),
                "taken": question.chosen or question.taken,
            }
            for question in checked.draft.questions
        ],
        "findings": [
            {
                "severity": "finding",
                "group": group.key,
                "where": line.where,
                "code": line.code,
                "subject": line.subject,
                "column": line.column,
                "sentence": line.sentence,
            }
            for group in groups
            for line in group.lines
        ],
    }
