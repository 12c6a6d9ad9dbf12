"""Another key takes over, and who trusted the old one can trust it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.people import Actor, ActorKind
from tools import verify

from .evidence import Evidence, fill, make
from .house import ADMIN, FakeNotary, House

pytestmark = pytest.mark.sharing


@pytest.fixture
def home(tmp_path: Path) -> Evidence:
    return make(tmp_path)


def verdict(paths: Sequence[Path], trusted: Collection[str]) -> str:
    return verify.verify(list(paths), set(trusted)).verdict


async def test_an_administrator_lets_another_key_sign() -> None:
    house = House()
    await house.start()
    assert await house.sharing.rotate_key(ADMIN) == "f" * 64
    (entry,) = house.book.entries(0)
    assert (entry.type, entry.data["user_id"]) == ("key_rotation", ADMIN.user_id)
    assert house.announcer.kinds == ["key_rotated"]


@pytest.mark.parametrize(
    "actor",
    [
        Actor("guest", is_admin=False, is_active=True, kind=ActorKind.USER),
        Actor("gone", is_admin=True, is_active=False, kind=ActorKind.USER),
        Actor(None, is_admin=True, is_active=True, kind=ActorKind.USER),
        Actor("owner", is_admin=True, is_active=True, kind=ActorKind.AUTOMATION),
    ],
    ids=["no administrator", "deactivated", "nobody", "automation"],
)
async def test_nobody_else_does(actor: Actor) -> None:
    house = House()
    await house.start()
    with pytest.raises(NotAllowed):
        await house.sharing.rotate_key(actor)
    assert house.types() == ["attempt"]


async def test_where_it_fails_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    await house.start()

    def full(_: FakeNotary) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FakeNotary, "rotate", full)
    with pytest.raises(SharingError, match="ledger_not_writable"):
        await house.sharing.rotate_key(ADMIN)
    assert house.announcer.kinds == []


def test_the_ledger_leads_from_one_key_to_the_other(home: Evidence) -> None:
    """In both directions: each of them vouches for what the other signed."""
    keys = home.ledger.rotate(home.keys.with_next())
    keys = home.ledger.rotate(keys.with_next())
    fill(home.ledger, 3)
    home.export()
    for fingerprint in (home.keys.fingerprint, keys.fingerprint):
        assert verdict([home.log, home.zip], {fingerprint}) == "good"
    assert verdict([home.log, home.zip], {"0" * 64}) == "unknown_key"


def test_without_the_ledger_the_new_key_says_nothing_of_the_old(
    home: Evidence,
) -> None:
    keys = home.ledger.rotate(home.keys.with_next())
    assert verdict([home.zip], {keys.fingerprint}) == "unknown_key"
    assert verdict([home.zip], {home.keys.fingerprint}) == "good"


def test_a_manifest_of_the_new_key_is_vouched_for_by_the_old(home: Evidence) -> None:
    old = home.keys.fingerprint
    home = replace(home, keys=home.ledger.rotate(home.keys.with_next()))
    fill(home.ledger, 3)
    home.sign()
    files = [home.clip, home.manifest]
    assert verdict(files, {old}) == "unknown_key"
    assert verdict([home.export(), *files], {old}) == "good"
