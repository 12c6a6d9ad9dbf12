"""The owner lets another key sign."""

from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from tools import verify

from .conftest import House
from .test_deciding import NOT_ALLOWED, refused
from .test_lasting import reload

pytestmark = [pytest.mark.sharing, pytest.mark.integration]


def fingerprint(house: House) -> str:
    assert house.home.consent.ledger
    return house.home.consent.ledger.keys.fingerprint


async def test_who_trusted_the_old_key_can_trust_the_new_one(
    house: House, hass_client: ClientSessionGenerator, tmp_path: Path
) -> None:
    old = fingerprint(house)
    before = await house.share()
    new = (await house.act("rotate_key"))["fingerprint"]
    assert new == fingerprint(house) != old
    await reload(house)
    assert fingerprint(house) == new
    after = await house.share()

    assert house.home.sharing
    client = await hass_client()
    log = tmp_path / "ledger.json"
    log.write_bytes(await (await client.get("/api/ring_watch/ledger/json")).read())
    files = [log]
    for share in (before, after):
        live = house.home.sharing.share(share["share_id"])
        clip = house.home.consent.renderer.path(live.clips[0].name)
        assert clip
        files.append(tmp_path / f"{share['share_id']}.mp4")
        files[-1].write_bytes(clip.read_bytes())
        files.append(tmp_path / f"{share['share_id']}.jws")
        files[-1].write_text(live.manifests[0])
    for known in (old, new):
        report = verify.verify(files, {known})
        assert report.verdict == "good", report.lines
    assert verify.verify(files[1:], {new}).verdict == "unknown_key"


async def test_the_old_secret_is_gone(house: House) -> None:
    keys = house.home.storage.parent / "sharing" / "keys.json"
    before = keys.read_text()
    await house.act("rotate_key")
    assert '"next":null' in keys.read_text()
    assert keys.read_text() != before


async def test_nobody_else_does(house: House, hass: HomeAssistant) -> None:
    guest = MockUser(groups=[]).add_to_hass(hass)
    old = fingerprint(house)
    for user in (None, guest):
        assert await refused(house.act("rotate_key", user)) == NOT_ALLOWED
    assert fingerprint(house) == old
    assert house.ledger().count("attempt") == 2
