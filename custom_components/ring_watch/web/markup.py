"""HTML from template strings: whatever is put in is escaped."""

from collections.abc import Iterable
from html import escape
from string.templatelib import Interpolation, Template


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def html(template: Template) -> Markup:
    """Return a template's text as HTML.

    Of the values, Markup is kept, None gives nothing, an iterable of Markup is
    joined, and the text of everything else is escaped, quotes too. Put values only
    between tags and inside quoted attributes.
    """
    return Markup("".join(_parts(template)))


def _parts(template: Template) -> Iterable[str]:
    for part in template:
        if isinstance(part, Interpolation):
            yield _value(part.value)
        else:
            yield part


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str | int | float):
        return escape(str(value))
    if isinstance(value, Iterable):
        return "".join(_value(item) for item in value)
    raise TypeError(f"{type(value).__name__} has no HTML")


def attributes(**values: str | bool | None) -> Markup:
    """Return attributes: False and None leave one out, True gives a bare name.

    An underscore at the end of a name is dropped, others become hyphens.
    """
    found = []
    for key, value in values.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            found.append(f" {name}")
        elif value is not None and value is not False:
            found.append(f' {name}="{escape(value)}"')
    return Markup("".join(found))
