"""What outlives a restart, and what nothing may revive."""

import asyncio
from datetime import timedelta
from pathlib import Path
import shutil
import subprocess
import sys
import threading

import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.ring_watch.backup import async_post_backup, async_pre_backup
from custom_components.ring_watch.consent.again import EVERY
from custom_components.ring_watch.engine.pins import Pins
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.integration_fixtures import demo
from tests.security.waiting import until

from .conftest import EXTERNAL, House
from .test_deciding import refused

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

VERIFY = Path(__file__).parents[2] / "tools" / "verify.py"


async def claim(client: object, url: str) -> int:
    """Return the status of claiming a link."""
    path, _, secret = url.removeprefix(EXTERNAL).partition("#")
    post = client.post  # type: ignore[attr-defined]
    answer = await post(path, data={"code": secret}, allow_redirects=False)
    status: int = answer.status
    return status


async def reload(house: House) -> None:
    """Stop and start the home, as a restart does."""
    entry = house.home.entry
    assert await house.hass.config_entries.async_reload(entry.entry_id)
    await house.hass.async_block_till_done()
    house.home = entry.runtime_data


def folder(house: House) -> Path:
    """Return where requests and the ledger lie."""
    return house.home.storage.parent / "sharing"


async def test_case_58_links_and_counters_survive_a_restart(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share(claims=2)
    assert await claim(client, share["url"]) == 303
    await reload(house)
    (live,) = (await house.act("list_requests"))["shares"]
    assert live["claims_used"] == 1
    assert len(house.files()) == 1
    assert await claim(client, share["url"]) == 303
    assert await claim(client, share["url"]) == 404


async def test_case_60_a_restored_backup_revives_no_share(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share()
    other = await house.share()
    await async_pre_backup(hass)
    backup = folder(house).with_name("backup")
    shutil.copytree(folder(house), backup)
    clips = {path.name: path.read_bytes() for path in house.files()}
    await async_post_backup(hass)
    await house.act("revoke_share", share_id=share["share_id"])

    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    shutil.rmtree(folder(house))
    shutil.copytree(backup, folder(house))
    for name, data in clips.items():
        (house.home.storage / "shares" / name).write_bytes(data)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    house.home = entry.runtime_data
    for url in (share["url"], other["url"]):
        assert await claim(client, url) == 404
    await refused(house.act("confirm_shares", None))
    await house.act("confirm_shares", share_ids=[other["share_id"]])
    assert await claim(client, other["url"]) == 303
    assert await claim(client, share["url"]) == 404


async def test_case_60_an_old_copy_of_the_files_revives_no_share(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share()
    entry = house.home.entry
    copy = folder(house).with_name("copy")
    assert await hass.config_entries.async_unload(entry.entry_id)
    shutil.copytree(folder(house), copy)
    assert await hass.config_entries.async_setup(entry.entry_id)
    house.home = entry.runtime_data
    await house.ask()

    assert await hass.config_entries.async_unload(entry.entry_id)
    shutil.rmtree(folder(house))
    shutil.copytree(copy, folder(house))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    house.home = entry.runtime_data
    assert await claim(client, share["url"]) == 404
    (live,) = (await house.act("list_requests"))["shares"]
    assert live["suspended"]


async def test_a_backup_that_is_not_restored_changes_nothing(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share()
    await async_pre_backup(hass)
    await async_post_backup(hass)
    await reload(house)
    assert await claim(client, share["url"]) == 303


async def test_case_59_a_request_keeps_its_window_from_retention(
    house: House,
) -> None:
    pins = Pins(house.home.archive.root)
    first, second = await house.ask(), await house.ask()
    assert house.home.sharing
    await house.home.sharing.settle()
    assert set(pins.all()) == {f"request_{first}_0", f"request_{second}_0"}
    assert pins.all()[f"request_{first}_0"].camera == "front_door"
    await house.act("decline_request", request_id=first)
    assert set(pins.all()) == {f"request_{second}_0"}
    await reload(house)
    assert set(pins.all()) == {f"request_{second}_0"}


async def test_case_49_shares_die_with_their_clip_their_doorbell_and_the_home(
    house: House, hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share()
    (file,) = house.files()
    file.unlink()
    assert house.home.sharing
    await house.home.sharing.tick()
    assert await claim(client, share["url"]) == 404

    share = await house.share()
    waiting = await house.ask()
    entry = house.home.entry
    hass.config_entries.async_remove_subentry(entry, "id_front_door")
    await hass.async_block_till_done()
    house.home = entry.runtime_data
    assert await claim(client, share["url"]) == 404
    assert house.files() == []
    assert await house.state(waiting) == "declined"

    storage, kept = house.home.storage, folder(house)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not (storage / "shares").exists()
    assert not (kept / "sharing.json").exists()
    assert (kept / "ledger" / "ledger.jsonl").exists()
    assert (await client.get("/ring_watch/ask")).status == 404


async def test_a_disk_that_hangs_keeps_no_other_change_waiting(
    house: House, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sharing waits for it, and what is asked of a doorbell waits for sharing."""
    await house.share()
    home, entry = house.home, house.home.entry
    assert home.sharing
    answers, asked = threading.Event(), threading.Event()

    def hang() -> None:
        asked.set()
        answers.wait(30)

    monkeypatch.setattr(home.place, "check", hang)
    monkeypatch.setattr("custom_components.ring_watch.home.STOP_PATIENCE", 0.2)
    tick = asyncio.create_task(home.sharing.tick())
    await asyncio.to_thread(asked.wait, 5)
    try:
        hass.config_entries.async_remove_subentry(entry, "id_front_door")
        hass.config_entries.async_add_subentry(entry, demo("Garden"))
        async with asyncio.timeout(8):
            while set(home.doorbells) != {"id_garden"}:
                await asyncio.sleep(0.02)
            assert len(house.files()) == 1
            assert await hass.config_entries.async_reload(entry.entry_id)
    finally:
        answers.set()
    await asyncio.wait([tick])
    # What could not be done then is done at the next start.
    await hass.async_block_till_done()
    house.home = entry.runtime_data
    assert house.files() == []


async def test_case_49_a_disk_that_is_away_ends_no_share(
    house: House, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    share = await house.share()
    assert house.home.sharing
    storage = house.home.storage
    away = storage.rename(storage.with_name("away"))
    for _ in range(3):
        await house.home.sharing.tick()
    path, _, secret = share["url"].removeprefix(EXTERNAL).partition("#")
    claimed = await client.post(path, data={"code": secret}, allow_redirects=False)
    assert claimed.status == 303
    cookie = {"ring_watch_grant": claimed.cookies["ring_watch_grant"].value}
    clip = f"{path}/api/clip/1"
    assert (await client.get(clip, cookies=cookie)).status == 404
    away.rename(storage)
    await house.home.sharing.tick()
    assert (await client.get(clip, cookies=cookie)).status == 200


async def test_case_53_without_a_ledger_nothing_is_shared_and_recording_goes_on(
    house: House, hass: HomeAssistant
) -> None:
    request_id = await house.ask()
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    ledger = folder(house) / "ledger" / "ledger.jsonl"
    ledger.write_bytes(b"x\n" * 100)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    house.home = entry.runtime_data
    assert house.home.worker.running
    assert house.home.sharing is None
    key = await refused(house.act("prepare_request", request_id=request_id))
    assert key == "sharing_unavailable"
    issue = ir.async_get(hass).async_get_issue("ring_watch", "ledger_damaged")
    assert issue is not None
    waiting = hass.states.get("binary_sensor.ring_watch_request_waiting")
    assert waiting is not None and waiting.state == "unavailable"


async def test_case_53_requests_are_there_again_once_the_disk_is(
    house: House, hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    request_id = await house.ask()
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    kept = folder(house).with_name("kept")
    folder(house).rename(kept)
    folder(house).write_text("what a disk shows that is not there")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    house.home = entry.runtime_data

    def issue() -> ir.IssueEntry | None:
        return ir.async_get(hass).async_get_issue("ring_watch", "sharing_unavailable")

    def waiting() -> str:
        found = hass.states.get("binary_sensor.ring_watch_request_waiting")
        assert found is not None
        return found.state

    for _ in range(3):
        assert issue() is not None
        assert waiting() == "unavailable"
        await house.home.consent._again.try_now(dt_util.utcnow())
    assert caplog.text.count("Requests and shares cannot be used") == 1

    folder(house).unlink()
    kept.rename(folder(house))
    async_fire_time_changed(hass, dt_util.utcnow() + EVERY + timedelta(seconds=1))
    await until(lambda: issue() is None)
    assert waiting() == "on"
    await house.act("decline_request", request_id=request_id)
    assert waiting() == "off"


async def test_case_53_nothing_is_tried_again_after_the_end(
    house: House, hass: HomeAssistant
) -> None:
    entry = house.home.entry
    assert await hass.config_entries.async_unload(entry.entry_id)
    (folder(house) / "sharing.json").write_text("{}")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    consent = entry.runtime_data.consent
    trying = hass.async_create_task(consent._again.try_now(dt_util.utcnow()))
    await asyncio.sleep(0)
    (folder(house) / "sharing.json").unlink()
    assert await hass.config_entries.async_unload(entry.entry_id)
    await trying
    assert consent.sharing is None


async def test_case_26_and_62_the_owner_takes_away_a_ledger_that_verifies(
    house: House,
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    tmp_path: Path,
) -> None:
    await house.ask(reason="=cmd()", name="somebody")
    client = await hass_client()
    answer = await client.get("/api/ring_watch/ledger/json")
    assert answer.status == 200
    exported = tmp_path / "ledger.json"
    exported.write_bytes(await answer.read())
    assert house.home.consent.ledger
    fingerprint = house.home.consent.ledger.keys.fingerprint
    command = [sys.executable, str(VERIFY), str(exported)]
    command += ["--fingerprint", fingerprint]

    def verify() -> int:
        return subprocess.run(command, check=False, capture_output=True).returncode

    assert verify() == 0
    exported.write_text(exported.read_text().replace("somebody", "somebodx"))
    assert verify() == 1
    table = await (await client.get("/api/ring_watch/ledger/csv")).text()
    assert "somebody" in table
    assert (await client.get("/api/ring_watch/ledger/xml")).status == 404
    guest = MockUser(groups=[]).add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(guest, EXTERNAL)
    other = await hass_client(hass.auth.async_create_access_token(token))
    assert (await other.get("/api/ring_watch/ledger/json")).status == 404
