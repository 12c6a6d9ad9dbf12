"""The owner's accounts: the record and the ledger."""

from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.accounts import ledger_page, record

from .base import LIMIT, Call, command


@command("record")
async def get_record(call: Call) -> dict[str, Any]:
    """Return what was asked and what came of it."""
    return await record(call.home)


@command(
    "ledger/page",
    before=(vol.Optional, vol.All(int, vol.Range(min=0))),
    limit=(vol.Optional, LIMIT),
)
async def page(call: Call) -> dict[str, Any]:
    """Return entries of the ledger, newest first."""
    return await ledger_page(
        call.home, call.msg.get("before"), call.msg.get("limit", 50)
    )


@command("ledger/rotate_key")
async def rotate_key(call: Call) -> dict[str, Any]:
    """Let another key sign from now on."""
    return {"fingerprint": await call.sharing.rotate_key(call.actor)}


COMMANDS: Final = (get_record, page, rotate_key)
