"""Who hands in on time, over periods."""

from fractions import Fraction

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from ukur.api.answers import answers
from ukur.api.shapes import Out
from ukur.domain.people import Actor
from ukur.domain.punctuality import Delivery, Punctual, Trend
from ukur.domain.rights import may_read_punctuality
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.league import League, PeriodRate, punctuality
from ukur.store.queries.offices import working_office

router = Router(tags=["Cycles"])


class PeriodOut(Out):
    """A period: how many units were asked, have handed in, and were on time at first."""

    cycle_id: int
    year: int
    period: str = Field(examples=["TW1"])
    asked: int
    delivered: int
    on_time: int


class PunctualOut(Out):
    """A unit's record: `deliveries` stand in the order of `periods`.

    `share` is the part of what counts that was on time; it and `rank` are null where nothing
    counts yet, `trend` where fewer than two periods do.
    """

    unit: str
    rank: int | None
    counted: int
    on_time: int
    share: str | None = Field(description="A fraction.", examples=["3/4"])
    trend: Trend | None
    deliveries: list[Delivery]


class LeagueOut(Out):
    """The newest periods, at most eight, the oldest first; the most punctual unit first."""

    periods: list[PeriodOut]
    units: list[PunctualOut]


@router.get("/league", response=answers(LeagueOut))
def read_league(request: HttpRequest) -> LeagueOut:
    """The league of punctuality. For the roles of the SOP."""
    found = league_or_404(actor_of(request))
    return LeagueOut(
        periods=[_period(one) for one in found.periods], units=[_unit(one) for one in found.units]
    )


def league_or_404(actor: Actor) -> League:
    """The league of the actor's agency.

    Raises:
        Http404: it is not for the actor's role.
    """
    if not may_read_punctuality(actor):
        raise Http404
    calendar = working_office(actor.agency_id).calendar
    return punctuality(actor.agency_id, tools().clock.now(), calendar)


def _period(one: PeriodRate) -> PeriodOut:
    return PeriodOut(
        cycle_id=one.cycle_id,
        year=one.when.year,
        period=one.when.period.value,
        asked=one.asked,
        delivered=one.delivered,
        on_time=one.on_time,
    )


def _unit(one: Punctual) -> PunctualOut:
    return PunctualOut(
        unit=one.unit,
        rank=one.rank,
        counted=one.counted,
        on_time=one.on_time,
        share=_fraction(one.share),
        trend=one.trend,
        deliveries=list(one.deliveries),
    )


def _fraction(share: Fraction | None) -> str | None:
    """Plain, as "3/4": a decimal could not say a third."""
    return None if share is None else f"{share.numerator}/{share.denominator}"
