"""Values on the wire between the window and its worker, one line each.

A worker that a hostile file has taken over cannot make the window run anything: see `domain.codec`.
"""

from app.casework import own_templates, results, safety, tray
from app.domain import (
    backups,
    case,
    errors,
    files,
    findings,
    handover,
    judgement,
    ledger,
    letters,
    operations,
    packet,
    packs,
    photos,
    reading,
    rules,
    sorting,
    sources,
    timelines,
    uploads,
    words,
)
from app.domain.codec import Codec

_CODEC = Codec(
    *(
        own_templates,
        results,
        safety,
        tray,
        backups,
        case,
        errors,
        files,
        findings,
        handover,
        judgement,
        ledger,
        letters,
        operations,
        packet,
        packs,
        photos,
        reading,
        rules,
        sorting,
        sources,
        timelines,
        uploads,
        words,
    )
)
to_line = _CODEC.to_line
from_line = _CODEC.from_line
