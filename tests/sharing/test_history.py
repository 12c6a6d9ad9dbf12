"""Many requests, over years."""

import time

import pytest

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.history import PAGE
from custom_components.ring_watch.sharing.model.people import Origin
from custom_components.ring_watch.sharing.model.requests import (
    Request,
    RequestState as S,
    Step,
)
from custom_components.ring_watch.sharing.settings import HOUR, Settings

from .house import ADMIN, NOW, PAGE as PERSONAL_PAGE, House

pytestmark = pytest.mark.sharing

WIDE = Settings(asks_per_source=10**6, asks_per_requester=10**6, asks_in_all=10**6)


async def close(house: House, number: int) -> list[str]:
    """Ask and decline ``number`` times; return the ids, oldest first."""
    ids = []
    for count in range(number):
        house.clock.advance(1)
        receipt = await house.ask(reason=f"Reason {count}")
        await house.sharing.decline(receipt.request_id, ADMIN)
        ids.append(receipt.request_id)
        await house.sharing.tick()
    return ids


async def everything(house: House, **wanted: object) -> list[str]:
    found: list[str] = []
    cursor = None
    while True:
        page = await house.sharing.list_requests(
            cursor=cursor,
            limit=7,
            **wanted,  # type: ignore[arg-type]
        )
        assert len(page.items) <= 7
        found += [request.request_id for request in page.items]
        if page.cursor is None:
            return found
        cursor = page.cursor


async def test_closed_requests_move_to_pages_and_stay_in_the_list() -> None:
    house = House(WIDE)
    await house.start()
    ids = await close(house, 320)
    house.clock.advance(1)
    waiting = await house.ask(PERSONAL_PAGE, requester_id="anna")
    assert len(house.sharing._core.state.requests) <= 151
    assert sorted(house.disk.texts) == ["requests_00000", "sharing"]
    assert await everything(house) == [waiting.request_id, *reversed(ids)]
    assert await everything(house, states={S.PENDING}) == [waiting.request_id]
    assert await everything(house, requester_id="anna") == [waiting.request_id]
    oldest = await house.sharing.get(ids[0])
    assert (oldest.state, oldest.reason) == (S.DECLINED, "Reason 0")
    with pytest.raises(SharingError, match="no_request"):
        await house.sharing.get("f" * 32)
    with pytest.raises(SharingError, match="no_request"):
        await house.sharing.list_requests(cursor="../x")
    await house.restart()
    assert await everything(house) == [waiting.request_id, *reversed(ids)]


async def test_a_crash_between_page_and_state_loses_and_doubles_nothing() -> None:
    house = House(WIDE)
    await house.start()
    ids = await close(house, 149)
    saved = dict(house.disk.texts)
    ids += await close(house, 1)
    assert "requests_00000" in house.disk.texts
    saved["requests_00000"] = house.disk.texts["requests_00000"]
    house.disk.texts = saved
    await house.start()
    await close(house, 3)
    found = await everything(house)
    assert len(found) == len(set(found))
    assert set(ids[:149]) <= set(found)


async def test_case_65_erasing_reaches_the_pages() -> None:
    house = House(WIDE)
    await house.start()
    ids = await close(house, 160)
    assert "Reason 3" in house.disk.texts["requests_00000"]
    await house.sharing.erase_request(ids[3], ADMIN)
    assert '"Reason 3"' not in house.saved()
    assert '"Reason 4"' in house.saved()


async def test_case_61_a_hundred_thousand_requests_start_at_once() -> None:
    house = House(WIDE)
    await house.start()
    documents = house.sharing._history
    many = [
        Request(
            f"{number:032x}",
            S.DECLINED,
            Origin.DOOR_PAGE,
            ("front",),
            NOW - HOUR,
            NOW,
            NOW,
            NOW,
            history=(Step(S.DECLINED, NOW, number),),
        )
        for number in range(PAGE)
    ]
    await documents._save(0, many)
    for page in range(200):
        house.disk.texts[f"requests_{page:05d}"] = house.disk.texts["requests_00000"]
    await house.sharing.stop()
    text = house.disk.texts["sharing"].replace('"pages": 0', '"pages": 200')
    assert '"pages": 200' in text
    house.disk.texts["sharing"] = text
    start = time.perf_counter()
    await house.start()
    newest = await house.sharing.list_requests(limit=50)
    assert time.perf_counter() - start < 1
    assert len(newest.items) == 50
    assert newest.cursor is not None
