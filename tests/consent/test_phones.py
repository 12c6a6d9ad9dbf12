"""What administrators' phones are told, and which of their answers count."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.consent.answers import EVENT_ACTION
from custom_components.ring_watch.consent.offers import PREFIX
from custom_components.ring_watch.sharing.model.people import Origin, Source
from custom_components.ring_watch.sharing.model.requests import Ask
from custom_components.ring_watch.times import to_us
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, ServiceCall
from tests.integration_fixtures import FOOTAGE_END, FOOTAGE_START

from .conftest import House
from .test_accounts import add_requester

pytestmark = [pytest.mark.dashboard, pytest.mark.sharing, pytest.mark.integration]

FAILED = "That could not be done. Look at it in Home Assistant."
WORDS = {
    "reason": "<script>alert(1)</script> {{ states('sensor.secret') }}",
    "name": "[Police](http://evil.test)",
    "contact": "call +1 555",
    "case_number": "X-1",
}


def phone(hass: HomeAssistant, user: User, name: str) -> list[ServiceCall]:
    """Register a companion app of a user; return what it will be told."""
    entry = MockConfigEntry(
        domain="mobile_app",
        data={"user_id": user.id, "device_name": name},
        state=ConfigEntryState.LOADED,
    )
    entry.add_to_hass(hass)
    return async_mock_service(hass, "notify", f"mobile_app_{name}")


def buttons(call: ServiceCall) -> dict[str, str]:
    """Return the action ids of a notification by their titles."""
    return {one["title"]: one["action"] for one in call.data["data"]["actions"]}


async def press(hass: HomeAssistant, action: str, user: User | None) -> None:
    """Fire the event of a companion app's button."""
    context = Context(user_id=user.id if user else None)
    hass.bus.async_fire(EVENT_ACTION, {"action": action}, context=context)
    await hass.async_block_till_done()


async def told(hass: HomeAssistant, calls: list[ServiceCall]) -> ServiceCall:
    """Return what a phone was told last."""
    await hass.async_block_till_done()
    return calls[-1]


@pytest.fixture
async def owners_phone(
    house: House, hass: HomeAssistant
) -> AsyncGenerator[list[ServiceCall]]:
    yield phone(hass, house.owner, "pixel")
    # The integration itself is not there to be unloaded.
    for entry in hass.config_entries.async_entries("mobile_app"):
        assert isinstance(entry, MockConfigEntry)
        entry.mock_state(hass, ConfigEntryState.NOT_LOADED)


async def test_a_request_can_be_declined_on_the_phone(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask(**WORDS)
    first = await told(hass, owners_phone)
    assert set(buttons(first)) == {"Review", "Decline"}
    await press(hass, buttons(first)["Decline"], house.owner)
    assert await house.state(request_id) == "declined"
    cleared = await told(hass, owners_phone)
    assert cleared.data["message"] == "clear_notification"


async def test_it_can_be_declined_by_a_button_that_is_being_replaced(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    first = await told(hass, owners_phone)
    await house.prepare(request_id)
    ready = await told(hass, owners_phone)
    await press(hass, buttons(first)["Decline"], house.owner)
    assert await house.state(request_id) == "declined"
    # One press, whichever it is.
    before = house.ledger().count("attempt")
    await press(hass, buttons(ready)["Decline"], house.owner)
    assert house.ledger().count("attempt") == before + 1


async def test_what_was_rendered_can_be_approved_on_the_phone(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    ready = await told(hass, owners_phone)
    assert set(buttons(ready)) == {"Review", "Approve", "Decline"}
    await press(hass, buttons(ready)["Approve"], house.owner)
    assert await house.state(request_id) == "shared"


@pytest.mark.usefixtures("card")
async def test_review_opens_the_request_in_the_panel(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    await see_where_it_leads(house, owners_phone, "/ring-watch/requests/")


@pytest.mark.usefixtures("www")
async def test_without_the_panel_review_opens_what_leads_on(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    await see_where_it_leads(house, owners_phone, "/ring_watch/review/")


async def see_where_it_leads(
    house: House, owners_phone: list[ServiceCall], place: str
) -> None:
    """Check where a notification leads when it comes, and when something is ready."""
    hass, request_id = house.hass, await house.ask()
    page = f"{place}{request_id}"
    for _ in range(2):
        data = (await told(hass, owners_phone)).data["data"]
        assert data["url"] == data["clickAction"] == page
        assert data["actions"][0] == {"action": "URI", "title": "Review", "uri": page}
        await house.prepare(request_id)


async def test_case_28_a_companion_event_of_another_or_a_forged_one_is_refused(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    ready = buttons(await told(hass, owners_phone))
    other_admin = MockUser(is_owner=True).add_to_hass(hass)
    guest = MockUser(groups=[]).add_to_hass(hass)
    before = house.ledger().count("attempt")
    for user in (None, guest, other_admin):
        await press(hass, ready["Approve"], user)
    for action in (f"{PREFIX}{'0' * 32}", f"{PREFIX}APPROVE", PREFIX):
        await press(hass, action, house.owner)
    assert await house.state(request_id) == "ready"
    assert house.ledger().count("attempt") == before + 6
    await press(hass, "SOMEBODY_ELSES", house.owner)
    assert house.ledger().count("attempt") == before + 6


async def test_case_28_an_action_id_works_once_and_only_for_what_was_shown(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    old = buttons(await told(hass, owners_phone))["Approve"]
    await house.prepare(request_id, audio=True)
    new = buttons(await told(hass, owners_phone))["Approve"]
    await press(hass, old, house.owner)
    assert await house.state(request_id) == "ready"
    await press(hass, new, house.owner)
    assert await house.state(request_id) == "shared"
    before = house.ledger().count("attempt")
    await press(hass, new, house.owner)
    assert house.ledger().count("attempt") == before + 1


async def test_case_28_an_action_id_is_used_up_by_a_refusal_too(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    approve = buttons(await told(hass, owners_phone))["Approve"]
    (file,) = house.files()
    file.write_bytes(b"something else")
    before = house.ledger().count("attempt")
    await press(hass, approve, house.owner)
    assert await house.state(request_id) == "ready"
    await press(hass, approve, house.owner)
    assert house.ledger().count("attempt") == before + 1


async def test_who_pressed_a_button_in_vain_is_told_and_all_get_other_buttons(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    partner = MockUser(is_owner=True).add_to_hass(hass)
    partners_phone = phone(hass, partner, "iphone")
    request_id = await house.ask()
    await house.prepare(request_id)
    approve = buttons(await told(hass, owners_phone))["Approve"]
    (file,) = house.files()
    file.write_bytes(b"something else")
    await press(hass, approve, house.owner)
    mine, partners = owners_phone[-1].data, partners_phone[-1].data
    assert mine["message"] == FAILED
    assert "alert_once" not in mine["data"]
    # Who pressed nothing is not disturbed.
    assert "ready" in partners["message"]
    assert partners["data"]["alert_once"] is True
    assert mine["data"]["tag"] == partners["data"]["tag"]
    await press(hass, buttons(partners_phone[-1])["Decline"], partner)
    assert await house.state(request_id) == "declined"


async def test_a_share_that_could_not_be_made_is_offered_again(
    house: House,
    hass: HomeAssistant,
    owners_phone: list[ServiceCall],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    ready = await told(hass, owners_phone)
    ledger = house.home.consent.ledger
    assert ledger
    append = ledger.append

    def full(kind: str, *args: Any) -> Any:
        if kind == "share_created":
            raise OSError(28, "No space left on device")
        return append(kind, *args)

    monkeypatch.setattr(ledger, "append", full)
    await press(hass, buttons(ready)["Approve"], house.owner)
    assert await house.state(request_id) == "approved"
    again = await told(hass, owners_phone)
    assert again.data["message"] == FAILED
    monkeypatch.undo()
    await press(hass, buttons(again)["Approve"], house.owner)
    assert await house.state(request_id) == "shared"


async def test_who_is_too_late_is_told_so(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    decline = buttons(await told(hass, owners_phone))["Decline"]
    offers = house.home.consent.announcer.phones._offers
    offer = offers.find(decline)
    assert offer
    await house.act("decline_request", request_id=request_id)
    # As if the button had been pressed in the moment of the other decision.
    offers._offers[decline] = offer
    await press(hass, decline, house.owner)
    last = await told(hass, owners_phone)
    assert last.data["message"] == FAILED
    assert set(buttons(last)) == {"Review"}


async def test_a_link_that_nobody_has_can_be_found(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await house.prepare(request_id)
    ready = await told(hass, owners_phone)
    await press(hass, buttons(ready)["Approve"], house.owner)
    last = await told(hass, owners_phone)
    assert last.data["message"].startswith("The clip is shared. Get a link")
    assert last.data["data"]["clickAction"] == "/ring-watch/shares"
    assert house.home.sharing
    (share,) = house.home.sharing.shares()
    assert share.share_id not in str([call.data for call in owners_phone])
    # It leads nowhere once the share is over.
    await house.act("revoke_share", share_id=share.share_id)
    cleared = await told(hass, owners_phone)
    assert cleared.data["message"] == "clear_notification"
    assert cleared.data["data"]["tag"] == last.data["data"]["tag"]


async def test_who_asked_on_a_page_finds_the_clip_there(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    assert house.home.sharing
    ask = Ask(to_us(FOOTAGE_START), to_us(FOOTAGE_END))
    receipt = await house.home.sharing.receive(ask, Source(Origin.DOOR_PAGE, "::1"))
    await house.prepare(receipt.request_id)
    ready = await told(hass, owners_phone)
    await press(hass, buttons(ready)["Approve"], house.owner)
    assert await house.state(receipt.request_id) == "shared"
    last = await told(hass, owners_phone)
    assert last.data["message"] == "clear_notification"


async def test_only_administrators_phones_are_told(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    guests = phone(hass, MockUser(groups=[]).add_to_hass(hass), "guest")
    await house.ask()
    await told(hass, owners_phone)
    assert guests == []


async def test_case_20_notifications_have_fixed_words_only(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    await house.ask(**WORDS)
    await told(hass, owners_phone)
    text = str([call.data for call in owners_phone])
    for words in WORDS.values():
        assert words not in text
    assert "Somebody asks for footage" in text


def digests(calls: list[ServiceCall]) -> list[ServiceCall]:
    """Return what a phone was told of all requests at once."""
    return [
        call
        for call in calls
        if call.data["data"]["tag"] == "ring_watch"
        and call.data["message"] != "clear_notification"
    ]


async def test_case_1_many_requests_make_one_notification(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    for _ in range(8):
        await house.ask()
    await told(hass, owners_phone)
    found = digests(owners_phone)
    # The first few are told one by one, if there is time for it.
    assert 5 <= len(found) == len(owners_phone) - len(individual(owners_phone))
    assert len(individual(owners_phone)) <= 3
    assert "8" in found[-1].data["message"]
    assert found[0].data["data"]["clickAction"] == "/ring-watch/requests"
    # One is heard; the others take its place without a sound.
    assert [call.data["data"].get("alert_once", False) for call in found] == [
        number > 0 for number in range(len(found))
    ]
    shown: dict[str, Any] = hass.data["persistent_notification"]
    assert len(shown) == 1
    assert "8" in shown["ring_watch_requests"]["message"]


def individual(calls: list[ServiceCall]) -> list[ServiceCall]:
    """Return what a phone was told of one request each."""
    return [call for call in calls if call.data["data"]["tag"] != "ring_watch"]


async def test_the_digest_makes_room_for_the_few_that_are_left(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    asked = []
    for _ in range(5):
        asked.append(await house.ask())
        await told(hass, owners_phone)
    await house.act("decline_request", request_id=asked[0])
    await told(hass, owners_phone)
    assert "4" in digests(owners_phone)[-1].data["message"]
    await house.act("decline_request", request_id=asked[1])
    await told(hass, owners_phone)
    cleared = {"message": "clear_notification", "data": {"tag": "ring_watch"}}
    assert cleared in [call.data for call in owners_phone]
    # The last ones, which only the digest told of, have their buttons now.
    last = {call.data["data"]["tag"]: call for call in owners_phone}
    for request_id in asked[2:]:
        call = last[f"ring_watch_{request_id}"]
        assert set(buttons(call)) == {"Review", "Decline"}
    assert last[f"ring_watch_{asked[4]}"].data["data"]["alert_once"] is True


async def test_what_was_told_one_by_one_stays_so_among_many(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    await told(hass, owners_phone)
    for _ in range(4):
        await house.ask()
    await house.prepare(request_id)
    await told(hass, owners_phone)
    ready = individual(owners_phone)[-1]
    await press(hass, buttons(ready)["Approve"], house.owner)
    assert await house.state(request_id) == "shared"


async def test_after_a_start_many_have_no_dead_buttons(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    asked = []
    for _ in range(4):
        asked.append(await house.ask())
        await told(hass, owners_phone)
    owners_phone.clear()
    await hass.config_entries.async_reload(house.home.entry.entry_id)
    await told(hass, owners_phone)
    cleared = {call.data["data"]["tag"] for call in individual(owners_phone)}
    assert cleared == {f"ring_watch_{request_id}" for request_id in asked[:3]}
    (digest,) = digests(owners_phone)
    assert digest.data["data"]["alert_once"] is True


async def test_a_phone_that_does_not_answer_holds_up_no_other(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    phone(hass, house.owner, "dead")
    dead: list[ServiceCall] = []
    forever = asyncio.Event()

    async def hang(call: ServiceCall) -> None:
        dead.append(call)
        await forever.wait()

    hass.services.async_register("notify", "mobile_app_dead", hang)
    request_id = await house.ask()
    async with asyncio.timeout(5):
        while not owners_phone:
            await asyncio.sleep(0.01)
        await house.act("decline_request", request_id=request_id)
        while owners_phone[-1].data["message"] != "clear_notification":
            await asyncio.sleep(0.01)
    # It is told in order, once it answers.
    assert len(dead) == 1
    forever.set()
    await hass.async_block_till_done()
    assert [call.data["message"] for call in dead][1:] == ["clear_notification"]


async def test_a_notification_that_is_heard_wakes_an_android_phone(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    first = (await told(hass, owners_phone)).data["data"]
    assert (first["ttl"], first["priority"]) == (0, "high")
    await house.prepare(request_id)
    second = (await told(hass, owners_phone)).data["data"]
    assert not {"ttl", "priority"} & set(second)


async def test_only_what_is_new_is_heard(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    first = (await told(hass, owners_phone)).data["data"]
    await house.prepare(request_id)
    second = (await told(hass, owners_phone)).data["data"]
    # It replaces the other, which is not taken away before.
    assert len(owners_phone) == 2 and first["tag"] == second["tag"]
    assert "alert_once" not in first and "push" not in first
    assert second["alert_once"] is True
    assert second["push"] == {"interruption-level": "passive"}


async def test_a_notification_has_a_picture_that_the_phone_fetches_itself(
    house: House,
    hass: HomeAssistant,
    owners_phone: list[ServiceCall],
    hass_client: ClientSessionGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    request_id = await house.ask()
    path = f"/api/ring_watch/thumbnail/request/{request_id}"
    data = (await told(hass, owners_phone)).data["data"]
    assert data["image"] == path
    assert data["attachment"] == {"url": path, "content-type": "jpeg"}
    picture = await (await hass_client()).get(path)
    assert (await picture.read()).startswith(b"\xff\xd8")
    assert (await (await hass_client_no_auth()).get(path)).status == 401


async def test_without_footage_there_is_no_picture_to_fetch(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    await house.ask(start="2026-03-01T10:00:00Z", end="2026-03-01T10:01:00Z")
    data = (await told(hass, owners_phone)).data["data"]
    assert not {"image", "attachment"} & set(data)


async def test_what_waits_is_told_again_after_a_start(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    request_id = await house.ask()
    old = buttons(await told(hass, owners_phone))["Decline"]
    await hass.config_entries.async_reload(house.home.entry.entry_id)
    again = await told(hass, owners_phone)
    assert again.data["data"]["alert_once"] is True
    await press(hass, old, house.owner)
    house.home = house.home.entry.runtime_data
    assert await house.state(request_id) == "pending"
    await press(hass, buttons(again)["Decline"], house.owner)
    assert await house.state(request_id) == "declined"


async def test_a_warning_has_to_be_confirmed_at_a_screen(
    house: House, hass: HomeAssistant, owners_phone: list[ServiceCall]
) -> None:
    requester_id = add_requester(house, "Neighbour")
    request_id = await house.ask(requester="Neighbour")
    entry = house.home.entry
    subentry = entry.subentries[requester_id]
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "revoked": True}
    )
    await hass.async_block_till_done()
    await house.prepare(request_id)
    assert set(buttons(await told(hass, owners_phone))) == {"Review", "Decline"}
