"""A damaged ledger: the owner sets it aside from the repair that tells of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.security.waiting import until

from .conftest import EXTERNAL, House
from .test_deciding import refused
from .test_lasting import claim, folder, reload

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

ISSUE = "ledger_damaged"
type Fix = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture
async def fix(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Fix:
    """Return what goes through the repair and says how it ended."""
    assert await async_setup_component(hass, "repairs", {})

    async def go() -> dict[str, Any]:
        client = await hass_client()
        path = "/api/repairs/issues/fix"
        begin = {"handler": "ring_watch", "issue_id": ISSUE}
        flow = await (await client.post(path, json=begin)).json()
        assert flow["step_id"] == "confirm"
        assert flow["description_placeholders"]["folder"]
        answer = await client.post(f"{path}/{flow['flow_id']}", json={})
        ended: dict[str, Any] = await answer.json()
        await hass.async_block_till_done()
        return ended

    return go


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id for _, issue_id in ir.async_get(hass).issues}


async def damage(house: House, *, whole: bool = True) -> Path:
    """Damage the ledger while the home is stopped, or all of a sudden."""
    file = folder(house) / "ledger" / "ledger.jsonl"
    entry = house.home.entry
    if whole:
        assert await house.hass.config_entries.async_unload(entry.entry_id)
    file.write_bytes(b"x\n" * 100)
    if whole:
        assert await house.hass.config_entries.async_setup(entry.entry_id)
        await house.hass.async_block_till_done()
        house.home = entry.runtime_data
    return file


async def test_a_damaged_ledger_is_set_aside_by_the_owner(
    house: House,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    fix: Fix,
) -> None:
    share = await house.share()
    waiting = await house.ask(reason="Somebody rang")
    file = await damage(house)
    assert issues(hass) == {ISSUE}
    assert house.home.sharing is None and house.home.worker.running
    assert await refused(house.act("list_requests")) == "sharing_unavailable"

    assert (await fix())["type"] == "create_entry"

    assert issues(hass) == set()
    first, *others = house.ledger()
    assert first == "ledger_started"
    assert {"request_carried", "shares_suspended"} <= set(others)
    assert house.home.consent.ledger
    (earlier,) = house.home.consent.ledger.entries()[0].data["earlier"]
    assert (file.parent / earlier["file"]).read_bytes() == b"x\n" * 100
    state = hass.states.get("binary_sensor.ring_watch_request_waiting")
    assert state is not None and state.state == "on"

    client = await hass_client_no_auth()
    assert await claim(client, share["url"]) == HTTPStatus.NOT_FOUND
    await house.act("confirm_shares", share_ids=[share["share_id"]])
    assert await claim(client, share["url"]) == HTTPStatus.SEE_OTHER
    listed = (await house.act("list_requests"))["requests"]
    steps = {one["request_id"]: one["history"] for one in listed}[waiting]
    assert steps[0]["entry"] > 0 and steps[1]["entry"] is None
    render_hash = await house.prepare(waiting)
    await house.act("approve_request", request_id=waiting, render_hash=render_hash)
    assert await house.state(waiting) == "shared"


async def test_damage_while_it_runs_is_told(
    house: House, hass: HomeAssistant, fix: Fix
) -> None:
    request_id = await house.ask()
    await damage(house, whole=False)
    for _ in range(2):
        key = await refused(house.act("decline_request", request_id=request_id))
        assert key == "sharing_ledger_not_writable"
    assert issues(hass) == set()
    await house.home.consent._tick(dt_util.utcnow())
    assert issues(hass) == {ISSUE}
    assert (await fix())["type"] == "create_entry"
    assert issues(hass) == set()
    await house.act("decline_request", request_id=request_id)


def change_in_the_middle(file: Path) -> bytes:
    """Change an entry that no start looks at; return what the file was."""
    before = file.read_bytes()
    changed = before.replace(b'"type":"request_pending"', b'"type":"request_pendinG"')
    assert changed != before
    file.write_bytes(changed)
    return before


async def test_a_change_in_the_middle_is_found_after_a_start(
    house: House,
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    fix: Fix,
    caplog: pytest.LogCaptureFixture,
) -> None:
    share = await house.share()
    entry = house.home.entry
    file = folder(house) / "ledger" / "ledger.jsonl"
    assert await hass.config_entries.async_unload(entry.entry_id)
    before = change_in_the_middle(file)

    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    await until(lambda: issues(hass) == {ISSUE})
    assert house.home.sharing is None and house.home.worker.running
    assert await refused(house.act("list_requests")) == "sharing_unavailable"
    client = await hass_client_no_auth()
    assert await claim(client, share["url"]) == HTTPStatus.NOT_FOUND
    assert caplog.text.count("The ledger was changed or damaged") == 1

    # Nor is anything shared for a while after a restart.
    await reload(house)
    assert house.home.sharing is None and issues(hass) == {ISSUE}

    assert (await fix())["type"] == "create_entry"
    assert issues(hass) == set()
    (live,) = (await house.act("list_requests"))["shares"]
    assert live["suspended"]
    assert house.home.consent.ledger
    (earlier,) = house.home.consent.ledger.entries()[0].data["earlier"]
    assert 0 < earlier["size"] < before.count(b"\n")


async def test_a_change_while_it_runs_is_found_within_a_day(
    house: House, hass: HomeAssistant, fix: Fix
) -> None:
    await house.share()
    file = folder(house) / "ledger" / "ledger.jsonl"
    before = change_in_the_middle(file)
    assert issues(hass) == set()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(days=1, minutes=1))
    await until(lambda: issues(hass) == {ISSUE})
    assert house.home.sharing is None
    # The owner restores what was there, and submits.
    file.write_bytes(before)
    assert (await fix())["type"] == "create_entry"
    (live,) = (await house.act("list_requests"))["shares"]
    assert not live["suspended"]
    assert not list(file.parent.glob("damaged*"))


async def test_a_ledger_that_is_written_to_meanwhile_is_found_good(
    house: House, hass: HomeAssistant
) -> None:
    consent = house.home.consent
    assert consent.ledger
    look = hass.async_create_task(consent._audit.look(consent.ledger))
    await house.share()
    await look
    await consent._audit.look(consent.ledger)
    assert house.home.sharing is not None and issues(hass) == set()


async def test_what_cannot_be_set_aside_is_told(
    house: House, hass: HomeAssistant, fix: Fix, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await damage(house)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        ended = await fix()
    assert ended["errors"] == {"base": "still_unavailable"}
    assert issues(hass) == {ISSUE}
    assert file.read_bytes() == b"x\n" * 100
    assert (await fix())["type"] == "create_entry"


async def test_a_ledger_that_was_put_right_meanwhile_stays(
    house: House, hass: HomeAssistant, fix: Fix
) -> None:
    """The owner has restored the file, and submits all the same."""
    share = await house.share()
    ledger = folder(house) / "ledger" / "ledger.jsonl"
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    data = ledger.read_bytes()
    await hass.config_entries.async_setup(entry.entry_id)
    await damage(house)
    ledger.write_bytes(data)
    assert (await fix())["type"] == "create_entry"
    assert "request_carried" not in house.ledger()
    assert not list(ledger.parent.glob("damaged*"))
    (live,) = (await house.act("list_requests"))["shares"]
    assert live["share_id"] == share["share_id"]


async def test_what_no_new_ledger_helps_against_is_told_otherwise(
    house: House, hass: HomeAssistant
) -> None:
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    (folder(house) / "sharing.json").write_text("{}")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert issues(hass) == {"sharing_unavailable"}


async def test_only_an_administrator_sets_it_aside(
    house: House, hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "repairs", {})
    await damage(house)
    guest = MockUser(groups=[]).add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(guest, EXTERNAL)
    client = await hass_client(hass.auth.async_create_access_token(token))
    begin = {"handler": "ring_watch", "issue_id": ISSUE}
    answer = await client.post("/api/repairs/issues/fix", json=begin)
    assert answer.status == HTTPStatus.UNAUTHORIZED


async def test_two_who_begin_anew_at_once_begin_one_ledger(
    house: House, hass: HomeAssistant
) -> None:
    await house.share()
    entry = house.home.entry
    file = folder(house) / "ledger" / "ledger.jsonl"
    assert await hass.config_entries.async_unload(entry.entry_id)
    change_in_the_middle(file)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    await until(lambda: issues(hass) == {ISSUE})

    consent = house.home.consent
    began = await asyncio.gather(*(consent.begin_new_ledger() for _ in range(2)))

    assert began == [True, True]
    assert len(list(file.parent.glob("damaged-*.jsonl"))) == 1
    assert issues(hass) == set()
    await house.share()
    await reload(house)
    assert house.home.sharing is not None
    assert len(house.home.sharing.shares()) == 2
