"""Where a rule is written."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.words import Text


class Confidence(StrEnum):
    """How sure a fact is: an official text, a published summary, a secondary page, or nothing read."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    SECONDARY = "secondary"
    COMPUTED = "computed"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Source:
    """Names the instrument, the place in it, the day it was read and how sure that is."""

    instrument: str
    title: Text
    where: Text
    read_on: date
    confidence: Confidence
    note: Text | None = None
