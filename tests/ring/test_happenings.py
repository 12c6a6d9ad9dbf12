"""One form for every shape in which Ring tells of an event."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.ring.happenings import (
    Happening,
    Kind,
    Told,
    from_history,
    from_push,
)

pytestmark = pytest.mark.ring

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def pushed(category: str, created_at: Any = "2026-11-24T03:00:00Z", **ding: Any) -> Any:
    event = {"id": "7412345678901234567", "created_at": created_at} | ding
    content = {"device": {"id": 1001}, "event": {"ding": event}}
    config = {"category": category}
    return {"data": {"data": json.dumps(content), "android_config": json.dumps(config)}}


def legacy(action: str, **content: Any) -> Any:
    return {"data": {"gcmData": json.dumps({"action": action} | content)}}


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("com.ring.pn.live-event.ding", "ding"),
        ("com.ring.pn.live-event.motion", "motion"),
        ("com.ring.pn.live-event.intercom", "ding"),
        ("com.ring.pn.intercom.virtual.unlock", "unlock"),
        ("com.ring.push.HANDLE_NEW_DING", "ding"),
        ("com.ring.push.handle_new_ding", "ding"),
        ("com.ring.pn.next-year.ding", "ding"),
        ("com.ring.pn.next-year.motion", "motion"),
        ("com.ring.pn.recording-ready", "other"),
        ("com.ring.push.HANDLE_NEW_USER_SOUND_SIREN", "other"),
        ("", "other"),
    ],
)
def test_a_push_has_the_kind_of_its_category(category: str, kind: Kind) -> None:
    found = from_push(pushed(category), "0:1")
    assert found == Happening("7412345678901234567", 1001, kind, AT, False, "push")


def test_the_old_form_of_a_press_is_a_press() -> None:
    ding = {"id": 5, "doorbot_id": "1001", "created_at": "2026-11-24T03:00:00.000Z"}
    found = from_push(legacy("com.ring.push.HANDLE_NEW_DING", ding=ding), "0:1")
    assert found == Happening("5", 1001, "ding", AT, False, "push")


def test_an_intercom_that_was_unlocked() -> None:
    action = "com.ring.push.INTERCOM_UNLOCK_FROM_APP"
    found = from_push(legacy(action, alarm_meta={"device_zid": 1003}), "0:1%a")
    assert found == Happening("0:1%a", 1003, "unlock", None, False, "push")


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("2026-11-24T03:00:00Z", AT),
        ("2026-11-24T03:00:00.250Z", AT + timedelta(milliseconds=250)),
        ("2026-11-24T04:00:00+01:00", AT),
        ("2026-11-24T03:00:00", AT),
        (1_795_489_200, AT),
        (1_795_489_200_000, AT),
        ("1795489200000", AT),
        # Read as a date, this is one in the year 1795.
        ("1795011212345", datetime(2026, 11, 18, 14, 13, 32, 345000, tzinfo=UTC)),
        ("1795489200", AT),
        ("yesterday", None),
        (None, None),
    ],
)
def test_a_time_that_is_not_known_is_not_taken_for_now(
    told: Any, at: datetime | None
) -> None:
    found = from_push(pushed("com.ring.pn.live-event.ding", told), "0:1")
    assert found is not None
    assert found.at == at


@pytest.mark.parametrize(
    "ding", [{"subtype": "human"}, {"detection_type": "human"}, {"subtype": "Person"}]
)
def test_a_person_is_told(ding: dict[str, str]) -> None:
    found = from_push(pushed("com.ring.pn.live-event.motion", **ding), "0:1")
    assert found is not None
    assert found.person


def test_an_entry_of_the_history() -> None:
    row = {"id": 7, "kind": "motion", "created_at": "2026-11-24T03:00:00Z"}
    assert from_history(1, row) == Happening("7", 1, "motion", AT, False, "poll")
    seen = row | {"cv_properties": {"person_detected": True}}
    assert from_history(1, seen) == Happening("7", 1, "motion", AT, True, "poll")
    view = row | {"kind": "on_demand"}
    assert from_history(1, view) == Happening("7", 1, "view", AT, False, "poll")
    assert from_history(1, {"kind": "ding"}) is None


def test_a_device_s_kind_is_known_where_it_is_told() -> None:
    row = {"id": 7, "kind": "motion", "doorbot": {"id": 1, "type": "lpd_v1"}}
    ding = {"id": 5, "doorbot_id": 1001, "device_kind": "hp_cam_v1"}
    told = [
        from_history(1, row),
        from_push(legacy("com.ring.push.HANDLE_NEW_motion", ding=ding), "0:1"),
        from_push(pushed("com.ring.pn.live-event.motion"), "0:1"),
    ]
    assert [one and one.device_kind for one in told] == ["lpd_v1", "hp_cam_v1", None]


def test_an_event_is_new_once_however_it_comes() -> None:
    told = Told()
    push = Happening("7", 1, "ding", AT, False, "push")
    assert told.is_new(push)
    assert not told.is_new(push)
    assert not told.is_new(Happening("7", 1, "ding", None, True, "poll"))
    assert told.is_new(Happening("7", 2, "ding", AT, False, "poll"))


def test_motion_that_turns_out_to_be_a_press_is_one_more_event() -> None:
    told = Told()
    assert told.is_new(Happening("7", 1, "motion", AT, False, "push"))
    assert told.is_new(Happening("7", 1, "ding", AT, False, "poll"))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON, st.sampled_from(["data", "gcmData"]), JSON | st.text())
def test_no_message_breaks_it(message: Any, key: str, content: Any) -> None:
    from_push(message, "0:1")
    from_push({"data": {key: content, "android_config": content}}, "0:1")
    from_push({"data": {key: json.dumps(content)}}, "0:1")
    if isinstance(message, dict):
        from_history(1, message)
