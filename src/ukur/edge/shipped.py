"""What ships beside the code: the procedures and the samples."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = PACKAGE.parent.parent
MEASUREMENT = "pengukuran-kinerja"
RELATED = (
    "surat-masuk",
    "surat-keluar",
    "penandatanganan",
    "penyusunan-renja",
    "perjanjian-kinerja",
    "laporan-kinerja",
)
"""The SOPs that the one of the measurement names beside itself, as proposals of this program."""


def shipped(*parts: str) -> Path:
    """A file or folder of `procedures/` or `samples/`, in the installed package or the checkout."""
    installed = PACKAGE / "shipped"
    return (installed if installed.is_dir() else CHECKOUT).joinpath(*parts)


def procedure_text(key: str = MEASUREMENT) -> str:
    """The TOML of an SOP that ships with the program."""
    return shipped("procedures", f"{key}.toml").read_text(encoding="utf-8")


def related_texts() -> tuple[str, ...]:
    """The TOML of each of the related SOPs."""
    return tuple(procedure_text(key) for key in RELATED)
