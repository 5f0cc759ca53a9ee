"""The events of a journal in words, of a cycle or of the office."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.journal import Plain
from ukur.edge.dates import long_date
from ukur.edge.reason_words import reason_words

_EVENTS: Mapping[str, str | Promise] = {
    "ordered": _lazy("ordered the measurement, letter {letter}; to be finished by {finish_by}"),
    "disposed": _lazy("passed the order on"),
    "form_frozen": _lazy("froze the form; the units fill it in until {fill_by}"),
    "unit_submitted": _lazy("sent the form of {unit}"),
    "unit_verified": _lazy("verified the data of {unit}"),
    "unit_returned": _lazy("returned the data of {unit}: {reason}"),
    "units_reminded": _lazy("reminded units of their forms: {units}"),
    "unit_ready": _lazy("asked the head of the unit to vouch for version {version}"),
    "unit_withdrawn": _lazy("took version {version} of {unit} back before it was checked"),
    "units_verified": _lazy("verified the data of {units}"),
    "unit_correcting": _lazy("opened the verified form of {unit} again, to correct it: {reason}"),
    "window_extended": _lazy("gave {unit} time until {until_day}: {reason}"),
    "unit_closed": _lazy("closed {unit} without data: {reason}"),
    "unit_reopened": _lazy("reopened the form of {unit}: {reason}"),
    "collected": _lazy("finished the collection of {units} units"),
    "line_evaluated": _lazy("evaluated indicator {line}"),
    "evaluated": _lazy("finished the evaluation"),
    "narrative_written": _lazy("wrote the paragraphs of the draft"),
    "draft_proposed": _lazy("proposed the draft, version {version}"),
    "remark_written": _lazy("wrote remark {number}: {text}"),
    "remark_answered": _lazy("answered remark {number}"),
    "remark_settled": _lazy("settled remark {number}"),
    "approved": _lazy("approved the draft (Ya)"),
    "returned": _lazy("returned the draft (Tidak) to step {to_step}: {reason}"),
    "signed": _lazy("signed the document"),
    "figure_corrected": _lazy(
        "corrected {line} of {unit}, correction {number}, reported on {reported_on}: {reason}"
    ),
    "due_recounted": _lazy("changed the office calendar; step {step} was counted again by it"),
    "step_paused": _lazy("paused the clock of step {step} until {until}, for {awaited}: {reason}"),
    "step_resumed": _lazy("let the clock of step {step} run again"),
    "cancelled": _lazy("cancelled the run at step {step}: {reason}"),
    "due_changed": _lazy(
        "changed dates: to be finished by {finish_by} (before: {finish_by_old}); step {step} is "
        "due on {step_due} (before: {step_due_old}): {reason}"
    ),
    "reopened": _lazy("opened the signed version {version} again, at step {to_step}: {reason}"),
    "run_begun": _lazy("began the process “{subject}”, to be finished by {finish_by}"),
    "step_finished": _lazy("finished step {step}"),
    "step_approved": _lazy("said Ya in step {step}"),
    "step_returned": _lazy("said Tidak in step {step}, back to step {to_step}: {reason}"),
    "file_attached": _lazy("attached “{name}” to step {step}"),
    "file_removed": _lazy("took “{name}” off step {step}"),
    "step_noted": _lazy("noted on step {step}: {text}"),
    "letter_numbered": _lazy("gave number {number} to the letter “{subject}” to {to}"),
    "duty_handed_over": _lazy(
        "handed the duty over from {from} to {to}, from {first_day} on, by {basis}"
    ),
    "archived": _lazy("sealed the archive; the cycle has ended"),
    "key_made": _lazy("made the key “{name}” for programs, until {ends_on}"),
    "key_revoked": _lazy("revoked the key “{name}”"),
    "source_map_kept": _lazy(
        "kept names of {system}, version {version}; said: {elements_said}, {units_said}; "
        "forgotten: {elements_forgotten}, {units_forgotten}"
    ),
    "table_mapping_kept": _lazy("kept the mapping “{name}” of plan tables, version {version}"),
}


def event_words(verb: str, facts: Mapping[str, Plain], units: Mapping[str, str]) -> str:
    """What happened, with the facts that matter to a reader; an unknown verb stays as it is.

    `units` are the names of the agency's units by their codes.
    """
    template = _EVENTS.get(verb)
    if template is None:
        return verb
    named = {name: _readable(value) for name, value in facts.items()}
    if "unit" in facts:
        named["unit"] = units.get(str(facts["unit"]), str(facts["unit"]))
    if isinstance(many := facts.get("units"), list):
        codes = [str(one["unit"] if isinstance(one, Mapping) else one) for one in many]
        named["units"] = ", ".join(units.get(code, code) for code in codes)
    if verb in ("unit_returned", "unit_correcting"):
        named["reason"] = _readable(_why_it_went_back(facts))
    words = str(template).format_map(_Lenient(named))
    reason = reason_words(str(facts.get("reason_code") or ""))
    return f"{words} ({reason})" if reason else words


def _why_it_went_back(facts: Mapping[str, Plain]) -> str:
    """The reason why a form went back, and the lines that were named, each with its word."""
    lines = facts.get("lines")
    named = lines if isinstance(lines, list) else []
    told = (f"{one['line']}: {one['word']}" for one in named if isinstance(one, Mapping))
    return "; ".join(filter(None, (str(facts.get("reason") or ""), *told)))


def _readable(value: Plain) -> Plain:
    """A date as people write it, several names in a row, nothing as a dash, all else as it is."""
    if isinstance(value, (Mapping, list)):
        return ", ".join(map(str, value)) or "–"
    if value in (None, ""):
        return "–"
    try:
        return long_date(date.fromisoformat(value)) if isinstance(value, str) else value
    except ValueError:
        return value


class _Lenient(dict[str, Plain]):
    """Facts of which one may be missing, as in the journal of an older version."""

    def __missing__(self, key: str) -> str:
        return "–"
