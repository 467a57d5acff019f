"""Proposes for loose files where in a case each one belongs. It moves nothing and enters nothing.

What a file is comes from its reading, whom it is about from names, numbers and birth dates on it, and
what is asked from the checklist. Authentications and translator's licences name nobody; they follow the
paper beside which they lie.
"""

import hashlib
import itertools
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from app.casework.checklist import list_checklist
from app.casework.desk import Desk, OpenCase
from app.domain.case import Case, Evidence, EvidencePart, Person, PersonRole
from app.domain.errors import UnusableInput
from app.domain.names import NUMBER_CONFUSIONS, fold, same_name, same_number
from app.domain.packet import Progress
from app.domain.papers import KindTable
from app.domain.reading import Fact, FactName, KindGuess, PageReading, Reading, Subject
from app.domain.sorting import Placement, Reason, SortedFolder, Spot, Sureness
from app.env.there import is_file
from app.intake.kinds import kind_table, requirement_candidates
from app.store.case_toml import write_case

Read = Callable[[Path], Reading | None]
Report = Callable[[Progress], None]

_CASE_FILE = "case.toml"
# What speaks for a person; a birth date alone does not, twins and mere chance have it in common.
_NUMBER, _NUMBER_MISREAD, _NAME, _CHINESE_NAME, _BIRTH_DATE = 6, 4, 5, 3, 2
_LEAST_POINTS, _CLEAR_LEAD, _FIRST_MENTION = 4, 2, 6
_SHORTEST_COMPANY = 6
# A Chinese sign says as much as two or three letters.
_LETTERS_PER_SIGN = 2.5
_SHORTEST_NAME, _SHORTEST_NUMBER = 5, 6
_LIKELY_KIND = 0.8
# How much of the sureness of the kind is left when the person is not named on the paper.
_ONLY_ONE_ASKED, _NOBODY = 0.85, 0.5
# Whose paper it is where several people of the case stand on it (the papers that say how they are related).
_ROLE_FIRST = {
    "marriage-certificate": (PersonRole.SPOUSE,),
    "birth-certificate": (PersonRole.CHILD,),
    "kinship-proof": (PersonRole.CHILD, PersonRole.SPOUSE, PersonRole.PARENT),
    "sponsor-identity": (PersonRole.SPONSOR,),
    "leader-recommendation": (PersonRole.PRINCIPAL,),
    "leader-guarantee": (PersonRole.PRINCIPAL,),
}
_BY_YEAR = frozenset({"income-proof", "tax-proof", "stay-record"})
_CURRENT, _PREVIOUS = "visa-or-permit", "previous-permits"
_PAGE_OF = re.compile(
    r"第\s*(\d{1,3})\s*页\D{0,4}共\s*(\d{1,3})\s*页|page\s*(\d{1,3})\s*of\s*(\d{1,3})", re.I
)
_DIGITS = re.compile(r"(\d+)")
_YEAR = re.compile(r"(20\d{2})\s*年")
_YEAR_IN_NAME = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_CONFUSED = {each: f"[{''.join(sorted(pair))}]" for pair in NUMBER_CONFUSIONS for each in pair}
_LATIN_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+")
_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Z])")
_SHORTEST_COMMON_STEM = 4


@dataclass(frozen=True, slots=True)
class _Loose:
    """A loose file with what was read on it; `letters` are its letters and digits, `name` as listed."""

    name: str
    path: Path
    sha256: str
    reading: Reading | None
    text: str
    letters: str
    guess: KindGuess | None
    kinds: frozenset[str]

    @property
    def facts(self) -> Iterator[Fact]:
        """Give the facts of all pages."""
        for page in self.reading.pages if self.reading else ():
            yield from page.facts


@dataclass(frozen=True, slots=True)
class _Asked:
    """The case, if any, and what its checklist asks of whom."""

    case: Case | None
    items: frozenset[tuple[str, str]]
    missing: frozenset[tuple[str, str]]
    chained: frozenset[str]

    def people_for(self, requirement: str) -> list[Person]:
        """Return the people of whom a requirement is asked."""
        people = () if self.case is None else self.case.people
        return [person for person in people if (requirement, person.id) in self.items]


def sort_folder(
    desk: Desk,
    folder: Path,
    opened: OpenCase | None,
    read: Read,
    *,
    today: date,
    report: Report = lambda _progress: None,
) -> SortedFolder:
    """Propose where each file below a folder belongs; raises UnusableInput where there is no folder."""
    files = loose_files(folder)
    loose = []
    for done, (name, path) in enumerate(files.items(), start=1):
        loose.append(_look(name, path, read))
        report(Progress("read", done, len(files), name))
    return place_files(desk, loose, opened, today=today)


def sort_papers(desk: Desk, folder: Path, opened: OpenCase, *, today: date, report: Report) -> SortedFolder:
    """Read the files below a folder in guarded processes and propose where each belongs."""
    return sort_files(desk, loose_files(folder), opened, today=today, report=report)


def sort_files(
    desk: Desk, files: Mapping[str, Path], opened: OpenCase, *, today: date, report: Report
) -> SortedFolder:
    """Read files in guarded processes and propose where in the case each belongs."""
    # Only here: what only looks at proposals starts without the reading of files.
    from app.casework.examining import examine_paths, is_readable, read_each

    facts = {}
    with closing(examine_paths(desk, files)) as coming:
        for name, each in coming:
            facts[name] = each
            report(Progress("examine", len(facts), len(files), name))
    total = sum(map(is_readable, facts.values()))
    readings: dict[Path, Reading] = {}
    with closing(read_each(desk, replace(opened, files=files, id=None), facts, today=today)) as coming_in:
        for name, reading in coming_in:
            readings[files[name]] = reading
            report(Progress("read", len(readings), total, name))
    loose = [_look(name, path, readings.get) for name, path in files.items()]
    return place_files(desk, loose, opened, today=today)


def loose_files(folder: Path, *, besides: Path | None = None) -> dict[str, Path]:
    """Return the files below a folder by their names in it, in natural order.

    Hidden ones are left out, and those in the folder `besides`.
    """
    if not folder.is_dir():
        raise UnusableInput("folder.not_found", path=str(folder))
    found: dict[str, Path] = {}
    kept_apart = None if besides is None else os.path.realpath(besides)
    for parent, folders, names in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        if kept_apart is not None and Path(os.path.realpath(parent)).is_relative_to(kept_apart):
            folders.clear()
            continue
        for name in names:
            path = Path(parent) / name
            if not name.startswith(".") and name != _CASE_FILE and is_file(path) and not path.is_symlink():
                found[path.relative_to(folder).as_posix()] = path
    return {name: found[name] for name in sorted(found, key=_natural)}


def place_files(
    desk: Desk, loose: Sequence["_Loose"], opened: OpenCase | None, *, today: date
) -> SortedFolder:
    """Propose where files that were looked at belong."""
    asked = _what_is_asked(desk, opened, today)
    table = kind_table()
    known = _hashes_in_case(opened)
    placed = {each.name: _place(each, asked, table) for each in loose}
    by_name = {each.name: each for each in loose}
    _keep_latest_permit(placed, by_name, asked)
    _attach_chain(placed, by_name, asked, table)
    _join_pages(placed, by_name)
    placements = tuple(
        replace(placed[each.name], already=known.get(each.sha256, ()), year=_year_in(placed[each.name], each))
        for each in loose
    )
    return SortedFolder(placements, _sure_evidence(placements))


def kinds() -> KindTable:
    """Return every kind of paper and what it can stand for."""
    return kind_table()


def evidence_toml(evidence: Sequence[Evidence], case: Case) -> str:
    """Write pieces of evidence as they would stand in a case file."""
    text = write_case(replace(case, evidence=tuple(evidence)))
    start = text.find("[[evidence]]")
    return text[start:] if start >= 0 else ""


# --- looking at one file


def _look(name: str, path: Path, read: Read) -> _Loose:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnusableInput("file.cannot_open", file=name) from error
    reading = read(path)
    lines = [line.text for page in (reading.pages if reading else ()) for line in page.lines]
    text = unicodedata.normalize("NFKC", "\n".join(lines))
    letters = "".join(each for each in text.upper() if each.isalnum())
    guesses = [page.kind for page in (reading.pages if reading else ()) if page.kind is not None]
    kinds = frozenset(guess.kind for guess in guesses if guess.sure)
    guess = _whole_translation(reading) or _main_guess(guesses)
    return _Loose(name, path, digest, reading, text, letters, guess, kinds)


def _whole_translation(reading: Reading | None) -> KindGuess | None:
    """Return the translation that a file is as a whole: what it translates may fill pages of its own.

    An original with its translation behind it is written in another language, and so is the foreign
    translation behind a Chinese deed.
    """
    pages = [page for page in (reading.pages if reading else ()) if page.kind is not None and page.kind.sure]
    parts = {page.number: kind_table().kinds[page.kind.kind].parts for page in pages if page.kind}
    own = [page for page in pages if EvidencePart.TRANSLATION in parts[page.number]]
    rest = [page.kind for page in pages if EvidencePart.TRANSLATION not in parts[page.number] and page.kind]
    if not own or not rest or own[0].kind is None or not all(map(_is_chinese, pages)):
        return None
    return replace(own[0].kind, of=_main_kind(rest))


def _main_kind(guesses: Sequence[KindGuess]) -> str | None:
    main = _main_guess(guesses)
    return None if main is None else main.kind


def _is_chinese(page: PageReading) -> bool:
    """Say whether a page is written in Chinese, names and numbers in Latin letters aside."""
    text = "".join(line.text for line in page.lines)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return _LETTERS_PER_SIGN * chinese >= sum(letter.isascii() and letter.isalpha() for letter in text)


def _main_guess(guesses: Sequence[KindGuess]) -> KindGuess | None:
    """Return what a file is: the first page that is sure, an original before what goes with it."""
    table = kind_table()

    def order(guess: KindGuess) -> tuple[bool, bool, float]:
        kind = table.kinds.get(guess.kind)
        is_original = kind is not None and EvidencePart.ORIGINAL in kind.parts and bool(kind.answers)
        return (guess.sure, is_original, guess.confidence if not guess.sure else 1.0)

    # `max` keeps the first among equals: the first page.
    return max(guesses, key=order, default=None)


def _what_is_asked(desk: Desk, opened: OpenCase | None, today: date) -> _Asked:
    chained = frozenset(each.id for each in desk.pack.requirements.values() if each.chain is not None)
    if opened is None:
        return _Asked(None, frozenset(), frozenset(), chained)
    checklist = list_checklist(desk, opened.case, today=today)
    items = frozenset((item.requirement.id, item.person.id) for item in checklist)
    # A scan of a letter of ours belongs where the letter stands that nobody has signed.
    missing = frozenset(
        (item.requirement.id, item.person.id)
        for item in checklist
        if all(evidence.made_from for evidence in item.evidence)
    )
    return _Asked(opened.case, items, missing, chained)


def _hashes_in_case(opened: OpenCase | None) -> Mapping[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for name, path in (opened.files if opened else {}).items():
        if path.is_file():
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            known[digest] = (*known.get(digest, ()), name)
    return known


# --- one file on its own


def _place(loose: _Loose, asked: _Asked, table: KindTable) -> Placement:
    guess = loose.guess
    if guess is None:
        return Placement(loose.name, loose.sha256, Sureness.UNKNOWN, reasons=(_unread(loose),))
    reasons = [_kind_reason(guess)]
    part = _part_of(guess, table)
    candidates = requirement_candidates(guess)
    if not candidates:
        known = guess.sure and not _follows(guess, table)
        reasons += [Reason("nothing_asks")] if known else []
        sureness = Sureness.UNSURE if _follows(guess, table) else Sureness.UNKNOWN
        return Placement(loose.name, loose.sha256, sureness, kind=guess, reasons=tuple(reasons))
    spots = _spots(loose, candidates, part, asked)
    best, why, named = spots[0]
    reasons += why
    several = _holds_several(loose, table)
    reasons += [Reason("several_papers")] if several else []
    sureness = _sureness(guess, best, several=several, named=named, asked=asked)
    others = tuple(spot for spot, _, _ in spots[1:4])
    return Placement(loose.name, loose.sha256, sureness, best, others, guess, tuple(reasons))


def _unread(loose: _Loose) -> Reason:
    if loose.reading is None or (loose.reading.trouble is not None and not loose.reading.pages):
        return Reason("not_read")
    return Reason("no_kind" if loose.text.strip() else "no_words")


def _kind_reason(guess: KindGuess) -> Reason:
    return Reason("words", {"words": guess.words[:3]}) if guess.words else Reason("looks")


def _part_of(guess: KindGuess, table: KindTable) -> EvidencePart:
    kind = table.kinds.get(guess.kind)
    return kind.parts[0] if kind is not None and kind.parts else EvidencePart.ORIGINAL


def _follows(guess: KindGuess, table: KindTable) -> bool:
    """Say whether a kind only goes with another paper."""
    kind = table.kinds.get(guess.kind)
    return kind is not None and EvidencePart.ORIGINAL not in kind.parts


def _holds_several(loose: _Loose, table: KindTable) -> bool:
    """Say whether one file holds papers for different requirements."""
    answers = [set(table.kinds[kind].answers) for kind in loose.kinds if table.kinds[kind].answers]
    return any(not (a & b) for a in answers for b in answers)


def _sureness(guess: KindGuess, spot: Spot, *, several: bool, named: bool, asked: _Asked) -> Sureness:
    if several or not (guess.sure or guess.confidence >= _LIKELY_KIND):
        return Sureness.UNSURE
    if spot.person is None or spot.share < _NOBODY:
        return Sureness.UNSURE
    is_asked = (spot.requirement, spot.person) in asked.items
    return Sureness.SURE if guess.sure and named and is_asked else Sureness.LIKELY


def _spots(
    loose: _Loose, candidates: Sequence[str], part: EvidencePart, asked: _Asked
) -> list[tuple[Spot, list[Reason], bool]]:
    """Return where a file may belong, the likeliest first, why, and whether it names the person."""
    guess = loose.guess
    confidence = guess.confidence if guess is not None else 0.0
    points = _points(loose, asked.case)
    spots = []
    for number, requirement in enumerate(candidates):
        person, reasons, named = _whose(requirement, points, loose, asked)
        key = (requirement, person.id if person else "")
        rank = (key not in asked.items, key not in asked.missing, number)
        factor = 1.0 if named else _ONLY_ONE_ASKED if person else _NOBODY
        share = round(confidence * factor * (1.0 if number == 0 or key in asked.items else 0.5), 3)
        spots.append((rank, Spot(requirement, person.id if person else None, part, share), reasons, named))
    # What the checklist asks of that person comes before what is usual for the kind, but a paper that has a
    # requirement of its own name stays with it.
    own = guess.of or guess.kind if guess is not None else ""
    spots.sort(key=lambda each: (each[1].requirement != own, each[0][0], each[0][2]))
    return [(spot, reasons, named) for _, spot, reasons, named in spots]


def _points(loose: _Loose, case: Case | None) -> dict[str, tuple[int, list[Reason]]]:
    """Say of each person how much on the paper speaks for it being about them, and what."""
    folded = fold(loose.text)
    return {person.id: _points_of(person, loose, folded) for person in (case.people if case else ())}


def _points_of(person: Person, loose: _Loose, folded: str) -> tuple[int, list[Reason]]:
    points, reasons = 0, []
    if person.passport_number and len(person.passport_number) >= _SHORTEST_NUMBER:
        number = "".join(each for each in person.passport_number.upper() if each.isalnum())
        if number in loose.letters or _any_number(loose, number):
            points, reasons = points + _NUMBER, [Reason("number", {"number": person.passport_number})]
        elif _without_confusions(number) in _without_confusions(loose.letters):
            points, reasons = points + _NUMBER_MISREAD, [Reason("number", {"number": person.passport_number})]
    if _names(person, loose, folded):
        points += _NAME
        reasons.append(Reason("name", {"name": person.full_name}))
    elif person.chinese_name and len(person.chinese_name) > 1 and person.chinese_name in loose.text:
        points += _CHINESE_NAME
        reasons.append(Reason("name", {"name": person.chinese_name}))
    if person.birth_date and any(
        fact.name is FactName.BIRTH_DATE
        and fact.subject is not Subject.OTHER
        and fact.value == person.birth_date
        for fact in loose.facts
    ):
        points += _BIRTH_DATE
        reasons.append(Reason("birth_date"))
    return points, reasons


def _any_number(loose: _Loose, number: str) -> bool:
    return any(
        fact.name is FactName.PASSPORT_NUMBER and same_number(str(fact.value), number) for fact in loose.facts
    )


def _without_confusions(text: str) -> str:
    for pair in NUMBER_CONFUSIONS:
        first, second = sorted(pair)
        text = text.replace(second, first)
    return text


def _names(person: Person, loose: _Loose, folded: str) -> bool:
    if not (person.surname and person.given_names):
        return False
    if any(
        fact.name is FactName.NAME and same_name(str(fact.value), person.full_name) for fact in loose.facts
    ):
        return True
    surname, given = fold(person.surname), fold(person.given_names)
    if len(surname + given) < _SHORTEST_NAME:
        return False
    if surname + given in folded or given + surname in folded:
        return True
    return any(same_name(words, person.full_name) for words in _words_like(person, loose.text))


def _words_like(person: Person, text: str) -> Iterator[str]:
    """Give the runs of words that are as long as a name, from lines that bear one of its given names."""
    given = fold(person.given_names.split()[0])
    size = len(person.full_name.replace("-", " ").split())
    for line in text.split("\n"):
        words = _LATIN_WORD.findall(line)
        if given and given in fold(" ".join(words)):
            for length in (size, size - 1):
                yield from (
                    " ".join(words[at : at + length]) for at in range(len(words) - length + 1) if length
                )


def _whose(
    requirement: str, points: Mapping[str, tuple[int, list[Reason]]], loose: _Loose, asked: _Asked
) -> tuple[Person | None, list[Reason], bool]:
    """Return whose paper it is for a requirement, why, and whether the paper itself names that person."""
    if asked.case is None:
        return None, [], False
    held = [person for person in asked.case.people if points[person.id][0] >= _LEAST_POINTS]
    first = min(held, key=lambda person: _first_mention(person, loose), default=None)
    by_role = _by_role(requirement, held)
    if by_role is not None:
        return by_role, points[by_role.id][1], True
    # The holder of a paper stands before the relatives that it lists.
    worth = {each.id: points[each.id][0] + (_FIRST_MENTION if each is first else 0) for each in held}
    held.sort(key=lambda person: worth[person.id], reverse=True)
    if held and (len(held) == 1 or worth[held[0].id] - worth[held[1].id] >= _CLEAR_LEAD):
        return held[0], points[held[0].id][1], True
    people = asked.people_for(requirement)
    if held:
        of_them = [person for person in held if person in people]
        if len(of_them) == 1:
            return of_them[0], points[of_them[0].id][1], True
        return None, [Reason("several_people", {"people": tuple(person.id for person in held)})], False
    if _names_somebody(loose):
        return None, [Reason("other_person")], False
    if len(people) == 1:
        # A company's papers name nobody of the case and need not.
        return people[0], [Reason("asked_of_one")], _is_impersonal(loose)
    by_name = [person for person in people if _is_in_file_name(person, loose)]
    if len(by_name) == 1:
        return by_name[0], [Reason("file_name")], False
    return None, [], False


def _by_role(requirement: str, held: Sequence[Person]) -> Person | None:
    for role in _ROLE_FIRST.get(requirement, ()):
        of_role = [person for person in held if person.role is role]
        if of_role:
            return of_role[0] if len(of_role) == 1 else None
    return None


def _first_mention(person: Person, loose: _Loose) -> int:
    """Return where in the text a person is first numbered or named, its end where nowhere."""
    given = r"\W*".join(re.escape(each) for each in person.given_names.upper().split())
    number = "".join(_CONFUSED.get(each, re.escape(each)) for each in (person.passport_number or "").upper())
    patterns = [rf"(?<![^\W\d_]){given}(?![^\W\d_])" if given else "", number]
    found = (re.search(pattern, loose.text.upper()) for pattern in patterns if pattern)
    return min((match.start() for match in found if match), default=len(loose.text))


def _is_in_file_name(person: Person, loose: _Loose) -> bool:
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", PurePosixPath(loose.name).stem)}
    names = {
        person.id.casefold(),
        *(person.given_names.casefold().split()),
        (person.chinese_name or "").casefold(),
    }
    return bool(words & (names - {""}))


_IMPERSONAL = frozenset({"business-licence", "institution-certificate", "annual-report"})
_WHO = frozenset({FactName.NAME, FactName.SURNAME, FactName.PASSPORT_NUMBER})


def _is_impersonal(loose: _Loose) -> bool:
    return loose.guess is not None and loose.guess.kind in _IMPERSONAL


def _names_somebody(loose: _Loose) -> bool:
    return not _is_impersonal(loose) and any(fact.name in _WHO for fact in loose.facts)


# --- files beside each other


def _keep_latest_permit(placed: dict[str, Placement], by_name: Mapping[str, _Loose], asked: _Asked) -> None:
    """Take only the permit that lasts longest for the present one, and those before it for earlier ones."""
    permits: dict[str | None, list[str]] = {}
    for name, placement in placed.items():
        spot = placement.spot
        if spot is not None and spot.requirement in (_CURRENT, _PREVIOUS):
            permits.setdefault(spot.person, []).append(name)
    for names in permits.values():
        dated = {name: day for name in names if (day := _last_day(by_name[name])) is not None}
        latest = max(dated, key=lambda name: dated[name], default=None)
        undated = [name for name in names if name not in dated]
        for name in names:
            earlier = name in dated and (name != latest or _is_over(dated[name], asked))
            _set_requirement(placed, name, _PREVIOUS if earlier else _CURRENT, dated=name in dated)
            if name in undated and len(names) > 1:
                placed[name] = replace(
                    placed[name], sureness=min_sureness(placed[name].sureness, Sureness.UNSURE)
                )


def _last_day(loose: _Loose) -> date | None:
    days = [f.value for f in loose.facts if f.name is FactName.EXPIRES_ON and isinstance(f.value, date)]
    return max(days, default=None)


def _is_over(day: date, asked: _Asked) -> bool:
    return asked.case is not None and day <= asked.case.submit_on


def _set_requirement(placed: dict[str, Placement], name: str, requirement: str, *, dated: bool) -> None:
    placement = placed[name]
    if placement.spot is None:
        return
    spot = replace(placement.spot, requirement=requirement)
    sureness = placement.sureness
    if not dated and sureness is Sureness.SURE:
        # Without its last day nobody knows whether it is the present permit.
        sureness = Sureness.LIKELY
    reasons = placement.reasons
    if requirement == _PREVIOUS:
        reasons = (*reasons, Reason("earlier_permit"))
    placed[name] = replace(placement, spot=spot, sureness=sureness, reasons=reasons)


def _attach_chain(
    placed: dict[str, Placement], by_name: Mapping[str, _Loose], asked: _Asked, table: KindTable
) -> None:
    """Place what authenticates or licenses beside the paper that it goes with."""
    for name in placed:
        guess = placed[name].kind
        if guess is None:
            continue
        part = _part_of(guess, table)
        licence = _licence_of(by_name[name], placed, by_name, table)
        if licence is not None:
            host = placed[licence].spot
            if host is not None:
                _attach(placed, name, replace(host, part=EvidencePart.TRANSLATOR_LICENCE), "credit_code")
        elif placed[name].spot is None and part is not EvidencePart.ORIGINAL:
            neighbour = _neighbour(name, placed, asked)
            if neighbour is not None and (spot := placed[neighbour].spot) is not None:
                _attach(placed, name, replace(spot, part=part), "beside", neighbour)


def _attach(placed: dict[str, Placement], name: str, spot: Spot, code: str, beside: str = "") -> None:
    placement = placed[name]
    reason = Reason(code, {"file": beside}) if beside else Reason(code)
    confidence = placement.kind.confidence if placement.kind else 0.0
    placed[name] = replace(
        placement,
        spot=replace(spot, share=round(confidence * _ONLY_ONE_ASKED, 3)),
        sureness=Sureness.LIKELY if placement.kind and placement.kind.sure else Sureness.UNSURE,
        reasons=(*placement.reasons, reason),
    )


def _licence_of(
    loose: _Loose, placed: Mapping[str, Placement], by_name: Mapping[str, _Loose], table: KindTable
) -> str | None:
    """Return the translation on which the company of a licence is named by its credit code."""
    kind = table.kinds.get(loose.guess.kind) if loose.guess else None
    if kind is None or EvidencePart.TRANSLATOR_LICENCE not in kind.parts:
        return None
    stem = PurePosixPath(loose.name)
    translations = [
        name
        for name, placement in placed.items()
        if placement.spot is not None
        and placement.spot.part is EvidencePart.TRANSLATION
        and _names_company(by_name[name], loose)
    ]
    return max(translations, key=lambda name: _nearness(PurePosixPath(name), stem), default=None)


def _names_company(translation: _Loose, licence: _Loose) -> bool:
    """Say whether a translation bears the credit code or the name of the company of a licence."""
    codes = {*_CREDIT_CODE.findall(licence.text.upper())}
    if codes & {*_CREDIT_CODE.findall(translation.text.upper())}:
        return True
    companies = [str(fact.value) for fact in licence.facts if fact.name is FactName.EMPLOYER]
    written = "".join(translation.text.split())
    return any(len(company) >= _SHORTEST_COMPANY and company in written for company in companies)


def _neighbour(name: str, placed: Mapping[str, Placement], asked: _Asked) -> str | None:
    """Return the paper with a chain that is nearest by name, None where different ones are as near."""
    own = PurePosixPath(name)
    hosts = [
        other
        for other, placement in placed.items()
        if placement.spot is not None
        and placement.spot.part in (EvidencePart.ORIGINAL, EvidencePart.TRANSLATION)
        and placement.spot.requirement in asked.chained
    ]
    near = {other: _nearness(PurePosixPath(other), own) for other in hosts}
    most = max(near.values(), default=0)
    nearest = [other for other in hosts if near[other] == most]
    spots = {(spot.requirement, spot.person) for other in nearest if (spot := placed[other].spot) is not None}
    return nearest[0] if most > 0 and len(spots) == 1 else None


def _nearness(other: PurePosixPath, own: PurePosixPath) -> int:
    """Say how alike two names are: the same folder and the same beginning."""
    if other.parent != own.parent:
        return 0
    pairs = zip(other.stem.casefold(), own.stem.casefold(), strict=False)
    common = len(list(itertools.takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return common if common >= _SHORTEST_COMMON_STEM else 0


def _join_pages(placed: dict[str, Placement], by_name: Mapping[str, _Loose]) -> None:
    """Join the pages of one paper that lie in files of their own, by the page numbers printed on them."""
    names = list(placed)
    for start, name in enumerate(names):
        page = _page_of(by_name[name])
        if page is None or page[0] != 1 or page[1] < 2 or placed[name].spot is None:
            continue
        files = _following(names[start:], page[1], placed, by_name)
        if len(files) < 2:
            continue
        whole = len(files) == page[1]
        for each in files:
            sureness = placed[name].sureness if whole else Sureness.UNSURE
            reasons = placed[each].reasons
            if each != name:
                reasons = (*reasons, Reason("page_of", {"file": name, "count": page[1]}))
                sureness = min_sureness(sureness, Sureness.LIKELY)
            placed[each] = replace(
                placed[each], spot=placed[name].spot, sureness=sureness, reasons=reasons, with_files=files
            )


def _following(
    names: Sequence[str], count: int, placed: Mapping[str, Placement], by_name: Mapping[str, _Loose]
) -> tuple[str, ...]:
    files = [names[0]]
    for name in names[1:]:
        if _page_of(by_name[name]) != (len(files) + 1, count) or not _may_go_on(
            placed[names[0]], placed[name]
        ):
            break
        files.append(name)
    return tuple(files)


def _may_go_on(first: Placement, later: Placement) -> bool:
    """Say whether a page may belong to a paper: not where it certainly is something else."""
    if later.kind is None or not later.kind.sure or first.kind is None:
        return True
    return later.kind.kind == first.kind.kind


def _page_of(loose: _Loose) -> tuple[int, int] | None:
    """Return the number of a page and of how many, where a file of one page says so."""
    if loose.reading is None or len(loose.reading.pages) != 1:
        return None
    found = _PAGE_OF.search(loose.text)
    if found is None:
        return None
    number, count = (found[1], found[2]) if found[1] else (found[3], found[4])
    return int(number), int(count)


def min_sureness(first: Sureness, second: Sureness) -> Sureness:
    """Return the lesser of two degrees."""
    order = list(Sureness)
    return max(first, second, key=order.index)


def _year_in(placement: Placement, loose: _Loose) -> int | None:
    by_year = placement.spot is not None and placement.spot.requirement in _BY_YEAR
    return _year_of(loose) if by_year else None


def _year_of(loose: _Loose) -> int | None:
    """Return the year that a statement is for, where it is for one."""
    years = {fact.year for fact in loose.facts if fact.year is not None}
    if len(years) == 1:
        return years.pop()
    found = {int(year) for year in _YEAR.findall(loose.text[:200])}
    if len(found) == 1:
        return found.pop()
    named = {int(year) for year in _YEAR_IN_NAME.findall(loose.name)}
    return named.pop() if len(named) == 1 else None


def _sure_evidence(placements: Iterable[Placement]) -> tuple[Evidence, ...]:
    """Make the evidence of what is sure and not yet in the case, statements of years newest first."""
    made: list[tuple[int, Evidence]] = []
    for placement in placements:
        spot = placement.spot
        files = placement.with_files or (placement.file,)
        taken = placement.sureness is Sureness.SURE and not placement.already and files[0] == placement.file
        if spot is None or spot.person is None or not taken:
            continue
        newest_first = -(placement.year or 0) if spot.requirement in _BY_YEAR else 0
        made.append((newest_first, Evidence(spot.requirement, spot.person, files, spot.part)))
    first_at = {each.requirement: at for at, (_, each) in reversed(list(enumerate(made)))}
    made.sort(key=lambda each: (first_at[each[1].requirement], each[0]))
    return tuple(evidence for _, evidence in made)


def _natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Return the key by which IMG_2 comes before IMG_10."""
    parts = _DIGITS.split(name.casefold())
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts)
