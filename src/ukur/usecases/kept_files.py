"""A file that somebody hands in, checked and laid into the vault: the same wherever one hangs."""

from dataclasses import dataclass

from ukur.domain.evidence import media_type, safe_name
from ukur.domain.ports import Tools


@dataclass(frozen=True)
class KeptFile:
    """What a row says of a file in the vault."""

    name: str
    media_type: str
    size: int
    sha256: str


def kept_file(name: str, content: bytes, tools: Tools) -> KeptFile:
    """The file, in the vault under its SHA-256; slow, so done before anything is locked.

    Raises:
        FileRefused: the file is empty, too large, or not what its name says.
    """
    kind = media_type(name, content)
    return KeptFile(safe_name(name), kind, len(content), tools.vault.put(content))
