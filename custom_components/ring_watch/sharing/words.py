"""Words of strangers, made harmless before they are kept."""

from collections.abc import Iterator
from itertools import chain
import unicodedata

from .errors import SharingError

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters, marks and symbols that show nothing (Unicode's Default_Ignorable_Code_Point,
# as far as the categories above leave it, and blank ones).
_BLANK = frozenset(
    map(
        chr,
        chain(
            (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159),
            range(0x180B, 0x1810),
            range(0xFE00, 0xFE10),
            range(0xE0100, 0xE01F0),
        ),
    )
)
# More marks on one letter than any language has would cover the lines around it.
_MARKS = frozenset({"Mn", "Me"})
_MOST_MARKS = 4
_LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def clean(text: str, longest: int) -> str:
    """Return one line of visible characters in NFC.

    Line feeds and tabs become spaces; other control, formatting (bidirectional,
    zero width), private, unassigned and blank characters go, and so do marks on no
    letter, or too many on one. Raises SharingError ``text_too_long`` for more than
    ``longest`` characters.
    """
    if len(text) > longest * 4:
        raise SharingError("text_too_long")
    spaced = "".join(" " if char.isspace() else char for char in text)
    seen = "".join(
        char
        for char in spaced
        if unicodedata.category(char) not in _HIDDEN and char not in _BLANK
    )
    marked = "".join(_few_marks(unicodedata.normalize("NFC", seen)))
    result = " ".join(unicodedata.normalize("NFC", marked).split())
    if len(result) > longest:
        raise SharingError("text_too_long")
    return result


def _few_marks(text: str) -> Iterator[str]:
    """Yield the characters of a text; of the marks, the first few on each letter."""
    room = 0
    for char in text:
        if unicodedata.category(char) not in _MARKS:
            room = 0 if char == " " else _MOST_MARKS
        elif room:
            room -= 1
        else:
            continue
        yield char


def mixes_letters(text: str) -> bool:
    """Tell whether a word mixes alphabets whose letters look alike."""
    for word in text.split():
        scripts = {
            script
            for char in word
            if char.isalpha()
            for script in _LOOK_ALIKE
            if unicodedata.name(char, "").startswith(script)
        }
        if len(scripts) > 1:
            return True
    return False
