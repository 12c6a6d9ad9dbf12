"""The frame of every page, and the parts that forms are made of."""

from collections.abc import Mapping, Sequence
from typing import Final

from . import assets
from .language import Language
from .markup import Markup, attributes, html

DOCTYPE: Final = Markup("<!DOCTYPE html>\n")


def page(language: Language, title: str, body: Markup, *, secure: bool) -> Markup:
    """Return a whole page; ``body`` is the content of its main landmark."""
    warning = None if secure else notice(language("insecure"))
    document = html(t"""\
<html lang="{language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="color-scheme" content="light dark">
<title>{title} – Ring Watch</title>
<link rel="stylesheet" href="{assets.address("page.css")}">
<script src="{assets.address("page.js")}" defer></script>
</head>
<body>
<header><p>Ring Watch</p></header>
<main>
{body}
</main>
<footer>{warning}</footer>
</body>
</html>
""")
    return Markup(DOCTYPE + document)


def message(title: str, text: str) -> Markup:
    """Return a page's content that only says something."""
    return html(t"<h1>{title}</h1>\n<p>{text}</p>")


def notice(text: str) -> Markup:
    """Return a remark that stands out."""
    return html(t'<p class="notice">{text}</p>')


def field(
    name: str,
    label: str,
    *,
    hint: str | None = None,
    error: str | None = None,
    value: str = "",
    lines: int = 1,
    required: bool = False,
    hidden: bool = False,
    control: Mapping[str, str | bool | None] = {},
) -> Markup:
    """Return a labelled control with its hint and its error.

    ``hidden`` leaves it in the page, for the script to show. ``control`` are more
    attributes of the control.
    """
    described = " ".join(
        f"{name}-{part}"
        for part, text in (("error", error), ("hint", hint))
        if text is not None
    )
    common = attributes(
        id=name,
        name=name,
        required=required,
        aria_describedby=described or None,
        aria_invalid="true" if error else None,
        **control,
    )
    if lines > 1:
        rows = str(lines)
        # A line feed that directly follows the tag would not count.
        box = html(t'<textarea rows="{rows}"{common}>\n{value}</textarea>')
    else:
        box = html(t"<input{common}{attributes(value=value or None)}>")
    return html(t"""\
<div class="field" id="{name}-field"{attributes(hidden=hidden)}>
<label for="{name}">{label}</label>
{_line(name, "hint", hint)}{_line(name, "error", error)}{box}
</div>
""")


def _line(name: str, kind: str, text: str | None) -> Markup | None:
    if text is None:
        return None
    return html(t'<p class="{kind}" id="{name}-{kind}">{text}</p>\n')


def choice(
    name: str,
    legend: str,
    options: Sequence[tuple[str, str]],
    *,
    chosen: str = "",
    error: str | None = None,
) -> Markup:
    """Return radio buttons; ``options`` are values and labels.

    The first one has ``name`` as its id: there an error leads to.
    """
    ids = [name, *(f"{name}-{value}" for value, _ in options[1:])]
    buttons = [
        html(t"""\
<div class="option"><input type="radio" id="{id_}" name="{name}" \
value="{value}"{attributes(required=True, checked=value == chosen)}>
<label for="{id_}">{label}</label></div>
""")
        for id_, (value, label) in zip(ids, options, strict=True)
    ]
    described = attributes(aria_describedby=f"{name}-error" if error else None)
    return html(t"""\
<fieldset id="{name}-field"{described}>
<legend>{legend}</legend>
{_line(name, "error", error)}{buttons}</fieldset>
""")


def errors(language: Language, found: Sequence[tuple[str, str]]) -> Markup | None:
    """Return the summary of a form's errors; each leads to its control."""
    if not found:
        return None
    items = [html(t'<li><a href="#{name}">{text}</a></li>\n') for name, text in found]
    return html(t"""\
<div class="alert" role="alert" tabindex="-1" id="errors">
<h2>{language("errors_title")}</h2>
<ul>
{items}</ul>
</div>
""")


def code_field(language: Language, value: str = "", error: str | None = None) -> Markup:
    """Return the field for a link's secret, which the script fills and hides."""
    return field(
        "code",
        language("code_label"),
        hint=language("code_hint"),
        error=error,
        value=value,
        required=True,
        control={
            "autocapitalize": "none",
            "autocomplete": "off",
            "maxlength": "200",
            "spellcheck": "false",
        },
    )


def details(rows: Sequence[tuple[str, object]]) -> Markup:
    """Return names and what they stand for."""
    items = [html(t"<dt>{name}</dt>\n<dd>{value}</dd>\n") for name, value in rows]
    return html(t"<dl>\n{items}</dl>")
