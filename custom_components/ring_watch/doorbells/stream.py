"""Source ``stream``: a camera's own address."""

from typing import Any

from custom_components.ring_watch.const import CONF_TRANSPORT, SOURCE_STREAM
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.core import HomeAssistant

from .address import Address
from .signals import Signals


class StreamSource(Signals):
    """Records a stream whose address and credentials the owner gave."""

    model = "Video stream"

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry) -> None:
        """Read the address."""
        super().__init__(hass, subentry)
        data = subentry.data
        self._transport: str = data.get(CONF_TRANSPORT, "tcp")
        self._address = Address(
            data[CONF_URL], data.get(CONF_USERNAME), data.get(CONF_PASSWORD)
        )

    async def worker_source(self) -> dict[str, Any] | None:
        """Return the stream for the worker."""
        return {"kind": SOURCE_STREAM, **self._address.for_engine(self._transport)}

    async def stream_source(self) -> str | None:
        """Return the address of the live picture with its credentials."""
        return self._address.with_credentials()
