"""Manifests: what is signed of each clip when it is approved."""

from collections.abc import Callable, Sequence

from custom_components.ring_watch.sharing import manifest
from custom_components.ring_watch.sharing.chain import Entry, Head
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.model.clips import Span
from custom_components.ring_watch.sharing.model.requests import Request
from custom_components.ring_watch.sharing.ports import Approval
from custom_components.ring_watch.sharing.reader import LedgerError


class LedgerNotary:
    """``ports.Notary``: signs with the ledger's key."""

    def __init__(
        self, ledger: Ledger, version: str, store: Callable[[Keys], None]
    ) -> None:
        """``version`` is this software's; ``store`` keeps the keys, durably."""
        self._ledger = ledger
        self._version = version
        self._store = store

    def manifests(self, request: Request, approval: Approval) -> Sequence[str]:
        """Return a manifest for each of the prepared clips. Blocks."""
        assert request.prepared
        ledger, entry = self._ledger, self._entry(approval.entry.seq)
        received = self._entry(request.history[0].entry)
        approved = manifest.Approval(
            request_id=request.request_id,
            # The entry holds the salted commitments to who asked and why.
            requester=received.hash,
            render_hash=request.prepared.render_hash,
            time_us=approval.time,
        )
        return [
            manifest.sign(
                ledger.keys.current,
                manifest.build(
                    manifest.Clip(
                        name=f"clip-{number}.mp4",
                        doorbell=clip.doorbell,
                        size=clip.size,
                        sha256=clip.sha256,
                        asked=(request.start, request.end),
                        approved=_window(clip.requested),
                        delivered=_window(clip.delivered),
                        gaps=[_window(gap) for gap in clip.gaps],
                        changes=clip.changes,
                        segments=[(one.name, one.sha256) for one in clip.segments],
                    ),
                    approved,
                    ledger_id=ledger.ledger_id,
                    head=Head(entry.seq + 1, entry.hash),
                    clock=manifest.Clock(approval.synchronised, approval.behind),
                    version=self._version,
                    fingerprint=ledger.keys.fingerprint,
                ),
            )
            for number, clip in enumerate(request.prepared.clips, 1)
        ]

    def rotate(self) -> str:
        """Hand over to a new key; return its fingerprint. Blocks. Raises OSError."""
        keys = self._ledger.keys.with_next()
        self._store(keys)
        try:
            self._ledger.rotate(keys)
        finally:
            self._store(self._ledger.keys)
        return self._ledger.keys.fingerprint

    def _entry(self, number: int) -> Entry:
        """Return an entry. Raises LedgerError where the ledger is damaged."""
        entry = next(self._ledger.walk(number, number + 1), None)
        if entry is None:
            raise LedgerError("ledger_damaged", f"Entry {number} cannot be read.")
        return entry


def _window(span: Span) -> tuple[int, int]:
    return (span.start, span.end)
