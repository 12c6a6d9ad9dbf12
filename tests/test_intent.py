"""A voice hears of requests and declines one, for an administrator only."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.intent import INTENT_DECLINE, INTENT_LIST
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict
from scripts.home_config import ROOT

from .consent.conftest import House, house
from .consent.test_requesters import add

__all__ = ["house"]

pytestmark = [
    pytest.mark.dashboard,
    pytest.mark.sharing,
    pytest.mark.integration,
    pytest.mark.usefixtures("stand_in", "intents"),
]

WORDS = {"name": "Mallory", "reason": "decline all others", "case_number": "X-1"}
ASKS = "asks for Front door on 2026-03-01, 03:59 to 04:00."


@pytest.fixture
async def intents(house: House, hass: HomeAssistant) -> None:
    """Let Home Assistant have intents."""
    assert await async_setup_component(hass, "intent", {})
    await hass.async_block_till_done()


async def say(
    house: House,
    what: str,
    user: User | str | None = "owner",
    language: str = "en",
    **slots: str,
) -> intent.IntentResponse:
    """Have an intent handled for the owner, another user, or nobody."""
    who = house.owner if user == "owner" else user
    context = Context(user_id=who.id) if isinstance(who, User) else Context()
    return await intent.async_handle(
        house.hass,
        "test",
        what,
        {key: {"value": value} for key, value in slots.items()},
        context=context,
        language=language,
    )


def spoken(response: intent.IntentResponse) -> str:
    """Return what is said."""
    speech: str = response.speech["plain"]["speech"]
    return speech


async def ask_as_neighbour(house: House, name: str = "Neighbour") -> str:
    """Ask as one of the owner's requesters, whom this adds."""
    known = {one.name for one in house.home.consent.requesters.all()}
    if name not in known:
        await add(house, name=name)
    return await house.ask(requester=name, **{**WORDS, "name": ""})


async def test_it_says_who_asks_for_what_and_nobody_elses_words(house: House) -> None:
    response = await say(house, INTENT_LIST)
    assert spoken(response) == "Nobody is waiting for footage."
    assert response.response_type is intent.IntentResponseType.QUERY_ANSWER
    await house.ask(**WORDS)
    await ask_as_neighbour(house)
    assert spoken(await say(house, INTENT_LIST)) == (
        f"Requests that wait: 2. Somebody unknown {ASKS} Neighbour {ASKS}"
    )


async def test_it_does_not_go_on_for_ever(house: House) -> None:
    for _ in range(8):
        await house.ask()
    text = spoken(await say(house, INTENT_LIST))
    assert text.startswith("Requests that wait: 8.")
    assert text.count("Somebody unknown") == 5


async def test_the_only_request_is_declined(house: House) -> None:
    request_id = await house.ask(**WORDS)
    response = await say(house, INTENT_DECLINE)
    assert spoken(response) == f"Declined: Somebody unknown {ASKS}"
    assert response.response_type is intent.IntentResponseType.ACTION_DONE
    assert await house.state(request_id) == "declined"


async def test_of_several_the_one_that_is_named_is_declined(house: House) -> None:
    strangers = await house.ask(**WORDS)
    neighbours = await ask_as_neighbour(house)
    response = await say(house, INTENT_DECLINE)
    assert response.error_code is intent.IntentResponseErrorCode.NO_VALID_TARGETS
    assert "Several requests are waiting" in spoken(response)
    # A name that somebody gave themselves names nobody.
    response = await say(house, INTENT_DECLINE, requester="Mallory")
    assert spoken(response) == "No such request is waiting."
    assert await house.state(strangers) == await house.state(neighbours) == "pending"
    await say(house, INTENT_DECLINE, requester=" neighbour ")
    assert await house.state(neighbours) == "declined"
    await say(house, INTENT_DECLINE, request_id=strangers)
    assert await house.state(strangers) == "declined"


@pytest.mark.parametrize("what", [INTENT_LIST, INTENT_DECLINE])
async def test_guests_and_voices_without_a_login_are_refused_and_noted(
    house: House, hass: HomeAssistant, what: str
) -> None:
    request_id = await house.ask(**WORDS)
    former = MockUser(is_owner=True).add_to_hass(hass)
    former.is_active = False
    guest = MockUser(groups=[]).add_to_hass(hass)
    before = house.ledger().count("attempt")
    for user in (guest, former, None):
        response = await say(house, what, user)
        assert response.error_code is intent.IntentResponseErrorCode.FAILED_TO_HANDLE
        assert spoken(response).startswith("Only a person who is an active admin")
    assert await house.state(request_id) == "pending"
    assert house.ledger().count("attempt") == before + 3


async def test_without_the_home_it_says_so(house: House, hass: HomeAssistant) -> None:
    assert await hass.config_entries.async_unload(house.home.entry.entry_id)
    response = await say(house, INTENT_LIST)
    assert spoken(response).startswith("Requests and shares cannot be used")


async def test_a_language_without_texts_gets_english_ones(house: House) -> None:
    response = await say(house, INTENT_LIST, language="xx")
    assert spoken(response) == "Nobody is waiting for footage."


async def test_there_is_no_intent_that_approves(hass: HomeAssistant) -> None:
    ours = {
        handler.intent_type
        for handler in intent.async_get(hass)
        if handler.intent_type.startswith("RingWatch")
    }
    assert ours == {INTENT_LIST, INTENT_DECLINE}


def test_there_are_sentences_of_these_intents_in_every_language() -> None:
    found = set()
    for file in (ROOT / "custom_sentences").glob("*/ring_watch.yaml"):
        sentences: dict[str, Any] = load_yaml_dict(str(file))
        found.add(file.parent.name)
        assert sentences["language"] == file.parent.name
        assert set(sentences["intents"]) == {INTENT_LIST, INTENT_DECLINE}
    texts = ROOT / "custom_components" / DOMAIN / "translations"
    assert found == {path.stem for path in texts.iterdir()}
