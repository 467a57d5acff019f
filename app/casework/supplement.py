"""Supplements: after a request for more, only what is new or changed goes in, under labels that go on.

An exhibit and all that was added to it later are one family: 2-3, 2-3-1, 2-3-2. What an earlier packet
holds is read from its own account, and from what a supplement says of the packets before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.casework.desk import Desk
from app.casework.reading_back import read_packet
from app.domain.errors import UnusableInput
from app.domain.packet import (
    Change,
    ChangeKind,
    ExhibitRequest,
    PacketFile,
    PacketOptions,
    PacketRequest,
    SectionRequest,
    SourceFile,
    Supplement,
    Verification,
)
from app.domain.words import Text
from app.packet.identity import shown_digest
from app.packet.sheets import placed_indices

_LABEL = re.compile(r"(\d{1,6})-(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)

# Whose paper, for what, and which link of its chain.
_Key = tuple[str, str, str]


def read_earlier(desk: Desk, options: PacketOptions) -> Verification | None:
    """Read the packet that is to be supplemented, None where there is none.

    Raises UnusableInput where the options name no sound packet of ours, or a shared copy.
    """
    if not options.supplement_to:
        return None
    path = Path(options.supplement_to)
    earlier = read_packet(path, desk, options.supplement_password or options.password)
    if not earlier.sound:
        raise UnusableInput("supplement.unsound", path=str(path), count=len(earlier.discrepancies))
    if earlier.recipient:
        raise UnusableInput("supplement.to_share", path=str(path))
    return earlier


def only_changes(
    request: PacketRequest, earlier: Verification | None, titles: Mapping[str, Text]
) -> PacketRequest:
    """Return the request for what is new or changed since an earlier packet, with the list of changes.

    Without one the request stays as it is. `titles` names requirements of which the case has no paper any
    more. Raises UnusableInput where nothing has changed.
    """
    if earlier is None:
        return request
    comparison = _Comparison(earlier)
    numbers = _section_numbers(request, comparison)
    sections = [
        replace(section, number=number, exhibits=exhibits)
        for section, number in zip(request.sections, numbers, strict=True)
        if (exhibits := comparison.new_exhibits(section, number))
    ]
    comparison.note_removed(request, titles)
    if not comparison.changes:
        raise UnusableInput("supplement.nothing_new", path=earlier.path)
    supplement = Supplement(
        packet_id=earlier.packet_id,
        title=earlier.title,
        changes=tuple(sorted(comparison.changes, key=lambda one: _rank(one.label or one.old_label))),
        unchanged=comparison.unchanged,
        standing=tuple(comparison.standing()),
        labels=tuple(sorted(comparison.labels, key=_rank)),
        case_digest=shown_digest(request),
    )
    ordered = tuple(sorted(sections, key=lambda section: section.number))
    return replace(request, sections=ordered, supplement=supplement)


@dataclass
class _Family:
    """Holds the files of an exhibit and of all that was added to it; those that still stand are taken out."""

    label: str
    files: list[PacketFile] = field(default_factory=list)
    kept: list[PacketFile] = field(default_factory=list)

    def take(self, sha256: str, indices: tuple[int, ...] | None) -> bool:
        """Keep one file of this content and these pages (None: whichever), if there is one."""
        fitting = (file for file in self.files if file.sha256 == sha256)
        found = next((file for file in fitting if indices is None or file.indices == indices), None)
        if found is None:
            return False
        self.files.remove(found)
        self.kept.append(found)
        return True


class _Comparison:
    """Compares a request with an earlier packet, exhibit by exhibit, and gives labels."""

    def __init__(self, earlier: Verification) -> None:
        self._earlier = earlier
        several = earlier.volumes > 1
        held = [
            replace(file, packet=earlier.packet_id, volume=file.volume if several else 0)
            for file in earlier.files
        ]
        files = [*held, *earlier.standing]
        self.labels = {*earlier.labels, *(file.label for file in files)}
        # Packets of the first versions do not say whose a paper is.
        self._by_person = any(file.person for file in files)
        self._families: dict[_Key, dict[str, _Family]] = {}
        for file in sorted(files, key=lambda each: _rank(each.label)):
            key = self._key(file.person, file.requirement, file.part)
            label = _family_of(file.label)
            self._families.setdefault(key, {}).setdefault(label, _Family(label)).files.append(file)
        self.changes: list[Change] = []
        self._whole: list[list[_Family]] = []

    @property
    def unchanged(self) -> int:
        """Return how many exhibits are as they were: nothing new in them and nothing gone from them."""
        return sum(1 for families in self._whole if not any(family.files for family in families))

    def section_number(self, section: SectionRequest) -> int:
        """Return the number that a section has in the earlier packets, 0 where it is not in them."""
        keys = (self._key_of(exhibit) for exhibit in section.exhibits)
        labels = (label for key in keys for label in self._families.get(key, {}))
        return next((_rank(label)[0] for label in labels if _LABEL.fullmatch(label)), 0)

    def new_exhibits(self, section: SectionRequest, number: int) -> tuple[ExhibitRequest, ...]:
        """Return the exhibits of a section that hold anything new, with that only, and note the changes."""
        found = []
        for exhibit, new, known in [(each, *self._take_known(each)) for each in section.exhibits]:
            if new:
                found.append(self._labelled(exhibit, tuple(new), known, number))
            elif known:
                self._whole.append(known)
        return tuple(sorted(found, key=lambda exhibit: _rank(exhibit.label)))

    def note_removed(self, request: PacketRequest, titles: Mapping[str, Text]) -> None:
        """Note what the earlier packets hold and the case no longer does."""
        exhibits = [exhibit for section in request.sections for exhibit in section.exhibits]
        shown = {self._key_of(exhibit): exhibit.title for exhibit in exhibits}
        names = {exhibit.person: exhibit.person_name for exhibit in exhibits}
        for key, families in self._families.items():
            for label, files in _by_label(file for family in families.values() for file in family.files):
                first = files[0]
                title = shown.get(key) or titles.get(first.requirement) or Text.same(first.requirement)
                person = names.get(first.person, "")
                self.changes.append(_change(ChangeKind.REMOVED, title, person, files, old_label=label))

    def standing(self) -> Iterator[PacketFile]:
        """Give the files of earlier packets that still stand."""
        for families in self._families.values():
            for family in families.values():
                yield from family.kept

    def _take_known(self, exhibit: ExhibitRequest) -> tuple[list[SourceFile], list[_Family]]:
        """Return the files of an exhibit that are new, and the families of those that are not."""
        families = self._families.get(self._key_of(exhibit), {}).values()
        new, known = [], []
        for file in exhibit.files:
            # How many pages a Word file has is its converter's doing.
            whole = not self._by_person or file.treatment == "converted"
            indices = None if whole else placed_indices(file)
            family = next((each for each in families if each.take(file.sha256, indices)), None)
            if family is None:
                new.append(file)
            else:
                known.append(family)
        return new, known

    def _labelled(
        self, exhibit: ExhibitRequest, new: tuple[SourceFile, ...], known: list[_Family], number: int
    ) -> ExhibitRequest:
        names = tuple(dict.fromkeys(file.name for file in new))
        families = list(self._families.get(self._key_of(exhibit), {}).values())
        family = _nearest(families, known, names)
        label = self._next_in_section(number) if family is None else self._next_in_family(family.label)
        self.labels.add(label)
        gone = [] if family is None else list(family.files)
        kind = ChangeKind.REPLACED if gone else ChangeKind.ADDED
        change = _change(kind, exhibit.title, exhibit.person_name, gone, label=label)
        old_label = change.old_label or ("" if family is None else family.label)
        self.changes.append(replace(change, files=names, old_label=old_label))
        if family is not None:
            family.files.clear()
        return replace(exhibit, files=new, label=label)

    def _next_in_section(self, number: int) -> str:
        ranks = [_rank(label) for label in self.labels]
        return f"{number}-{1 + max((rank[1] for rank in ranks if rank[0] == number), default=0)}"

    def _next_in_family(self, family: str) -> str:
        ranks = [_rank(label)[2] for label in self.labels if _family_of(label) == family]
        return f"{family}-{1 + max(ranks, default=0)}"

    def _key(self, person: str, requirement: str, part: str) -> _Key:
        return (person, requirement, part) if self._by_person else ("", requirement, "")

    def _key_of(self, exhibit: ExhibitRequest) -> _Key:
        return self._key(exhibit.person, exhibit.requirement, exhibit.part)


def _section_numbers(request: PacketRequest, comparison: _Comparison) -> tuple[int, ...]:
    """Return each section's number: that of the earlier packets, or the next free one."""
    numbers = [comparison.section_number(section) for section in request.sections]
    highest = max((_rank(label)[0] for label in comparison.labels), default=0)
    for place, number in enumerate(numbers):
        if number == 0:
            highest += 1
            numbers[place] = highest
    return tuple(numbers)


def _nearest(families: list[_Family], known: list[_Family], names: tuple[str, ...]) -> _Family | None:
    """Return the family to which new files go: that of the papers beside them, else that which they replace.

    Else the last one, as more of the same; None where there is none.
    """
    if known:
        return known[-1]
    of_one_name = (each for each in families if any(file.name in names for file in each.files))
    emptied = (each for each in families if each.files and not each.kept)
    return next(of_one_name, None) or next(emptied, None) or (families[-1] if families else None)


def _change(
    kind: ChangeKind,
    title: Text,
    person: str,
    old: Iterable[PacketFile],
    *,
    label: str = "",
    old_label: str = "",
) -> Change:
    files = list(old)
    return Change(
        kind=kind,
        title=title,
        person_name=person,
        files=tuple(dict.fromkeys(file.name for file in files)),
        label=label,
        old_label=old_label or ", ".join(dict.fromkeys(file.label for file in files)),
        old_pages=tuple(sorted({page for file in files for page in file.pages})),
        old_packet=", ".join(dict.fromkeys(file.packet for file in files if file.packet)),
        old_volume=max((file.volume for file in files), default=0),
    )


def _by_label(files: Iterable[PacketFile]) -> Iterator[tuple[str, list[PacketFile]]]:
    labels: dict[str, list[PacketFile]] = {}
    for file in files:
        labels.setdefault(file.label, []).append(file)
    yield from labels.items()


def _family_of(label: str) -> str:
    found = _LABEL.fullmatch(label)
    return f"{found[1]}-{found[2]}" if found else label


def _rank(label: str) -> tuple[int, int, int]:
    found = _LABEL.fullmatch(label)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else (0, 0, 0)
