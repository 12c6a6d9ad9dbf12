"""What somebody who asks for footage sees."""

from collections.abc import Mapping
from dataclasses import dataclass, field as attribute
from datetime import datetime, tzinfo
from typing import Final

from custom_components.ring_watch.sharing.asking import (
    LONGEST_CASE_NUMBER,
    LONGEST_CONTACT,
    LONGEST_NAME,
)
from custom_components.ring_watch.sharing.model.requests import Receipt, Status

from .language import Language, offset
from .markup import Markup, html
from .templates import choice, code_field, errors, field

LIMITS: Final = {
    "reason": 1000,
    "name": LONGEST_NAME,
    "contact": LONGEST_CONTACT,
    "case": LONGEST_CASE_NUMBER,
}
"""Characters that each text may have."""
TIMES = ("start", "end")


@dataclass(slots=True)
class AskForm:
    """A form as it was filled in.

    ``choices`` has, for a time that the clocks showed twice, its text and its two
    offsets.
    """

    values: Mapping[str, str] = attribute(default_factory=dict)
    errors: dict[str, str] = attribute(default_factory=dict)
    choices: dict[str, tuple[str, tuple[str, ...]]] = attribute(default_factory=dict)


def asking(
    language: Language, form: AskForm, zone: tzinfo, now: datetime, *, door: bool
) -> Markup:
    """Return the form; ``door`` is the page for strangers, which has no code."""
    local = now.astimezone(zone)

    def line(
        name: str, *, hint: str | None = None, required: bool = True, **more: str
    ) -> Markup:
        return field(
            name,
            language(f"{name}_label"),
            hint=hint,
            error=form.errors.get(name),
            value=form.values.get(name, ""),
            required=required,
            control={"maxlength": str(LIMITS[name]), **more},
        )

    def time(name: str) -> Markup:
        box = field(
            name,
            language(f"{name}_label"),
            error=form.errors.get(name),
            value=form.values.get(name, ""),
            required=True,
            control={
                "type": "datetime-local",
                "max": f"{local:%Y-%m-%dT%H:%M}",
                "placeholder": f"{local:%Y-%m-%dT%H:%M}",
            },
        )
        return html(t"{box}{_fold(language, form, name)}")

    zone_hint = language("time_hint", zone=str(zone), offset=offset(local))
    code = code_field(language, form.values.get("code", ""), form.errors.get("code"))
    asker = line("name", hint=language("name_hint"), autocomplete="name")
    contact = line("contact", hint=language("contact_hint"), required=door)
    case = line("case", hint=language("case_hint"), required=False, autocomplete="off")
    reason = field(
        "reason",
        language("reason_label"),
        hint=language("reason_hint"),
        error=form.errors.get("reason"),
        value=form.values.get("reason", ""),
        lines=4,
        required=True,
        control={"maxlength": str(LIMITS["reason"])},
    )
    # Two times may lack the same: which one is said by the label.
    summary = [
        (name, f"{language(f'{name}_label')}: {text}" if name in TIMES else text)
        for name, text in form.errors.items()
    ]
    return html(t"""\
<h1>{language("ask_title")}</h1>
<p>{language("ask_intro")}</p>
<p>{language("ask_next")}</p>
<form method="post" id="ask" novalidate>
{errors(language, summary)}{None if door else code}\
<fieldset aria-describedby="zone">
<legend>{language("time_legend")}</legend>
<p class="hint" id="zone">{zone_hint}</p>
{time("start")}{time("end")}</fieldset>
{reason}{asker if door else None}\
{contact}{case}\
<p>{language("ask_privacy")}</p>
<button type="submit">{language("ask_button")}</button>
</form>
""")


def _fold(language: Language, form: AskForm, name: str) -> Markup | None:
    """Return the question which of two equal times is meant."""
    if name not in form.choices:
        return None
    text, (first, second) = form.choices[name]
    key = f"{name}_fold"
    options = [
        ("0", language("fold_choice", time=language("fold_first"), offset=first)),
        ("1", language("fold_choice", time=language("fold_second"), offset=second)),
    ]
    return choice(
        key,
        language("fold_legend", time=text),
        options,
        chosen=form.values.get(key, ""),
        error=form.errors.get(key),
    )


def received(language: Language, receipt: Receipt, path: str) -> Markup:
    """Return what the asker keeps; ``path`` is that of the status page."""
    link = f"{path}#{receipt.status_token}" if receipt.status_token else path
    return html(t"""\
<h1>{language("status_received")}</h1>
<p>{language("status_received_text")}</p>
<p>{language("status_keep")}</p>
<p><a id="status-link" href="{link}">{language("status_open")}</a></p>
""")


def status_opening(language: Language) -> Markup:
    """Return the page that shows how a request stands, to who has its code."""
    return html(t"""\
<h1>{language("status_title")}</h1>
<form method="post" id="status">
<p>{language("status_intro")}</p>
{code_field(language)}\
<button type="submit">{language("status_button")}</button>
</form>
""")


def standing(language: Language, status: Status, code: str, path: str) -> Markup:
    """Return how a request stands; ``path`` is where shares are opened.

    All that is not ready is one and the same page.
    """
    if status.ready:
        link = f"{path}/{status.share_id}#{status.secret}"
        return html(t"""\
<h1>{language("status_title")}</h1>
<p class="state" role="status">{language("status_ready")}</p>
<p>{language("status_ready_text")}</p>
<p><a class="button" href="{link}">{language("status_ready_open")}</a></p>
""")
    return html(t"""\
<h1>{language("status_title")}</h1>
<p class="state" role="status">{language("status_received")}</p>
<p>{language("status_received_text")}</p>
<form method="post" id="again">
<input type="hidden" name="code" value="{code}">
<button type="submit" class="quiet">{language("status_again")}</button>
</form>
<form method="post" id="withdraw">
<input type="hidden" name="code" value="{code}">
<p>{language("withdraw_text")}</p>
<button type="submit" class="quiet" name="withdraw" value="1">\
{language("withdraw_button")}</button>
</form>
""")


def withdrawn(language: Language) -> Markup:
    """Return the answer to every withdrawal."""
    return html(t"""\
<h1>{language("withdrawn_title")}</h1>
<p>{language("withdrawn_text")}</p>
""")
