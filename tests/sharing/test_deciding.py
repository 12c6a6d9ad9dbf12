"""What the owner decides, and nobody else."""

import asyncio
from collections.abc import Sequence
import random
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.clips import Area, Part, Preparation
from custom_components.ring_watch.sharing.model.people import Actor, ActorKind
from custom_components.ring_watch.sharing.model.requests import (
    Request,
    RequestState as S,
    Status,
)
from custom_components.ring_watch.sharing.model.shares import ShareTerms
from custom_components.ring_watch.sharing.ports import Approval
from custom_components.ring_watch.sharing.settings import DAY, HOUR, MINUTE

from .faults import Crash
from .house import ADMIN, NOW, OTHER_ADMIN, ZONE, House, thousand_times

pytestmark = pytest.mark.sharing

START = NOW - 2 * HOUR
END = START + 10 * MINUTE

NOBODIES = {
    "a user who is no administrator": Actor("01" * 16, False, True, ActorKind.USER),
    "a deactivated administrator": Actor("02" * 16, True, False, ActorKind.USER),
    "an automation without a user": Actor(None, True, True, ActorKind.AUTOMATION),
    "an automation of an administrator": Actor(
        "0f" * 16, True, True, ActorKind.AUTOMATION
    ),
    "a companion event of somebody else": Actor(
        "03" * 16, False, True, ActorKind.COMPANION
    ),
    "nobody": Actor("", True, True, ActorKind.USER),
}


@pytest.fixture
async def house() -> House:
    house = House()
    await house.start()
    return house


@pytest.fixture
async def request_id(house: House) -> str:
    receipt = await house.ask()
    return receipt.request_id


async def test_what_fails_when_nobody_waits_any_more_is_no_error_of_the_loop(
    house: House, request_id: str
) -> None:
    errors: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, one: errors.append(one))
    begun, fail = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await fail.wait()
        raise SharingError("prepare_failed")

    house.renderer.wait = wait
    preparing = asyncio.create_task(house.prepare(request_id))
    await begun.wait()
    preparing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await preparing
    fail.set()
    await house.sharing.settle()
    assert (await house.sharing.get(request_id)).state is S.PENDING
    assert errors == []


async def test_what_is_prepared_has_the_zones_and_a_hash(
    house: House, request_id: str
) -> None:
    box = Area("front", 0.5, 0.5, 0.1, 0.1)
    request = await house.prepare(request_id, boxes=(box,))
    assert request.state is S.READY
    prepared = request.prepared
    assert prepared is not None
    assert (prepared.zones, prepared.boxes) == ((ZONE,), (box,))
    assert len(prepared.render_hash) == 64
    assert [clip.name for clip in prepared.clips] == ["clip1"]
    assert house.types()[-2:] == ["request_preparing", "request_ready"]


async def test_the_hash_covers_all_that_could_differ(
    house: House, request_id: str
) -> None:
    hashes = set()
    for changes in (
        {},
        {"audio": True},
        {"boxes": (Area("front", 0.5, 0.5, 0.1, 0.1),)},
        {"boxes": (Area("front", 0.5, 0.5, 0.1, 0.2),)},
        {"parts": (Part("front", START, END - 1),)},
        {"parts": (Part("front", START, END - 9), Part("front", END - 5, END))},
    ):
        house.renderer.made = 0
        request = await house.prepare(request_id, **changes)
        assert request.prepared is not None
        hashes.add(request.prepared.render_hash)
    assert len(hashes) == 6


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"parts": ()}, "no_parts"),
        ({"parts": (Part("front", START - 1, END),)}, "parts_outside"),
        ({"parts": (Part("front", START, END + 1),)}, "parts_outside"),
        ({"parts": (Part("garden", START, END),)}, "parts_outside"),
        ({"parts": (Part("front", END, START),)}, "parts_outside"),
        (
            {"parts": (Part("front", START, END - 5), Part("front", END - 6, END))},
            "parts_overlap",
        ),
        ({"boxes": (Area("front", 0.5, 0.5, 0.0, 0.1),)}, "bad_box"),
        ({"boxes": (Area("front", float("nan"), 0.5, 0.1, 0.1),)}, "bad_box"),
        ({"boxes": (Area("garden", 0.5, 0.5, 0.1, 0.1),)}, "bad_box"),
    ],
)
async def test_nothing_but_what_was_asked_is_prepared(
    house: House, request_id: str, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(SharingError, match=code):
        await house.prepare(request_id, **changes)
    assert (await house.sharing.get(request_id)).state is S.PENDING


async def test_preparing_again_replaces_the_files(
    house: House, request_id: str
) -> None:
    first = await house.prepare(request_id)
    await house.prepare(request_id, audio=True)
    assert house.renderer.files == {"clip2"}
    assert first.prepared is not None
    with pytest.raises(SharingError, match="changed_since_preview"):
        await house.sharing.approve(
            request_id, first.prepared.render_hash, ADMIN, ShareTerms()
        )


async def test_case_9_without_footage_the_request_waits_on(
    house: House, request_id: str
) -> None:
    house.renderer.fails = "no_footage"
    with pytest.raises(SharingError, match="no_footage"):
        await house.prepare(request_id)
    assert (await house.sharing.get(request_id)).state is S.PENDING
    # Nobody asks anew.
    assert house.announcer.kinds[1:] == ["pending", "preparing", "unprepared"]
    assert house.types()[-1] == "request_pending"


async def test_a_clip_that_is_gone_is_no_new_request(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    house.renderer.files.clear()
    await house.sharing.tick()
    assert (await house.sharing.get(request_id)).state is S.PENDING
    assert house.announcer.kinds.count("pending") == 1
    assert house.announcer.kinds[-1] == "unprepared"


@pytest.mark.parametrize("end", ["decline", "stop"])
async def test_nothing_is_rendered_for_what_ends_as_it_begins(
    house: House, request_id: str, end: str
) -> None:
    prepare = asyncio.create_task(house.prepare(request_id))
    while house.announcer.kinds[-1] != "preparing":
        await asyncio.sleep(0)
    if end == "decline":
        await house.sharing.decline(request_id, ADMIN)
    else:
        await house.sharing.stop()
    with pytest.raises(SharingError, match="prepare_failed"):
        await prepare
    assert house.renderer.made == 0
    state = (await house.sharing.get(request_id)).state
    assert state is (S.DECLINED if end == "decline" else S.PENDING)


def whole_window() -> Preparation:
    return Preparation((Part("front", START, END),))


async def test_what_is_prepared_ahead_can_be_approved_by_a_person(
    house: House, request_id: str
) -> None:
    request = await house.sharing.prepare_ahead(request_id, whole_window())
    assert request.state is S.READY
    assert [step.user_id for step in request.history] == [None] * 4
    share, _ = await house.approve(request_id)
    assert share.clips[0].requested.start == START


async def test_ahead_is_the_first_time_or_never(house: House, request_id: str) -> None:
    house.renderer.fails = "prepare_failed"
    with pytest.raises(SharingError, match="prepare_failed"):
        await house.sharing.prepare_ahead(request_id, whole_window())
    house.renderer.fails = None
    for _ in range(2):
        with pytest.raises(SharingError, match="not_first"):
            await house.sharing.prepare_ahead(request_id, whole_window())
        await house.restart()
    assert (await house.sharing.get(request_id)).state is S.PENDING
    await house.prepare(request_id)
    with pytest.raises(SharingError, match="not_first"):
        await house.sharing.prepare_ahead(request_id, whole_window())
    assert (await house.sharing.get(request_id)).state is S.READY


async def test_what_a_person_prepares_wins_over_what_is_made_ahead(
    house: House, request_id: str
) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    house.renderer.wait = forever
    ahead = asyncio.create_task(house.sharing.prepare_ahead(request_id, whole_window()))
    await begun.wait()
    house.renderer.wait = None
    with pytest.raises(SharingError, match="parts_outside"):
        await house.prepare(request_id, parts=(Part("front", START - 1, END),))
    request = await house.prepare(request_id, audio=True)
    with pytest.raises(SharingError, match="prepare_stopped"):
        await ahead
    assert request.prepared is not None and request.prepared.audio
    assert (await house.sharing.get(request_id)) == request
    assert house.renderer.files == {"clip1"}
    # Nobody else's is taken over so.
    house.renderer.wait, begun = forever, asyncio.Event()
    mine = asyncio.create_task(house.prepare(request_id))
    await begun.wait()
    with pytest.raises(SharingError, match="is_preparing"):
        await house.prepare(request_id, OTHER_ADMIN)
    await house.sharing.decline(request_id, ADMIN)
    with pytest.raises(SharingError):
        await mine


async def test_who_withdraws_ends_what_is_made_ahead(house: House) -> None:
    receipt = await house.ask()
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    house.renderer.wait = forever
    ahead = asyncio.create_task(
        house.sharing.prepare_ahead(receipt.request_id, whole_window())
    )
    await begun.wait()
    assert receipt.status_token
    before = house.sharing.status(receipt.status_token)
    await house.sharing.withdraw(receipt.status_token)
    with pytest.raises(SharingError):
        await ahead
    await house.sharing.settle()
    assert house.sharing.status(receipt.status_token) == before == Status()
    assert (await house.sharing.get(receipt.request_id)).state is S.WITHDRAWN


async def test_declining_while_it_is_prepared_ends_the_rendering(
    house: House, request_id: str
) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    house.renderer.wait = forever
    preparing = asyncio.create_task(house.prepare(request_id))
    await begun.wait()
    with pytest.raises(SharingError, match="is_preparing"):
        await house.prepare(request_id)
    await house.sharing.decline(request_id, ADMIN)
    with pytest.raises(SharingError, match="prepare_failed"):
        await preparing
    assert (await house.sharing.get(request_id)).state is S.DECLINED
    assert not house.renderer.files


async def test_a_preparation_is_stopped_and_begun_anew(
    house: House, request_id: str
) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    house.renderer.wait = forever
    preparing = asyncio.create_task(house.prepare(request_id))
    await begun.wait()
    # Another administrator may, too.
    request = await house.sharing.stop_preparing(request_id, OTHER_ADMIN)
    assert request.state is S.PENDING
    with pytest.raises(SharingError, match="prepare_stopped"):
        await preparing
    assert (await house.sharing.get(request_id)) == request
    assert not house.renderer.files
    # Nobody asks anew.
    assert house.announcer.kinds[1:] == ["pending", "preparing", "unprepared"]
    entry = house.book.entries(house.book.size - 1)[0]
    assert (entry.type, entry.data["why"]) == ("request_pending", "stopped")
    assert entry.data["user_id"] == OTHER_ADMIN.user_id
    house.renderer.wait = None
    ready = await house.prepare(request_id)
    assert ready.state is S.READY
    # What is not being prepared stays as it is.
    assert await house.sharing.stop_preparing(request_id, ADMIN) == ready


@pytest.mark.parametrize("until", ["preparing", "rendered"])
async def test_a_preparation_is_stopped_as_it_begins_and_as_it_ends(
    house: House, request_id: str, until: str
) -> None:
    stopping: list[asyncio.Task[Request]] = []

    async def stop() -> None:
        stop = house.sharing.stop_preparing(request_id, ADMIN)
        stopping.append(asyncio.create_task(stop))
        for _ in range(10):
            await asyncio.sleep(0)

    if until == "rendered":
        house.renderer.wait = stop
    prepare = asyncio.create_task(house.prepare(request_id))
    if until == "preparing":
        while house.announcer.kinds[-1] != "preparing":
            await asyncio.sleep(0)
        await stop()
    with pytest.raises(SharingError, match="prepare_stopped"):
        await prepare
    await stopping[0]
    await house.sharing.settle()
    assert (await house.sharing.get(request_id)).state is S.PENDING
    assert not house.renderer.files


async def test_approving_gives_a_share_and_its_secret_once(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    share, secret = await house.approve(request_id)
    assert (len(share.share_id), len(secret)) == (32, 43)
    assert (share.expires - NOW, share.claims_limit) == (7 * DAY, 5)
    assert secret not in house.saved()
    assert house.types()[-2:] == ["request_approved", "share_created"]
    assert house.ledger.checkpoints
    assert not house.pins.held
    assert share.manifests


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"lifetime": 30 * DAY + 1}, "bad_expiry"),
        ({"lifetime": 0}, "bad_expiry"),
        ({"claims": 0}, "bad_claims"),
        ({"claims": 10**6}, "bad_claims"),
        ({"passphrase": "short"}, "bad_passphrase"),
        ({"passphrase": "x" * 257}, "bad_passphrase"),
    ],
)
async def test_a_share_has_an_end(
    house: House, request_id: str, terms: dict[str, Any], code: str
) -> None:
    await house.prepare(request_id)
    with pytest.raises(SharingError, match=code):
        await house.approve(request_id, **terms)
    assert (await house.sharing.get(request_id)).state is S.READY


@pytest.mark.parametrize("who", NOBODIES)
async def test_case_26_27_28_only_a_real_administrator_decides(
    house: House, request_id: str, who: str
) -> None:
    actor, sharing = NOBODIES[who], house.sharing
    await house.prepare(request_id)
    share, _ = await house.share()
    before = house.types()
    for act in (
        house.prepare(request_id, actor),
        house.approve(request_id, actor),
        sharing.stop_preparing(request_id, actor),
        sharing.decline(request_id, actor),
        sharing.revoke(share.share_id, actor),
        sharing.renew_secret(share.share_id, actor),
        sharing.confirm_shares(actor),
        sharing.erase_requester("anna", actor),
        sharing.erase_request(request_id, actor),
        sharing.revoke("no such share", actor),
    ):
        with pytest.raises(NotAllowed):
            await act
    noted = house.book.entries(len(before))
    assert [entry.type for entry in noted] == ["attempt"] * 10
    assert noted[1].data["action"] == "approve"
    assert noted[1].data["about"] == request_id
    assert noted[1].data.get("user_id") == (actor.user_id or None)
    assert "no such share" not in house.saved()
    assert (await sharing.get(request_id)).state is S.READY
    assert sharing.shares() == (share,)


async def test_case_27_a_thousand_attempts_do_not_fill_the_ledger(
    house: House, request_id: str
) -> None:
    actor = NOBODIES["an automation without a user"]
    for _ in range(1000):
        with pytest.raises(NotAllowed):
            await house.sharing.decline(request_id, actor)
    assert house.types().count("attempt") <= 20
    house.clock.advance(HOUR)
    with pytest.raises(NotAllowed):
        await house.sharing.decline(request_id, actor)
    assert house.book.entries(house.book.size - 1)[0].data["unnoted"] == 980


async def test_case_32_what_changed_after_the_preview_is_not_approved(
    house: House, request_id: str
) -> None:
    request = await house.prepare(request_id)
    assert request.prepared is not None
    digest = request.prepared.render_hash

    async def approve(given: str = digest) -> None:
        with pytest.raises(SharingError, match="changed_since_preview"):
            await house.sharing.approve(request_id, given, ADMIN, ShareTerms())

    await approve("0" * 64)
    house.doorbells.areas.append(Area("front", 0.9, 0.9, 0.1, 0.1))
    await approve()
    house.doorbells.areas.pop()
    house.renderer.swapped.add("clip1")
    await approve()
    house.renderer.swapped.clear()
    house.renderer.files.clear()
    await approve()
    house.renderer.files.add("clip1")
    assert "request_approved" not in house.types()
    await house.sharing.approve(request_id, digest, ADMIN, ShareTerms())


def test_case_33_two_approvals_race_one_wins() -> None:
    async def race(house: House) -> None:
        receipt = await house.ask()
        await house.prepare(receipt.request_id)
        results = await asyncio.gather(
            house.approve(receipt.request_id),
            house.approve(receipt.request_id, OTHER_ADMIN),
            return_exceptions=True,
        )
        assert loser(results) == "shared"
        (share,) = house.sharing.shares()
        assert house.types().count("share_created") == 1
        assert house.types().count("request_approved") == 1
        assert share in [one[0] for one in results if isinstance(one, tuple)]

    thousand_times(race)


def test_case_34_approve_and_decline_race_the_first_wins() -> None:
    async def race(house: House) -> None:
        receipt = await house.ask()
        request_id = receipt.request_id
        await house.prepare(request_id)
        approving = house.approve(request_id)
        declining = house.sharing.decline(request_id, OTHER_ADMIN)
        acts = [approving, declining]
        if random.random() < 0.5:
            acts.reverse()
        results = await asyncio.gather(*acts, return_exceptions=True)
        request = await house.sharing.get(request_id)
        assert loser(results) == request.state.value
        assert len(house.sharing.shares()) == (request.state is S.SHARED)
        assert house.types().count("too_late") == 1

    thousand_times(race)


def loser(results: Sequence[Any]) -> str:
    """Return which state the one that came too late was told."""
    (failed,) = (one for one in results if isinstance(one, BaseException))
    assert isinstance(failed, SharingError)
    assert failed.code == "already_decided"
    return failed.placeholders["state"]


async def test_case_53_without_a_ledger_nothing_is_shared(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    house.ledger.broken = True
    with pytest.raises(SharingError, match="ledger_not_writable"):
        await house.approve(request_id)
    assert house.sharing.shares() == ()
    house.ledger.broken = False
    await house.approve(request_id)


async def test_case_53_without_a_disk_nothing_is_shared(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    house.disk.broken = True
    with pytest.raises(SharingError, match="not_saved"):
        await house.approve(request_id)
    assert house.types()[-2:] == ["request_approved", "voided"]
    assert house.book.entries(0)[-1].data["entries"] == [house.book.size - 2]
    house.disk.broken = False
    await house.approve(request_id)


async def test_an_approval_without_a_share_may_be_given_again(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    saves = 0

    def save(name: str, document: object) -> None:
        nonlocal saves
        saves += 1
        if saves == 2:
            raise OSError(28, "No space left on device")
        original(name, document)  # type: ignore[arg-type]

    original = house.disk.save
    house.disk.save = save  # type: ignore[method-assign]
    with pytest.raises(SharingError, match="not_saved"):
        await house.approve(request_id)
    assert (await house.sharing.get(request_id)).state is S.APPROVED
    share, secret = await house.approve(request_id)
    assert await house.claim(share, secret)


async def cut_short(house: House, request_id: str) -> None:
    """Approve, and lose the power before there is a share."""

    def gone(request: Request, approval: Approval) -> Sequence[str]:
        raise Crash

    with patch.object(house.notary, "manifests", gone), pytest.raises(Crash):
        await house.approve(request_id)
    await house.start()


async def test_an_approval_without_a_share_waits_for_the_owner(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    await cut_short(house, request_id)
    assert house.sharing.shares() == ()
    assert [one.request_id for one in house.sharing.open_requests()] == [request_id]
    share, secret = await house.approve(request_id)
    assert await house.claim(share, secret)
    assert house.sharing.open_requests() == ()
    assert house.types().count("request_approved") == 1
    assert house.types().count("share_created") == 1


async def test_an_approval_without_a_share_does_not_bar_another_preview(
    house: House, request_id: str
) -> None:
    """The zones may have changed before the owner comes back."""
    await house.prepare(request_id)
    await cut_short(house, request_id)
    house.doorbells.areas.append(Area("front", 0.5, 0.0, 0.5, 1.0))
    with pytest.raises(SharingError, match="changed_since_preview"):
        await house.approve(request_id)
    again = await house.prepare(request_id)
    assert again.state is S.READY
    share, _ = await house.approve(request_id)
    assert again.prepared and share.clips == again.prepared.clips
    assert house.renderer.files == {clip.name for clip in share.clips}


async def test_an_approved_clip_that_is_gone_can_be_made_again(
    house: House, request_id: str
) -> None:
    await house.prepare(request_id)
    await cut_short(house, request_id)
    house.renderer.files.clear()
    await house.pass_time(MINUTE)
    assert (await house.sharing.get(request_id)).state is S.PENDING
    await house.prepare(request_id)
    await house.approve(request_id)
