"""What a notification on a phone says, in fixed words, and where it leads.

Both companion apps fetch a picture whose address is a path from this Home Assistant,
with their own login: it takes no way through the servers that deliver notifications.
(In their sources: Android's ``MessagingManager.getImageBitmap``, iOS's
``NotificationAttachmentParserURL``.)
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.web.review import picture_path

if TYPE_CHECKING:
    from .announcer import Words

type Push = dict[str, Any]


def tag(request_id: str | None) -> str:
    """Return what makes a notification replace an earlier one; None: of them all."""
    return DOMAIN if request_id is None else f"{DOMAIN}_{request_id}"


def clearing(request_id: str | None) -> Push:
    """Return what takes a notification away."""
    return {"message": "clear_notification", "data": {"tag": tag(request_id)}}


def telling(
    words: Words, text: str, request_id: str | None, *, quiet: bool = False
) -> Push:
    """Return a notification that leads nowhere.

    ``quiet``: it takes the place of one that was heard before. Another one wakes an
    Android phone, which would leave it for later otherwise.
    """
    data: Push = {"tag": tag(request_id), "group": DOMAIN}
    if quiet:
        data |= {"push": {"interruption-level": "passive"}, "alert_once": True}
    else:
        data |= {"ttl": 0, "priority": "high"}
    return {"title": words("request_title"), "message": text, "data": data}


def asking(
    words: Words,
    text: str,
    request_id: str | None,
    page: str,
    buttons: Sequence[Push] = (),
    *,
    picture: bool = False,
    quiet: bool = False,
) -> Push:
    """Return a notification for who decides: to touch it leads to a page."""
    push = telling(words, text, request_id, quiet=quiet)
    review = {"action": "URI", "title": words("request_review"), "uri": page}
    # iOS reads the one, Android the other.
    push["data"] |= {"url": page, "clickAction": page, "actions": [review, *buttons]}
    if picture and request_id is not None:
        path = picture_path(request_id)
        attachment = {"url": path, "content-type": "jpeg"}
        push["data"] |= {"attachment": attachment, "image": path}
    return push


def button(action: str, title: str, *, destructive: bool = False) -> Push:
    """Return a button; iOS asks for the face or the code of the phone."""
    return {
        "action": action,
        "title": title,
        "destructive": destructive,
        "authenticationRequired": True,
    }
