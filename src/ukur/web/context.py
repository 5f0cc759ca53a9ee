"""What every page says in its frame: the agency, the person, the places, the mode."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from ukur.domain.people import SOP_ROLES, UNIT_ROLES, Actor, Duty, Role
from ukur.edge.dates import zone_name
from ukur.edge.names import role_initials, role_name
from ukur.edge.who import actor_of
from ukur.store.queries.archive import may_read_archive
from ukur.store.queries.desk import waiting_count
from ukur.store.queries.offices import Office, front_office, office_of
from ukur.web.work import counted

THEMES = ("light", "dark")
THEME_COOKIE = "ukur_theme"
PLACE = "ukur.place"
"""The key under which a page says to which room it belongs; no header of a request has dots."""
OFFICE, UNCOUNTED, FRAME = "ukur.office", "ukur.uncounted", "ukur.frame"


@dataclass(frozen=True)
class Place:
    """An entry of the main menu; `key` is the letter that leads there after "g"."""

    name: str
    url: str
    key: str
    is_current: bool = False
    count: str = ""
    """How many things wait there: "7", "99+", or "" for none."""


@dataclass(frozen=True)
class Frame:
    """The frame; a stranger sees the agency and the mode only."""

    agency: str = ""
    region: str = ""
    is_sample: bool = False
    is_trial: bool = False
    person: str = ""
    duty: str = ""
    initials: str = ""
    places: tuple[Place, ...] = ()
    hours: str = ""
    theme: str = ""
    upload_limit: int = settings.UPLOAD_LIMIT


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame, fetched only if a template asks for it: pieces for htmx do not."""
    return {"frame": SimpleLazyObject(lambda: _once(request))}


def knows_office(request: HttpRequest, office: Office) -> None:
    """Let the frame take what the page has read already."""
    request.META[OFFICE] = office


def leaves_desk_uncounted(request: HttpRequest) -> None:
    """Spare a page that is sent often the question how much waits on the desk."""
    request.META[UNCOUNTED] = True


def _once(request: HttpRequest) -> Frame:
    """The frame, made once though pieces of the page ask for it too."""
    known: Frame | None = request.META.get(FRAME)
    if known is None:
        known = request.META[FRAME] = _frame(request)
    return known


def _frame(request: HttpRequest) -> Frame:
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    theme = chosen if chosen in THEMES else ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _of(front_office(), theme)
    actor = actor_of(request)
    office = request.META.get(OFFICE) or office_of(actor.agency_id)
    main = _main_duty(actor)
    return Frame(
        agency=office.name,
        region=office.region,
        is_sample=office.is_sample,
        is_trial=office.is_trial,
        person=actor.name,
        duty=role_name(main.role) if main else actor.name,
        initials=role_initials(main.role) if main else actor.name[:2].upper(),
        places=_places(request, actor),
        hours=office_hours(office),
        theme=theme,
    )


def _of(office: Office | None, theme: str) -> Frame:
    if office is None:
        return Frame(theme=theme)
    return Frame(
        agency=office.name,
        region=office.region,
        is_sample=office.is_sample,
        is_trial=office.is_trial,
        theme=theme,
    )


def _main_duty(actor: Actor) -> Duty | None:
    """The duty that the person is addressed by: that of the SOP first."""
    order = [*SOP_ROLES, *reversed(UNIT_ROLES), Role.EVALUATOR, Role.KEEPER]
    return min(actor.duties, key=lambda duty: order.index(duty.role), default=None)


def _places(request: HttpRequest, actor: Actor) -> tuple[Place, ...]:
    in_office = actor.has(*SOP_ROLES, Role.KEEPER)
    wanted = [
        (_("Desk"), "desk", "m", True),
        (_("Cycles"), "cycles", "s", True),
        (_("Processes"), "runs", "o", bool(actor.roles)),
        (_("My form"), "entries", "i", actor.has(*UNIT_ROLES)),
        (_("SOPs"), "procedures", "o", in_office or actor.has(Role.EVALUATOR)),
        (_("Records"), "records", "r", in_office or actor.has(Role.EVALUATOR)),
        (_("Letters"), "letters", "d", in_office),
        (_("Plan"), "plan", "p", actor.has(Role.PLANNER, Role.HEAD, Role.SECRETARY, Role.KEEPER)),
        (_("Archive"), "archives", "a", may_read_archive(actor)),
        (_("Office"), "office", "k", actor.has(Role.KEEPER)),
    ]
    within = request.META.get(PLACE)
    places = []
    for name, address, key, is_shown in wanted:
        if is_shown:
            url = reverse(address)
            counts = address == "desk" and UNCOUNTED not in request.META
            waiting = waiting_count(actor) if counts else 0
            count = counted(waiting) if waiting else ""
            is_current = address == within if within else _is_at(request, url)
            places.append(Place(name, url, key, is_current=is_current, count=count))
    return tuple(places)


def stands_in_cycles(request: HttpRequest, cycle_id: int | None) -> None:
    """Say that a page of a run belongs to the room of cycles, if it is the run of one."""
    if cycle_id is not None:
        request.META[PLACE] = "cycles"


def _is_at(request: HttpRequest, url: str) -> bool:
    home = reverse("desk")
    return request.path == url if url == home else request.path.startswith(url)


def office_hours(office: Office) -> str:
    """In which zone office hours are counted, in words."""
    return _("Office hours in %(zone)s") % {"zone": zone_name(office.utc_offset)}
