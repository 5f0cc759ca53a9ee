"""Percentages that lead to their account, and the account in words."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ukur.domain.figures.explain import Explanation, Share, SourceRow
from ukur.edge import account_words
from ukur.edge.account_words import Fact
from ukur.edge.mark_words import MARK_WORDS
from ukur.store.queries.draft import Name
from ukur.store.queries.figure_page import Mark
from ukur.store.queries.measured import (
    BudgetFigures,
    MeasuredGoal,
    MeasuredLine,
    TakenMean,
)
from ukur.store.queries.review_rows import Cell
from ukur.web.templatetags.look import icon

register = template.Library()


@register.simple_tag
def figure_link(href: str, shown: str, title: str, why: str = "") -> SafeString:
    """A figure that leads to its account; `why` says why there is none, where there is none."""
    told = _("Explain this figure")
    words = f"{told}: {title}. {why}" if why else f"{told}: {title}"
    return format_html(
        '<a class="hitung{}" href="{}" data-account>{} {}<span class="sr">{}</span></a>',
        " redup" if why else "",
        href,
        shown,
        icon("info", "samar"),
        words,
    )


@register.simple_tag
def cell_figure(href: str, cell: Cell, title: str) -> SafeString | str:
    """A cell of the review sheet; a percentage leads to its account."""
    if not cell.account or not cell.now:
        return cell.now or "–"
    return figure_link(f"{href}#{cell.account}", cell.now, title)


@register.simple_tag
def named_figure(cycle_id: int, one: Name) -> SafeString | str:
    """The value that a name of the draft stands for; a percentage leads to its account."""
    if not one.account:
        return one.value
    page, code, anchor = one.account
    href = reverse(page, args=[cycle_id, code] if code else [cycle_id])
    return figure_link(f"{href}#{anchor}", one.value, one.name)


@register.simple_tag
def period_figure(cycle_id: int, line: MeasuredLine, sign: str = "") -> SafeString:
    """A line's achievement in the period; a plain dash where it is not measured in it.

    `sign` is "%" in a sentence and beside a label, and nothing below a heading that has it.
    """
    if not line.is_due:
        return SafeString("–")
    href = f"{reverse('figure', args=[cycle_id, line.code])}#masa"
    why = account_words.why_words(line.explanation)
    return figure_link(href, _signed(line.achievement, sign), line.name, why)


@register.simple_tag
def year_figure(cycle_id: int, line: MeasuredLine, sign: str = "") -> SafeString:
    """A line's achievement of the year's target."""
    href = f"{reverse('figure', args=[cycle_id, line.code])}#tahun"
    why = account_words.why_words(line.year_explanation)
    return figure_link(href, _signed(line.year_achievement, sign), line.name, why)


@register.simple_tag
def goal_mean(cycle_id: int, goal: MeasuredGoal) -> SafeString:
    """The mean of a goal."""
    href = f"{reverse('goal_figure', args=[cycle_id, goal.code])}#rata"
    return _mean(href, goal.taken, goal.text)


@register.simple_tag
def agency_mean(cycle_id: int, taken: TakenMean) -> SafeString:
    """The mean of the agency, with its sign: it stands in no table."""
    href = f"{reverse('mean_figure', args=[cycle_id])}#rata"
    return _mean(href, taken, _("Mean achievement"), "%")


def _mean(href: str, taken: TakenMean, title: str, sign: str = "") -> SafeString:
    why = account_words.why_words(taken.explanation)
    return figure_link(href, _signed(taken.text, sign), title, why)


def _signed(shown: str, sign: str) -> str:
    return shown if shown == "–" else f"{shown}{sign}"


@register.simple_tag
def absorption(cycle_id: int, line: BudgetFigures, sign: str = "") -> SafeString:
    """The share of a budget line's ceiling that was spent."""
    why = account_words.why_words(line.explanation)
    href = f"{_money(cycle_id, line)}#serapan"
    shown = _signed(line.share_text, sign)
    return figure_link(href, shown, line.name or _("Budget absorption"), why)


@register.simple_tag
def reached(cycle_id: int, line: BudgetFigures) -> SafeString:
    """What was reached with the money of a budget line; a dash where nothing measures it."""
    if line.efficiency is None:
        return SafeString("–")
    href = f"{_money(cycle_id, line)}#efisiensi"
    return figure_link(href, line.achieved_text, line.name or _("Mean achievement"))


@register.simple_tag
def efficiency(cycle_id: int, line: BudgetFigures) -> SafeString:
    """How achievement lies to absorption; a dash where nothing measures what the money was for."""
    if line.efficiency is None:
        return SafeString("–")
    why = account_words.why_words(line.efficiency)
    href = f"{_money(cycle_id, line)}#efisiensi"
    return figure_link(href, line.efficiency_text, line.name or _("Efficiency"), why)


def _money(cycle_id: int, line: BudgetFigures) -> str:
    if not line.code:
        return reverse("money_total", args=[cycle_id])
    return reverse("money_figure", args=[cycle_id, line.code])


@register.filter
def figure_name(told: Explanation) -> str:
    """What the figure is called."""
    return account_words.figure_words(told.figure)


@register.filter
def figure_text(told: Explanation) -> str:
    """The figure with its unit."""
    return account_words.shown_words(told)


@register.filter
def letters(told: Explanation) -> str:
    """What the letters of its formula stand for."""
    return account_words.letter_words(told)


@register.filter
def facts(told: Explanation) -> tuple[Fact, ...]:
    """How it came to be, label by label."""
    return account_words.facts(told)


@register.filter
def short_facts(told: Explanation) -> tuple[Fact, ...]:
    """The same in little room: without the regulations that the rule set rests on."""
    return account_words.facts(told._replace(basis=()))


@register.filter
def left_out(told: Explanation) -> str:
    """How many figures a mean left out."""
    return account_words.left_out_words(told.shares)


@register.filter
def why_left_out(share: Share) -> str:
    """Why a figure does not enter a mean."""
    return account_words.why_words(share)


@register.filter
def mark(one: Mark) -> str:
    """What makes an entry stand out, in a word or two."""
    return str(MARK_WORDS[one])


@register.filter
def entered(row: SourceRow) -> str:
    """Who entered it and when."""
    return account_words.entered_words(row)


@register.filter
def row_note(row: SourceRow) -> str:
    """What has to be said beside an entry."""
    return account_words.row_note(row)
