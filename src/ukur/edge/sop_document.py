"""A procedure as a Markdown page: how `docs/sop.md` is made from the file the program runs."""

from collections.abc import Iterable, Iterator

from ukur.domain.sop.model import Cover, LegalBasis, Procedure, Step

_EMPTY = "–"
_STEP_HEAD = (
    "No.",
    "Kegiatan",
    "Pelaksana",
    "Kelengkapan",
    "Waktu",
    "Output",
    "KET",
    "`work`",
)


def sop_markdown(procedure: Procedure) -> str:
    """The page: the cover in short, the table of steps, the ways, and what was inferred.

    The same procedure gives the same text, byte for byte. Whoever signed the form is
    named by title only: name and NIP stand in the procedure's own file and nowhere else.
    """
    lines = [
        f"# SOP {procedure.cover.title}",
        "",
        f"Generated from `procedures/{procedure.key}.toml` by `ukur.edge.sop_document`: change",
        "the procedure, not this page. Words of the form are quoted as they are printed there.",
        "",
        "## Cover",
        "",
        *_cover(procedure.cover),
        "",
        f"## {procedure.title}",
        "",
        _row(*_STEP_HEAD),
        _rule(len(_STEP_HEAD)),
        *(_step(procedure, step) for step in procedure.steps),
        "",
        "The first name under Pelaksana leads the step and finishes it; the others work in it.",
        "",
        "## Ways back",
        "",
        *(line for step in procedure.steps for line in _ways_back(step)),
        "",
        "## Concluded, not read",
        "",
        "These parts could not be read from the form and were concluded from its words:",
        "",
        *(line for step in procedure.steps for line in _inferred(step)),
    ]
    return "\n".join(lines) + "\n"


def _cover(cover: Cover) -> Iterator[str]:
    yield _row("Box", "Content")
    yield _rule(2)
    yield _row("Instansi", _several((cover.government, cover.agency, cover.unit)))
    yield _row("Nomor SOP", cover.number)
    yield _row("Tanggal Pembuatan", cover.created)
    yield _row("Tanggal Revisi", cover.revised)
    yield _row("Tanggal Efektif", cover.effective)
    yield _row("Disahkan oleh", cover.signatory_title)
    yield _row("Dasar Hukum", _several(_basis(basis) for basis in cover.legal_basis))
    yield _row("Kualifikasi Pelaksana", _several(cover.qualifications))
    yield _row("Keterkaitan", _several(cover.related))
    yield _row("Peralatan/Perlengkapan", _several(cover.equipment))
    yield _row("Peringatan", cover.warning)
    yield _row("Pencatatan dan Pendataan", cover.records)


def _basis(basis: LegalBasis) -> str:
    return f"{basis.text} [{basis.note}]" if basis.note else basis.text


def _step(procedure: Procedure, step: Step) -> str:
    return _row(
        f"{step.number}.",
        step.activity,
        _several(procedure.lane(key).name for key in step.actors),
        step.completeness,
        step.standard.text,
        step.output,
        step.note,
        f"`{step.work.value}`",
    )


def _ways_back(step: Step) -> Iterator[str]:
    if not step.ways_back:
        return
    usual, *others = step.ways_back
    allowed = f", or {_numbers(others)} when the fault lies there" if others else ""
    if step.decision is not None:
        yes, no = step.decision.yes, step.decision.no
        yield f"- Step {step.number}: {yes} leads to step {step.decision.yes_to}."
        yield f"  {no} leads back to step {usual}{allowed}, with a reason."
    else:
        yield f"- Step {step.number} may be sent back to step {usual}{allowed}, with a reason."
        yield "  The form has no such arrow, so the journal calls it a deviation."


def _inferred(step: Step) -> Iterator[str]:
    if step.inferred:
        yield f"- Step {step.number}: {', '.join(step.inferred)}"


def _numbers(numbers: Iterable[int]) -> str:
    return " or ".join(str(number) for number in numbers)


def _several(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _row(*cells: str) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns


def _cell(text: str) -> str:
    """The text as one table cell: what Markdown or HTML would read in it is taken literally."""
    safe = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return safe.replace("\n", "<br>") or _EMPTY
