"""Words of strangers, made harmless before they are kept."""

import unicodedata

from .errors import SharingError

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LOOK_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def clean(text: str, longest: int) -> str:
    """Return one line of visible characters in NFC.

    Line feeds and tabs become spaces; other control, formatting (bidirectional,
    zero width), private and unassigned characters go. Raises SharingError
    ``text_too_long`` for more than ``longest`` characters.
    """
    if len(text) > longest * 4:
        raise SharingError("text_too_long")
    spaced = "".join(" " if char.isspace() else char for char in text)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in _HIDDEN)
    result = " ".join(unicodedata.normalize("NFC", seen).split())
    if len(result) > longest:
        raise SharingError("text_too_long")
    return result


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
