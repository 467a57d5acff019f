"""Says what another rule pack changes in a case, without opening any file of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TypeVar

from app.domain.case import Answer, Case, PersonRole
from app.domain.findings import Param
from app.domain.judgement import (
    CategoryMatch,
    ChainNeed,
    ChecklistItem,
    ConditionResult,
    FactResult,
    YearJudgement,
)
from app.domain.packs import PackChange
from app.domain.rules import (
    AuthenticationWay,
    Condition,
    PhotoProfile,
    Question,
    Range,
    RulePack,
    UploadProfile,
    YearColumn,
)
from app.domain.words import Text
from app.rules.checklist import make_checklist
from app.rules.match import match_category

_Key = TypeVar("_Key")
_Thing = TypeVar("_Thing")
# Where a profile is written, and for how long, changes nothing in a photo or a file.
_NOT_OF_THE_FILE = frozenset({"source", "kinds", "effective"})


def compare_case(
    old_pack: RulePack, new_pack: RulePack, case: Case, *, today: date
) -> tuple[PackChange, ...]:
    """Return everything that comes out otherwise for a case by another pack."""
    lost = tuple(_lost(old_pack, new_pack, case))
    packs = (old_pack, new_pack)
    if any(case.category not in pack.categories or case.place not in pack.places for pack in packs):
        return lost
    old, new = (_view(pack, case, today) for pack in packs)
    return (*lost, *_match_changes(old, new), *_paper_changes(old, new), *_case_changes(old, new))


@dataclass(frozen=True, slots=True)
class _View:
    """A case as one pack sees it."""

    pack: RulePack
    case: Case
    match: CategoryMatch
    checklist: tuple[ChecklistItem, ...]

    @property
    def conditions(self) -> dict[str, Condition]:
        held = self.match.category.conditions_on(self.case.submit_on)
        return {condition.id: condition for condition in held}

    @property
    def photo(self) -> PhotoProfile | None:
        return self.pack.places[self.case.place].photo_on(self.match.category.kind, self.case.submit_on)

    @property
    def upload(self) -> UploadProfile:
        return self.pack.places[self.case.place].upload_on(self.match.category.kind, self.case.submit_on)


def _view(pack: RulePack, case: Case, today: date) -> _View:
    readable = replace(
        case,
        answers={key: value for key, value in case.answers.items() if _takes(pack.questions.get(key), value)},
        evidence=tuple(each for each in case.evidence if each.requirement in pack.requirements),
    )
    match = match_category(pack, pack.categories[case.category], readable, today=today)
    return _View(pack, readable, match, make_checklist(pack, readable, today=today))


def _takes(question: Question | None, answer: Answer) -> bool:
    """Say whether an answer is of the kind that a question takes."""
    if question is None:
        return False
    match question.kind:
        case "yes-no":
            return isinstance(answer, bool)
        case "number":
            return isinstance(answer, int | float) and not isinstance(answer, bool)
        case "date":
            return isinstance(answer, date)
    return isinstance(answer, str)


def _lost(old: RulePack, new: RulePack, case: Case) -> Iterator[PackChange]:
    """Give what the case refers to and the new pack does not know, though the old one does."""
    if case.category in old.categories and case.category not in new.categories:
        title = old.categories[case.category].title
        yield PackChange("category.unknown", {"category": case.category, "title": title})
    if case.place in old.places and case.place not in new.places:
        yield PackChange("place.unknown", {"place": case.place, "title": old.places[case.place].title})
    for name in dict.fromkeys(each.requirement for each in case.evidence):
        if name in old.requirements and name not in new.requirements:
            title = old.requirements[name].title
            yield PackChange("requirement.unknown", {"requirement": name, "title": title})
    for key, value in case.answers.items():
        before, after = old.questions.get(key), new.questions.get(key)
        if before is None or not _takes(before, value):
            continue
        named: dict[str, Param] = {"question": key, "title": before.text}
        if after is None:
            yield PackChange("answer.unknown", named)
        elif not _takes(after, value):
            yield PackChange("answer.kind", named)
        elif isinstance(value, str) and _offers(before, value) and not _offers(after, value):
            yield PackChange("answer.choice", {**named, "value": _choice(before, value)})


def _offers(question: Question, value: str) -> bool:
    return any(value == known for known, _ in question.choices)


def _choice(question: Question, value: str) -> Param:
    return next((text for known, text in question.choices if known == value), value)


def _match_changes(old: _View, new: _View) -> Iterator[PackChange]:
    before, after = (view.match.not_evaluated or view.match.fit for view in (old, new))
    if before is not after:
        title = new.match.category.title
        named: dict[str, Param] = {"category": new.match.category.id, "title": title}
        yield PackChange("category.fit", {**named, "before": before.value, "after": after.value})
    known, asked = old.conditions, new.conditions
    yield from (PackChange("condition.removed", _named(known[name])) for name in known if name not in asked)
    yield from (PackChange("condition.added", _named(asked[name])) for name in asked if name not in known)
    results = {result.condition.id: result for result in old.match.results}
    for result in new.match.results:
        if result.condition.id in results:
            yield from _condition_changes(results[result.condition.id], result)


def _named(condition: Condition) -> dict[str, Param]:
    return {"condition": condition.id, "title": condition.label}


def _condition_changes(old: ConditionResult, new: ConditionResult) -> Iterator[PackChange]:
    named = _named(new.condition)
    found = [
        *_threshold_changes(old.facts, new.facts, named),
        *_year_changes(old.years, new.years, named),
    ]
    if old.verdict is not new.verdict:
        verdicts: dict[str, Param] = {"before": old.verdict.value, "after": new.verdict.value}
        found.insert(0, PackChange("condition.verdict", {**named, **verdicts}))
    if not found and old.condition.test != new.condition.test:
        found.append(PackChange("condition.other", named))
    yield from found


def _threshold_changes(
    old: tuple[FactResult, ...], new: tuple[FactResult, ...], named: dict[str, Param]
) -> Iterator[PackChange]:
    for before, after in _pairs(old, new, lambda each: (each.fact, each.relation, each.unit)):
        if before is None or after is None or before.threshold == after.threshold:
            continue
        asked: dict[str, Param] = {"question": after.fact, "relation": after.relation, "unit": after.unit}
        code = "condition.values" if isinstance(after.threshold, tuple) else "condition.threshold"
        yield PackChange(code, {**named, **asked, **_both(before.threshold, after.threshold)})


def _year_changes(
    old: tuple[YearJudgement, ...], new: tuple[YearJudgement, ...], named: dict[str, Param]
) -> Iterator[PackChange]:
    for before, after in _pairs(old, new, lambda each: (each.year, each.column)):
        counted = after or before
        if counted is None:
            continue
        unit = "days" if counted.column is YearColumn.STAY else "cny"
        year: dict[str, Param] = {**named, "year": counted.year, "column": counted.column.value, "unit": unit}
        if before is None:
            yield PackChange("condition.year_counted", year)
        elif after is None:
            yield PackChange("condition.year_not_counted", year)
        else:
            if before.threshold != after.threshold:
                amounts = _both(before.threshold, after.threshold)
                yield PackChange("condition.year_threshold", {**year, **amounts})
            if before.strict_threshold != after.strict_threshold:
                amounts = _both(before.strict_threshold, after.strict_threshold)
                yield PackChange("condition.year_strict", {**year, **amounts})


def _paper_changes(old: _View, new: _View) -> Iterator[PackChange]:
    def key(item: ChecklistItem) -> tuple[str, str, str | None]:
        return item.person.id, item.requirement.id, item.ask.country

    for before, after in _pairs(old.checklist, new.checklist, key):
        item = after or before
        if item is None:
            continue
        named: dict[str, Param] = {
            "requirement": item.requirement.id,
            "title": item.title,
            "person": item.person.id,
        }
        if item.ask.country is not None:
            named["country"] = item.ask.country
        if before is None:
            yield PackChange("paper.added", named)
        elif after is None:
            yield PackChange("paper.removed", named)
        else:
            yield from _item_changes(old, new, before, after, named)


def _item_changes(
    old_view: _View, new_view: _View, old: ChecklistItem, new: ChecklistItem, named: dict[str, Param]
) -> Iterator[PackChange]:
    def told(code: str, before: Param | None, after: Param | None, **more: Param) -> Iterator[PackChange]:
        if before != after:
            yield PackChange(code, {**named, **more, **_both(before, after)})

    yield from told("paper.state", old.state.value, new.state.value)
    yield from told("paper.form", old.requirement.form, new.requirement.form)
    yield from told("paper.pieces", old.ask.pieces, new.ask.pieces)
    yield from told("paper.copies", old.copies, new.copies)
    yield from told("paper.instead", old.ask.instead or None, new.ask.instead or None)
    yield from told("paper.months", _months(old_view, old), _months(new_view, new))
    yield from told("paper.use_by", _use_by(old), _use_by(new))
    yield from told("paper.deposit", _deposit(old), _deposit(new))
    for before, after in _pairs(old.chains, new.chains, lambda each: each.country):
        need = after or before
        country = {} if need is None or need.country is None else {"country": need.country}
        yield from told("paper.way", _way(before), _way(after), **country)
        yield from told("paper.translation", *_asked(before, after, "translation"), **country)
        yield from told("paper.licence", *_asked(before, after, "translator_licence"), **country)


def _months(view: _View, item: ChecklistItem) -> int | None:
    place = view.pack.places[view.case.place]
    validity = place.validity_on(item.requirement, view.case.submit_on)
    return None if validity is None else validity.months


def _use_by(item: ChecklistItem) -> date | None:
    return None if item.use_by is None else item.use_by.day


def _deposit(item: ChecklistItem) -> float | None:
    return max((deposit.cny for deposit in item.deposits), default=None)


def _way(need: ChainNeed | None) -> str:
    return AuthenticationWay.NONE.value if need is None or need.way is None else need.way.value


def _asked(old: ChainNeed | None, new: ChainNeed | None, link: str) -> tuple[str, str]:
    before, after = ("yes" if need is not None and getattr(need, link) else "no" for need in (old, new))
    return before, after


def _case_changes(old: _View, new: _View) -> Iterator[PackChange]:
    """Give what changes for the case as a whole: photos, files for portals, passports, who may come along."""
    yield from _profile_changes("photo.changed", old.photo, new.photo)
    yield from _profile_changes("upload.changed", old.upload, new.upload)
    if old.pack.passport_months != new.pack.passport_months:
        yield PackChange("passport.months", _both(old.pack.passport_months, new.pack.passport_months))
    gaps = (old.pack.work_history.longest_gap_months, new.pack.work_history.longest_gap_months)
    if gaps[0] != gaps[1]:
        yield PackChange("history.gap_months", _both(*gaps))
    day = old.case.submit_on
    roles = dict.fromkeys(
        person.role for person in old.case.people if person.role is not PersonRole.PRINCIPAL
    )
    for role in roles:
        before, after = (
            {
                (each.under_age, each.unmarried)
                for each in view.match.category.accompanying_on(day)
                if each.role is role
            }
            for view in (old, new)
        )
        if before != after:
            code = "family.added" if not before else "family.removed" if not after else "family.changed"
            yield PackChange(code, {"role": role.value})


def _profile_changes(
    code: str, old: PhotoProfile | UploadProfile | None, new: PhotoProfile | UploadProfile | None
) -> Iterator[PackChange]:
    before, after = _measures(old), _measures(new)
    for measure in dict.fromkeys([*before, *after]):
        values = before.get(measure), after.get(measure)
        if values[0] != values[1]:
            yield PackChange(code, {"measure": measure, **_both(*values)})


def _measures(profile: PhotoProfile | UploadProfile | None) -> dict[str, Param]:
    """Return what a profile asks, by name; what it does not ask is left out."""
    if profile is None:
        return {}
    values = {each.name: getattr(profile, each.name) for each in fields(profile)}
    kept = {name: _measure(value) for name, value in values.items() if name not in _NOT_OF_THE_FILE}
    return {name: value for name, value in kept.items() if value is not None}


def _measure(value: Param | Range | bool | None) -> Param | None:
    match value:
        case Range():
            ends = (value.least, value.most)
            return "–".join("" if end is None else f"{end:g}" for end in ends)
        case bool():
            return "yes" if value else "no"
        case Text() | None:
            return value
    return value


def _both(before: Param | None, after: Param | None) -> dict[str, Param]:
    """Return the values before and after, without the one that is not there."""
    both = {"before": before, "after": after}
    return {name: value for name, value in both.items() if value is not None}


def _pairs(
    old: tuple[_Thing, ...], new: tuple[_Thing, ...], key: Callable[[_Thing], object]
) -> Iterator[tuple[_Thing | None, _Thing | None]]:
    """Give what belongs together by a key, the first with the first where several have the same one."""
    before, after = _keyed(old, key), _keyed(new, key)
    for name in dict.fromkeys([*before, *after]):
        yield before.get(name), after.get(name)


def _keyed(things: tuple[_Thing, ...], key: Callable[[_Thing], object]) -> Mapping[object, _Thing]:
    found: dict[object, _Thing] = {}
    for thing in things:
        number = 0
        while (key(thing), number) in found:
            number += 1
        found[key(thing), number] = thing
    return found
