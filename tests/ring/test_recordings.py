"""Recordings in all the shapes in which Ring tells of them."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.times import format_time, parse_time
from custom_components.ring_watch.ring.assemble import preroll
from custom_components.ring_watch.ring.plan import Footage, takes
from custom_components.ring_watch.ring.recordings import (
    SECOND,
    UNRECORDED_LENGTH,
    UNTOLD_LENGTH,
    Recording,
    merged,
    overlapping,
    parse_continuous,
    parse_history,
    parse_search,
    parse_timeline,
)

pytestmark = pytest.mark.ring

AT = parse_time("2026-11-24T03:00:00Z")
ROW = {
    "id": 7412345678901234567,
    "created_at": "2026-11-24T03:00:00Z",
    "kind": "motion",
    "duration": 20.5,
    "recording": {"status": "ready"},
}
RECORDING = Recording("7412345678901234567", AT, 20_500_000, None, "ready", None, None)


def test_an_entry_of_the_history() -> None:
    assert parse_history([ROW]) == [RECORDING]
    (told,) = parse_history([ROW | {"is_e2ee": False, "had_subscription": True}])
    assert (told.encrypted, told.subscribed) == (False, True)


@pytest.mark.parametrize("status", ["processing", "audio_ready", "in_progress"])
def test_any_other_state_is_on_its_way(status: str) -> None:
    (found,) = parse_history([ROW | {"recording": {"status": status}}])
    assert found.state == "preparing"


@pytest.mark.parametrize("status", ["deleted", "expired"])
def test_what_is_not_there_any_more(status: str) -> None:
    (found,) = parse_history([ROW | {"recording": {"status": status}}])
    assert found.state == "gone"


@pytest.mark.parametrize("status", ["", "none"])
def test_what_nothing_was_recorded_of(status: str) -> None:
    row = ROW | {"recording": {"status": status}, "duration": None}
    (found,) = parse_history([row])
    assert found.state == "none"
    assert found.span == (AT, AT + UNRECORDED_LENGTH)


@pytest.mark.parametrize("recording", [None, {}, {"status": None}, "ready"])
def test_without_a_word_of_it_asking_shows(recording: Any) -> None:
    (found,) = parse_history([ROW | {"recording": recording}])
    assert (found.state, found.length) == ("untold", 20_500_000)


@pytest.mark.parametrize("kind", ["alarm", "door_activity"])
def test_what_films_nothing_takes_no_time(kind: str) -> None:
    (found,) = parse_history([ROW | {"kind": kind, "recording": None}])
    assert overlapping([found], (AT - SECOND, AT + SECOND)) == [found]
    assert (found.state, found.reach) == ("none", (AT, AT))
    (found,) = parse_history([ROW | {"kind": kind}])
    assert found.state == "ready"


@pytest.mark.parametrize(
    "entry",
    [
        {"id": 765432198, "created_at": "2018-05-19T08:21:07Z", "kind": "motion"},
        {"id": "765432198", "created_at": "2018-05-19T08:21:07.000Z", "events": []},
        {"id": 765432198, "created_at": "2018-05-19T08:21:07Z", "duration": None},
        {"id": 765432198, "created_at": "2018-05-19T08:21:07Z", "duration": 0},
    ],
)
def test_an_entry_of_earlier_years_has_no_length(entry: dict[str, Any]) -> None:
    (found,) = parse_history([entry])
    assert (found.id, found.length, found.state) == ("765432198", None, "untold")
    assert found.span == (found.start, found.start + UNTOLD_LENGTH)


def test_a_result_of_the_search() -> None:
    row = {
        "ding_id": "7412345678901234567",
        "created_at": AT // 1000,
        "duration": 20.5,
        "hq_url": "https://example.com/hq.mp4",
        "preroll_duration": 4.2,
    }
    (found,) = parse_search({"video_search": [row]})
    assert found == replace(RECORDING, preroll=4_200_000)
    (found,) = parse_search({"video_search": [row | {"preroll_duration": 4200}]})
    assert found.preroll == 4_200_000
    assert found.address == "https://example.com/hq.mp4"
    (found,) = parse_search({"video_search": [row | {"hq_url": None}]})
    assert found.state == "untold"


@pytest.mark.parametrize(
    "at", [AT // 1000, str(AT // 1000), AT // SECOND, AT, str(AT), AT * 1000]
)
def test_a_time_may_be_a_number_or_text(at: int | str) -> None:
    (found,) = parse_search({"video_search": [{"ding_id": "1", "created_at": at}]})
    assert found.start == AT


@pytest.mark.parametrize("name", ["hq_url", "lq_url", "untranscoded_url"])
def test_any_address_that_a_search_tells_is_one(name: str) -> None:
    addresses = dict.fromkeys(("hq_url", "lq_url", "untranscoded_url"))
    row = {"ding_id": "1", "created_at": AT // 1000, **addresses, name: "https://a.b/c"}
    (found,) = parse_search({"video_search": [row]})
    assert (found.state, found.address) == ("ready", "https://a.b/c")


@pytest.mark.parametrize("key", [10**80, "7" * 61, "../7", "", True, None])
def test_what_has_no_id_that_can_be_a_name_is_no_recording(key: object) -> None:
    assert parse_history([ROW | {"id": key}]) == []


def test_an_event_of_the_timeline() -> None:
    media = {"file_type": "VIDEO", "is_e2ee": True, "preroll_duration_ms": 4200}
    row = {
        "event_id": "7412345678901234567",
        "start_time": "2026-11-24T03:00:00.250Z",
        "duration_ms": 20500,
        "recording_status": "ready",
        "visualizations": {"cloud_media_visualization": {"media": [media]}},
    }
    (found,) = parse_timeline({"items": [row]})
    assert found.start == AT + 250_000
    assert (found.length, found.preroll) == (20_500_000, 4_200_000)
    assert found.encrypted


def test_only_what_was_recorded_around_the_clock_counts_as_such() -> None:
    item = {
        "schema": "CloudMedia",
        "start_time": "2026-11-24T03:00:00Z",
        "end_time": "2026-11-24T03:10:00Z",
        "url": "https://example.com/24.mp4",
        "custom_metadata": {"recording_24x7_enabled": True},
    }
    event = item | {"custom_metadata": {"recording_24x7_enabled": False}}
    other = item | {"schema": "Footage"}
    (found,) = parse_continuous({"timeline": [{"items": [item, event, other]}]})
    assert found.span == (AT, AT + 600 * SECOND)
    assert found.continuous
    assert found.address == "https://example.com/24.mp4"


def test_what_several_lists_tell_is_put_together() -> None:
    bare = parse_history([ROW | {"duration": None, "is_e2ee": True}])
    rich = parse_search(
        {
            "video_search": [
                {
                    "ding_id": str(ROW["id"]),
                    "created_at": AT // 1000,
                    "duration": 20.5,
                    "preroll_duration": 4,
                }
            ]
        }
    )
    (found,) = merged([*bare, *rich])
    assert (found.length, found.preroll) == (20_500_000, 4_000_000)
    assert (found.state, found.encrypted) == ("ready", True)


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
FIELDS = (
    *("id", "ding_id", "event_id", "created_at", "start_time", "end_time", "url"),
    *("duration", "duration_ms", "recording", "preroll_duration", "schema"),
    *("visualizations", "custom_metadata", "recording_status", "hq_url"),
)
ROWS = st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON))


@given(JSON | ROWS, ROWS)
def test_no_answer_breaks_it(answer: Any, entries: Any) -> None:
    found = [
        *parse_history(answer),
        *parse_history(entries),
        *parse_search({"video_search": entries}),
        *parse_timeline({"items": entries}),
        *parse_continuous({"timeline": [{"items": entries}]}),
    ]
    for item in overlapping(merged(found), (0, AT)):
        assert item.reach[0] <= item.span[0] <= item.span[1] <= item.reach[1]


@dataclass(frozen=True)
class Truth:
    """When a recording really was; microseconds."""

    event: int
    length: int
    before: int


TENTHS = SECOND // 10
TRUTHS = st.lists(
    st.builds(
        Truth,
        st.integers(0, 6000).map(lambda tenths: AT + tenths * TENTHS),
        st.integers(10, 1800).map(lambda tenths: tenths * TENTHS),
        st.integers(0, 100).map(lambda tenths: tenths * TENTHS),
    ),
    max_size=6,
)


@given(TRUTHS, st.booleans(), st.booleans())
def test_from_what_ring_tells_the_footage_is_placed_to_the_second(
    truths: list[Truth], tells_length: bool, tells_preroll: bool
) -> None:
    """Ring tells whole seconds, perhaps no length, perhaps no preroll."""
    window = AT + 100 * SECOND, AT + 400 * SECOND
    rows = [
        {
            "ding_id": str(number),
            "created_at": truth.event // SECOND * 1000,
            "hq_url": "x",
            **({"duration": truth.length / SECOND} if tells_length else {}),
            **({"preroll_duration": truth.before / SECOND} if tells_preroll else {}),
        }
        for number, truth in enumerate(truths)
    ]
    told = parse_search({"video_search": rows})
    wanted = {item.id for item in overlapping(told, window)}
    placed = []
    for item in told:
        truth = truths[int(item.id)]
        measured = truth.before + truth.length
        start = item.start - preroll(item, measured)
        footage = Footage(item.id, start, start + measured)
        placed.append(footage)
        if tells_preroll or tells_length:
            # A preroll shorter than half a second is not found out.
            error = abs(start - (truth.event - truth.before))
            assert error <= SECOND + SECOND // 2, format_time(start)
        inside = footage.start < window[1] and window[0] < footage.end - SECOND // 2
        if tells_length and inside:
            assert item.id in wanted
    plan = takes(window, placed)
    assert all(before.end <= after.start for before, after in pairwise(plan))
