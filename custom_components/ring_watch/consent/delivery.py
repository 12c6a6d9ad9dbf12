"""Handing a share's link to somebody by mail, Telegram and the like."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.web.addresses import links
from homeassistant.components.notify import NotifyEntity
from homeassistant.components.notify.const import DATA_COMPONENT
from homeassistant.exceptions import HomeAssistantError

from .doings import demand


async def deliver(
    home: Home, share_id: str, targets: Sequence[str], actor: Actor
) -> None:
    """Send a share's link, a new one, to notify entities; the one before is dead.

    Mail and Telegram have such entities in every release that is supported. Not by
    the action of notify, whose data would be in the recorder's database.
    Raises SharingError ``no_target`` before anything is changed, ``not_sent`` when a
    target refuses, and as ``Sharing.renew_secret``.
    """
    assert home.sharing
    await demand(home.sharing, actor, "share_clip")
    addresses = links(home.hass)
    entities = [_entity(home, target) for target in targets]
    secret = await home.sharing.renew_secret(share_id, actor)
    words = home.consent.announcer.words
    message = words("share_link", url=_plain(addresses.share(share_id, secret)))
    try:
        for entity in entities:
            await entity.async_send_message(message, words("request_title"))
    except (HomeAssistantError, OSError) as err:
        raise SharingError("not_sent") from err


def _plain(url: str) -> str:
    """Return an address without what a messenger takes for Markdown.

    Telegram reads it unless told otherwise, and would lose the underscores.
    """
    parts = urlsplit(url)
    path, fragment = (text.replace("_", "%5F") for text in (parts.path, parts.fragment))
    return parts._replace(path=path, fragment=fragment).geturl()


def _entity(home: Home, entity_id: str) -> NotifyEntity:
    component = home.hass.data.get(DATA_COMPONENT)
    entity = component.get_entity(entity_id) if component else None
    if entity is None:
        raise SharingError("no_target")
    return entity
