"""Lays a case's evidence out as the sections and exhibits of a packet."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from app.casework.upright import set_upright
from app.domain.case import Case, Evidence, EvidencePart, PageSelectionError, PageTurn, Person, select_pages
from app.domain.files import FileKind, Handling, ReadyFile, Repair
from app.domain.judgement import ChecklistItem
from app.domain.not_needed import Left, said_not_needed
from app.domain.packet import (
    USUAL_OPTIONS,
    ExhibitRequest,
    LeftOut,
    Originals,
    PacketOptions,
    PacketRequest,
    SectionRequest,
    SourceFile,
)
from app.domain.pages import turns_in_file
from app.domain.reading import Reading
from app.domain.rules import PhotoProfile, Requirement, RulePack, Section
from app.domain.words import Text
from app.i18n.catalogue import both, filled
from app.i18n.terms import PART_NAMES, ROLE_NAMES, country_name, long_date

_PARTS_IN_ORDER = tuple(EvidencePart)
_PHOTO = "photo"


def make_request(
    pack: RulePack,
    case: Case,
    checklist: tuple[ChecklistItem, ...],
    files: Mapping[str, ReadyFile],
    *,
    draft: bool,
    options: PacketOptions = USUAL_OPTIONS,
    readings: Mapping[str, Reading] | None = None,
) -> PacketRequest:
    """Return everything that the packet of a case shows: a section per person and kind of paper.

    Pages that nobody turned stand as their text does where `readings` are given, else as in their files.
    """
    papers = _Papers(files, readings or {})
    place = pack.places[case.place]
    return PacketRequest(
        title=case.title,
        category=pack.categories[case.category].title,
        place=place.title,
        office=place.office,
        submit_on=case.submit_on,
        people=tuple(_person_row(person) for person in case.people),
        sections=tuple(_with_attached(_sections(pack, case, checklist, papers), options)),
        draft=draft,
        rule_pack=f"{pack.id} {pack.version}",
        options=options,
        applicant=display_name(case.principal) if case.principal else "",
        agent=case.agent,
        left_out=tuple(_left_out(pack, case, checklist)),
    )


def _left_out(pack: RulePack, case: Case, checklist: tuple[ChecklistItem, ...]) -> Iterator[LeftOut]:
    """Give what is asked and not handed in because somebody said that it is not needed, person by person."""
    left = (Left.OUT, Left.IN_PART)
    rows = [(each.row, each.left) for each in said_not_needed(case, checklist) if each.left in left]
    for person in case.people:
        for row, how in (pair for pair in rows if pair[0].person == person.id):
            title = pack.requirements[row.requirement].title
            if row.country is not None:
                country = country_name(row.country)
                title = filled("{title} issued in {country}", title=title, country=country)
            yield LeftOut(
                title, display_name(person), row.reason, row.said_by, row.said_on, how is Left.IN_PART
            )


def _with_attached(sections: Iterator[SectionRequest], options: PacketOptions) -> Iterator[SectionRequest]:
    """Have signed files attached where that is asked for; never to a shared copy, which leaves things out."""
    if options.originals is not Originals.ATTACHED or options.share is not None:
        yield from sections
        return
    for section in sections:
        exhibits = tuple(
            replace(each, files=tuple(replace(file, attached=bool(file.signatures)) for file in each.files))
            for each in section.exhibits
        )
        yield replace(section, exhibits=exhibits)


def display_name(person: Person) -> str:
    """Return a person's passport name, with the Chinese name behind it where there is one."""
    return f"{person.full_name} {person.chinese_name}" if person.chinese_name else person.full_name


def _person_row(person: Person) -> tuple[Text, ...]:
    nothing = Text.same("—")
    return (
        both(ROLE_NAMES[person.role]),
        Text.same(display_name(person)),
        Text.same(person.passport_number) if person.passport_number else nothing,
        country_name(person.nationality) if person.nationality else nothing,
        long_date(person.birth_date) if person.birth_date else nothing,
    )


def _sections(
    pack: RulePack, case: Case, checklist: tuple[ChecklistItem, ...], papers: "_Papers"
) -> Iterator[SectionRequest]:
    order = _requirement_order(checklist)
    for person in case.people:
        for section in pack.sections:
            evidence = _evidence_in(pack, case, person, section, order)
            if evidence:
                exhibits = tuple(_exhibit(pack, case, person, each, papers) for each in evidence)
                yield SectionRequest(
                    title=section.title, subtitle=_owner(person), exhibits=tuple(_told_apart(exhibits))
                )


def _told_apart(exhibits: tuple[ExhibitRequest, ...]) -> Iterator[ExhibitRequest]:
    """Name the file of a paper that would otherwise read like another, such as the wage of the next year."""
    titles = Counter((each.title, each.part) for each in exhibits)
    for each in exhibits:
        if titles[each.title, each.part] == 1 or not each.files:
            yield each
            continue
        name = Text.same(PurePosixPath(each.files[0].name).name)
        yield replace(each, details=(name, *each.details))


def _owner(person: Person) -> Text:
    role, name = both(ROLE_NAMES[person.role]), display_name(person)
    return Text(en=f"{role.en}: {name}", zh=f"{role.zh}：{name}")


def _requirement_order(checklist: tuple[ChecklistItem, ...]) -> dict[tuple[str, str], int]:
    """Return the place of each person's requirement in the checklist, alternatives beside it."""
    order: dict[tuple[str, str], int] = {}
    for index, item in enumerate(checklist):
        for requirement in (item.ask.requirement, *item.ask.instead):
            order.setdefault((item.person.id, requirement), index)
    return order


def _evidence_in(
    pack: RulePack, case: Case, person: Person, section: Section, order: Mapping[tuple[str, str], int]
) -> list[Evidence]:
    """Return a person's evidence of a section: as the checklist asks, then what nobody asked for.

    Within a requirement, papers of one country stand together: original, authentication, translation.
    """
    given = [
        evidence
        for evidence in case.evidence
        if evidence.person == person.id and pack.requirements[evidence.requirement].section == section.id
    ]

    def rank(evidence: Evidence) -> tuple[int, str, int]:
        key = (person.id, evidence.requirement)
        return order.get(key, len(order)), evidence.requirement, _PARTS_IN_ORDER.index(evidence.part)

    return sorted(given, key=rank)


def _exhibit(
    pack: RulePack, case: Case, person: Person, evidence: Evidence, papers: "_Papers"
) -> ExhibitRequest:
    requirement = pack.requirements[evidence.requirement]
    photo = pack.places[case.place].photo_on(pack.categories[case.category].kind, case.submit_on)
    is_photo = requirement.id == _PHOTO and photo is not None
    printed = photo if is_photo else None
    copies = pack.places[case.place].copies_of(requirement.id, pack.categories[case.category], case.submit_on)
    asked = None if copies is None else copies.count
    return ExhibitRequest(
        requirement=requirement.id,
        part=evidence.part.value,
        title=_title(requirement, evidence.part),
        person_name=display_name(person),
        details=tuple(_details(evidence)),
        files=tuple(_source_files(evidence, papers.of(evidence), printed)),
        form=_form(requirement, evidence.part),
        copies_asked=asked,
        notes=tuple(_notes(pack, case, evidence)),
        copies=asked or 1,
        one_page=evidence.one_page,
        person=person.id,
        unsigned=bool(evidence.made_from),
    )


def _title(requirement: Requirement, part: EvidencePart) -> Text:
    if part is EvidencePart.ORIGINAL:
        return requirement.title
    link = both(PART_NAMES[part])
    return Text(en=f"{requirement.title.en}: {link.en}", zh=f"{requirement.title.zh}：{link.zh}")


def _form(requirement: Requirement, part: EvidencePart) -> str:
    """Return in what form a paper is asked for; of a translator's licence the rules do not say."""
    return "" if part is EvidencePart.TRANSLATOR_LICENCE else requirement.form


def _notes(pack: RulePack, case: Case, evidence: Evidence) -> Iterator[Text]:
    """Give what the place says of a paper, once: beside the paper itself, not what belongs to it."""
    if evidence.part is EvidencePart.ORIGINAL:
        place, category = pack.places[case.place], pack.categories[case.category]
        for note in place.notes_for(evidence.requirement, category, case.submit_on):
            yield note.text


def _details(evidence: Evidence) -> Iterator[Text]:
    if evidence.made_from:
        # The day and the country of issue are those of the paper that is not there yet.
        yield both("Written, but not signed and sealed yet")
        return
    country = country_name(evidence.country) if evidence.country else None
    issued = long_date(evidence.issued_on) if evidence.issued_on else None
    if country is not None and issued is not None:
        yield filled("Issued in {country} on {day}", country=country, day=issued)
    elif country is not None:
        yield filled("Issued in {country}", country=country)
    elif issued is not None:
        yield filled("Issued on {day}", day=issued)
    if evidence.expires_on:
        until = long_date(evidence.expires_on)
        alone = country is None and issued is None
        yield filled("Valid until {day}", day=until) if alone else filled("valid until {day}", day=until)


@dataclass(frozen=True, slots=True)
class _Papers:
    """Holds what the papers of a case are, and what was read on them."""

    files: Mapping[str, ReadyFile]
    readings: Mapping[str, Reading]

    def of(self, evidence: Evidence) -> dict[str, ReadyFile]:
        """Return the files of a piece of evidence, with their pages as they are to stand in it."""
        counts = {name: len(self.files[name].facts.pages) for name in evidence.files}
        return {
            name: set_upright(
                self.files[name], self.readings.get(name), turns_in_file(evidence, place, counts)
            )
            for place, name in enumerate(evidence.files)
        }


def _source_files(
    evidence: Evidence, files: Mapping[str, ReadyFile], photo: PhotoProfile | None
) -> Iterator[SourceFile]:
    """Give the files in the order in which their pages are wanted; one may come more than once.

    With `photo` they are printed as photos of that profile.
    """
    turned = _turned_by_hand(evidence, files)
    for name, selected in _chosen_pages(evidence, files):
        ready = files[name]
        facts = ready.facts
        yield SourceFile(
            name=name,
            path=ready.path,
            kind=ready.kind,
            sha256=facts.sha256,
            size_bytes=facts.size_bytes,
            pages=facts.pages,
            selected=selected,
            problem=None if facts.problem is None else facts.problem.value,
            physical_mm=None if photo is None else (photo.width_mm, photo.height_mm),
            photo_count=1 if photo is None else photo.count,
            treatment=_treatment(ready),
            original=ready.original,
            handling=_handling(ready),
            signatures=facts.signatures,
            parts=ready.parts,
            stamp=ready.stamp,
            turned=turned.get(name, ()),
        )


def _turned_by_hand(evidence: Evidence, files: Mapping[str, ReadyFile]) -> dict[str, tuple[PageTurn, ...]]:
    """Return the turns of each file's pages; none where a Word file's pages may not have been counted yet."""
    if any(files[name].facts.kind is FileKind.DOCX for name in evidence.files):
        return {}
    counts = {name: len(files[name].facts.pages) for name in evidence.files}
    turns = {name: turns_in_file(evidence, place, counts) for place, name in enumerate(evidence.files)}
    return {name: tuple(PageTurn(*turn) for turn in each.items()) for name, each in turns.items()}


_REPAIRS = {
    Repair.PIKEPDF: Handling("rebuilt", "qpdf"),
    Repair.PDFIUM: Handling("rebuilt", "PDFium"),
    Repair.PICTURES: Handling("drawn", "PDFium"),
}


def _handling(ready: ReadyFile) -> tuple[Handling, ...]:
    """Return what was done to a file on its way, in order, each thing once."""
    done = list(ready.handling)
    named = {each.code for each in done}
    repair = _REPAIRS.get(ready.facts.repair) if ready.facts.repair is not None else None
    if repair is not None and repair.code not in named:
        done.insert(0, repair)
    if ready.facts.restricted and "unlocked" not in named:
        # qpdf also takes off an encryption that an empty password opens.
        done.insert(0, Handling("unlocked", "qpdf"))
    return tuple(done)


def _treatment(ready: ReadyFile) -> str:
    if ready.facts.kind is FileKind.DOCX:
        return "converted"
    if ready.facts.repair in tuple(Repair):
        return "repaired"
    if ready.facts.restricted:
        return "unlocked"
    if any(each.code == "flattened" for each in ready.handling):
        return "flattened"
    return "picture" if ready.kind.is_picture else "copied"


def _chosen_pages(evidence: Evidence, files: Mapping[str, ReadyFile]) -> list[tuple[str, tuple[int, ...]]]:
    """Return runs of pages (0-based) of one file each, in the order of the selection.

    A selection that cannot be followed takes every page; the review has said so.
    """
    pages = [(name, index) for name in evidence.files for index in range(len(files[name].facts.pages))]
    everything = [(name, tuple(range(len(files[name].facts.pages)))) for name in evidence.files]
    if evidence.pages is None:
        return everything
    try:
        chosen = [pages[index] for index in select_pages(evidence.pages, len(pages))]
    except PageSelectionError:
        return everything
    runs = itertools.groupby(chosen, key=lambda page: page[0])
    return [(name, tuple(index for _, index in run)) for name, run in runs]
