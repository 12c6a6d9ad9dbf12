"""Signs the manifests of what was approved (``ports.Notary``)."""

from . import manifest
from .ledger import Ledger
from .model import RenderedClip, Request, Span
from .ports import Approval


class HomeNotary:
    """Signs with the ledger's key and names the ledger's head."""

    def __init__(self, ledger: Ledger, version: str) -> None:
        """Sign for ``ledger``, which is open, as ``version`` of the software."""
        self._ledger = ledger
        self._version = version

    def manifests(self, request: Request, approval: Approval) -> list[str]:
        """Return a manifest for each prepared clip. Blocks.

        The head that they name comes after the approval's entry. Raises
        LedgerError, and ValueError for a request that has nothing prepared.
        """
        if request.prepared is None:
            raise ValueError("Nothing has been prepared.")
        ledger, key = self._ledger, self._ledger.keys.current
        about = manifest.Approval(
            request.request_id,
            self._requester(request),
            request.prepared.render_hash,
            approval.time,
        )
        clock = manifest.Clock(approval.synchronised, approval.behind)
        return [
            manifest.sign(
                key,
                manifest.build(
                    _described(clip, request),
                    about,
                    ledger_id=ledger.ledger_id,
                    head=ledger.place,
                    clock=clock,
                    version=self._version,
                    fingerprint=key.fingerprint,
                ),
            )
            for clip in request.prepared.clips
        ]

    def _requester(self, request: Request) -> str | None:
        """Return the ledger's commitment to the requester's name, if they gave one."""
        first = request.history[0].entry
        for entry in self._ledger.walk(first, first + 1):
            return entry.commitments.get("name")
        return None


def _described(clip: RenderedClip, request: Request) -> manifest.Clip:
    return manifest.Clip(
        name=clip.name,
        doorbell=clip.doorbell,
        size=clip.size,
        sha256=clip.sha256,
        asked=(request.start, request.end),
        approved=_window(clip.requested),
        delivered=_window(clip.delivered),
        gaps=[_window(gap) for gap in clip.gaps],
        changes=clip.changes,
        segments=[(segment.name, segment.sha256) for segment in clip.segments],
    )


def _window(span: Span) -> manifest.Window:
    return span.start, span.end
