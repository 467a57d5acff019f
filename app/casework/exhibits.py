"""Lays a case's evidence out as the sections and exhibits of a packet."""

import itertools
from collections.abc import Iterator, Mapping

from app.domain.case import Case, Evidence, EvidencePart, PageSelectionError, Person, select_pages
from app.domain.files import FileKind, ReadyFile, Repair
from app.domain.judgement import ChecklistItem
from app.domain.packet import (
    USUAL_OPTIONS,
    ExhibitRequest,
    PacketOptions,
    PacketRequest,
    SectionRequest,
    SourceFile,
)
from app.domain.rules import Requirement, RulePack, Section
from app.domain.words import Text
from app.i18n.catalogue import both, filled
from app.i18n.terms import FORM_NAMES, PART_NAMES, ROLE_NAMES, country_name, long_date

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
) -> PacketRequest:
    """Return everything that the packet of a case shows: a section per person and kind of paper."""
    place = pack.places[case.place]
    return PacketRequest(
        title=case.title,
        category=pack.categories[case.category].title,
        place=place.title,
        office=place.office,
        submit_on=case.submit_on,
        people=tuple(_person_row(person) for person in case.people),
        sections=tuple(_sections(pack, case, checklist, files)),
        draft=draft,
        rule_pack=f"{pack.id} {pack.version}",
        options=options,
    )


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
    pack: RulePack, case: Case, checklist: tuple[ChecklistItem, ...], files: Mapping[str, ReadyFile]
) -> Iterator[SectionRequest]:
    order = _requirement_order(checklist)
    for person in case.people:
        for section in pack.sections:
            evidence = _evidence_in(pack, case, person, section, order)
            if evidence:
                yield SectionRequest(
                    title=section.title,
                    subtitle=_owner(person),
                    exhibits=tuple(_exhibit(pack, case, person, each, files) for each in evidence),
                )


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
    pack: RulePack, case: Case, person: Person, evidence: Evidence, files: Mapping[str, ReadyFile]
) -> ExhibitRequest:
    requirement = pack.requirements[evidence.requirement]
    photo = pack.places[case.place].photo_on(pack.categories[case.category].kind, case.submit_on)
    is_photo = requirement.id == _PHOTO and photo is not None
    physical = (photo.width_mm, photo.height_mm) if is_photo and photo is not None else None
    return ExhibitRequest(
        requirement=requirement.id,
        part=evidence.part.value,
        title=_title(requirement, evidence.part),
        person_name=display_name(person),
        details=tuple(_details(requirement, evidence)),
        files=tuple(_source_files(evidence, files, physical)),
    )


def _title(requirement: Requirement, part: EvidencePart) -> Text:
    if part is EvidencePart.ORIGINAL:
        return requirement.title
    link = both(PART_NAMES[part])
    return Text(en=f"{requirement.title.en}: {link.en}", zh=f"{requirement.title.zh}：{link.zh}")


def _details(requirement: Requirement, evidence: Evidence) -> Iterator[Text]:
    if evidence.country:
        name = country_name(evidence.country)
        yield filled("Issued in {country}", country=name)
    if evidence.issued_on:
        yield filled("Issued on {day}", day=long_date(evidence.issued_on))
    if evidence.expires_on:
        yield filled("Valid until {day}", day=long_date(evidence.expires_on))
    if evidence.part is EvidencePart.ORIGINAL:
        yield both(FORM_NAMES[requirement.form])


def _source_files(
    evidence: Evidence, files: Mapping[str, ReadyFile], physical: tuple[float, float] | None
) -> Iterator[SourceFile]:
    """Give the files in the order in which their pages are wanted; one may come more than once."""
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
            physical_mm=physical,
            treatment=_treatment(ready),
        )


def _treatment(ready: ReadyFile) -> str:
    if ready.facts.kind is FileKind.DOCX:
        return "converted"
    if ready.facts.repair in tuple(Repair):
        return "repaired"
    if ready.facts.restricted:
        return "unlocked"
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
