"""DER told from its look-alikes: each value in its one encoding, nothing between and behind.

Readers of ASN.1 pass over bytes that no value claims and take several encodings for one value.
`asn1crypto` can write a value again for comparison, but takes a hundred times as long as this.

Source: ITU-T X.690, 8.1.3 and 10.1 (lengths), 8.3.2 (integers), 11.1 (booleans), 11.6 (sets).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import parser
from asn1crypto.core import Integer

_UNIVERSAL = 0
_END, _BOOLEAN, _INTEGER, _SET = 0, 1, 2, 17


@dataclass(frozen=True)
class _Element:
    kind: int
    constructed: bool
    tag: int
    body: bytes
    whole: bytes


def length_of_first(value: bytes) -> int:
    """How long the first element is; in BER of indefinite length with the mark of its end.

    Raises:
        ValueError: there is none.
    """
    _kind, _method, _tag, header, body, trailer = parser.parse(value)
    return len(header) + len(body) + len(trailer)


def is_indefinite(value: bytes) -> bool:
    """Is it BER of indefinite length, which DER does not know but some programs write?"""
    return value[1:2] == b"\x80"


def is_tight(value: bytes) -> bool:
    """Are all lengths definite and the shortest, and does every byte belong to a value?"""
    return _holds(value, canonical=False)


def is_canonical(value: bytes) -> bool:
    """Is it DER? Sets that hide behind a tag of their own are not known as sets here."""
    return _holds(value, canonical=True)


def _holds(value: bytes, *, canonical: bool) -> bool:
    try:
        elements = list(_elements(value))
    except ValueError:
        return False
    if canonical and not all(_is_canonical(element) for element in elements):
        return False
    return all(_holds(e.body, canonical=canonical) for e in elements if e.constructed)


def _elements(value: bytes) -> Iterator[_Element]:
    rest = value
    while rest:
        kind, method, tag, header, body, trailer = parser.parse(rest)
        whole = header + body + trailer
        if (kind, tag) == (_UNIVERSAL, _END) or parser.emit(kind, method, tag, body) != whole:
            raise ValueError("not an element in its shortest form")
        yield _Element(kind, bool(method), tag, body, whole)
        rest = rest[len(whole) :]


def _is_canonical(element: _Element) -> bool:
    if element.kind != _UNIVERSAL:
        return True
    if element.tag == _BOOLEAN:
        return element.body in (b"\x00", b"\xff")
    if element.tag == _INTEGER:
        number = int.from_bytes(element.body, signed=True)
        return len(element.body) == len(Integer(number).contents)
    if element.tag == _SET:
        wholes = [inner.whole for inner in _elements(element.body)]
        return wholes == sorted(wholes)
    return True
