"""Live shares."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.describe import describe_shares
from custom_components.ring_watch.consent.doings import renew

from .base import ID, Call, command, now


@command("shares/list")
async def list_shares(call: Call) -> dict[str, Any]:
    """Return the live shares, newest first."""
    return {"shares": await describe_shares(call.home, call.sharing), **now()}


@command("shares/revoke", share_id=(vol.Required, ID))
async def revoke(call: Call) -> None:
    """Take a share back."""
    await call.sharing.revoke(call.msg["share_id"], call.actor)


@command("shares/renew", share_id=(vol.Required, ID))
async def renew_share(call: Call) -> dict[str, Any]:
    """Return a new link of a share; the one before is dead."""
    return await renew(call.home, call.msg["share_id"], call.actor)


@command("shares/confirm", share_ids=(vol.Optional, [ID]))
async def confirm(call: Call) -> dict[str, Any]:
    """Let suspended shares be used again."""
    share_ids = call.msg.get("share_ids")
    return {"confirmed": await call.sharing.confirm_shares(call.actor, share_ids)}


COMMANDS: Final = (list_shares, revoke, renew_share, confirm)
