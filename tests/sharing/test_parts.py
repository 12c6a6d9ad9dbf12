"""The small parts: rules, limits, time, what is stored."""

from dataclasses import replace
from pathlib import Path
import stat

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.sharing import passphrase, tokens
from custom_components.ring_watch.sharing.documents import FileDocuments, FileWitness
from custom_components.ring_watch.sharing.errors import RateLimited
from custom_components.ring_watch.sharing.limits import Buckets, place_of, take_all
from custom_components.ring_watch.sharing.model.clips import (
    Area,
    Part,
    Prepared,
    RenderedClip,
    SourceSegment,
    Span,
)
from custom_components.ring_watch.sharing.model.people import Origin
from custom_components.ring_watch.sharing.model.requests import (
    Request,
    RequestState as S,
    Step,
)
from custom_components.ring_watch.sharing.model.shares import GrantRecord, Share
from custom_components.ring_watch.sharing.rules import Asked, asked_nearby
from custom_components.ring_watch.sharing.settings import DAY, HOUR
from custom_components.ring_watch.sharing.state import State
from custom_components.ring_watch.sharing.timekeeper import Timekeeper

from .house import ANNA, NOW, POLICE, FakeClock

pytestmark = pytest.mark.sharing

times = st.integers(0, 2**52)
words = st.text(max_size=20)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
spans = st.builds(Span, times, times)
areas = st.builds(Area, words, *(st.floats(0, 1, allow_nan=False) for _ in range(4)))
clips = st.builds(
    RenderedClip,
    words,
    words,
    times,
    hashes,
    spans,
    spans,
    st.lists(spans, max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    st.lists(st.builds(SourceSegment, words, hashes), max_size=2).map(tuple),
)
prepared = st.builds(
    Prepared,
    st.lists(st.builds(Part, words, times, times), max_size=2).map(tuple),
    st.lists(areas, max_size=2).map(tuple),
    st.lists(areas, max_size=2).map(tuple),
    st.booleans(),
    st.lists(clips, max_size=2).map(tuple),
    hashes,
)
requests = st.builds(
    Request,
    words,
    st.sampled_from(S),
    st.sampled_from(Origin),
    st.lists(words, max_size=2).map(tuple),
    times,
    times,
    times,
    times,
    requester_id=st.none() | words,
    reason=words,
    prepared=st.none() | prepared,
    history=st.lists(st.builds(Step, st.sampled_from(S), times, times)).map(tuple),
)
shares = st.builds(
    Share,
    words,
    words,
    hashes,
    times,
    times,
    times,
    st.lists(clips, max_size=2).map(tuple),
    passphrase=st.none() | words,
    suspended=st.booleans(),
    grants=st.lists(st.builds(GrantRecord, times, hashes, times, times)).map(tuple),
)


@given(st.lists(requests, max_size=3), st.lists(shares, max_size=3))
def test_a_state_is_read_as_it_was_written(
    some: list[Request], others: list[Share]
) -> None:
    state = State(
        requests={one.request_id: one for one in some},
        shares={one.share_id: one for one in others},
    )
    assert State.from_json(state.to_json()) == state


def test_requesters_are_read_as_they_were_written() -> None:
    for requester in (ANNA, POLICE):
        assert type(requester).from_json(requester.to_json()) == requester


def test_what_an_older_release_wrote_is_read() -> None:
    data = replace(ANNA, contact="x").to_json()
    del data["contact"]
    assert type(ANNA).from_json({**data, "of a newer one": 1}) == ANNA


@pytest.mark.parametrize("change", [{"name": 5}, {"kind": "robot"}, {"limits": 3}])
def test_what_is_damaged_is_refused(change: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        type(ANNA).from_json({**ANNA.to_json(), **change})


def test_a_damaged_state_is_refused() -> None:
    for document in ({}, {"format": 2}, {**State().to_json(), "requests": [{}]}):
        with pytest.raises(ValueError, match="document"):
            State.from_json(document)


@given(st.lists(st.tuples(st.integers(-DAY, DAY), st.integers(0, DAY)), max_size=20))
def test_case_52_time_never_goes_back(steps: list[tuple[int, int]]) -> None:
    clock = FakeClock()
    keeper = Timekeeper(clock)
    before = keeper.now()
    for jump, pause in steps:
        clock.jump(jump)
        clock.advance(pause)
        now = keeper.now()
        # Never slower than time itself; a microsecond for the rounding of seconds.
        assert now >= before + pause - 1
        keeper = Timekeeper(clock, now)
        before = now


@given(
    st.lists(st.tuples(st.integers(-DAY, DAY), st.integers(1, HOUR)), max_size=30),
    st.integers(1, HOUR),
)
def test_case_13_what_was_asked_is_counted_once(
    windows: list[tuple[int, int]], length: int
) -> None:
    request = Request(
        "r", S.PENDING, Origin.PERSONAL_PAGE, (), NOW, NOW + length, NOW, NOW, "anna"
    )
    asked = [
        Asked(str(number), "anna", "case", NOW + start, NOW + start + size)
        for number, (start, size) in enumerate(windows)
    ]
    count, total = asked_nearby(request, asked)
    assert count <= len(asked)
    assert total <= min(2 * DAY, sum(size for _, size in windows))
    assert asked_nearby(request, [*asked, *asked])[1] == total
    assert asked_nearby(request, [replace(one, requester_id="x") for one in asked]) == (
        0,
        0,
    )


def test_case_1_limits_remember_a_bounded_number_of_sources() -> None:
    buckets = Buckets(2)
    for number in range(20_000):
        assert buckets.take(str(number), 0.0)
    assert len(buckets._levels) <= 4096


def test_case_1_a_token_is_taken_everywhere_or_nowhere() -> None:
    full, empty = Buckets(5), Buckets(1)
    take_all(0.0, (full, ""), (empty, ""))
    with pytest.raises(RateLimited) as caught:
        take_all(0.0, (full, ""), (empty, ""))
    assert caught.value.retry_after == 3600
    assert full.level("", 0.0) == 4


def test_case_1_sources_are_counted_by_network() -> None:
    assert place_of("203.0.113.7") == "203.0.113.7"
    assert place_of("::ffff:203.0.113.7") == "203.0.113.7"
    assert place_of("2001:db8:1:2:3::4") == place_of("2001:db8:1:2::9")
    assert place_of("2001:db8:1:2::1") != place_of("2001:db8:1:3::1")
    assert place_of("nonsense") == "unknown"
    assert place_of(None) == "inside"


def test_a_passphrase_is_stored_as_argon2id() -> None:
    stored = passphrase.record("correct horse")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passphrase.fits("correct horse", stored)
    assert not passphrase.fits("correct horsf", stored)
    assert stored != passphrase.record("correct horse")


def test_secrets_have_256_bits_and_ids_128() -> None:
    assert len(tokens.new_secret()) == 43
    assert len(tokens.new_id()) == 32
    assert len({tokens.new_secret() for _ in range(100)}) == 100
    token = tokens.new_secret()
    assert tokens.asker_secret(token) == tokens.asker_secret(token) != token


def test_documents_are_private_and_named_safely(tmp_path: Path) -> None:
    documents = FileDocuments(tmp_path / "private")
    assert documents.load("one") is None
    documents.save("one", {"a": [1, "ü"]})
    assert documents.load("one") == {"a": [1, "ü"]}
    path = tmp_path / "private" / "one.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["one.json"]
    path.write_text("[]")
    with pytest.raises(ValueError, match="damaged"):
        documents.load("one")
    for name in ("../one", "", "a/b", "a\x00", "A"):
        with pytest.raises(ValueError, match="name"):
            documents.save(name, {})


def test_a_witness_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    witness = FileWitness(tmp_path / "witness")
    assert witness.load() is None
    witness.save(7)
    assert witness.load() == 7
    (tmp_path / "witness").write_text("x")
    assert witness.load() is None
