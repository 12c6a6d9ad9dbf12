"""Who may ask for what, and what they learn."""

import asyncio
from contextlib import suppress
from dataclasses import replace
import unicodedata

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.sharing.errors import RateLimited, SharingError
from custom_components.ring_watch.sharing.model.people import (
    Limits,
    Origin,
    RequesterKind,
    Source,
)
from custom_components.ring_watch.sharing.model.requests import (
    Receipt,
    RequestState as S,
    Status,
)
from custom_components.ring_watch.sharing.settings import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Settings,
    for_strangers,
)
from custom_components.ring_watch.sharing.words import clean

from .house import ACTION, ADMIN, ANNA, ANNA_SECRET, DOOR, NOW, PAGE, House

pytestmark = pytest.mark.sharing

WIDE = Settings(asks_per_source=10**6, asks_per_requester=10**6, asks_in_all=10**6)


@pytest.fixture
async def house() -> House:
    house = House()
    await house.start()
    return house


async def test_an_ask_waits_for_the_owner_and_its_window_is_kept(house: House) -> None:
    receipt = await house.ask(doorbells=None)

    request = await house.sharing.get(receipt.request_id)
    assert request.state is S.PENDING
    assert request.doorbells == ("front", "garden")
    assert sorted(house.pins.held.values()) == [
        ("front", request.start, request.end),
        ("garden", request.start, request.end),
    ]
    assert house.types() == ["request_received", "request_pending"]
    assert house.announcer.kinds == ["received", "pending"]
    assert house.sharing.waiting == 1


async def test_a_window_is_kept_once_its_disk_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise OSError("its disk is not there")

    with monkeypatch.context() as patch:
        patch.setattr(house.pins, "pin", fails)
        kept = await house.ask()
        ended = await house.ask()
        await house.sharing.tick()
    await house.sharing.decline(ended.request_id, ADMIN)
    assert not house.pins.held

    await house.sharing.tick()

    assert [name.split("_")[1] for name in house.pins.held] == [kept.request_id]


async def test_words_are_in_the_side_table_only(house: House) -> None:
    await house.ask(reason="My unmistakable reason", contact="who@example.org")

    (texts,) = house.ledger.texts.values()
    assert texts["reason"] == "My unmistakable reason"
    assert "unmistakable" not in str(house.ledger.rows)
    assert "who@example.org" not in str(house.announcer.heard)


async def test_case_1_a_thousand_asks_a_minute_are_limited(house: House) -> None:
    limited = 0
    for number in range(1000):
        try:
            await house.ask(Source(Origin.DOOR_PAGE, f"198.51.{number // 4 % 100}.1"))
        except RateLimited as err:
            limited += err.retry_after > 0
    assert limited >= 1000 - house.settings.asks_in_all
    assert house.sharing.waiting <= house.settings.asks_in_all
    assert len(house.types()) <= 2 * house.settings.asks_in_all


async def test_case_1_one_source_is_limited_by_itself(house: House) -> None:
    for number in range(house.settings.asks_per_source):
        await house.ask(Source(Origin.DOOR_PAGE, f"2001:db8::{number:x}"))
    with pytest.raises(RateLimited):
        await house.ask(Source(Origin.DOOR_PAGE, "2001:db8::ffff"))
    await house.ask(Source(Origin.DOOR_PAGE, "2001:db8:0:1::1"))
    house.clock.advance(HOUR)
    await house.ask(Source(Origin.DOOR_PAGE, "2001:db8::ffff"))


async def test_case_1_the_queue_is_capped() -> None:
    house = House(replace(WIDE, queue=100))
    await house.start()
    strangers = for_strangers(100)
    for _ in range(100):
        await house.ask()
    # The rest is for those whom the owner knows.
    assert house.sharing.waiting == strangers
    for _ in range(100 - strangers):
        assert (await house.ask(ACTION)).rule is None
    assert (await house.ask(ACTION)).rule == "queue_full"
    assert house.sharing.waiting == 100


async def test_case_1_a_flood_of_strangers_keeps_nobody_known_from_asking(
    house: House,
) -> None:
    for number in range(1000):
        with suppress(RateLimited):
            await house.ask(Source(Origin.DOOR_PAGE, f"198.51.{number % 250}.1"))
    assert house.sharing.waiting == for_strangers(house.settings.asks_in_all)
    await house.ask(PAGE, requester_id="anna")
    await house.ask(ACTION)
    with pytest.raises(RateLimited):
        await house.ask(Source(Origin.DOOR_PAGE, "203.0.113.99"))


async def test_case_59_windows_of_waiting_requests_are_kept_up_to_a_cap() -> None:
    house = House(replace(WIDE, pinned_total=25 * MINUTE))
    await house.start()
    for _ in range(5):
        await house.ask()
    assert len(house.pins.held) == 2
    assert house.sharing.waiting == 5


async def test_case_2_a_name_that_nobody_vouches_for_is_unverified(
    house: House,
) -> None:
    forged = await house.ask(name="Town police", case_number="A-1")
    known = await house.ask(PAGE, requester_id="anna")
    assert "unverified" in house.sharing.warnings(forged.request_id)
    assert "unverified" not in house.sharing.warnings(known.request_id)


async def test_case_2_a_guest_of_the_home_vouches_for_no_name(house: House) -> None:
    guest = Source(Origin.ACTION, guest=True)
    forged = await house.ask(guest, name="Town police")
    for known in (await house.ask(guest), await house.ask(ACTION, name="Post")):
        assert "unverified" not in house.sharing.warnings(known.request_id)
    assert "unverified" in house.sharing.warnings(forged.request_id)


async def test_case_2_alphabets_that_look_alike_are_pointed_out(house: House) -> None:
    receipt = await house.ask(name="T\u043ewn p\u043elice")
    assert "mixed_letters" in house.sharing.warnings(receipt.request_id)


async def test_case_3_a_message_asked_again_is_the_same_request(house: House) -> None:
    first = await house.ask(PAGE, requester_id="anna", message_id="m1")
    again = await house.ask(PAGE, requester_id="anna", message_id="m1")
    other = await house.ask(PAGE, requester_id="anna", message_id="m2")
    assert again.request_id == first.request_id
    assert again.status_token is None
    assert other.request_id != first.request_id
    assert house.types().count("request_received") == 2
    assert house.types().count("replayed") == 1
    # Also once it is decided, and after a restart; and only for the same sender.
    await house.sharing.decline(first.request_id, ADMIN)
    await house.restart()
    late = await house.ask(PAGE, requester_id="anna", message_id="m1")
    assert late.request_id == first.request_id
    assert house.types().count("replayed") == 2
    mine = await house.ask(
        ACTION, requester_id="police", message_id="m1", case_number="A-1"
    )
    assert mine.request_id != first.request_id


@pytest.mark.parametrize("age", [-6 * MINUTE, 6 * MINUTE])
async def test_case_4_a_stale_message_is_rejected(house: House, age: int) -> None:
    receipt = await house.ask(PAGE, requester_id="anna", issued=NOW - age)
    assert receipt.rule == "stale"


async def test_case_5_no_window_ends_in_the_future(house: House) -> None:
    await house.ask(start=NOW - HOUR, end=NOW)
    with pytest.raises(SharingError, match="window_future"):
        await house.ask(start=NOW - HOUR, end=NOW + 1)


async def test_case_5_the_wall_clock_decides_what_is_past(house: House) -> None:
    """After a clock was set back, a past that it has not reached is no past."""
    house.clock.jump(-HOUR)
    with pytest.raises(SharingError, match="window_future"):
        await house.ask(start=NOW - 2 * HOUR, end=NOW)


async def test_case_7_a_window_is_12_hours_at_most(house: House) -> None:
    await house.ask(start=NOW - 12 * HOUR, end=NOW)
    with pytest.raises(SharingError, match="window_too_long"):
        await house.ask(start=NOW - 12 * HOUR - 1, end=NOW)


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (NOW - HOUR, NOW - HOUR, "window_empty"),
        (NOW - HOUR, NOW - 2 * HOUR, "window_empty"),
        (-1, 5, "bad_time"),
        (0, 253_402_300_799_000_000, "bad_time"),
        (float("nan"), NOW, "bad_time"),
        (True, NOW, "bad_time"),
    ],
)
async def test_case_8_no_window_is_malformed(
    house: House, start: int, end: int, code: str
) -> None:
    with pytest.raises(SharingError, match=code):
        await house.ask(start=start, end=end)
    assert house.types() == []


async def test_case_9_and_14_an_asker_only_learns_that_it_is_ready(
    house: House,
) -> None:
    """Declined, lapsed, ignored, withdrawn, rejected, taken back, unknown: the same."""
    tokens = {}
    for fate in ("ignored", "declined", "withdrawn", "revoked", "shared"):
        receipt = await house.ask()
        assert receipt.status_token is not None
        tokens[fate] = receipt.status_token
        if fate == "declined":
            await house.sharing.decline(receipt.request_id, ADMIN)
        if fate == "withdrawn":
            await house.sharing.withdraw(receipt.status_token)
            await house.sharing.settle()
        if fate in ("revoked", "shared"):
            await house.prepare(receipt.request_id)
            assert house.sharing.status(receipt.status_token) == Status()
            share, _ = await house.approve(receipt.request_id)
            assert house.sharing.status(receipt.status_token).ready
            if fate == "revoked":
                await house.sharing.revoke(share.share_id, ADMIN)
    rejected = await house.ask(doorbells=("cellar",))
    assert rejected.status_token is not None
    tokens["rejected"] = rejected.status_token
    ready = house.sharing.status(tokens.pop("shared"))
    assert ready.ready
    assert {house.sharing.status(token) for token in tokens.values()} == {Status()}
    assert house.sharing.status("unknown") == Status()
    await house.pass_time(8 * DAY)
    assert {house.sharing.status(token) for token in tokens.values()} == {Status()}


@pytest.mark.parametrize("fate", ["ignored", "declined"])
async def test_case_14_a_withdrawal_is_answered_before_it_is_done(
    house: House, fate: str
) -> None:
    """What there is to write would take time, and so tell that it waited."""
    receipt = await house.ask()
    if fate == "declined":
        await house.sharing.decline(receipt.request_id, ADMIN)
    before = house.saved()
    await house.sharing.withdraw(receipt.status_token or "")
    # The answer is made, and handed to the network.
    await asyncio.sleep(0.01)
    assert house.saved() == before
    await house.sharing.settle()
    assert house.saved() != before


async def test_the_asker_can_claim_by_the_status_page_alone(house: House) -> None:
    receipt = await house.ask()
    assert receipt.status_token is not None
    await house.prepare(receipt.request_id)
    share, _ = await house.approve(receipt.request_id)
    status = house.sharing.status(receipt.status_token)
    assert (status.share_id, len(status.secret or "")) == (share.share_id, 43)
    assert await house.claim(share, status.secret or "")
    assert (status.secret or "") not in house.saved()
    assert receipt.status_token not in house.saved()


async def test_the_owner_may_keep_the_status_page_shut(house: House) -> None:
    receipt = await house.ask()
    assert receipt.status_token is not None
    await house.prepare(receipt.request_id)
    await house.approve(receipt.request_id, to_asker=False)
    assert house.sharing.status(receipt.status_token) == Status()


@pytest.mark.parametrize("doorbell", ["cellar", "no_such_doorbell"])
async def test_case_10_not_offered_is_like_unknown(house: House, doorbell: str) -> None:
    """There may be a cellar; it is not offered."""
    stranger = await house.ask(doorbells=(doorbell,))
    assert stranger.rule is None
    known = await house.ask(PAGE, requester_id="anna", doorbells=(doorbell,))
    assert known.rule == "doorbell_unknown"
    rejected = await house.sharing.get(stranger.request_id)
    assert rejected.state is S.REJECTED
    assert doorbell not in house.saved()


async def test_case_10_a_rejected_ask_costs_as_many_writes(house: House) -> None:
    """So that its time tells nothing."""
    await house.ask()
    accepted = house.disk.saves, len(house.types())
    await house.ask(doorbells=("cellar",))
    assert (house.disk.saves, len(house.types())) == (accepted[0] * 2 - 1, 4)


async def test_case_12_a_requester_revoked_meanwhile_needs_a_confirmation(
    house: House,
) -> None:
    receipt = await house.ask(PAGE, requester_id="anna")
    await house.prepare(receipt.request_id)
    house.requesters.change("anna", revoked=True)
    assert "requester_revoked" in house.sharing.warnings(receipt.request_id)
    with pytest.raises(SharingError, match="not_confirmed") as caught:
        await house.approve(receipt.request_id)
    assert caught.value.placeholders == {"warnings": "requester_revoked"}
    await house.approve(receipt.request_id, confirmed=frozenset({"requester_revoked"}))


async def test_a_revoked_requester_has_no_page_and_asks_like_a_stranger(
    house: House,
) -> None:
    found = house.sharing.identify(ANNA_SECRET)
    assert found is not None and found.requester_id == "anna"
    assert house.sharing.identify("another secret") is None
    house.requesters.change("anna", revoked=True)
    assert house.sharing.identify(ANNA_SECRET) is None
    receipt = await house.ask(PAGE, requester_id="anna")
    assert receipt.rule == "requester_revoked"
    house.requesters.known = []
    gone = await house.ask(PAGE, requester_id="anna")
    assert gone.rule is None
    assert (await house.sharing.get(gone.request_id)).state is S.REJECTED
    with pytest.raises(SharingError, match="no_requester"):
        await house.ask(ACTION, requester_id="anna")


async def police(house: House, hour: int, minutes: int, case: str) -> str | None:
    start = NOW - DAY + hour * HOUR
    receipt = await house.ask(
        PAGE,
        requester_id="police",
        start=start,
        end=start + minutes * MINUTE,
        case_number=case,
    )
    if receipt.rule is None:
        await house.sharing.decline(receipt.request_id, ADMIN)
    return receipt.rule


async def test_case_13_many_small_windows_are_pointed_out_with_their_total() -> None:
    house = House(replace(WIDE, warn_day_total=6 * HOUR))
    await house.start()
    for hour in range(6):
        assert await police(house, hour, 60, f"A-{hour}") is None
    receipt = await house.ask(
        PAGE,
        requester_id="police",
        start=NOW - DAY + 5 * HOUR + 30 * MINUTE,
        end=NOW - DAY + 7 * HOUR,
        case_number="A-7",
    )
    assert "many_windows" in house.sharing.warnings(receipt.request_id)
    # The half hour that was asked twice counts once.
    assert house.sharing.asked_nearby(receipt.request_id) == (7, 7 * HOUR)


async def test_case_13_the_total_of_one_incident_is_capped() -> None:
    house = House(replace(WIDE, total_per_case=2 * HOUR, open_per_case=3))
    await house.start()
    assert await police(house, 0, 60, "A-1") is None
    assert await police(house, 1, 60, "a - 1") is None
    assert await police(house, 2, 1, "A-1") == "total_exceeded"
    assert await police(house, 2, 1, "A-2") is None


async def test_case_13_two_open_requests_a_case_at_most(house: House) -> None:
    asked = [
        await house.ask(PAGE, requester_id="police", case_number=case)
        for case in ("A-1", "A-1", "A-1", "A-2")
    ]
    assert [one.rule for one in asked] == [None, None, "too_many_open", None]
    await house.prepare(asked[0].request_id)
    await house.approve(asked[0].request_id)
    again = await house.ask(PAGE, requester_id="police", case_number="A-1")
    assert again.rule is None


@pytest.mark.parametrize("withdrawn", [False, True])
async def test_case_14_asking_again_does_not_tell_what_was_declined(
    house: House, *, withdrawn: bool
) -> None:
    async def ask(case: str) -> Receipt:
        source = Source(Origin.PERSONAL_PAGE, f"203.0.113.{case}")
        return await house.ask(source, requester_id="police", case_number=case)

    async def rules() -> set[str | None]:
        """Return what each case is answered; another request takes no place."""
        return {(await ask(case)).rule for case in ("1", "2")}

    asked = {case: [await ask(case) for _ in range(2)] for case in ("1", "2")}
    for receipt in asked["2"]:
        await house.sharing.decline(receipt.request_id, ADMIN)
    assert await rules() == {"too_many_open"}
    await house.restart()
    assert await rules() == {"too_many_open"}
    if withdrawn:
        for receipts in asked.values():
            await house.sharing.withdraw(receipts[0].status_token or "")
        await house.sharing.settle()
        assert house.types().count("request_withdrawn") == 1
    else:
        await house.pass_time(house.settings.lapse_after)
    assert await rules() == {None}


async def test_a_requester_has_limits_of_its_own(house: House) -> None:
    house.requesters.change("anna", limits=Limits(window=5 * MINUTE, open_requests=1))
    assert (await house.ask(PAGE, requester_id="anna")).rule == "window_too_long"
    short = {"start": NOW - HOUR, "end": NOW - HOUR + MINUTE}
    assert (await house.ask(PAGE, requester_id="anna", **short)).rule is None
    assert (await house.ask(PAGE, requester_id="anna", **short)).rule == "too_many_open"


async def test_case_15_an_agency_names_case_and_contact(house: House) -> None:
    missing = await house.ask(PAGE, requester_id="police")
    assert missing.rule == "case_number_missing"
    house.requesters.change("police", contact="")
    silent = await house.ask(
        PAGE, requester_id="police", case_number="A-1", contact=" \u200b "
    )
    assert silent.rule == "contact_missing"


async def test_an_agreement_begins_and_ends(house: House) -> None:
    agreement = house.requesters.known[1].agreement
    assert agreement is not None
    receipt = None
    for change, rule in (
        (replace(agreement, date=NOW + 1), "agreement_ended"),
        (replace(agreement, end=NOW), "agreement_ended"),
        (None, "agreement_missing"),
        (replace(agreement, end=None), None),
    ):
        house.requesters.change("police", agreement=change)
        receipt = await house.ask(PAGE, requester_id="police", case_number="A-1")
        assert receipt.rule == rule
    house.requesters.change("police", agreement=replace(agreement, end=NOW))
    assert receipt is not None
    assert "agreement_ended" in house.sharing.warnings(receipt.request_id)


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "![x](http://x)", "{{ states() }}", "=cmd()"],
)
async def test_case_16_17_18_words_stay_words(house: House, words: str) -> None:
    """They are kept as they are for the owner's eyes, and never announced."""
    receipt = await house.ask(reason=words)
    assert (await house.sharing.get(receipt.request_id)).reason == words
    assert words not in str(house.announcer.heard)


@given(st.text(max_size=80))
def test_case_19_text_is_one_line_of_visible_characters(text: str) -> None:
    cleaned = clean(text, 400)
    assert cleaned == clean(cleaned, 400)
    assert "\n" not in cleaned and cleaned == cleaned.strip()
    assert cleaned.isprintable()


def test_case_19_hidden_characters_go() -> None:
    text = "a\u202eb\u200bc\x1b[31m\r\nd\u2028e\x00 \u00a0 f"
    assert clean(text, 400) == "abc[31m d e f"


@pytest.mark.parametrize(
    "blank",
    [
        *("\u034f", "\u115f", "\u1160", "\u17b4", "\u180b", "\u2800", "\u3164"),
        *("\ufe0f", "\uffa0", "\U0001d159", "\U000e0100", "\U000e0041", "\u00ad"),
    ],
)
def test_case_19_a_name_is_not_empty_to_the_eye(blank: str) -> None:
    assert clean(f"{blank}{blank} {blank}", 400) == ""
    assert clean(f"An{blank}na", 400) == "Anna"


def test_case_19_marks_stay_on_their_line() -> None:
    pile = "\u0335\u0489\u0300" * 50
    assert len(clean(f"a{pile}b{pile}", 400)) <= 10
    assert clean(f"{pile} {pile}a", 400) == "a"
    # No language is hurt by that.
    for word in ("Việt", "ก็ได้", "שָׁלוֹם", "नमस्ते", "Ångström", "\u00e9"):
        assert clean(word, 400) == unicodedata.normalize("NFC", word)


async def test_case_11_text_has_a_length(house: House) -> None:
    with pytest.raises(SharingError, match="text_too_long"):
        await house.ask(reason="x" * 2001)
    with pytest.raises(SharingError, match="text_too_long"):
        await house.ask(reason="\u200b" * 10**6)
    assert house.types() == []


async def test_silence_is_a_decline(house: House) -> None:
    receipt = await house.ask()
    await house.pass_time(7 * DAY - SECOND)
    assert (await house.sharing.get(receipt.request_id)).state is S.PENDING
    assert house.pins.held
    await house.pass_time(SECOND)
    assert (await house.sharing.get(receipt.request_id)).state is S.LAPSED
    assert not house.pins.held


async def test_an_automation_may_ask_and_is_told(house: House) -> None:
    receipt = await house.ask(ACTION, doorbells=("cellar",))
    assert receipt.rule == "doorbell_unknown"
    household = replace(ANNA, requester_id="us", kind=RequesterKind.HOUSEHOLD)
    house.requesters.known.append(household)
    assert (await house.ask(ACTION, requester_id="us")).rule is None


async def test_withdrawing_tells_nothing(house: House) -> None:
    receipt = await house.ask()
    assert receipt.status_token is not None
    await house.sharing.withdraw("unknown")
    await house.sharing.withdraw(receipt.status_token)
    await house.sharing.withdraw(receipt.status_token)
    await house.sharing.settle()
    assert (await house.sharing.get(receipt.request_id)).state is S.WITHDRAWN
    assert not house.pins.held
    assert str(DOOR.address) not in house.saved()
