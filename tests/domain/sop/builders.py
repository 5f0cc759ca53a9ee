"""What the tests of the SOP build: small procedures, random sound ones, and people."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from ukur.domain.people import SOP_ROLES, Actor, Duty, Role
from ukur.domain.sop.model import (
    INFERRABLE,
    UNIT_WORDS,
    Cover,
    Decision,
    Lane,
    LegalBasis,
    Procedure,
    Standard,
    Step,
    Unit,
    Work,
)
from ukur.domain.sop.reading import read

PROCEDURE_FILE = Path(__file__).parents[3] / "procedures" / "pengukuran-kinerja.toml"


def seed_text() -> str:
    return PROCEDURE_FILE.read_text(encoding="utf-8")


def seed() -> Procedure:
    return read(seed_text(), "procedures/pengukuran-kinerja.toml")


def actor(*roles: Role) -> Actor:
    return Actor(1, "Sari", 1, tuple(Duty(role) for role in roles))


def step(number: int, **changes: object) -> Step:
    plain = Step(
        number=number,
        activity=f"Kegiatan {number}",
        lead="kepala_dinas",
        joined=(),
        work=Work.TASK,
        completeness="Berkas",
        standard=Standard(1, Unit.DAYS, "1 hari"),
        output="Berkas",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the tests name real fields


def procedure(*steps: Step, lanes: tuple[Lane, ...] | None = None) -> Procedure:
    return Procedure(
        key="contoh",
        version="1",
        title="URAIAN PROSEDUR CONTOH DINAS CONTOH",
        cover=Cover(
            government="PEMERINTAH KABUPATEN CONTOH",
            agency="DINAS CONTOH",
            unit="SEKRETARIAT",
            title="CONTOH",
        ),
        lanes=lanes or tuple(Lane(role.value, role.name.title()) for role in SOP_ROLES),
        steps=steps,
    )


_cells = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"), include_characters=" \n"),
    max_size=30,
).filter(lambda text: all(c.isprintable() or c == "\n" for c in text))
_words = _cells.filter(lambda text: text.strip() != "")
_cell_lists = st.lists(_cells, max_size=3).map(tuple)
_standards = st.builds(
    lambda amount, word: Standard(amount, UNIT_WORDS[word], f"{amount} {word}"),
    st.integers(1, 9999),
    st.sampled_from(sorted(UNIT_WORDS)),
)
_covers = st.builds(
    Cover,
    government=_words,
    agency=_words,
    unit=_words,
    title=_words,
    number=_cells,
    created=_cells,
    revised=_cells,
    effective=_cells,
    signatory_title=_cells,
    signatory_name=_cells,
    signatory_nip=_cells,
    legal_basis=st.lists(st.builds(LegalBasis, _words, _cells, st.booleans()), max_size=3).map(
        tuple
    ),
    qualifications=_cell_lists,
    related=_cell_lists,
    equipment=_cell_lists,
    warning=_cells,
    records=_cells,
)
_LANES = tuple(role.value for role in SOP_ROLES)


@st.composite
def _steps(draw: st.DrawFn, number: int, last: int) -> Step:
    lead, *others = draw(st.permutations(_LANES))
    backs = st.lists(st.integers(1, max(number - 1, 1)), unique=True, max_size=3).map(tuple)
    back = draw(backs) if number > 1 else ()
    decides = bool(back) and number < last and draw(st.booleans())
    return Step(
        number=number,
        activity=draw(_words),
        lead=lead,
        joined=tuple(others[: draw(st.integers(0, 2))]),
        work=draw(st.sampled_from(Work)),
        completeness=draw(_cells),
        standard=draw(_standards),
        output=draw(_cells),
        note=draw(_cells),
        decision=Decision("Ya", "Tidak", number + 1, back[-1], back) if decides else None,
        returns=() if decides else back,
        inferred=draw(st.lists(st.sampled_from(INFERRABLE), max_size=2).map(tuple)),
    )


@st.composite
def sound_procedures(draw: st.DrawFn) -> Procedure:
    last = draw(st.integers(1, 7))
    return Procedure(
        key=draw(st.from_regex(r"[a-z]{1,5}(-[a-z0-9]{1,5})?", fullmatch=True)),
        version=draw(st.from_regex(r"[0-9A-Za-z]{1,3}(\.[0-9]{1,2})?", fullmatch=True)),
        title=draw(_words),
        cover=draw(_covers),
        lanes=tuple(Lane(key, draw(_words)) for key in _LANES),
        steps=tuple(draw(_steps(number, last)) for number in range(1, last + 1)),
    )
