"""What Home Assistant logs of the dashboard at the level debug."""

import logging

import pytest

from custom_components.ring_watch.web.blanking import Blanking
from homeassistant.core import HomeAssistant
from tests.consent.conftest import House

from .conftest import Panel, PanelOf

pytestmark = [pytest.mark.sharing, pytest.mark.integration, pytest.mark.dashboard]

PHRASES = ["correct horse", 'with "quotes" and \\', "it's", "söme wörds"]


async def test_case_48_no_log_has_the_secret_of_a_link(
    hass: HomeAssistant,
    house: House,
    panel_of: PanelOf,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "homeassistant.components.websocket_api")
    panel: Panel = await panel_of(house.owner)
    secrets, share_id = [], ""
    for phrase in PHRASES:
        request_id = await house.ask()
        prepared = await panel.call("requests/prepare", request_id=request_id)
        share = await panel.call(
            "requests/approve",
            request_id=request_id,
            render_hash=prepared["prepared"]["render_hash"],
            passphrase=phrase + " " * 8,
        )
        renewed = await panel.call("shares/renew", share_id=share["share_id"])
        secrets += [one["url"].partition("#")[2] for one in (share, renewed)]
        share_id = share["share_id"]
        await panel.call("shares/revoke", share_id=share_id)
    # It is the very log that has all else.
    assert "ring_watch/requests/approve" in caplog.text
    assert caplog.text.count(share_id) > 2
    assert len(set(secrets)) == 2 * len(PHRASES)
    for hidden in (*secrets, "correct horse", "quotes", "it's ", "rds  "):
        assert hidden not in caplog.text


def test_case_48_what_is_of_others_stays_as_it_is() -> None:
    for message, args in (
        ("%s: Received %s", ("x", {"passphrase": "1", "type": "other/thing"})),
        ("ring_watch %s", ("is mentioned",)),
        ("nothing at all", None),
        ("ring_watch %d", ("#" + "A" * 43,)),
    ):
        record = logging.LogRecord("x", logging.DEBUG, "", 1, message, args, None)
        assert Blanking().filter(record)
        assert (record.msg, record.args) == (message, args)
