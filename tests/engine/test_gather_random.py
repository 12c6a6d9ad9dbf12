"""Any footage, any gaps, any window: a clip holds exactly its window."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import shutil
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from tests.support.footage import Footage, Made, make

from .scene import SECOND, START, Scene, assert_black, assert_exact

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4))
LATER = replace(SHORT, first_counter=1000)
FRAME = -(-SECOND // 15)

type Make = Callable[[Footage], Made]


@pytest.fixture(scope="module")
def pool(footage_folder: Path) -> list[Made]:
    """Short footage of all kinds of groups of pictures, each with its own numbers."""
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {"gop": Fraction(1, 2)},
        {"b_frames": 2},
        {"b_frames": 3, "open_gop": True, "gop": Fraction(1, 2)},
        {"variable": True, "b_frames": 1},
        {"slices": 2, "gop": Fraction(3)},
    )
    return [
        make(
            replace(SHORT, seconds=Fraction(2), first_counter=number * 1000, **kind),
            footage_folder,
        )
        for number, kind in enumerate(kinds)
    ]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_any_footage_with_any_gaps_and_any_window(
    data: st.DataObject, pool: list[Made], tmp_path_factory: pytest.TempPathFactory
) -> None:
    scene = Scene(tmp_path_factory.mktemp("random"))
    order = data.draw(st.permutations(range(len(pool))), "footage")
    at = START
    for number in order[: data.draw(st.integers(1, 4), "how much")]:
        at += data.draw(st.sampled_from((0, 0, 1, 70_000, 400_000, 1_700_001)), "gap")
        placed = scene.add(
            pool[number], at, seconds=data.draw(st.sampled_from((1, 60)), "segments")
        )
        at = placed.end + FRAME * 2
    start = data.draw(st.integers(START - 500_000, at), "start")
    end = data.draw(st.integers(start + 1, at + 500_000), "end")
    if not scene.pictures(start, end):
        with pytest.raises(EngineError, match="no footage"):
            scene.gather(start, end)
        return
    clip = scene.gather(start, end)
    shown = assert_exact(scene, clip, scene.hashes())
    assert_black(clip, shown)
    shutil.rmtree(scene.folder)
