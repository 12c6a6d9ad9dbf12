"""One recording to a private file: whole, from a fresh address, and told to nobody."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import json
from pathlib import Path
import shutil
import stat

import pytest
from yarl import URL

from custom_components.ring_watch.engine.times import to_us
from custom_components.ring_watch.ring.api import RingApi
from custom_components.ring_watch.ring.devices import RingDevice, read_devices
from custom_components.ring_watch.ring.download import ATTEMPTS, download
from custom_components.ring_watch.ring.errors import (
    BadAddressError,
    NotFoundError,
    ThrottledError,
    UnavailableError,
)
from custom_components.ring_watch.ring.history import find_recordings
from custom_components.ring_watch.ring.recordings import Recording

from .cloud import (
    BAD_GATEWAY,
    NO_JSON,
    NOT_FOUND,
    UNAUTHORIZED,
    Account,
    Device,
    Endpoint,
    Event,
    Fault,
    RingCloud,
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
        shelf.cloud.traffic.next(endpoint, NOT_FOUND)
    with pytest.raises(NotFoundError):
        await shelf.get()


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
    ],
)
async def test_an_address_that_ring_would_not_give_is_not_followed(
    shelf: Shelf, where: str
) -> None:
    shelf.cloud.traffic.always(Endpoint.PLAY, address(where))
    shelf.cloud.traffic.always(Endpoint.RECORDING, address(where))
    with pytest.raises(BadAddressError):
        await shelf.get()
    assert shelf.cloud.traffic.count(Endpoint.MEDIA) == 0
    assert not shelf.path.exists()


async def test_a_redirection_of_the_store_is_followed_with_the_same_care(
    shelf: Shelf,
) -> None:
    inward = Fault(status=302, headers=(("Location", "https://10.0.0.1/x.mp4"),))
    shelf.cloud.traffic.next(Endpoint.MEDIA, inward)
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


async def test_a_recording_that_has_no_room_is_not_begun(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(shelf.path.parent)
    full = usage._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    with pytest.raises(OSError, match="space"):
        await shelf.get()
    assert not shelf.path.exists()
