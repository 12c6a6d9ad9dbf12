"""Handing the link to somebody by a notify entity."""

import json
from typing import override
from urllib.parse import unquote

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.components.notify import NotifyEntity
from homeassistant.components.notify.const import DATA_COMPONENT
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from .conftest import EXTERNAL, House
from .test_deciding import refused
from .test_lasting import claim

pytestmark = [pytest.mark.sharing, pytest.mark.integration]


class Mail(NotifyEntity):
    """A way to write to somebody."""

    entity_id = "notify.mail"
    works = True

    def __init__(self) -> None:
        self.sent: list[str] = []

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        if not self.works:
            raise HomeAssistantError("the server is down")
        self.sent.append(message)


@pytest.fixture
async def mail(house: House, hass: HomeAssistant) -> Mail:
    entity = Mail()
    await hass.data[DATA_COMPONENT].async_add_entities([entity])
    return entity


async def test_the_link_goes_to_the_target_and_to_no_event(
    house: House,
    hass: HomeAssistant,
    mail: Mail,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    share = await house.share()
    events = async_capture_events(hass, "*")
    await house.act("share_clip", share_id=share["share_id"], targets=["notify.mail"])
    (message,) = mail.sent
    url = unquote(message[message.index(EXTERNAL) :])
    secret = url.partition("#")[2]
    assert len(secret) == 43
    seen = json.dumps([event.as_dict() for event in events], default=str)
    assert "share_clip" in seen and secret not in seen
    client = await hass_client_no_auth()
    assert await claim(client, share["url"]) == 404
    assert await claim(client, url) == 303


async def test_no_letter_of_a_link_is_markdown(house: House, mail: Mail) -> None:
    """Telegram would take the part between two underscores for italics."""
    share = await house.share()
    for _ in range(10):
        await house.act(
            "share_clip", share_id=share["share_id"], targets=["notify.mail"]
        )
    for message in mail.sent:
        url = message[message.index(EXTERNAL) :]
        assert url.startswith(f"{EXTERNAL}/ring%5Fwatch/s/{share['share_id']}#")
        assert not set("_*[]`") & set(url)


async def test_what_cannot_be_sent_is_told(house: House, mail: Mail) -> None:
    share = await house.share()
    data = {"share_id": share["share_id"], "targets": ["notify.nobody"]}
    assert await refused(house.act("share_clip", **data)) == "sharing_no_target"
    mail.works = False
    data["targets"] = ["notify.mail"]
    assert await refused(house.act("share_clip", **data)) == "sharing_not_sent"
    data["share_id"] = "0" * 32
    assert await refused(house.act("share_clip", **data)) == "sharing_no_share"
