"""What changes while the home runs: one doorbell alone, all else by a reload."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .const import SUBENTRY_DOORBELL
from .home import Home, RingWatchConfigEntry


@callback
def follow_changes(entry: RingWatchConfigEntry) -> None:
    """Put into force what the owner changes, and interrupt no more than that needs.

    A doorbell that is added, changed or removed leaves the others recording. Folder
    and retention reload the entry. Rules and requesters interrupt nothing, and
    neither does a write that changes nothing: listeners hear of every one.
    """
    known = dict(entry.data)

    async def changed(hass: HomeAssistant, entry: RingWatchConfigEntry) -> None:
        nonlocal known
        if dict(entry.data) != known:
            known = dict(entry.data)
            hass.config_entries.async_schedule_reload(entry.entry_id)
            return
        home = entry.runtime_data
        async with home.changing:
            # Whatever was loaded anew meanwhile has read all this.
            loaded = entry.state is ConfigEntryState.LOADED
            if loaded and entry.runtime_data is home:
                await _change_doorbells(home)
                home.consent.options_changed()

    entry.async_on_unload(entry.add_update_listener(changed))


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
        await home.consent.forget_doorbells()
        # Another account may share what went with its own.
        home.ring.look_again()
