"""`ukur tick`: tell people of tasks that are at risk or late, and mail it."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from gettext import gettext as _

import click

from ukur.cli.answers import Answer
from ukur.cli.telling import told
from ukur.domain.sop.worktime import CalendarMissing
from ukur.edge import wiring
from ukur.edge.notice_words import notice_mail
from ukur.store.queries.offices import agency_ids
from ukur.usecases.clock.posting import Mailed
from ukur.usecases.clock.remind import Reminded, remind
from ukur.usecases.clock.send_notices import send_notices


@dataclass(frozen=True)
class Ticked:
    """What the clock did at one agency; `missing` is a year without holidays, or None."""

    code: str
    reminded: Reminded
    mailed: Mailed
    missing: int | None = None
    why: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mailed.failed and self.missing is None


@click.command(help=_("Tell people of tasks that are at risk or late, in the inbox and by mail."))
@click.option("--json", "as_json", is_flag=True, help=_("Write what was done as JSON."))
def tick(*, as_json: bool) -> int:
    done = list(_ticks())
    if as_json:
        click.echo(json.dumps({"agencies": [_plain(one) for one in done]}, ensure_ascii=False))
    else:
        for one in done:
            click.echo(_line(one))
    for one in done:
        for trouble in filter(None, (one.why, one.mailed.trouble)):
            click.echo(f"{one.code}: {trouble}", err=True)
    return Answer.YES if all(one.is_well for one in done) else Answer.NO


def _ticks() -> Iterator[Ticked]:
    tools = wiring.tools()
    for code, agency_id in agency_ids().items():
        try:
            reminded = remind(agency_id=agency_id, tools=tools)
            mailed = send_notices(
                agency_id=agency_id, write=notice_mail, mailer=wiring.mailer(), tools=tools
            )
        except CalendarMissing as missing:
            yield Ticked(code, Reminded(), Mailed(), missing.year, told(missing))
        else:
            yield Ticked(code, reminded, mailed)


def _plain(one: Ticked) -> dict[str, object]:
    return {
        "agency": one.code,
        **asdict(one.reminded),
        "mails": one.mailed.sent,
        "mails_failed": one.mailed.failed,
        "calendar_missing": one.missing,
    }


def _line(one: Ticked) -> str:
    words = _(
        "{code}: {at_risk} nearly due, {late} late, {digests} digests; {sent} mails sent, "
        "{failed} failed"
    )
    return words.format(
        code=one.code, **asdict(one.reminded), sent=one.mailed.sent, failed=one.mailed.failed
    )
