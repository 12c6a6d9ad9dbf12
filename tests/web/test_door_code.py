"""The code on the door."""

from collections.abc import Sequence
import re
from xml.etree import ElementTree as ET

import pytest

from custom_components.ring_watch.web.door_code import svg

pytestmark = pytest.mark.sharing
ADDRESS = "https://home.example.org/ring_watch/door"
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_it_is_svg_with_a_name_and_without_anything_active() -> None:
    made = svg(ADDRESS, "Ask <for> footage")
    root = ET.fromstring(made)  # noqa: S314 - our own
    assert root.tag == f"{NAMESPACE}svg"
    title = root.find(f"{NAMESPACE}title")
    assert title is not None and title.text == "Ask <for> footage"
    tags = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert tags == {"svg", "title", "g", "path"}
    assert b"href" not in made


def modules(path: str) -> Sequence[tuple[int, int]]:
    """The dark modules that a path of horizontal lines draws."""
    found, x, y = [], 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        values = [float(number) for number in re.findall(r"-?[0-9.]+", numbers)]
        if command == "h":
            found += [(int(x) + n, int(y)) for n in range(int(values[0]))]
            x += values[0]
        else:
            x, y = values if command == "M" else [x + values[0], y + values[1]]
    return found


def test_it_has_the_three_marks_and_a_quiet_margin() -> None:
    root = ET.fromstring(svg(ADDRESS, "x"))  # noqa: S314 - our own
    (dark,) = (
        path.attrib["d"]
        for path in root.iter(f"{NAMESPACE}path")
        if path.attrib.get("class") == "qrline"
    )
    drawn = set(modules(dark))
    size = max(x for x, _ in drawn) + 1
    assert min(x for x, _ in drawn) == min(y for _, y in drawn) == 4
    for left, top in ((4, 4), (size - 7, 4), (4, size - 7)):
        for step in range(7):
            assert {(left + step, top), (left, top + step)} <= drawn
            assert {(left + step, top + 6), (left + 6, top + step)} <= drawn
