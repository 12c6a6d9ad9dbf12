"""What presses the button, and what tells of motion."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.doorbell import Topic
from custom_components.ring_watch.home import Home
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.integration_fixtures import StandIn, Start, entity_id, stream

pytestmark = pytest.mark.integration

BELL = "event.bell"
FIRST, SECOND = "2026-11-23T20:00:00.000+00:00", "2026-11-23T20:01:00.000+00:00"


def heard(home: Home, topic: Topic) -> list[str]:
    """Return a list that fills with what the doorbell tells."""
    events: list[str] = []
    (bell,) = home.doorbells.values()
    bell.subscribe(topic, events.append)
    return events


def state_of(hass: HomeAssistant, platform: str, key: str) -> str:
    state = hass.states.get(entity_id(hass, platform, "front_door", key))
    assert state is not None
    return state.state


async def fire(hass: HomeAssistant, entity: str, state: str, **attributes: Any) -> None:
    hass.states.async_set(entity, state, attributes)
    await hass.async_block_till_done()


@pytest.mark.parametrize("pressed", [BELL, "button.bell", "input_button.bell"])
async def test_a_new_moment_of_an_event_or_button_rings(
    hass: HomeAssistant, start: Start, stand_in: StandIn, pressed: str
) -> None:
    await fire(hass, pressed, STATE_UNKNOWN)
    home = await start(stream(press="entity", press_entity=pressed))
    rings = heard(home, Topic.RING)

    await fire(hass, pressed, FIRST)
    assert rings == ["ring"]
    assert state_of(hass, "event", "ring") not in {STATE_UNKNOWN, STATE_UNAVAILABLE}

    # The same moment again, with another attribute, is no press.
    await fire(hass, pressed, FIRST, friendly_name="Bell")
    assert rings == ["ring"]
    await fire(hass, pressed, SECOND)
    assert rings == ["ring", "ring"]


async def test_an_event_entity_that_comes_back_does_not_ring(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(stream(press="entity", press_entity=BELL))
    rings = heard(home, Topic.RING)

    # It appears with its last moment, goes, and comes back.
    await fire(hass, BELL, FIRST)
    await fire(hass, BELL, STATE_UNAVAILABLE)
    await fire(hass, BELL, FIRST)
    await fire(hass, BELL, STATE_UNKNOWN)
    hass.states.async_remove(BELL)
    await hass.async_block_till_done()
    assert rings == []


@pytest.mark.parametrize(
    ("types", "ringing"),
    [
        (["ring", "motion"], {"ring"}),
        (["press_start", "press_end", "long_press_start"], {"press_start"}),
        (["single", "double"], {"single", "double"}),
    ],
)
async def test_an_event_entity_that_tells_several_things_rings_for_a_press(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    types: list[str],
    ringing: set[str],
) -> None:
    await fire(hass, BELL, STATE_UNKNOWN, event_types=types)
    home = await start(stream(press="entity", press_entity=BELL))
    rings = heard(home, Topic.RING)

    for number, event_type in enumerate(types):
        before = len(rings)
        moment = f"2026-11-23T20:00:{number:02}.000+00:00"
        await fire(hass, BELL, moment, event_types=types, event_type=event_type)
        assert (len(rings) > before) == (event_type in ringing)


async def test_a_binary_sensor_rings_when_it_turns_on(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    bell = "binary_sensor.bell"
    await fire(hass, bell, STATE_ON)
    home = await start(stream(press="entity", press_entity=bell))
    rings = heard(home, Topic.RING)

    await fire(hass, bell, STATE_UNAVAILABLE)
    await fire(hass, bell, STATE_ON)
    await fire(hass, bell, STATE_OFF)
    assert rings == []
    await fire(hass, bell, STATE_ON)
    assert rings == ["ring"]


async def test_a_press_counts_whatever_the_pictures_do(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    await fire(hass, BELL, FIRST)
    home = await start(
        stream(url="rtsp://down-silent.test/", press="entity", press_entity=BELL)
    )
    rings = heard(home, Topic.RING)
    assert state_of(hass, "event", "ring") == STATE_UNKNOWN

    await fire(hass, BELL, STATE_UNAVAILABLE)
    assert state_of(hass, "event", "ring") == STATE_UNAVAILABLE
    await fire(hass, BELL, FIRST)
    await fire(hass, BELL, SECOND)
    assert rings == ["ring"]
    assert state_of(hass, "event", "ring") != STATE_UNAVAILABLE


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
async def test_a_webhook_rings_from_the_home_only(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    hass_client_no_auth: ClientSessionGenerator,
    method: str,
) -> None:
    home = await start(stream(press="webhook", webhook_id="guess-me-not"))
    rings = heard(home, Topic.RING)
    client = await hass_client_no_auth()

    response = await client.request(method, "/api/webhook/guess-me-not")

    assert response.status == HTTPStatus.OK
    assert await response.read() == b""
    assert rings == ["ring"]
    assert state_of(hass, "event", "ring") != STATE_UNAVAILABLE
    assert hass.data["webhook"]["guess-me-not"].local_only

    await hass.config_entries.async_unload(home.entry.entry_id)
    await client.request(method, "/api/webhook/guess-me-not")
    assert rings == ["ring"]


async def test_motion_follows_a_binary_sensor(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    pir, person = "binary_sensor.pir", "binary_sensor.person"
    await fire(hass, pir, STATE_ON)
    await fire(hass, person, STATE_OFF)
    home = await start(stream(motion="entity", motion_entity=pir, person_entity=person))
    kinds = heard(home, Topic.MOTION)
    assert state_of(hass, "binary_sensor", "motion") == STATE_ON

    await fire(hass, pir, STATE_OFF)
    assert state_of(hass, "binary_sensor", "motion") == STATE_OFF
    await fire(hass, pir, STATE_ON)
    await fire(hass, person, STATE_ON)
    await fire(hass, pir, STATE_OFF)
    assert state_of(hass, "binary_sensor", "motion") == STATE_ON
    await fire(hass, person, STATE_OFF)
    assert state_of(hass, "binary_sensor", "motion") == STATE_OFF
    assert kinds == ["motion", "person"]
    event = hass.states.get("event.front_door_motion")
    assert event is not None
    assert event.attributes["event_types"] == ["motion", "person"]
    assert event.attributes["event_type"] == "person"

    await fire(hass, pir, STATE_ON)
    await fire(hass, pir, STATE_UNAVAILABLE)
    assert state_of(hass, "binary_sensor", "motion") == STATE_UNAVAILABLE
    await fire(hass, pir, STATE_OFF)
    assert state_of(hass, "binary_sensor", "motion") == STATE_OFF


async def test_motion_of_an_event_entity_lasts_a_while(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    freezer: FrozenDateTimeFactory,
) -> None:
    types = ["movement", "human_detected"]
    entity = "event.camera"
    await fire(hass, entity, STATE_UNKNOWN, event_types=types)
    home = await start(stream(motion="entity", motion_entity=entity))
    kinds = heard(home, Topic.MOTION)

    await fire(hass, entity, FIRST, event_types=types, event_type="movement")
    freezer.tick(timedelta(seconds=20))
    async_fire_time_changed(hass)
    await fire(hass, entity, SECOND, event_types=types, event_type="movement")
    freezer.tick(timedelta(seconds=20))
    async_fire_time_changed(hass)
    assert state_of(hass, "binary_sensor", "motion") == STATE_ON

    freezer.tick(timedelta(seconds=11))
    async_fire_time_changed(hass)
    assert state_of(hass, "binary_sensor", "motion") == STATE_OFF
    third = "2026-11-23T20:02:00.000+00:00"
    await fire(hass, entity, third, event_types=types, event_type="human_detected")
    assert kinds == ["motion", "motion", "person"]


async def test_an_event_entity_that_learns_of_persons_later_tells_of_motion(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    entity = "event.camera"
    await start(stream(motion="entity", motion_entity=entity))
    await fire(hass, entity, STATE_UNKNOWN)

    await fire(hass, entity, FIRST, event_type="person", event_types=["person"])

    event = hass.states.get("event.front_door_motion")
    assert event is not None
    assert event.attributes["event_types"] == ["motion"]
    assert event.attributes["event_type"] == "motion"


async def test_the_registry_knows_of_persons_before_the_entity_is_there(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    registered = er.async_get(hass).async_get_or_create(
        "event", "other", "x", capabilities={"event_types": ["motion", "person"]}
    )

    await start(stream(motion="entity", motion_entity=registered.entity_id))

    entity = er.async_get(hass).async_get("event.front_door_motion")
    assert entity
    assert entity.capabilities == {"event_types": ["motion", "person"]}
