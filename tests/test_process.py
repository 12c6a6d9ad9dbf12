"""Engine processes: their answers, their ends, and what of them is written down."""

import asyncio
from collections.abc import Callable
import logging
from pathlib import Path
import sys

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch import process
from custom_components.ring_watch.process import (
    EngineProcessError,
    end_process,
    redact,
    run_engine,
)

from .integration_fixtures import children

pytestmark = pytest.mark.integration


type Play = Callable[[str], None]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Put a script in the engine's place, in a folder with a module named json."""
    path = tmp_path / "engine.py"
    (tmp_path / "json.py").write_text("raise SystemExit('wrong json')")
    monkeypatch.setattr(process, "ENGINE", path)

    def write(text: str) -> None:
        path.write_text(text)

    return write


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("open rtsp://owner:secret@camera/live", "open rtsp://**@camera/live"),
        (
            "'http://owner@camera' and rtsp://a:b@c",
            "'http://**@camera' and rtsp://**@c",
        ),
        ("rtsp://camera/live?mail=a@b", "rtsp://camera/live?mail=a@b"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_credentials_of_addresses_are_not_written_down(
    text: str, redacted: str
) -> None:
    assert redact(text) == redacted


@given(
    secret=st.text(st.characters(categories=["L", "N"]), min_size=1),
    before=st.text(),
    after=st.text(),
)
def test_no_secret_is_written_down(secret: str, before: str, after: str) -> None:
    assert secret not in redact(f"{before}{secret}{after}", (secret, ""))


async def test_what_is_not_json_is_passed_over(play: Play) -> None:
    play(
        'print("hello")\nprint("[1, 2]")\nprint(\'{"progress": 0.5}\')\n'
        'print(\'{"progress": 1}\')\nprint(\'{"result": {"size": 7}}\')\n'
    )
    progress: list[float] = []

    assert await run_engine("x", on_progress=progress.append) == {"size": 7}
    assert progress == [0.5, 1.0]


async def test_an_error_of_the_engine_keeps_its_code_and_no_secret(
    play: Play,
) -> None:
    play(
        "import json, sys\n"
        'password = json.load(sys.stdin)["password"]\n'
        'error = {"code": "source_down", "message": "cannot open " + password}\n'
        'print(json.dumps({"error": error}))\nsys.exit(1)\n'
    )

    with pytest.raises(EngineProcessError) as caught:
        await run_engine("x", request={"password": "s3cret"}, secrets=("s3cret",))

    assert caught.value.code == "source_down"
    assert str(caught.value) == "cannot open **"


async def test_a_crash_is_reported_without_secrets(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    play(
        "import sys\n"
        "sys.stderr.write('x' * 100_000 + ' cannot open rtsp://u:p@camera')\n"
        "sys.exit(3)\n"
    )

    with pytest.raises(EngineProcessError) as caught:
        await run_engine("probe")

    assert caught.value.code == "crashed"
    # Others may log meanwhile.
    (said,) = [
        record.getMessage()
        for record in caplog.records
        if record.levelno == logging.ERROR and record.name == process.__name__
    ]
    assert "probe ended with 3" in said
    assert "cannot open rtsp://**@camera" in said
    assert len(said) < 5000


async def test_house_tokens_are_not_handed_on(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPERVISOR_TOKEN", "house")
    play(
        "import json, os\n"
        'print(json.dumps({"result": {"names": sorted(os.environ)}}))\n'
    )

    names = (await run_engine("x"))["names"]

    assert "SUPERVISOR_TOKEN" not in names
    assert "PATH" in names


async def test_it_runs_at_low_priority_and_knows_no_module_of_the_folder(
    play: Play,
) -> None:
    play(
        "import time, os\ntime.sleep(0.3)\nimport json\n"
        'print(json.dumps({"result": {"nice": os.nice(0)}}))\n'
    )

    assert (await run_engine("x"))["nice"] >= 10


async def test_cancelling_ends_even_what_does_not_listen(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(
        "import signal, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('{\"progress\": 0}', flush=True)\ntime.sleep(60)\n"
    )
    real = end_process

    async def impatient(running: asyncio.subprocess.Process, grace: float) -> None:
        await real(running, grace=0.2)

    monkeypatch.setattr(process, "end_process", impatient)
    before = children()
    begun = asyncio.Event()
    call = asyncio.create_task(run_engine("x", on_progress=lambda _: begun.set()))
    await begun.wait()
    assert len(children() - before) == 1

    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call

    assert children() == before


async def test_a_time_limit_ends_it(play: Play) -> None:
    play("import time\ntime.sleep(60)\n")
    before = children()

    with pytest.raises(EngineProcessError) as caught:
        await run_engine("x", timeout=0.3)

    assert caught.value.code == "timeout"
    assert children() == before


def test_it_is_run_by_this_interpreter() -> None:
    command = process.engine_command("gather")

    assert command[:2] == [sys.executable, "-P"]
    assert Path(command[2]).is_file()
