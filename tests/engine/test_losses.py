"""Every picture that was to come is shown, or its time is told as lost."""

import av
from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.losses import Loss, stretches

pytestmark = pytest.mark.engine

STEP = 40
TOLERANCE = 100


def _frames(times: list[int]) -> list[av.VideoFrame]:
    frames = []
    for time in times:
        frame = av.VideoFrame(16, 16, "gray")
        frame.pts = time
        frames.append(frame)
    return frames


def _told(times: list[int], shown: list[int]) -> list[list[int] | Loss]:
    found = stretches(iter(_frames(shown)), np.array(times), TOLERANCE)
    return [
        item if isinstance(item, Loss) else [int(frame.pts or 0) for frame in item]
        for item in found
    ]


def test_nothing_lost() -> None:
    times = [0, 40, 80, 120]
    assert _told(times, times) == [times]


def test_everything_lost() -> None:
    assert _told([0, 40, 80], []) == [Loss(None, None)]


def test_a_loss_in_the_middle_and_at_both_ends() -> None:
    times = [STEP * number for number in range(20)]
    shown = [200, 240, 480, 520]
    assert _told(times, shown) == [
        Loss(None, 200),
        [200, 240],
        Loss(280, 480),
        [480, 520],
        Loss(560, None),
    ]


def test_a_short_loss_is_none() -> None:
    times = [STEP * number for number in range(8)]
    assert _told(times, [80, 120, 200, 240, 280]) == [[80, 120, 200, 240, 280]]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_shown_and_lost_make_up_all(data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.integers(1, 200), min_size=1, max_size=40))
    times = np.cumsum(steps).tolist()
    shown = sorted(data.draw(st.sets(st.sampled_from(times))))
    told = _told(times, shown)
    assert [time for item in told if isinstance(item, list) for time in item] == shown
    lost = [item for item in told if isinstance(item, Loss)]
    for item in lost:
        low = times[0] if item.start is None else item.start
        high = times[-1] + 1 if item.end is None else item.end
        assert not [time for time in shown if low <= time < high]
    for time in set(times) - set(shown):
        later = [other for other in shown if other > time]
        first = min(
            other for other in times if not [s for s in shown if other <= s <= time]
        )
        if not later or later[0] - first > TOLERANCE:
            assert any(
                (item.start is None or item.start <= time)
                and (item.end is None or time < item.end)
                for item in lost
            )
