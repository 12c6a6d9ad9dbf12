"""One recording to a private file: whole, from a fresh address, and told to nobody."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import gzip
import json
from pathlib import Path
import shutil
import stat

import pytest
from yarl import URL

from custom_components.ring_watch.engine.times import to_us
from custom_components.ring_watch.ring import download as download_module
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.download import ATTEMPTS, download
from custom_components.ring_watch.ring.errors import (
    BadAddressError,
    NoRoomError,
    NotFoundError,
    RefusedError,
    ThrottledError,
    TooLargeError,
    UnavailableError,
)
from custom_components.ring_watch.ring.history import find_recordings
from custom_components.ring_watch.ring.recordings import Recording

from .cloud import (
    BAD_GATEWAY,
    NO_JSON,
    NOT_FOUND,
    UNAUTHORIZED,
    UNSIZED,
    Account,
    Device,
    Endpoint,
    Event,
    Fault,
    RingCloud,
    endless,
    throttled,
    truncated,
)

pytestmark = pytest.mark.ring

FORBIDDEN = Fault(status=403, body="{}")


@pytest.fixture
async def device(api: RingApi) -> RingDevice:
    return (await read_devices(api))[1001]


@pytest.fixture
def event(ring_cloud: RingCloud, door: Device) -> Event:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    return ring_cloud.add_recording(door, at, 2)


@pytest.fixture
async def recording(api: RingApi, device: RingDevice, event: Event) -> Recording:
    window = to_us(event.at), to_us(event.at + timedelta(seconds=2))
    (found,) = (await find_recordings(api, device, window)).recordings
    return found


@dataclass
class Shelf:
    """Where a recording goes, and how far its download is."""

    api: RingApi
    cloud: RingCloud
    device: RingDevice
    recording: Recording
    path: Path
    progress: list[float] = field(default_factory=list)

    async def get(self) -> None:
        await download(
            self.api,
            self.cloud.session(),
            self.device,
            self.recording,
            self.path,
            self.progress.append,
        )


@pytest.fixture
def shelf(
    api: RingApi,
    ring_cloud: RingCloud,
    device: RingDevice,
    recording: Recording,
    tmp_path: Path,
) -> Shelf:
    return Shelf(api, ring_cloud, device, recording, tmp_path / "recording.mp4")


def address(url: str) -> Fault:
    return Fault(status=200, body=json.dumps({"url": url}))


async def test_a_recording_becomes_a_file_that_only_its_owner_may_read(
    shelf: Shelf, event: Event
) -> None:
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    assert stat.S_IMODE(shelf.path.stat().st_mode) == 0o600
    assert shelf.progress[-1] == 1.0


async def test_the_store_learns_nothing_of_the_account(shelf: Shelf) -> None:
    await shelf.get()
    (seen,) = shelf.cloud.traffic.seen(Endpoint.MEDIA)
    assert seen.bearer is None
    assert "hardware_id" not in seen.headers
    assert "Cookie" not in seen.headers


async def test_what_breaks_off_is_loaded_again_from_a_new_address(
    shelf: Shelf, event: Event
) -> None:
    shelf.cloud.traffic.next(Endpoint.MEDIA, truncated(1000), times=2)
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    addresses = [seen.query for seen in shelf.cloud.traffic.seen(Endpoint.MEDIA)]
    assert len({query["X-Amz-Signature"] for query in addresses}) == 3


async def test_an_address_that_is_too_old_is_asked_for_again(shelf: Shelf) -> None:
    shelf.cloud.traffic.next(Endpoint.MEDIA, FORBIDDEN)
    await shelf.get()
    assert shelf.cloud.traffic.count(Endpoint.PLAY) == 2


@pytest.mark.parametrize("fault", [truncated(1000), FORBIDDEN, BAD_GATEWAY])
async def test_in_the_end_it_is_given_up_and_no_file_stays(
    shelf: Shelf, fault: Fault
) -> None:
    shelf.cloud.traffic.always(Endpoint.MEDIA, fault)
    with pytest.raises(UnavailableError):
        await shelf.get()
    assert not shelf.path.exists()
    assert shelf.cloud.traffic.count(Endpoint.PLAY) == ATTEMPTS


async def test_who_may_not_share_gets_it_the_other_way(shelf: Shelf) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, FORBIDDEN)
    await shelf.get()
    assert shelf.path.exists()
    assert shelf.cloud.traffic.count(Endpoint.RECORDING) == 1


NO_ADDRESS = Fault(status=200, body='{"url": null}')


@pytest.mark.parametrize("fault", [NOT_FOUND, NO_ADDRESS, NO_JSON])
async def test_what_cannot_be_shared_is_had_the_other_way(
    shelf: Shelf, event: Event, fault: Fault
) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, fault)
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    assert shelf.cloud.traffic.count(Endpoint.RECORDING) == 1


async def test_the_recording_itself_is_an_answer_and_streamed(
    shelf: Shelf, event: Event, account: Account
) -> None:
    shelf.cloud.state.sends_recordings = True
    shelf.cloud.traffic.always(Endpoint.PLAY, NOT_FOUND)
    shelf.cloud.traffic.next(Endpoint.RECORDING, truncated(1000))
    shelf.cloud.traffic.next(Endpoint.RECORDING, UNAUTHORIZED)
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    assert stat.S_IMODE(shelf.path.stat().st_mode) == 0o600
    assert shelf.progress[-1] == 1.0
    assert [s.status for s in shelf.cloud.traffic.seen(Endpoint.RECORDING)] == [
        200,
        401,
        200,
    ]


async def test_a_page_in_the_recordings_place_is_none(shelf: Shelf) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, NOT_FOUND)
    shelf.cloud.traffic.always(Endpoint.RECORDING, NO_JSON)
    with pytest.raises(NotFoundError):
        await shelf.get()
    assert not shelf.path.exists()


async def test_an_address_that_a_search_told_is_the_last_way(
    shelf: Shelf, event: Event
) -> None:
    for endpoint in (Endpoint.PLAY, Endpoint.RECORDING):
        shelf.cloud.traffic.always(endpoint, NOT_FOUND)
    address = shelf.cloud.state.address(event)
    shelf.recording = replace(shelf.recording, address=address)
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    assert str(address) not in repr(shelf.recording)


async def test_a_redirection_is_an_address_too(shelf: Shelf, event: Event) -> None:
    where = shelf.cloud.state.address(event)
    moved = Fault(status=302, headers=(("Location", str(where)),))
    shelf.cloud.traffic.next(Endpoint.PLAY, moved)
    await shelf.get()
    assert shelf.path.exists()


@pytest.mark.parametrize(
    "endpoints", [(Endpoint.PLAY, Endpoint.RECORDING), (Endpoint.MEDIA,)]
)
async def test_what_is_not_prepared_yet_is_not_found(
    shelf: Shelf, endpoints: tuple[Endpoint, ...]
) -> None:
    for endpoint in endpoints:
        shelf.cloud.traffic.always(endpoint, NOT_FOUND)
    with pytest.raises(NotFoundError):
        await shelf.get()


async def test_where_one_address_has_no_file_another_may(shelf: Shelf) -> None:
    shelf.cloud.traffic.next(Endpoint.MEDIA, NOT_FOUND)
    await shelf.get()
    assert shelf.path.exists()
    asked = [seen.endpoint for seen in shelf.cloud.traffic.requests][-4:]
    assert asked == ["play", "media", "recording", "media"]


def tomorrow() -> str:
    return format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)


@pytest.mark.parametrize(
    "endpoint", [Endpoint.PLAY, Endpoint.RECORDING, Endpoint.MEDIA]
)
@pytest.mark.parametrize(("wish", "seconds"), [(120, 120), ("a date", 86400)])
async def test_when_anything_is_busy_all_of_ring_is_left_alone(
    shelf: Shelf, endpoint: Endpoint, wish: float | str, seconds: float
) -> None:
    wish = tomorrow() if wish == "a date" else wish
    if endpoint is Endpoint.RECORDING:
        shelf.cloud.traffic.always(Endpoint.PLAY, NOT_FOUND)
    shelf.cloud.traffic.next(endpoint, throttled(wish))
    with pytest.raises(ThrottledError) as error:
        await shelf.get()
    assert error.value.retry_after == pytest.approx(seconds, abs=60)
    asked = len(shelf.cloud.traffic.requests)
    with pytest.raises(ThrottledError):
        await shelf.get()
    assert len(shelf.cloud.traffic.requests) == asked


@pytest.mark.parametrize(
    "where",
    [
        "http://share-service-download-bucket.s3.amazonaws.com/1.mp4",
        "https://127.0.0.1/1.mp4",
        "https://[::1]/1.mp4",
        "https://192.168.1.1/1.mp4",
        "https://homeassistant/1.mp4",
        "https://example.com:8443/1.mp4",
        "https://owner:secret@example.com/1.mp4",
        "file:///etc/passwd",
        "https://",
        "https://example.com:port/",
        "https://localhost./1.mp4",
        "https://127.1/1.mp4",
        "https://0x7f.1/1.mp4",
        "https://2130706433./1.mp4",
        "https://[::ffff:192.168.1.1]/1.mp4",
        "https://[fe80::1%25eth0]/1.mp4",
        "https://[64:ff9b::c0a8:101]/1.mp4",
        "https://example.com\\@192.168.1.1/1.mp4",
        "https://192.168.1.1#@example.com/1.mp4",
        "//example.com/1.mp4",
    ],
)
async def test_an_address_that_ring_would_not_give_is_not_followed(
    shelf: Shelf, where: str
) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, address(where))
    shelf.cloud.traffic.always(Endpoint.RECORDING, address(where))
    converted = {"status": "done", "result_url": where}
    shelf.cloud.traffic.always(
        Endpoint.TRANSCODE, Fault(status=200, body=json.dumps(converted))
    )
    with pytest.raises(BadAddressError):
        await shelf.get()
    assert shelf.cloud.traffic.count(Endpoint.MEDIA) == 0
    assert not shelf.path.exists()


async def test_a_redirection_of_the_store_is_followed_with_the_same_care(
    shelf: Shelf,
) -> None:
    inward = Fault(status=302, headers=(("Location", "https://10.0.0.1/x.mp4"),))
    shelf.cloud.traffic.always(Endpoint.MEDIA, inward)
    shelf.cloud.traffic.always(Endpoint.TRANSCODE, FORBIDDEN)
    with pytest.raises(BadAddressError):
        await shelf.get()


async def test_the_store_may_redirect_within_itself(shelf: Shelf, event: Event) -> None:
    where = URL(str(shelf.cloud.state.address(event)))
    moved = Fault(status=302, headers=(("Location", where.raw_path_qs),))
    shelf.cloud.traffic.next(Endpoint.MEDIA, moved)
    await shelf.get()
    assert shelf.path.exists()


async def test_no_file_is_written_over(shelf: Shelf) -> None:
    shelf.path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        await shelf.get()
    assert shelf.path.read_bytes() == b"mine"


def only(free: int, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a disk have so many bytes left, beside those that stay free."""
    usage = shutil.disk_usage(folder)
    full = usage._replace(free=free + download_module.RESERVE)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)


async def test_a_recording_that_has_no_room_is_not_begun(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(1000, monkeypatch, shelf.path.parent)
    with pytest.raises(NoRoomError):
        await shelf.get()
    assert not shelf.path.exists()


async def test_a_size_that_is_not_told_is_no_size(shelf: Shelf, event: Event) -> None:
    shelf.cloud.traffic.always(Endpoint.MEDIA, UNSIZED)
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content


async def test_what_does_not_end_fills_no_disk(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_module, "MOST_PER_SECOND", 10_000)
    shelf.cloud.traffic.always(Endpoint.MEDIA, endless())
    with pytest.raises(TooLargeError):
        await shelf.get()
    assert not shelf.path.exists()
    assert shelf.cloud.traffic.count(Endpoint.MEDIA) == 1


async def test_what_is_promised_to_be_too_large_is_not_begun(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_module, "MOST_PER_SECOND", 100)
    with pytest.raises(TooLargeError):
        await shelf.get()
    assert shelf.progress == []


async def test_room_is_looked_for_as_long_as_something_comes(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_module, "_STEP", 50_000)
    only(500_000, monkeypatch, shelf.path.parent)
    shelf.cloud.traffic.always(Endpoint.MEDIA, endless())
    with pytest.raises(NoRoomError):
        await shelf.get()
    assert not shelf.path.exists()


async def test_what_drips_is_not_waited_for_without_end(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_module, "PATIENCE", -247.5)
    shelf.cloud.traffic.always(Endpoint.MEDIA, endless(every=0.1))
    with pytest.raises(UnavailableError):
        await shelf.get()
    assert not shelf.path.exists()
    assert shelf.cloud.traffic.count(Endpoint.MEDIA) == 1


async def test_what_comes_packed_is_unpacked_and_whole(
    shelf: Shelf, event: Event
) -> None:
    """It should not: a video is packed already."""
    assert event.recording
    packed = gzip.compress(event.recording.content)
    shelf.cloud.state.media.packed = packed
    await shelf.get()
    assert shelf.path.read_bytes() == event.recording.content
    (seen,) = shelf.cloud.traffic.seen(Endpoint.MEDIA)
    assert seen.headers["Accept-Encoding"] == "identity"


async def test_what_no_other_way_leads_to_ring_converts(
    shelf: Shelf, event: Event
) -> None:
    for endpoint in (Endpoint.PLAY, Endpoint.RECORDING):
        shelf.cloud.traffic.always(endpoint, NOT_FOUND)
    # It takes a while.
    with pytest.raises(NotFoundError):
        await shelf.get()
    await shelf.get()
    assert event.recording
    assert shelf.path.read_bytes() == event.recording.content
    asked = shelf.cloud.traffic.seen(Endpoint.TRANSCODE)
    assert [seen.method for seen in asked] == ["GET", "POST", "GET"]
    assert asked[1].json() == {
        "ding_id": str(event.id),
        "file_type": "VIDEO",
        "send_push_notification": False,
    }


async def test_what_ring_still_prepares_it_need_not_convert(shelf: Shelf) -> None:
    for endpoint in (Endpoint.PLAY, Endpoint.RECORDING):
        shelf.cloud.traffic.always(endpoint, NOT_FOUND)
    shelf.recording = replace(shelf.recording, state="preparing")
    with pytest.raises(NotFoundError):
        await shelf.get()
    assert shelf.cloud.traffic.count(Endpoint.TRANSCODE) == 0


async def test_what_ring_refuses_in_every_way_is_refused(shelf: Shelf) -> None:
    for endpoint in (Endpoint.PLAY, Endpoint.RECORDING, Endpoint.TRANSCODE):
        shelf.cloud.traffic.always(endpoint, FORBIDDEN)
    with pytest.raises(RefusedError):
        await shelf.get()
    # Nor does a way that Ring does not know make it worth a wait.
    shelf.cloud.traffic.always(Endpoint.TRANSCODE, NOT_FOUND)
    with pytest.raises(RefusedError):
        await shelf.get()


async def test_a_bad_address_leaves_the_other_ways(shelf: Shelf) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, address("http://example.com/1.mp4"))
    await shelf.get()
    assert shelf.path.exists()


@pytest.mark.parametrize("where", ["https://example.com:port/", "https://[::1", ""])
async def test_a_redirection_to_nowhere_is_one_failed_download(
    shelf: Shelf, where: str
) -> None:
    moved = Fault(status=302, headers=(("Location", where),))
    shelf.cloud.traffic.always(Endpoint.MEDIA, moved)
    with pytest.raises((BadAddressError, NotFoundError)):
        await shelf.get()


async def test_redirections_come_to_an_end(shelf: Shelf, event: Event) -> None:
    where = str(shelf.cloud.state.address(event))
    moved = Fault(status=302, headers=(("Location", where),))
    shelf.cloud.traffic.always(Endpoint.MEDIA, moved)
    with pytest.raises(UnavailableError):
        await shelf.get()


async def test_an_account_that_is_not_in_use_any_more_downloads_nothing(
    shelf: Shelf,
) -> None:
    session = shelf.cloud.session()
    await session.close()
    with pytest.raises(UnavailableError):
        await download(shelf.api, session, shelf.device, shelf.recording, shelf.path)
