"""The grid of a unit's form, written out line by line.

A form has a hundred lines and more, and a template takes longer over their thousand values than
the database does. So the lines are written here: short, every value escaped, the closing tags
that HTML lets one leave out left out, what repeats left to the style sheet and the script.
"""

from collections.abc import Sequence
from html import escape

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ukur.domain.figures.indicator import Kind, Polarity
from ukur.domain.periods import Period
from ukur.edge.figure_words import reason_words
from ukur.edge.names import period_short
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.entry_lines import EntryLine
from ukur.web.entry_rows import LETTERS, STATES, Row, cells_told, state_words, touched_words

LONGEST_NAME = 24
"""So much of a file's name is shown in the grid; the panel of the line says it whole."""
COLUMNS = 9
"""Number, indicator, target, numerator, denominator, realization, achievement, evidence, state;
and one for each period beside."""
FIGURES = 6
"""Numerator and all the columns after it."""
NONE = "–"


class Grid:
    """Writes the lines of one form: `heads` are its columns after the name of the indicator.

    `chosen` is the line that a phone shows, `panel` what stands below it.
    """

    def __init__(
        self, form: EntryForm, heads: Sequence[str], chosen: Row | None, panel: str
    ) -> None:
        self._chosen, self._panel = chosen, panel
        self._columns = COLUMNS + len(form.beside)
        self._can_fill = form.can_fill
        self._day = f"28 Februari {form.year}"
        self._states = {state: state_words(state) for state in STATES}
        self._directions: dict[tuple[Polarity, Kind], str] = {}
        self._upper, self._lower = _("Numerator"), _("Denominator")
        self._value, self._note = _("Realization"), _("Note")
        self._heads = heads
        self._hint = _("Why there is no figure, or why it is unusual")
        self._to_mend = _("To be mended")
        self._direct, self._attach = _("entered directly"), _("Add evidence")

    def written(self, form: EntryForm, rows: Sequence[Row]) -> SafeString:
        """The body of the table: goal by goal, a line an indicator."""
        by_id = {row.line.id: row for row in rows}
        parts = []
        for number, goal in enumerate(form.goals, 1):
            parts.append(
                f'<tbody id="sasaran-{number}"><tr class="grup"><th colspan="{self._columns}"'
                f' scope="colgroup">{escape(goal.text)}</th></tr>'
            )
            parts += [self._row(by_id[line.id]) for line in goal.lines]
        return SafeString("\n".join(parts))

    def segments(self, rows: Sequence[Row]) -> SafeString:
        """One short link a line, for a phone and for jumping."""
        return SafeString(
            "".join(
                f'<a class=s-{row.state} href="?baris={row.line.id}" '
                f'title="{self._states[row.state]}"'
                f"{' aria-current=true' if row is self._chosen else ''}>{row.line.number}</a>"
                for row in rows
            )
        )

    def _row(self, row: Row) -> str:
        line, is_chosen = row.line, row is self._chosen
        cells = [
            *(f"<td class=l>{escape(text) or NONE}" for text in line.beside),
            f"<td>{_target(line)}",
            *self._figures(row),
            f"<td>{_achievement(row)}",
            f"<td>{self._evidence(line)}",
            f"<td><b class=s-{row.state}>{self._states[row.state]}</b>{self._note_field(row)}",
        ]
        if is_chosen:
            cells = self._headed(cells)
        return (
            f'<tr id="baris-{line.id}"{" class=terpilih" if is_chosen else ""}><td>{line.number}'
            f"<th scope=row><b>{escape(line.name)}</b> <small class={_arrow(line)}>"
            f"{escape(line.unit_text)} · {self._direction(line)}</small>"
            f"{self._note_kept(row)}{self._asked(row)}"
            f"{''.join(cells)}{self._message(row)}{self._panel if is_chosen else ''}"
        )

    def _headed(self, cells: list[str]) -> list[str]:
        """The cells with the heads of their columns: a phone shows this line without the head."""
        heads = list(self._heads)
        if len(cells) < len(heads):
            del heads[-FIGURES]  # numerator and denominator share a cell
        return [
            cell.replace("<td", f'<td data-kepala="{escape(head)}"', 1)
            for cell, head in zip(cells, heads, strict=True)
        ]

    def _direction(self, line: EntryLine) -> str:
        key = (line.polarity, line.kind)
        if key not in self._directions:
            context = {"polarity": line.polarity.value, "kind": line.kind.value, "plain": True}
            told = render_to_string("web/_direction.html", context)
            self._directions[key] = told.strip()
        return self._directions[key]

    def _note_kept(self, row: Row) -> str:
        """The note of a form that is not filled in any more, below the indicator."""
        note = "" if self._can_fill else row.cells.note
        return f" <q>{escape(note)}</q>" if note else ""

    def _asked(self, row: Row) -> str:
        """What was asked about the line, and whether it was changed since."""
        asked = row.line.asked
        if asked is None:
            return ""
        words = touched_words(is_changed=asked.is_changed)
        return (
            f"<span class=minta>{escape(self._to_mend)}: {escape(asked.word)} "
            f'<i class="sentuh {"sudah" if asked.is_changed else "belum"}" '
            f'data-asked="{row.key}">{escape(words)}</i></span>'
        )

    def _note_field(self, row: Row) -> str:
        """The field for the note, after the figures: Tab goes through them first."""
        note = row.cells.note
        if not self._can_fill:
            return ""
        if not note and row is not self._chosen and "note" not in row.wrong:
            return ""
        return (
            f'<textarea name="{LETTERS["note"]}{row.line.id}" rows="1" '
            f'aria-label="{escape(self._note)}" placeholder="{escape(self._hint)}"'
            f"{_wrong(row, 'note')}>{escape(note)}</textarea>"
        )

    def _figures(self, row: Row) -> tuple[str, ...]:
        line, cells = row.line, row.cells
        if line.in_parts:
            upper = self._cell(row, "numerator", cells.numerator, self._upper, line.numerator_text)
            lower = self._cell(
                row, "denominator", cells.denominator, self._lower, line.denominator_text
            )
            realization = NONE if row.questions else escape(line.realization) or NONE
            return f"<td>{upper}", f"<td>{lower}", f"<td>{realization}"
        value = (
            self._choice(row)
            if line.choices
            else self._cell(row, "value", cells.value, self._value, "")
        )
        return f"<td colspan=2 class=langsung>{self._direct}", f"<td>{value}"

    def _cell(self, row: Row, cell: str, text: str, word: str, meaning: str) -> str:
        if not self._can_fill:
            return escape(text) or NONE
        more = ""
        if row.line.is_day:
            more = f' placeholder="{self._day}"'
        elif row is self._chosen:
            more = " inputmode=decimal"  # without a script a phone shows this line alone
        said = (
            f"<b>{word}</b> {escape(meaning)}" if row is self._chosen else escape(meaning or word)
        )
        return (
            f"<label><i>{said}</i><input name={LETTERS[cell]}{row.line.id} "
            f'value="{escape(text)}"{more}{_wrong(row, cell)}></label>'
        )

    def _choice(self, row: Row) -> str:
        value = row.cells.value
        if not self._can_fill:
            return escape(value) or NONE
        options = "".join(
            f"<option{' selected' if grade == value else ''}>{escape(grade)}"
            for grade in row.line.choices
        )
        return (
            f"<label><i>{self._value}</i><select name={LETTERS['value']}{row.line.id}"
            f'{_wrong(row, "value")}><option value="">{NONE}{options}</select></label>'
        )

    def _evidence(self, line: EntryLine) -> str:
        if not line.evidence and not self._can_fill:
            return NONE
        first = _short(line.evidence[0].name) if line.evidence else self._attach
        more = f" +{len(line.evidence) - 1}" if len(line.evidence) > 1 else ""
        mark = "" if line.evidence else " class=putus"
        return f'<a data-panel href="?baris={line.id}"{mark}>{escape(first)}</a>{more}'

    def _message(self, row: Row) -> str:
        if not row.questions and row.theirs is None:
            return self._unusual(row)
        mine = cells_told(row.cells, row.line)
        context = {"row": row, "columns": self._columns, "mine_told": mine}
        return render_to_string("web/entry/_message.html", context)

    def _unusual(self, row: Row) -> str:
        """What looks unusual, below its line, where that was asked for."""
        if not row.line.warnings:
            return ""
        context = {"row": row, "columns": self._columns}
        return render_to_string("web/entry/_unusual.html", context)


def heads_of(form: EntryForm) -> tuple[str, ...]:
    """The heads of the columns after the name of the indicator."""
    now = _unbroken(form.period)
    realization = _("Realization")
    beside = (
        f"{realization} {_unbroken(when.period)}"
        + (f" {when.year}" if when.year != form.year else "")
        for when in form.beside
    )
    return (
        *beside,
        f"{_('Target')} {now}",
        _("Numerator"),
        _("Denominator"),
        f"{realization} {now}",
        f"{_('Achievement')} (%)",
        _("Evidence"),
        _("State"),
    )


def _unbroken(period: Period) -> str:
    """A period that stays on one line in the narrow head of its column."""
    return period_short(period).replace(" ", "\N{NO-BREAK SPACE}")


def panel_row(panel: SafeString) -> SafeString:
    """The panel of a line as a row of the table."""
    return format_html('<tr class="panel"><td colspan="99">{}</td></tr>', panel)


def _arrow(line: EntryLine) -> str:
    return {Polarity.NEGATIVE: "turun", Polarity.EXACT: "tepat"}.get(line.polarity, "naik")


def _wrong(row: Row, cell: str) -> str:
    return " class=salah aria-invalid=true" if cell in row.wrong else ""


def _target(line: EntryLine) -> str:
    """The target, with whose it is where it might be taken for another's."""
    whose = ""
    if line.has_own_target:
        whose = _small(_("the unit's target"))
    elif line.has_agencys_target:
        whose = _small(_("agency's target"))
    return f"{whose}{escape(line.target)}" if line.target else NONE


def _small(words: str) -> str:
    return f"<small class=dinas>{escape(words)}</small> "


def _achievement(row: Row) -> str:
    """The percentage, which leads to its account; or why there is none."""
    line = row.line
    if row.questions:
        return escape(_("held"))
    if line.is_summed:
        return f"<small>{escape(_('counted together for all units'))}</small>"
    if line.shown:
        return f'<a data-panel href="?baris={line.id}">{line.shown}</a>'
    if line.realization and line.reason:
        return f"<small>{escape(reason_words(line.reason))}</small>"
    return NONE


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
