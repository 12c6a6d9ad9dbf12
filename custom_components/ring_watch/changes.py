"""What changes while the home runs: one doorbell alone, all else by a reload."""

from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from .const import (
    CONF_CAMERA_ENTITY,
    CONF_MOTION_ENTITY,
    CONF_PERSON_ENTITY,
    CONF_PRESS_ENTITY,
    SUBENTRY_DOORBELL,
)
from .home import Home, RingWatchConfigEntry

_ENTITIES: Final = (
    CONF_CAMERA_ENTITY,
    CONF_MOTION_ENTITY,
    CONF_PERSON_ENTITY,
    CONF_PRESS_ENTITY,
)

type Seen = tuple[dict[str, Any], dict[str, ConfigSubentry]]


def seen(entry: RingWatchConfigEntry) -> Seen:
    """Return what an entry says now; a home that is made of it has read that."""
    return dict(entry.data), dict(entry.subentries)


async def follow_changes(home: Home, read: Seen) -> None:
    """Put into force what the owner changes, and interrupt no more than that needs.

    Also what was changed since ``read``, while the home was set up.
    A doorbell that is added, changed or removed leaves the others recording. Folder
    and retention reload the entry. Rules and requesters interrupt nothing, and
    neither does a write that changes nothing: listeners hear of every one.
    """
    entry = home.entry
    known, subentries = read

    async def changed(hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
        nonlocal known
        if dict(entry.data) != known:
            known = dict(entry.data)
            hass.config_entries.async_schedule_reload(entry.entry_id)
            return
        async with home.changing:
            # Whatever was loaded anew meanwhile has read all this.
            loaded = entry.state is ConfigEntryState.LOADED
            if loaded and entry.runtime_data is home:
                await _change_doorbells(home)
                home.consent.options_changed()

    entry.async_on_unload(entry.add_update_listener(changed))
    entry.async_on_unload(_follow_names(home))
    async with home.changing:
        while (now := dict(entry.subentries)) != subentries:
            subentries = now
            await _change_doorbells(home)
    home.consent.options_changed()
    if dict(entry.data) != known:
        known = dict(entry.data)
        home.hass.config_entries.async_schedule_reload(entry.entry_id)


def _follow_names(home: Home) -> CALLBACK_TYPE:
    """Know an entity of somebody else's that a doorbell uses by its new name."""
    hass, entry = home.hass, home.entry

    @callback
    def renamed(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        before = event.data.get("old_entity_id")
        if event.data["action"] != "update" or before is None:
            return
        now = event.data["entity_id"]
        for subentry in entry.get_subentries_of_type(SUBENTRY_DOORBELL):
            named = {key for key in _ENTITIES if subentry.data.get(key) == before}
            if named:
                data = {**subentry.data, **dict.fromkeys(named, now)}
                hass.config_entries.async_update_subentry(entry, subentry, data=data)

    return hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, renamed)


async def _change_doorbells(home: Home) -> None:
    """Watch the doorbells that the entry has now, as they are set now."""
    await home.ring.follow()
    gone = [
        doorbell
        for doorbell in home.doorbells.values()
        if doorbell.subentry_id not in home.entry.subentries
    ]
    for doorbell in gone:
        await home.remove_doorbell(doorbell)
    for subentry in home.entry.get_subentries_of_type(SUBENTRY_DOORBELL):
        await home.change_doorbell(subentry)
    if gone:
        # Another account may share what went with its own.
        home.ring.look_again()
