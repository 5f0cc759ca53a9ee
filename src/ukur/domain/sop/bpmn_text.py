"""The boxes of a step, and of a cover, as the documentation of a BPMN element.

Every modelling tool shows and edits the documentation of an element as text, so this is
where the boxes stand that BPMN has no place for, each in lines of its own:

    Kelengkapan: Data capaian
    Waktu: 2 hari
    Output: Rekapitulasi capaian
      per sasaran
    Ket: Bersama bidang

A line that begins with two spaces goes on with the box above it.
"""

from collections.abc import Iterable, Mapping

from ukur.domain.sop.model import Step

STEP_BOXES = {
    "completeness": "Kelengkapan",
    "standard": "Waktu",
    "output": "Output",
    "note": "Ket",
}
"""The boxes of a step, by their names in the SOP's file, as the form heads them."""

COVER_BOXES = {
    "key": "Kunci",
    "version": "Versi",
    "government": "Pemerintah",
    "agency": "Instansi",
    "unit": "Unit",
    "title": "Nama SOP",
    "number": "Nomor SOP",
}
"""What the documentation of a process may say of the cover and the file."""

_FURTHER = "  "


def step_documentation(step: Step) -> str:
    """The boxes of the step that are not empty; `said` reads them back exactly."""
    values = {
        "completeness": step.completeness,
        "standard": step.standard.text,
        "output": step.output,
        "note": step.note,
    }
    return "\n".join(
        f"{STEP_BOXES[box]}: {value}".replace("\n", f"\n{_FURTHER}")
        for box, value in values.items()
        if value
    )


def said(documentation: str, boxes: Mapping[str, str]) -> tuple[dict[str, str], str]:
    r"""The boxes that the documentation says, and the lines that belong to none of them.

    >>> said("Waktu: 2 hari\nKet: a\n  b\nbebas", STEP_BOXES)
    ({'standard': '2 hari', 'note': 'a\nb'}, 'bebas')
    """
    names = {heading.casefold(): box for box, heading in boxes.items()}
    lines: dict[str, list[str]] = {}
    free: list[str] = []
    current = free
    for line in documentation.split("\n"):
        heading, colon, value = line.partition(":")
        box = names.get(heading.strip().casefold()) if colon else None
        if line.startswith(_FURTHER) and current is not free:
            current.append(line.removeprefix(_FURTHER))
        elif box is not None and box not in lines:
            current = lines[box] = [value.removeprefix(" ")]
        else:
            current = free
            free.append(line)
    return {box: "\n".join(values) for box, values in lines.items()}, _text(free)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()
