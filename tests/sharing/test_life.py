"""A request's life, with crashes between any two writes: the promises hold."""

import asyncio
from collections.abc import Collection, Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
import json
from pathlib import Path
import shutil
import tempfile
from typing import Any, override

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
import pytest

from custom_components.ring_watch.sharing.access import Access, End
from custom_components.ring_watch.sharing.arrows import ARROWS, TYPES
from custom_components.ring_watch.sharing.chain import EMPTY
from custom_components.ring_watch.sharing.documents import FileDocuments, FileWitness
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.metering import MOST_NOTES
from custom_components.ring_watch.sharing.model.clips import Area, Part, RenderedClip
from custom_components.ring_watch.sharing.model.requests import (
    Request,
    RequestState as S,
)
from custom_components.ring_watch.sharing.model.shares import Grant, Share, ShareTerms
from custom_components.ring_watch.sharing.ports import Announcement
from custom_components.ring_watch.sharing.settings import DAY, HOUR, MINUTE, Settings

from .faults import Crash, Faults
from .house import ADMIN, DOOR, PAGE, FakeAnnouncer, FakePins, FakeRenderer, House

pytestmark = pytest.mark.sharing

SETTINGS = Settings(asks_per_source=10**6, asks_per_requester=10**6, asks_in_all=10**6)
STATES = {name: state for state, name in TYPES.items()}


@dataclass
class FailingRenderer(FakeRenderer):
    faults: Faults = field(default_factory=Faults)

    @override
    async def prepare(
        self,
        request: Request,
        parts: Sequence[Part],
        areas: Sequence[Area],
        *,
        audio: bool,
    ) -> list[RenderedClip]:
        clips = await super().prepare(request, parts, areas, audio=audio)
        try:
            self.faults.point(lambda: None)
        except OSError:
            self.files -= {clip.name for clip in clips}
            raise
        return clips

    @override
    async def remove(self, names: Collection[str]) -> None:
        def act() -> None:
            self.files -= set(names)

        self.faults.point(act)


@dataclass
class FailingPins(FakePins):
    faults: Faults = field(default_factory=Faults)

    @override
    async def pin(self, name: str, doorbell: str, start: int, end: int) -> None:
        self.faults.point(lambda: self.held.update({name: (doorbell, start, end)}))

    @override
    async def unpin(self, name: str) -> None:
        self.faults.point(lambda: self.held.pop(name, None))


@dataclass
class FailingAnnouncer(FakeAnnouncer):
    faults: Faults = field(default_factory=Faults)

    @override
    def announce(self, announcement: Announcement) -> None:
        if self.faults.how != "full":
            self.faults.point(lambda: self.heard.append(announcement))
        else:
            self.heard.append(announcement)


@dataclass
class Known:
    """What the world outside knows of a share."""

    share: Share
    secret: str
    given: int
    slack: int = 0
    claims: int = 0
    revoked: bool = False
    sent: int = 0
    crashed: bool = False


class Life(RuleBasedStateMachine):
    """People and accidents, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="ring_watch_"))
        self.faults = Faults()
        self.installed = self.faults.installed()
        self.installed.__enter__()
        self.house = House(
            SETTINGS,
            documents=FileDocuments(self.folder),
            witness=FileWitness(self.folder / "witness"),
        )
        self.house.renderer = FailingRenderer(faults=self.faults)
        self.house.pins = FailingPins(faults=self.faults)
        self.house.announcer = FailingAnnouncer(faults=self.faults)
        self.keys = Keys.create()
        self.loop = asyncio.new_event_loop()
        self.tokens: list[str] = []
        self.asked: list[str] = []
        self.approved: set[str] = set()
        self.known: dict[str, Known] = {}
        self.access: list[Access] = []
        self.elapsed = 0
        self.secrets: list[str] = []
        self.erased = False
        self.may_suspend = False
        self.read = (0, 0)
        self.lines: list[Any] = []
        self.boot()

    @override
    def teardown(self) -> None:
        self.faults.revive()
        self.do(self.house.sharing.stop())
        texts = [path.read_bytes() for path in self.folder.rglob("*") if path.is_file()]
        for secret in self.secrets:
            assert not any(secret.encode() in text for text in texts)
        if self.erased:
            assert not any(b"Erase me" in text for text in texts)
        self.loop.close()
        self.installed.__exit__(None, None, None)
        shutil.rmtree(self.folder)

    # The process

    def boot(self) -> None:
        """Start a process, again and again until one lives."""
        for _ in range(3):
            try:
                ledger = Ledger(
                    self.folder / "ledger", self.keys, self.house.clock.now_us
                )
                ledger.open()
                self.house.book = ledger
                self.access.clear()
                self.loop.run_until_complete(self.house.start())
            except Crash:
                self.die()
            except SharingError, OSError:
                # The disk was full; the next try is made with room again.
                self.may_suspend = True
                self.die()
            else:
                return
        raise AssertionError("No process comes up.")

    def die(self) -> None:
        """Let nothing of the old process go on."""
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.loop.close()
        self.loop = asyncio.new_event_loop()
        self.faults.revive()

    def do[T](self, act: Coroutine[Any, Any, T]) -> T | None:
        """Do what somebody does; None when it was refused or the power failed."""

        async def run() -> T:
            try:
                return await act
            finally:
                await self.house.sharing.settle()

        result = None
        try:
            result = self.loop.run_until_complete(run())
        except Crash:
            pass
        except SharingError, OSError:
            pass
        if self.faults.dead:
            result = None
            self.lose_power()
        return result

    def lose_power(self) -> None:
        """Take into account what a crash may cost, and start again."""
        path = self.folder / "sharing.json"
        saved = json.loads(path.read_bytes())["last_seen"] if path.exists() else 0
        lost = max(0, self.house.sharing._core.time.now() - saved)
        for known in self.known.values():
            known.slack += lost
            known.crashed = True
        self.die()
        self.boot()

    # What happens

    @rule(known=st.booleans(), good=st.booleans())
    def ask(self, *, known: bool, good: bool) -> None:
        changes: dict[str, Any] = {"requester_id": "anna"} if known else {}
        self.erased &= not known
        if not good:
            changes["doorbells"] = ("cellar",)
        now = self.house.clock.now_us()
        receipt = self.do(
            self.house.ask(
                PAGE if known else DOOR,
                start=now - HOUR,
                end=now - HOUR + MINUTE,
                reason="Erase me" if known else "Keep me",
                **changes,
            )
        )
        if receipt is not None:
            assert receipt.status_token is not None
            self.asked.append(receipt.request_id)
            self.tokens.append(receipt.status_token)
            self.secrets.append(receipt.status_token)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), audio=st.booleans())
    def prepare(self, data: st.DataObject, *, audio: bool) -> None:
        request_id = data.draw(st.sampled_from(self.asked))
        self.do(self.house.prepare(request_id, audio=audio))

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), right=st.sampled_from([True, True, True, False]))
    def approve(self, data: st.DataObject, *, right: bool) -> None:
        ready = [
            one.request_id
            for one in self.requests().values()
            if one.state in (S.READY, S.APPROVED)
        ]
        request_id = data.draw(st.sampled_from(ready or self.asked))
        request = self.requests().get(request_id)
        digest = "0" * 64
        if right and request and request.prepared:
            digest = request.prepared.render_hash
            self.approved.add(request_id)
        terms = ShareTerms(
            lifetime=data.draw(st.sampled_from([HOUR, DAY])),
            claims=data.draw(st.sampled_from([1, 3])),
            confirmed=frozenset({"requester_revoked"}),
        )
        result = self.do(self.house.sharing.approve(request_id, digest, ADMIN, terms))
        if result is not None:
            share, secret = result
            self.secrets.append(secret)
            self.known[share.share_id] = Known(share, secret, self.elapsed)

    @rule(data=st.data())
    def share(self, data: st.DataObject) -> None:
        """All steps at once, so that there are shares to live with."""
        self.ask(known=data.draw(st.booleans()), good=True)
        if self.asked:
            self.do(self.house.prepare(self.asked[-1]))
            self.approve(data, right=True)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        request_id = data.draw(st.sampled_from(self.asked))
        self.do(self.house.sharing.decline(request_id, ADMIN))

    @precondition(lambda self: self.tokens)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        self.do(self.house.sharing.withdraw(data.draw(st.sampled_from(self.tokens))))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(list(self.known.values())))
        if self.do(self.house.sharing.revoke(known.share.share_id, ADMIN)):
            known.revoked = True

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def claim(self, data: st.DataObject) -> None:
        known = data.draw(st.sampled_from(list(self.known.values())))
        share_id = known.share.share_id
        used = self.claims_used(share_id)
        granted = self.do(self.house.sharing.claim(share_id, known.secret, None, DOOR))
        if not isinstance(granted, Grant):
            return
        known.claims += 1
        self.secrets.append(granted.cookie)
        assert not known.revoked
        assert known.claims <= used + 1 <= known.share.claims_limit
        assert (
            self.elapsed - known.given
            < known.share.expires - known.share.created + known.slack
        )
        access = self.house.sharing.grant(share_id, granted.cookie)
        assert access is not None
        self.access.append(access)

    @precondition(lambda self: self.access)
    @rule(data=st.data(), size=st.sampled_from([0, 1_000_000]))
    def download(self, data: st.DataObject, size: int) -> None:
        access = data.draw(st.sampled_from(self.access))
        access.begin()
        refused = access.refusal(size)
        if refused is None:
            self.known[access.share_id].sent += size
        access.end(refused or data.draw(st.sampled_from([End.PART, End.ABORTED])))

    @rule(us=st.sampled_from([MINUTE, HOUR, 3 * HOUR, DAY, 8 * DAY]))
    def pass_time(self, us: int) -> None:
        self.elapsed += us
        self.do(self.house.pass_time(us))

    @rule(us=st.sampled_from([-DAY, -HOUR, -MINUTE, MINUTE, HOUR]))
    def set_clock(self, us: int) -> None:
        self.house.clock.jump(us)

    @rule()
    def restart(self) -> None:
        self.do(self.house.sharing.stop())
        self.die()
        self.boot()

    @rule()
    def pull_the_plug(self) -> None:
        self.faults.dead = True
        self.lose_power()

    @rule(
        point=st.integers(0, 24),
        how=st.sampled_from(["before", "after", "torn", "full"]),
    )
    def arm(self, point: int, how: str) -> None:
        """What comes next fails at some write, fsync or rename."""
        self.faults.arm(point, how)
        self.may_suspend |= how == "full"

    @rule()
    def suspend(self) -> None:
        self.may_suspend = True
        self.do(self.house.sharing.suspend_all("test"))

    @rule()
    def confirm(self) -> None:
        self.do(self.house.sharing.confirm_shares(ADMIN))

    @rule()
    def back_up(self) -> None:
        self.may_suspend = True
        self.do(self.house.sharing.before_backup())
        self.do(self.house.sharing.after_backup())

    @rule()
    def erase(self) -> None:
        if self.do(self.house.sharing.erase_requester("anna", ADMIN)) is not None:
            known = [r for r in self.requests().values() if r.requester_id == "anna"]
            assert not any(request.reason for request in known)
            self.erased = True

    # What always holds

    def requests(self) -> dict[str, Request]:
        return dict(self.house.sharing._core.state.requests)

    def all_entries(self) -> list[Any]:
        """Return all entries; read from the disk once for each step."""
        book = self.house.book
        if self.read != (id(book), book.size):
            self.read = id(book), book.size
            self.lines = list(book.entries(0))
        return self.lines

    def entries(self) -> Iterator[Any]:
        """Yield the entries that have not been called void."""
        entries = self.all_entries()
        void = {
            seq
            for entry in entries
            if entry.type == "voided"
            for seq in entry.data["entries"]
        }
        return (entry for entry in entries if entry.seq not in void)

    def claims_used(self, share_id: str) -> int:
        return sum(
            entry.type == "share_claimed" and entry.data["share_id"] == share_id
            for entry in self.entries()
        )

    @invariant()
    def the_ledger_is_whole(self) -> None:
        head = EMPTY
        for entry in self.all_entries():
            assert entry.follows(head)
            head = entry.place
        assert head.size == self.house.book.size

    @invariant()
    def the_ledger_tells_every_life_as_it_was(self) -> None:
        """Legal arrows only, and the same end as the state's."""
        lives: dict[str, S] = {}
        arrows: dict[str, list[int]] = {}
        for entry in self.entries():
            if (state := STATES.get(entry.type)) is not None:
                request_id = entry.data["request_id"]
                assert state in ARROWS[lives.get(request_id)]
                lives[request_id] = state
                arrows.setdefault(request_id, []).append(entry.seq)
        requests = self.requests()
        if self.house.sharing._core.state.tail == 0:
            assert {key: one.state for key, one in requests.items()} == lives
        for key, request in requests.items():
            assert [step.entry for step in request.history] == arrows[key]

    @invariant()
    def nothing_leaves_without_a_person(self) -> None:
        for share in self.house.sharing.shares():
            request = self.requests()[share.request_id]
            assert request.state is S.SHARED
            assert share.request_id in self.approved
            assert request.prepared is not None
            assert share.clips == request.prepared.clips

    @invariant()
    def claims_are_counted(self) -> None:
        for share in self.house.sharing.shares():
            assert share.claims_used == self.claims_used(share.share_id)
            assert share.claims_used <= share.claims_limit
            known = self.known.get(share.share_id)
            assert known is None or known.claims <= share.claims_used

    @invariant()
    def taken_back_means_taken_back(self) -> None:
        live = {share.share_id: share for share in self.house.sharing.shares()}
        for share_id, known in self.known.items():
            if known.revoked:
                assert share_id not in live
                # A file that resists is tried again by the next tick.
                doomed = self.house.sharing._core.effects.doomed
                files = {clip.name for clip in known.share.clips} - doomed
                assert files.isdisjoint(self.house.renderer.files)
        now = self.house.sharing._core.time.now()
        for access in self.access:
            if access.alive():
                assert access.share_id in live
                assert not live[access.share_id].suspended
                assert now < live[access.share_id].expires

    @invariant()
    def nothing_is_suspended_without_a_reason(self) -> None:
        if not self.may_suspend:
            assert not any(share.suspended for share in self.house.sharing.shares())

    @invariant()
    def files_and_pins_are_those_of_the_living(self) -> None:
        core = self.house.sharing._core
        wanted = {
            clip.name
            for request in core.state.requests.values()
            if request.prepared is not None and not request.is_closed
            for clip in request.prepared.clips
        }
        assert wanted <= self.house.renderer.files
        if not core.effects.doomed:
            assert self.house.renderer.files == wanted
        if not self.may_suspend:
            pins = {
                f"request_{request.request_id}_0"
                for request in core.state.requests.values()
                if request.pinned
            }
            assert set(self.house.pins.held) == pins

    @invariant()
    def what_left_is_told(self) -> None:
        """To the byte, except where a crash lost count, which is then said."""
        told: dict[tuple[str, int], list[Any]] = {}
        claimed: set[tuple[str, int]] = set()
        for entry in self.entries():
            data = entry.data
            if entry.type == "share_claimed":
                claimed.add((data["share_id"], data["claim"]))
            elif entry.type == "share_delivered":
                key = (data["share_id"], data["claim"])
                assert key in claimed
                told.setdefault(key, []).append(data)
            elif STATES.get(entry.type) in {S.REVOKED, S.EXPIRED, S.USED_UP}:
                known = self.known.get(data["share_id"])
                if known is None:
                    continue
                assert data["bytes_sent"] <= known.sent
                if "at_least" not in data:
                    assert data["bytes_sent"] == known.sent
                else:
                    assert known.crashed
        for notes in told.values():
            sizes = [note["bytes_sent"] for note in notes]
            assert sizes == sorted(sizes)
            assert [note["over"] for note in notes[:-1]] == [False] * (len(notes) - 1)
            assert len(notes) <= MOST_NOTES + 1

    @invariant()
    def every_step_is_announced(self) -> None:
        heard = {one.entry for one in self.house.announcer.heard}
        for entry in self.entries():
            if entry.type in STATES:
                assert entry.seq in heard


def test_case_54_a_crash_at_any_write_breaks_no_promise() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("how", ["before", "after", "torn", "full"])
def test_case_54_and_57_a_crash_at_each_point_of_a_cycle(how: str) -> None:
    """From ask to erasure, failing once at every single write and effect."""
    point, left = 0, True
    while left:
        life = Life()
        life.faults.arm(point, how)
        life.may_suspend = how == "full"
        cycle(life)
        left = life.faults.left is None
        life.teardown()
        point += 1
    assert point > 60


def cycle(life: Life) -> None:
    """Do all that is done with a request, as far as the one before it worked."""

    def check() -> None:
        life.the_ledger_is_whole()
        life.the_ledger_tells_every_life_as_it_was()
        life.nothing_leaves_without_a_person()
        life.claims_are_counted()
        life.what_left_is_told()
        life.taken_back_means_taken_back()
        life.nothing_is_suspended_without_a_reason()
        life.files_and_pins_are_those_of_the_living()
        life.every_step_is_announced()

    life.ask(known=True, good=True)
    life.ask(known=False, good=False)
    check()
    for request_id in life.asked[:1]:
        life.do(life.house.prepare(request_id))
        check()
        life.approved.add(request_id)
        made = life.do(life.house.approve(request_id))
        check()
        if made is None:
            continue
        share, secret = made
        life.secrets.append(secret)
        known = Known(share, secret, life.elapsed)
        life.known[share.share_id] = known
        claim = life.house.sharing.claim(share.share_id, secret, None, DOOR)
        granted = life.do(claim)
        known.claims += isinstance(granted, Grant)
        check()
        if isinstance(granted, Grant):
            access = life.house.sharing.grant(share.share_id, granted.cookie)
            assert access is not None and access.take(1000)
            known.sent += 1000
        life.pass_time(HOUR)
        check()
        life.pass_time(HOUR)
        check()
        revoking = life.house.sharing.revoke(share.share_id, ADMIN)
        known.revoked = life.do(revoking) is not None
        check()
    life.erase()
    check()
