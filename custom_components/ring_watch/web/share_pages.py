"""What the recipient of a clip sees."""

from collections.abc import Sequence
from datetime import tzinfo

from custom_components.ring_watch.sharing.access import Access
from custom_components.ring_watch.sharing.keys import grouped
from custom_components.ring_watch.sharing.manifest import signer
from custom_components.ring_watch.sharing.model.clips import RenderedClip

from .language import Language
from .markup import Markup, html
from .templates import code_field, details, field

CHANGES = ("trim", "mask", "sound_removed", "encode")


def opening(
    language: Language,
    *,
    code: str = "",
    problem: str | None = None,
    passphrase: str | None = None,
) -> Markup:
    """Return the page that opens a share; the same for every share and for none.

    ``passphrase`` is what to say about it where one is needed, "" for the first
    time.
    """
    needed = passphrase is not None
    problem_line = html(t'<p class="alert">{problem}</p>') if problem else None
    box = field(
        "passphrase",
        language("passphrase_label"),
        hint=language("passphrase_hint"),
        error=passphrase or None,
        required=needed,
        hidden=not needed,
        control={"type": "password", "autocomplete": "off", "maxlength": "1000"},
    )
    return html(t"""\
<h1>{language("open_title")}</h1>
<p>{language("open_intro")}</p>
<p>{language("open_counts")}</p>
<form method="post" id="open" data-loading="{language("loading")}" \
data-gone="{language("gone")}" data-busy="{language("too_many")}" \
data-passphrase="{language("passphrase_needed")}" \
data-wait="{language("passphrase_wait")}" data-wrong="{language("passphrase_wrong")}">
<div id="said" role="alert">{problem_line}</div>
{code_field(language, code)}{box}\
<button type="submit">{language("open_button")}</button>
</form>
""")


def clips(language: Language, access: Access, path: str, zone: tzinfo) -> Markup:
    """Return the page of what a grant opens; ``path`` is the share's."""
    parts = [
        _clip(language, number, len(access.clips), clip, path, zone)
        for number, clip in enumerate(access.clips, 1)
    ]
    # Of the keys that signed these: the home may have another one by now.
    signers = {signer(manifest) for manifest in access.manifests}
    keys = ", ".join(grouped(fingerprint) for fingerprint in sorted(signers))
    until = language.moment(access.expires, zone, seconds=False)
    return html(t"""\
<h1>{language("clip_title")}</h1>
<p><strong>{language("available_until")}:</strong> {until}. {language("open_again")}</p>
<p>{language("kept")}</p>
<div id="said" role="alert" data-gone="{language("clip_gone")}"></div>
<div id="clips" data-alive="{path}/api/manifest/1">
{parts}</div>
<section aria-labelledby="check">
<h2 id="check">{language("check_title")}</h2>
<p>{language("check_file")}</p>
<p>{language("check_steps")}</p>
<p>{language("check_key")} <code>{keys}</code></p>
<p>{language("check_honest")}</p>
</section>
""")


def _clip(
    language: Language,
    number: int,
    count: int,
    clip: RenderedClip,
    path: str,
    zone: tzinfo,
) -> Markup:
    """Return one clip: player, downloads, and what it is."""
    title = language("clip_number", number=number, count=count)
    base = f"{path}/api"
    size = language.size(clip.size)
    gaps = [language.window(gap.start, gap.end, zone) for gap in clip.gaps]
    changes = [language(f"change_{word}") for word in CHANGES if word in clip.changes]
    covered = language.window(clip.delivered.start, clip.delivered.end, zone)
    asked = language.window(clip.requested.start, clip.requested.end, zone)
    rows = [
        (language("window_delivered"), covered),
        (language("window_approved"), asked),
        (language("gaps"), _list(gaps) or language("gaps_none")),
        (language("changes"), _list(changes) or language("change_none")),
        (language("sha256"), html(t"<code>{clip.sha256}</code>")),
    ]
    return html(t"""\
<section aria-labelledby="clip-{number}">
<h2 id="clip-{number}">{title if count > 1 else language("clip")}</h2>
<video controls playsinline preload="metadata" src="{base}/clip/{number}" \
aria-label="{language("player")} {number}"></video>
<p class="actions"><a class="button" href="{base}/download/{number}" download>\
{language("download", size=size)}</a> \
<a href="{base}/manifest/{number}" download>{language("download_manifest")}</a> \
<a href="{base}/bundle/{number}" download>{language("download_all")}</a></p>
{details(rows)}
</section>
""")


def _list(items: Sequence[str]) -> Markup | None:
    if not items:
        return None
    return html(t"<ul>{[html(t'<li>{item}</li>') for item in items]}</ul>")


def opened(path: str) -> Markup:
    """Return the body of the redirect to what was opened."""
    return html(t'<p><a href="{path}">{path}</a></p>')
