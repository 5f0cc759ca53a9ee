"""The boxes of a step, and of a cover, as the documentation of a BPMN element.

Every modelling tool shows and edits the documentation of an element as text, so this is
where the boxes stand that BPMN has no place for, each in lines of its own:

    Kelengkapan: Data capaian
    Waktu: 2 hari
    Output: Rekapitulasi capaian
      per sasaran
    Ket: Lewat surat
    Bersama: Tim SAKIP; Staf

"Bersama" names the lanes that work in the step beside its lead. A line that begins with two
spaces goes on with the box above it.
"""

from collections.abc import Iterable, Mapping, Sequence

from ukur.domain.sop.model import Lane, Step

STEP_BOXES = {
    "completeness": "Kelengkapan",
    "standard": "Waktu",
    "output": "Output",
    "note": "Ket",
    "joined": "Bersama",
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
_BETWEEN = "; "


def step_documentation(step: Step, lanes: Sequence[Lane]) -> str:
    """The boxes of the step that are not empty; `said` reads them back exactly."""
    values = {
        "completeness": step.completeness,
        "standard": step.standard.text,
        "output": step.output,
        "note": step.note,
        "joined": _BETWEEN.join(_called(key, lanes) for key in step.joined),
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


def lanes_said(text: str, lanes: Sequence[Lane]) -> tuple[str, ...]:
    """The keys of the lanes that the text names; what names none stays as it is."""
    return tuple(_key_of(part.strip(), lanes) for part in text.split(";") if part.strip())


def _called(key: str, lanes: Sequence[Lane]) -> str:
    """The name of the lane if it leads back to the key, else the key."""
    name = next(lane.name for lane in lanes if lane.key == key)
    plain = name == " ".join(name.split()) and ";" not in name
    return name if plain and _key_of(name, lanes) == key else key


def _key_of(said_name: str, lanes: Sequence[Lane]) -> str:
    called = [lane.key for lane in lanes if lane.name == said_name]
    is_key = any(lane.key == said_name for lane in lanes)
    return said_name if is_key or len(called) != 1 else called[0]


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()
