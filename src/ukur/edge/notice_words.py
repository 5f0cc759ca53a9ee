"""What a notice says: on the desk, and in the mail that carries it."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from ukur.domain.ports import Mail
from ukur.domain.reminding import NoticeKind, TaskKind
from ukur.domain.sop.model import Work
from ukur.edge import dates
from ukur.edge.names import work_name
from ukur.store.queries.notices import Addressee, NoticeLine, TaskLine

UNIT_NEWS = {
    NoticeKind.OPENED: _lazy("The form is open: fill in the figures and attach the evidence."),
    NoticeKind.READY: _lazy(
        "The figures are filled in. Look through them, vouch for them and hand them in."
    ),
    NoticeKind.RETURNED: _lazy(
        "The form came back to your unit. Mend what is named and hand it in again."
    ),
    NoticeKind.REOPENED: _lazy(
        "The form was closed and is open again: fill in the figures and hand them in."
    ),
    NoticeKind.REMINDED: _lazy(
        "Tim SAKIP reminds you: this form has not been handed in. Fill in what is missing, or say "
        "why a figure cannot be given."
    ),
    NoticeKind.REMINDED_AGAIN: _lazy(
        "The second and last reminder of Tim SAKIP: this form has not been handed in. It also "
        "goes to the head of the unit."
    ),
}
"""What happened to a unit's form."""
SUBJECTS = {
    NoticeKind.AT_RISK: _lazy("Nearly due: %(task)s"),
    NoticeKind.LATE: _lazy("Late: %(task)s"),
    NoticeKind.OPENED: _lazy("To be filled in: %(task)s"),
    NoticeKind.READY: _lazy("To be vouched for: %(task)s"),
    NoticeKind.RETURNED: _lazy("Returned: %(task)s"),
    NoticeKind.REOPENED: _lazy("Open again: %(task)s"),
    NoticeKind.REMINDED: _lazy("Reminder: %(task)s"),
    NoticeKind.REMINDED_AGAIN: _lazy("Second reminder: %(task)s"),
}
MORE_TIME = _lazy("More time: %(task)s")
"""The subject where a unit was given more time."""

NAMED = 20
"""So many notices stand in one mail; of the others it says how many they are."""


def task_name(task: TaskLine) -> str:
    """The task in a few words: "Koreksi, putaran 2", "Isian Puskesmas Melati"."""
    step = task.step
    if step is None:
        name = _("Form of %(unit)s") % {"unit": task.unit}
    else:
        name = step.activity if step.work is Work.TASK else work_name(step.work)
    if task.round == 1:
        return name
    return _("%(task)s, round %(round)d") % {"task": name, "round": task.round}


def notice_words(notice: NoticeLine, utc_offset: int) -> str:
    """What happened, in one sentence without the task's name, which stands before it."""
    if notice.kind is NoticeKind.AT_RISK:
        return _("The time is nearly used up.")
    if notice.kind is NoticeKind.LATE:
        return _("The time is over.")
    if notice.kind is not NoticeKind.DIGEST:
        said = (
            _opening(notice, utc_offset)
            or _longer(notice, utc_offset)
            or str(UNIT_NEWS[notice.kind])
        )
        reason = f"{_('Reason')}: {notice.words}" if notice.words else ""
        return " ".join(filter(None, (said, reason, _how_many(notice))))
    return ngettext(
        "%(count)d task is late in your office.",
        "%(count)d tasks are late in your office.",
        notice.late_count,
    ) % {"count": notice.late_count}


def _how_many(notice: NoticeLine) -> str:
    """How many lines a return names, as a sentence; "" for none."""
    if not (count := len(notice.asked)):
        return ""
    return ngettext(
        "%(count)d figure is named as to be mended.",
        "%(count)d figures are named as to be mended.",
        count,
    ) % {"count": count}


def _opening(notice: NoticeLine, utc_offset: int) -> str:
    """From when on the form is taken, where it was given out before that; else ""."""
    opens_at = notice.task.opens_at if notice.task else None
    if notice.kind is not NoticeKind.OPENED or opens_at is None or opens_at <= notice.told_at:
        return ""
    return _("The form is taken from %(opens)s on. Get the figures and the evidence ready.") % {
        "opens": dates.long(opens_at, utc_offset)
    }


def _longer(notice: NoticeLine, utc_offset: int) -> str:
    """Until when the form is taken, where its unit was given more time; else ""."""
    if notice.longer_until is None:
        return ""
    return _(
        "Your unit was given more time: the form is taken until %(until)s. Fill in what is "
        "missing and hand it in."
    ) % {"until": dates.long(notice.longer_until, utc_offset)}


def path_to(task: TaskLine) -> str:
    """Where the task is done, as a path of this installation."""
    if task.kind is TaskKind.UNIT_FORM:
        return reverse("entry", args=[task.task_id])
    if task.cycle_id is None:
        return reverse("run", args=[task.run_id])
    return reverse("cycle", args=[task.cycle_id])


def notice_mail(to: Addressee, notices: Sequence[NoticeLine]) -> Mail:
    """One mail for all of these, in Indonesian, with a link where the address is known."""
    with translation.override("id"):
        lines = [_("Dear %(name)s,") % {"name": to.name}, ""]
        for notice in notices[:NAMED]:
            lines += [*_told(notice, to), ""]
        if (rest := len(notices) - NAMED) > 0:
            lines += [*_rest(rest), *_link(reverse("desk")), ""]
        lines.append(_("Ukur sends this by itself; nobody reads answers to it."))
        return Mail(to.email, _subject(notices, to), "\n".join(lines) + "\n")


def _subject(notices: Sequence[NoticeLine], to: Addressee) -> str:
    first = notices[0]
    said = _subject_of(first, first.task) if first.task else notice_words(first, to.utc_offset)
    more = len(notices) - 1
    if not more:
        return f"[Ukur] {said}"
    words = ngettext("%(said)s and %(count)d more", "%(said)s and %(count)d more", more)
    return "[Ukur] " + words % {"said": said.rstrip("."), "count": more}


def _subject_of(notice: NoticeLine, task: TaskLine) -> str:
    words = SUBJECTS[notice.kind] if notice.longer_until is None else MORE_TIME
    return str(words) % {"task": task_name(task)}


def _told(notice: NoticeLine, to: Addressee) -> list[str]:
    said = notice_words(notice, to.utc_offset)
    if notice.task is not None:
        asked = [f"- {one.name}: {one.word}" for one in notice.asked[:NAMED]]
        if (more := len(notice.asked) - NAMED) > 0:
            asked += _rest(more)
        return [f"{task_name(notice.task)}. {said}", *asked, *_facts(notice.task, to)]
    listed = [said]
    listed += [
        f"- {task_name(task)}, {task.subject}: "
        + _("due since %(at)s") % {"at": dates.long(task.due_at, to.utc_offset)}
        for task in notice.late
    ]
    if rest := notice.late_count - len(notice.late):
        listed += _rest(rest)
    return [*listed, *_link(reverse("late"))]


def _rest(count: int) -> list[str]:
    return [ngettext("- and %(n)d more", "- and %(n)d more", count) % {"n": count}]


def _facts(task: TaskLine, to: Addressee) -> list[str]:
    due = _("Due: %(at)s") % {"at": dates.long(task.due_at, to.utc_offset)}
    return [task.subject, due, *_link(path_to(task))]


def _link(path: str) -> list[str]:
    return [f"{settings.PUBLIC_URL}{path}"] if settings.PUBLIC_URL else []
