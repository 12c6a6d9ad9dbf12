"""Links come from the configured address and from nothing else."""

from collections.abc import Iterator
from unittest.mock import Mock

import pytest

from custom_components.ring_watch.web.addresses import (
    NoAddressError,
    Reach,
    links,
    links_from,
)
from homeassistant.components.http import current_request
from homeassistant.core import HomeAssistant
from homeassistant.core_config import async_process_ha_core_config

pytestmark = pytest.mark.sharing


@pytest.fixture
def poisoned() -> Iterator[None]:
    """A request that lies about the host it is for."""
    request = Mock(headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    token = current_request.set(request)
    yield
    current_request.reset(token)


def test_a_share_has_its_secret_after_the_number_sign() -> None:
    made = links_from("https://home.example.org:8443")
    assert made.share("id", "secret") == (
        "https://home.example.org:8443/ring_watch/s/id#secret"
    )
    assert made.ask("secret") == "https://home.example.org:8443/ring_watch/ask#secret"
    assert made.status("t") == "https://home.example.org:8443/ring_watch/status#t"
    assert made.door() == "https://home.example.org:8443/ring_watch/door"
    assert made.reach is Reach.EVERYWHERE


@pytest.mark.parametrize(
    "url",
    [
        "http://home.example.org",
        "http://8.8.8.8:8123",
        "http://[2001:4860:4860::8888]",
        "http://local.example.org",
    ],
)
def test_plain_http_to_the_internet_is_refused(url: str) -> None:
    with pytest.raises(NoAddressError, match="insecure_external_url"):
        links_from(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.168.1.5:8123",
        "http://10.0.0.2",
        "http://[fd00::5]:8123",
        "http://homeassistant.local:8123",
        "http://homeassistant:8123",
    ],
)
def test_an_address_of_the_home_network_is_labelled(url: str) -> None:
    assert links_from(url).reach is Reach.HOME_NETWORK


@pytest.mark.parametrize("url", ["", "ftp://home.example.org", "/ring_watch", "https:"])
def test_what_is_no_address_makes_no_link(url: str) -> None:
    with pytest.raises(NoAddressError, match="no_external_url"):
        links_from(url)


@pytest.mark.integration
@pytest.mark.usefixtures("poisoned")
async def test_case_46_no_request_reaches_a_link(hass: HomeAssistant) -> None:
    await async_process_ha_core_config(
        hass, {"external_url": "https://home.example.org"}
    )
    assert links(hass).share("i", "s") == "https://home.example.org/ring_watch/s/i#s"


@pytest.mark.integration
@pytest.mark.usefixtures("poisoned")
async def test_case_46_without_a_configured_address_there_is_none(
    hass: HomeAssistant,
) -> None:
    with pytest.raises(NoAddressError, match="no_external_url"):
        links(hass)


@pytest.mark.integration
async def test_the_configured_internal_address_serves_the_home_only(
    hass: HomeAssistant,
) -> None:
    await async_process_ha_core_config(
        hass, {"internal_url": "http://192.168.1.5:8123"}
    )
    made = links(hass)
    assert made.reach is Reach.HOME_NETWORK
    assert made.door() == "http://192.168.1.5:8123/ring_watch/door"
