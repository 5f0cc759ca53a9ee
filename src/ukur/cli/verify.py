"""`ukur verify`: whether a PDF, a package or a journal is as it was signed."""

import json
from gettext import gettext as _
from pathlib import Path

import click

from ukur.cli.answers import Answer
from ukur.domain.signing import Signer
from ukur.edge import wiring
from ukur.edge.verify_words import found_sentence

FINDINGS = {
    "untouched": _("unchanged since it was signed"),
    "consistent": _("consistent, but no signed head vouches for it"),
    "changed": _("CHANGED since it was signed"),
    "unsigned": _("not signed"),
    "not_ours": _("not a paper, package or journal of Ukur"),
    "unreadable": _("could not be read"),
}
SIGNERS = {
    Signer.KNOWN: _("known on this machine"),
    Signer.UNKNOWN: _("not known on this machine"),
    Signer.NONE: _("none"),
}
ANSWERS = {"untouched": Answer.YES, "unreadable": Answer.COULD_NOT}


@click.command(
    help=_(
        "Tell whether PATH (a PDF, a package as folder or zip, a journal) is as it was signed. "
        "Ends with 0 when it is, with 1 when it is changed, damaged or not ours, with 2 when it "
        "could not be read."
    )
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Answer as JSON."))
def verify(*, path: Path, as_json: bool) -> Answer:
    found = wiring.verify_path(path, wiring.tools().sealer)
    signed_at = found.signed_at.isoformat() if found.signed_at else ""
    if as_json:
        answer = {
            "kind": found.kind.value,
            "finding": found.finding.value,
            "signer": found.signer.value,
            "subject": found.subject,
            "issuer": found.issuer,
            "signed_at": signed_at,
            "problems": [
                {"where": p.where, "code": p.code, "facts": dict(p.facts)} for p in found.problems
            ],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{path}: {FINDINGS[found.finding.value]}")
        for problem in found.problems:
            click.echo(f"  {problem.where}: {found_sentence(problem)}")
        click.echo(_("Signer: {signer}").format(signer=SIGNERS[found.signer]))
        if found.subject:
            click.echo(f"  {found.subject}, {signed_at}")
    return ANSWERS.get(found.finding.value, Answer.NO)
