"""The connection to a camera: messages and interleaved data, one after the other."""

from collections.abc import Sequence
from contextlib import suppress
import socket
import ssl
import time

from ..hosts import resolve
from .messages import Frame, Message, split

_AT_ONCE = 1 << 18
_SHORTEST_SECONDS = 1.0
_SHORT_SECONDS = 0.02


class Wire:
    """Reads and writes one connection; a context that closes it."""

    def __init__(self, connected: socket.socket) -> None:
        """Take over an open connection."""
        self._socket = connected
        self._data = b""
        self._at = 0
        self._returned: list[Frame | Message] = []

    @property
    def peer(self) -> str:
        """The camera's own address."""
        return str(self._socket.getpeername()[0])

    @property
    def local(self) -> str:
        """The address that it knows this machine by."""
        return str(self._socket.getsockname()[0])

    @property
    def family(self) -> socket.AddressFamily:
        """The kind of the addresses."""
        return self._socket.family

    def fileno(self) -> int:
        """Return what can be polled."""
        return self._socket.fileno()

    def send(self, data: bytes) -> None:
        """Send; raises OSError."""
        self._socket.sendall(data)

    def receive(self, deadline: float) -> list[Frame | Message]:
        """Return what comes next, at ``deadline`` (monotonic seconds) at the latest.

        At least one item, and all that came with it. Raises TimeoutError, EOFError at
        the end, OSError, and GarbledError.
        """
        late = False
        while not (items := self.fetched()):
            left = deadline - time.monotonic()
            if left <= 0:
                if late:
                    raise TimeoutError
                # Who was kept from reading by something else has not waited yet.
                left, late = _SHORT_SECONDS, True
            self._socket.settimeout(left)
            self.fetch()
        return items

    def fetched(self) -> list[Frame | Message]:
        """Return what is complete of what was fetched; raises GarbledError."""
        returned, self._returned = self._returned, []
        items, self._at = split(self._data, self._at)
        return returned + items

    def give_back(self, items: Sequence[Frame | Message]) -> None:
        """Have items returned once more, before all others."""
        self._returned = list(items)

    def fetch(self) -> None:
        """Read what there is, or wait for it; raises EOFError and OSError."""
        more = self._socket.recv(_AT_ONCE)
        if not more:
            raise EOFError
        self._data = self._data[self._at :] + more
        self._at = 0

    def interrupt(self) -> None:
        """Wake up, from another thread, who waits for something to come."""
        with suppress(OSError):
            # Not that of TLS, which belongs to the other thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


def connect(host: str, port: int, *, secure: bool, deadline: float) -> Wire:
    """Connect to a camera. ``secure``: by TLS, whoever signed its certificate.

    Raises OSError, TimeoutError, and EngineError ``bad_source`` for a name that leads to
    none of the owner's cameras.
    """
    trouble: OSError = OSError()
    found = list(resolve(host, port))
    for number, (family, kind, protocol, _, address) in enumerate(found):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection = socket.socket(family, kind, protocol)
        try:
            # Of several addresses one that is dead must not take all the time.
            share = left / (len(found) - number)
            connection.settimeout(max(share, _SHORTEST_SECONDS))
            connection.connect(address)
            if secure:
                connection = _context().wrap_socket(connection, server_hostname=host)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            connection.close()
            trouble = error
        except BaseException:
            connection.close()
            raise
        else:
            return Wire(connection)
    raise trouble


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Cameras have certificates of their own making, and old ones old ciphers and keys.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context
