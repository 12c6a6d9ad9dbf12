"""The worker process: fed, restarted, ended."""

import asyncio
from collections.abc import Callable
import logging
import os
import signal

import pytest

from custom_components.ring_watch import process, worker as worker_module
from custom_components.ring_watch.doorbell import Status
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.worker import Worker
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .integration_fixtures import (
    PASSWORD,
    StandIn,
    Start,
    children,
    demo,
    doorbell,
    stream,
)

pytestmark = pytest.mark.integration


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Wait for what another process will bring about."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(worker_module, "STOP_GRACE", 2)


async def kill(worker: Worker) -> None:
    """Kill the worker and wait for the next."""
    pid = worker.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    await until(lambda: worker.running and worker.pid != pid)


async def test_a_killed_worker_is_replaced_and_told_everything_again(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = await start(stream(), demo("Garden"))
    await home.worker.pin("p", "garden", "2026-11-23T20:00:00Z", "2026-11-23T20:01:00Z")
    stand_in.log.unlink()

    await kill(home.worker)
    await until(lambda: len(stand_in.ops()) == 4)

    assert stand_in.ops() == ["configure", "pin", "watch", "watch"]
    assert "ended by itself (-9)" in caplog.text
    await until(lambda: home.doorbells["id_garden"].status is Status.RECORDING)


async def test_doorbells_are_not_available_while_there_is_no_worker(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "FIRST_PAUSE", 60)
    home = await start(stream())
    bell = home.doorbells["id_front_door"]
    await until(lambda: bell.status is Status.RECORDING)

    assert home.worker.pid
    os.kill(home.worker.pid, signal.SIGKILL)
    await until(lambda: not home.worker.running)

    assert bell.status is Status.STARTING
    assert not bell.online
    assert await bell.snapshot() is None
    with pytest.raises(EngineProcessError) as caught:
        await home.worker.request("status")
    assert caught.value.code == "worker_gone"
    home.worker.retry_now()
    await until(lambda: bell.status is Status.RECORDING)


async def test_a_worker_that_keeps_dying_becomes_an_issue_until_it_is_steady(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(demo())
    told: list[tuple[str, str]] = []

    @callback
    def tell(event: Event[ir.EventIssueRegistryUpdatedData]) -> None:
        told.append((event.data["issue_id"], event.data["action"]))

    hass.bus.async_listen(ir.EVENT_REPAIRS_ISSUE_REGISTRY_UPDATED, tell)
    for _ in range(worker_module.DYING_AFTER - 1):
        await kill(home.worker)
    assert told == []

    monkeypatch.setattr(worker_module, "STEADY_AFTER", 0.3)
    await kill(home.worker)
    # On a slow machine it may have gone again by now.
    await until(lambda: len(told) > 1)
    assert told == [("worker_dying", "create"), ("worker_dying", "remove")]


async def test_pauses_grow_with_every_end(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "FIRST_PAUSE", 0.2)
    home = await start(demo())
    pauses = []
    for _ in range(3):
        began = asyncio.get_running_loop().time()
        await kill(home.worker)
        pauses.append(asyncio.get_running_loop().time() - began)

    assert 0.2 <= pauses[0] < pauses[1] < pauses[2]
    assert pauses[2] >= 0.8


async def test_a_crash_report_holds_no_password(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = await start(stream("Crash"))
    await until(lambda: home.worker.restarts >= 1)
    await until(lambda: "RuntimeError" in caplog.text)

    assert PASSWORD not in caplog.text
    assert "correct horse" not in caplog.text


async def test_its_log_becomes_home_assistants_without_secrets(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = await start(stream())
    text = f"cannot open rtsp://owner:{PASSWORD}@camera.test/live, {PASSWORD}"
    await home.worker.request(
        "emit", message={"event": "log", "level": "warning", "message": text}
    )
    await home.worker.request("noise")
    await until(lambda: "cannot open" in caplog.text)

    record = next(r for r in caplog.records if "cannot open" in r.getMessage())
    assert record.levelno == logging.WARNING
    assert "horse" not in caplog.text


async def test_an_answer_that_never_comes_is_an_error(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(demo())
    monkeypatch.setattr(worker_module, "ANSWER_TIMEOUT", 0.1)

    with pytest.raises(EngineProcessError) as caught:
        await home.worker.request("silence")
    assert caught.value.code == "timeout"


async def test_who_waits_for_an_answer_hears_of_the_end(
    hass: HomeAssistant, start: Start, stand_in: StandIn
) -> None:
    home = await start(demo())
    question = asyncio.create_task(home.worker.request("silence"))
    await until(lambda: "silence" in stand_in.ops())
    assert home.worker.pid
    os.kill(home.worker.pid, signal.SIGKILL)

    with pytest.raises(EngineProcessError) as caught:
        await question
    assert caught.value.code == "worker_gone"


async def test_a_worker_that_ignores_the_end_of_its_input_is_killed(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker_module, "STOP_GRACE", 0.1)
    before = children()
    home = await start(demo())
    assert home.worker.pid
    os.kill(home.worker.pid, signal.SIGSTOP)

    await home.worker.stop()

    assert children() == before


async def test_a_worker_that_says_nothing_for_long_is_replaced(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(worker_module, "SILENCE", 1.0)
    monkeypatch.setattr(worker_module, "STOP_GRACE", 0.1)
    home = await start(demo())
    pid = home.worker.pid
    assert pid
    alive = {"event": "alive"}
    for _ in range(4):
        await home.worker.request("emit", message=alive)
        await asyncio.sleep(0.5)
    assert home.worker.pid == pid
    os.kill(pid, signal.SIGSTOP)

    await until(lambda: home.worker.running and home.worker.pid != pid)

    assert "does not answer" in caplog.text
    assert pid not in children()


async def test_one_that_is_being_replaced_has_ended_when_it_is_stopped(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(worker_module, "SILENCE", 0.5)
    monkeypatch.setattr(worker_module, "STOP_GRACE", 1.0)
    before = children()
    home = await start(demo())
    assert home.worker.pid
    os.kill(home.worker.pid, signal.SIGSTOP)
    await until(lambda: not home.worker.running)

    await home.worker.stop()

    assert children() == before


@pytest.mark.parametrize(
    "line",
    [
        *("nothing", "[]", "7", "null", '"event"', '{"id": []}', '{"event": null}'),
        '{"event": "state"}',
        '{"event": "archive"}',
        '{"event": ["archive"], "camera": {}}',
        '{"id": 1, "error": 3}',
    ],
)
async def test_whatever_it_writes_recording_goes_on(
    hass: HomeAssistant, start: Start, stand_in: StandIn, line: str
) -> None:
    home = await start(demo())
    pid = home.worker.pid

    await home.worker.request("write", line=line)
    await home.worker.request("status")

    assert home.worker.pid == pid
    assert home.worker.restarts == 0


async def test_a_refused_command_is_logged_and_repeated_later(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(demo())
    monkeypatch.setattr(worker_module, "ANSWER_TIMEOUT", 0.2)
    assert home.worker.pid
    os.kill(home.worker.pid, signal.SIGSTOP)

    await home.worker.watch("porch", {"source": {"kind": "demo"}})

    assert "refused watch" in caplog.text
    await kill(home.worker)
    await until(
        lambda: [c.get("camera") for c in stand_in.commands].count("porch") >= 1
    )


async def test_starts_again_when_the_interpreter_was_not_to_be_had(
    hass: HomeAssistant,
    start: Start,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = await start(doorbell("Front door", source="demo"))
    real = process.start_engine
    tries = 0

    async def fail_once(*arguments: str) -> asyncio.subprocess.Process:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("no processes left")
        return await real(*arguments)

    monkeypatch.setattr(worker_module, "start_engine", fail_once)
    await kill(home.worker)

    assert tries == 2
