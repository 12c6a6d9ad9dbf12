"""Automations, blueprints and sentences in a real Home Assistant of the next release."""

import asyncio
from collections.abc import Callable, Iterator
import json
import re
import shutil
import time
from typing import Any

import pytest

from scripts.home_config import ROOT, seed
from tests.support.dashboard import add_user, log_in
from tests.support.home import DOMAIN, Door, RunningHome, iso, now_us
from tests.support.phone import Phone, Push, phone

pytestmark = [pytest.mark.dashboard, pytest.mark.e2e, pytest.mark.integration]

CONFIGURATION = """
conversation:
doorbell:
motion:
automation:
  - alias: Saves
    use_blueprint:
      path: ring_watch/save_clip_when_bell_rings.yaml
      input:
        doorbells: {entity_id: event.door_doorbell}
        before: 2
        after: 1
  - alias: Keeps
    use_blueprint:
      path: ring_watch/keep_footage_of_motion_at_night.yaml
      input:
        doorbells: {entity_id: binary_sensor.door_motion}
        before: 1
        after: 1
  - alias: Tells phones
    use_blueprint:
      path: ring_watch/notify_with_actions.yaml
      input:
        phones: [id_of_the_phone]
        when:
          condition: ring_watch.is_recording
          target: {entity_id: event.door_doorbell}
  - alias: Tells neighbour
    use_blueprint:
      path: ring_watch/tell_neighbour_when_share_ends.yaml
      input: {requester: Neighbour, recipient: notify.child}
  - alias: Hears
    triggers:
      trigger: ring_watch.clip_requested
      target: {entity_id: event.door_doorbell}
    conditions:
      - condition: ring_watch.has_pending_request
      - condition: ring_watch.is_recording
        target: {entity_id: event.door_doorbell}
    actions:
      event: heard
      event_data: {request_id: "{{ trigger.request_id }}"}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHome]:
    """A Home Assistant with blueprints, automations and sentences from its start."""
    running = RunningHome(tmp_path_factory.mktemp("home") / "running")
    config = running.home.config
    seed(config, running.home.port, running.home.time_zone)
    file = config / "configuration.yaml"
    file.write_text(where_it_is_night(file.read_text()) + CONFIGURATION)
    for folder in ("blueprints", "custom_sentences"):
        shutil.copytree(ROOT / folder, config / folder)
    try:
        running.start()
        yield running
    finally:
        running.close()


def where_it_is_night(configuration: str) -> str:
    """Move a home along the equator to where it is about midnight."""
    hour = time.time() / 3600 % 24
    longitude = (12 - hour) % 24 * 15 - 180
    configuration = re.sub("latitude: .*", "latitude: 0", configuration)
    return re.sub("longitude: .*", f"longitude: {longitude}", configuration)


@pytest.fixture(scope="module")
def childs_phone(home: RunningHome) -> Iterator[Phone]:
    """The phone of a child, which a blueprint tells of requests."""
    token = log_in(home, add_user(home, "child", admin=False))["access_token"]
    with phone(home, "Child", token) as made:
        file = home.home.config / "configuration.yaml"
        device = home.door("Child").device_id
        file.write_text(file.read_text().replace("id_of_the_phone", device))
        home.action("automation.reload")
        yield made


@pytest.fixture(scope="module")
def door(home: RunningHome, childs_phone: Phone) -> Door:
    """A demo doorbell that has recorded for some seconds."""
    demo = {"name": "Door", "audio": True, "sensitivity": 50}
    answers = {"user": "demo", "demo": demo}
    home.run(home.home.add_subentry(home.entry_id, "doorbell", answers))
    found = home.door("Door")
    home.wait(found, "binary_sensor.recording", "on")
    time.sleep(5)
    return found


def first(home: RunningHome, command: str) -> dict[str, Any]:
    """Return the first event of a subscription."""

    async def subscribe() -> dict[str, Any]:
        async with home.home.connect() as connection:
            queue = await connection.subscribe(command)
            found: dict[str, Any] = await asyncio.wait_for(queue.get(), 30)
            return found

    return home.run(subscribe())


def after(
    home: RunningHome, event: str, action: str, **data: Any
) -> tuple[dict[str, Any], Any]:
    """Perform an action; return the data of the event that follows, and its answer."""

    async def perform() -> tuple[dict[str, Any], Any]:
        async with home.home.connect() as connection:
            queue = await connection.subscribe("subscribe_events", event_type=event)
            answer = await connection.action(
                action, response=action.startswith(DOMAIN), **data
            )
            found = await asyncio.wait_for(queue.get(), 60)
            return found["data"], answer

    return home.run(perform())


def say(home: RunningHome, text: str, language: str = "en") -> str:
    """Say something to Assist as the owner; return the answer."""
    answer = home.call("conversation/process", text=text, language=language)
    speech: str = answer["response"]["speech"]["plain"]["speech"]
    return speech


def test_the_editor_offers_triggers_and_conditions(home: RunningHome) -> None:
    for kind, known in (
        ("trigger", {"clip_requested", "share_ended", "footage_stalled"}),
        ("condition", {"has_pending_request", "is_recording"}),
    ):
        offered = first(home, f"{kind}_platforms/subscribe")
        for name in known:
            assert offered[f"{DOMAIN}.{name}"]["target"]["entity"]


def test_every_blueprint_became_an_automation(home: RunningHome, door: Door) -> None:
    for name in ("saves", "keeps", "tells_phones", "tells_neighbour", "hears"):
        state = home.run(home.home.state(f"automation.{name}"))
        assert state["state"] == "on", state


def test_a_press_becomes_a_clip(home: RunningHome, door: Door) -> None:
    clip, _ = after(
        home,
        "ring_watch_clip_gathered",
        "button.press",
        entity_id=door.entities["button.press"],
    )
    assert clip["device_id"] == door.device_id


def about(request_id: str) -> Callable[[Push], bool]:
    """Return what tells whether a notification is of a request."""
    return lambda push: request_id in push.get("data", {}).get("tag", "")


def test_a_request_is_heard_of_and_declined_by_voice(
    home: RunningHome, door: Door, childs_phone: Phone
) -> None:
    assert say(home, "who asks for footage") == "Nobody is waiting for footage."
    heard, asked = after(
        home, "heard", f"{DOMAIN}.request_clip", last="00:00:03", reason="canary"
    )
    assert heard == {"request_id": asked["request_id"]}
    childs_phone.wait(about(asked["request_id"]))
    spoken = say(home, "Who is asking for video?")
    assert spoken.startswith("Requests that wait: 1. Somebody unknown asks for Door on")
    assert "canary" not in spoken
    unknown = say(home, "decline the footage request of my aunt")
    assert unknown == "No such request is waiting."
    assert say(home, "decline the footage request").startswith("Declined: Somebody")
    listed = home.action(f"{DOMAIN}.list_requests", response=True)
    assert [one["state"] for one in listed["requests"]] == ["declined"]


@pytest.mark.parametrize(
    ("language", "who_asks", "decline"),
    [
        ("de", "Wer bittet um eine Aufnahme?", "Lehne die Videoanfrage von Eva ab"),
        ("es", "¿Quién pide una grabación?", "Rechaza la solicitud de vídeo de Eva"),
        ("fr", "Qui demande des images ?", "Refusez la demande d’images d’Eva"),
        ("nl", "Wie vraagt er om beelden?", "Wijs het verzoek om beelden van Eva af"),
        ("pl", "Kto prosi o nagranie?", "Odrzuć prośbę o nagranie od Ewy"),
    ],
)
def test_sentences_are_understood_in_every_language(
    home: RunningHome, door: Door, language: str, who_asks: str, decline: str
) -> None:
    path = ROOT / "custom_components" / DOMAIN / "translations" / f"{language}.json"
    words = json.loads(path.read_text(encoding="utf-8"))["common"]
    assert say(home, who_asks, language) == words["voice_none"]
    assert say(home, decline, language) == words["voice_none_such"]


def test_a_chosen_phone_is_told_of_a_request_and_of_its_end(
    home: RunningHome, door: Door, childs_phone: Phone
) -> None:
    form = {"name": "Neighbour", "kind": "neighbour"}
    answers = {"user": form, "address": {}}
    home.run(home.home.add_subentry(home.entry_id, "requester", answers))
    asked = home.action(
        f"{DOMAIN}.request_clip", response=True, last="00:00:03", requester="Neighbour"
    )
    request_id = asked["request_id"]
    told = childs_phone.wait(about(request_id))
    assert told["message"] == "Somebody asks for footage. An administrator decides."
    made = home.call(f"{DOMAIN}/requests/prepare", request_id=request_id)
    # It is told again, without a sound.
    again = about(request_id)
    childs_phone.wait(lambda push: again(push) and "alert_once" in push["data"])
    share = home.call(
        f"{DOMAIN}/requests/approve",
        request_id=request_id,
        render_hash=made["prepared"]["render_hash"],
    )
    home.call(f"{DOMAIN}/shares/revoke", share_id=share["share_id"])
    childs_phone.wait(lambda push: "works no more" in push["message"])


def test_footage_of_a_motion_at_night_is_kept(home: RunningHome, door: Door) -> None:
    # Somebody walks by, five seconds of every twenty.
    deadline = time.monotonic() + 60
    while True:
        target = {"device_id": door.device_id}
        answer = home.action(f"{DOMAIN}.release_footage", response=True, **target)
        if answer["released"]:
            break
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_logbook_has_presses_requests_and_clips_in_fixed_words(
    home: RunningHome, door: Door
) -> None:
    wanted = {
        "Door was asked for footage",
        "Door has a request that waits for your decision",
        "Door had a request declined",
        "Door gathered a clip of 3 s",
    }
    began = iso(now_us() - 600_000_000)
    deadline = time.monotonic() + 30
    while True:
        lines = home.call("logbook/get_events", start_time=began)
        said = {f"{one.get('name')} {one.get('message')}" for one in lines}
        pressed = [
            one for one in lines if one.get("entity_id") == "event.door_doorbell"
        ]
        if wanted <= said and pressed:
            break
        assert time.monotonic() < deadline, lines
        # The recorder writes once a second.
        time.sleep(0.5)
    assert "canary" not in str(lines)


def test_nothing_of_it_is_an_error(home: RunningHome) -> None:
    assert home.home.errors == []
