"""Changing the owner's rules from the dashboard."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from custom_components.ring_watch.sharing.canonical import Json
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.people import Actor

from .options import checked, options_of

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home


async def set_rules(home: Home, given: Mapping[str, object], actor: Actor) -> None:
    """Put rules in force; those that are not given stay. The ledger has it first.

    Raises SharingError ``bad_setting``, ``ledger_not_writable``, ``not_allowed``.
    """
    sharing, ledger = home.sharing, home.consent.ledger
    assert sharing and ledger
    if not actor.may_decide:
        await sharing.note_attempt("set_rules", actor)
        raise NotAllowed
    before = options_of(home.entry)
    changed = {
        key: value for key, value in checked(given).items() if before[key] != value
    }
    if not changed:
        return
    rules: dict[str, Json] = dict(changed)
    data: dict[str, Json] = {"rules": rules, "user_id": actor.user_id}
    try:
        await home.consent.executor.run(ledger.append, "rules_set", data)
    except OSError as err:
        raise SharingError("ledger_not_writable") from err
    # Others may have been set meanwhile.
    home.hass.config_entries.async_update_entry(
        home.entry, options={**options_of(home.entry), **changed}
    )
