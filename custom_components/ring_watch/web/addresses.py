"""Links, built only from the external address that Home Assistant is set to."""

from dataclasses import dataclass, replace
from enum import StrEnum
from ipaddress import ip_address
from typing import Final

from yarl import URL

from homeassistant.core import HomeAssistant
from homeassistant.helpers.network import NoURLAvailableError, get_url

from .pages import ASK, DOOR, STATUS
from .share import SHARES

_LOCAL_SUFFIXES: Final = (".local", ".lan", ".home.arpa", ".internal")


class Reach(StrEnum):
    """From where an address can be opened."""

    EVERYWHERE = "everywhere"
    HOME_NETWORK = "home_network"


class NoAddressError(Exception):
    """There is no address to build links from.

    ``code``: ``no_external_url``, or ``insecure_external_url`` for plain http to the
    internet.
    """

    def __init__(self, code: str) -> None:
        """Keep the code, a key of translated errors."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses of pages. What comes after # is secret."""

    base: URL
    reach: Reach

    def share(self, share_id: str, secret: str) -> str:
        """Return the address of a share."""
        return self._link(f"{SHARES}/{share_id}", secret)

    def ask(self, page_secret: str) -> str:
        """Return the address of a requester's personal page."""
        return self._link(ASK, page_secret)

    def status(self, token: str) -> str:
        """Return the address of a request's status."""
        return self._link(STATUS, token)

    def door(self) -> str:
        """Return the address of the page for strangers."""
        return self._link(DOOR)

    def _link(self, path: str, secret: str | None = None) -> str:
        return str(self.base.with_path(path).with_fragment(secret))


def is_local(host: str) -> bool:
    """Tell whether a host can only be one of the home's own network."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_SUFFIXES)
    return address.is_private or address.is_link_local or address.is_loopback


def links_from(external_url: str) -> Links:
    """Return the links under an address; raises NoAddressError."""
    base = URL(external_url)
    if base.scheme == "https" and base.host:
        return Links(base.origin(), Reach.EVERYWHERE)
    if base.scheme != "http" or not base.host:
        raise NoAddressError("no_external_url")
    if not is_local(base.host):
        raise NoAddressError("insecure_external_url")
    return Links(base.origin(), Reach.HOME_NETWORK)


def links(hass: HomeAssistant) -> Links:
    """Return the links of this home; raises NoAddressError.

    Without an external address, the internal one serves the home's own network, if it
    was configured. No request has a say in it: neither Host nor X-Forwarded-Host
    reaches a link.
    """
    try:
        url = get_url(hass, allow_internal=False, prefer_external=True, allow_ip=True)
    except NoURLAvailableError:
        url = hass.config.internal_url or ""
        found = links_from(url)
        return replace(found, reach=Reach.HOME_NETWORK)
    return links_from(url)
