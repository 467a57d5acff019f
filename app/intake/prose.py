"""Reads names, days and numbers in running text: letters, certificates, notarial deeds."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from app.domain.reading import Fact, FactName, FactValue, Subject, TextLine
from app.intake.countries import country_of
from app.intake.days import Day, days_in, months_in
from app.intake.flow import Flow, flows_of, person_label
from app.intake.mentions import HAN, LATIN, Mention, is_person, kin_in, mentions_in, with_kin
from app.intake.names import name_of
from app.intake.tables import height, middle
from app.intake.writing import fold, has_han, vocabulary

# Words of running text are less sure to belong together than a label and its value.
TRUST = 0.95
_FOOT_TRUST = 0.75
# A day at the foot stands in the lower part of what is written, by itself.
_FOOT = 0.45
_NEAR = 110
PERSONAL = frozenset(
    [
        *(FactName.NAME, FactName.SURNAME, FactName.GIVEN_NAMES, FactName.CHINESE_NAME, FactName.SEX),
        *(FactName.BIRTH_DATE, FactName.BIRTH_PLACE, FactName.NATIONALITY),
        *(FactName.PASSPORT_NUMBER, FactName.MARITAL_STATUS),
    ]
)


@functools.cache
def _patterns(section: str, field: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in vocabulary("prose")[section][field])


@functools.cache
def _forms(section: str) -> tuple[re.Pattern[str], ...]:
    """Return the forms of a section with the endings and marks that their capitals stand for."""
    words = vocabulary("words")
    parts = {
        "POSTS": words["positions"]["endings"],
        "COMPANIES": words["employers"]["endings"],
        "MARKS": words["employers"]["marks"],
    }
    found = []
    for form in vocabulary("prose")[section]["forms"]:
        for name, endings in parts.items():
            form = form.replace(name, "|".join(sorted(map(re.escape, endings), key=len, reverse=True)))
        found.append(re.compile(form.replace("LATIN", LATIN)))
    return tuple(found)


def _any(section: str, field: str, text: str, *, at_start: bool = False) -> bool:
    patterns = _patterns(section, field)
    return any(pattern.match(text) if at_start else pattern.search(text) for pattern in patterns)


def prose_facts(
    lines: Sequence[TextLine], page: int, *, month_first: bool = False, holder: str | None = None
) -> tuple[Fact, ...]:
    """State what running text says of the person it is about, and of relatives that it names.

    `holder` is the name of that person where a label gives it.
    """
    flows = flows_of(lines)
    kin = [each for flow in flows for each in kin_in(flow.text)]
    named = [with_kin(mentions_in(flow.text), kin, holder) for flow in flows]
    chosen = any(one.chosen for mentions in named for one in mentions)
    facts: list[Fact] = []
    for flow, mentions in zip(flows, named, strict=True):
        people = [replace(one, subject=Subject.OTHER) if one.own and chosen else one for one in mentions]
        facts += _in_flow(flow, people, page, month_first=month_first)
    return tuple(facts)


def _in_flow(flow: Flow, people: Sequence[Mention], page: int, *, month_first: bool) -> Iterator[Fact]:
    about = (*_relatives(flow.text), *_companions(flow.text, people), *_others(flow.text, people))
    first = flow.spans[0][2] if flow.spans else None
    person = (person_label(first) if first else None) or Subject.HOLDER

    def made(name: FactName, value: FactValue, start: int, end: int, **more: object) -> Fact:
        who = next((subject for subject, begin, stop in about if begin <= start < stop), person)
        who = who if name in PERSONAL else Subject.HOLDER
        sure = flow.confidence(start, end) * TRUST
        fact = Fact(name, value, flow.text[start:end].strip(), page, flow.box(start, end), sure, subject=who)
        return replace(fact, **more)  # type: ignore[arg-type]  # the fields of a fact, by name

    days = days_in(flow.text, month_first=month_first)
    for day in days:
        if name := _meaning(flow.text, day, days):
            yield made(name, day.value, day.start, day.end, others=day.others)
    for name, value, start, end in (*_names(people), *_attributes(flow.text)):
        yield made(name, value, start, end)
    for month in months_in(flow.text):
        if _is_start_of_work(flow.text, month.start, month.end):
            yield made(
                FactName.EMPLOYED_SINCE,
                month.first_day,
                month.start,
                month.end,
                year=month.year,
                month=month.month,
            )


def _others(text: str, people: Sequence[Mention]) -> Iterator[tuple[Subject, int, int]]:
    """Say how far a sentence speaks of somebody else that it names: to its end, or to the next person."""
    for one, after in zip_longest(people, people[1:]):
        if one.subject is not None:
            end = re.compile(r"[。；;]|\.\s+(?=[A-Z])").search(text, one.end)
            stop = end.start() if end else len(text)
            yield one.subject, one.start, min(stop, after.start) if after else stop


def _names(people: Sequence[Mention]) -> Iterator[tuple[FactName, FactValue, int, int]]:
    for mention in people:
        yield FactName.NAME, mention.latin, mention.start, mention.end
        parts = name_of(mention.latin)
        if parts and parts.surname and parts.given_names:
            yield FactName.SURNAME, parts.surname, mention.start, mention.end
            yield FactName.GIVEN_NAMES, parts.given_names, mention.start, mention.end
        if mention.sex:
            yield FactName.SEX, mention.sex, mention.start, mention.end
        if mention.chinese:
            yield FactName.CHINESE_NAME, mention.chinese, mention.start, mention.end


def _meaning(text: str, day: Day, days: Sequence[Day]) -> FactName | None:
    """Say what a day in a sentence is the day of, by the words around it."""
    folded = fold(text)
    earlier = max((other.end for other in days if other.end <= day.start), default=0)
    before = folded[max(earlier, day.start - 70) : day.start]
    after = folded[day.end : day.end + 20]
    if _any("birth", "after", after, at_start=True) or _any("birth", "before", before):
        return FactName.BIRTH_DATE
    if _is_start_of_work(text, day.start, day.end):
        return FactName.EMPLOYED_SINCE
    if _any("issued", "before", before) and not _any("issued", "never", before):
        return FactName.ISSUED_ON
    return None


def _is_start_of_work(text: str, start: int, end: int) -> bool:
    """Say whether somebody began to work on a day: "since", with work named near it and no contract."""
    folded = fold(text)
    before, after = folded[max(0, start - _NEAR) : start], folded[end : end + _NEAR]
    sentence = re.split(r"[。；;]|(?<!co|td|nc)\.\s", before)[-1] + "|" + re.split(r"[。；;]|\.\s", after)[0]
    clause = re.split(r"[，。；;]|, ", before)[-1] + "|" + re.split(r"[，,。；;]|\.\s", after)[0]
    if _any("employed", "never_near", clause) or not _any("employed", "must_be_near", sentence):
        return False
    if re.search(r"(?:至|到|-|\bto|\buntil)\s*$", before) or re.match(
        r"\s*起?\s*(?:至|到|to|until|-)\s*\d", after
    ):
        return False
    return _any("employed", "since_before", before) or (
        _any("employed", "since_after", after, at_start=True)
        and bool(re.match(r"\s*(?:起|入职|加入|到|进入)", after))
    )


def _attributes(text: str) -> Iterator[tuple[FactName, FactValue, int, int]]:
    folded = fold(text)
    for pattern in _patterns("passport", "number"):
        for match in pattern.finditer(folded):
            number = match["number"].replace(" ", "").upper()
            if 6 <= len(number) <= 12 and any(map(str.isdigit, number)):
                yield FactName.PASSPORT_NUMBER, number, match.start("number"), match.end("number")
    yield from _nationalities(text, folded)
    for match in re.finditer(r"[,，(（]\s*(?:性别)?[:：]?(?P<sex>[男女])(?:性)?\s*[,，。)）]", text):
        yield FactName.SEX, "F" if match["sex"] == "女" else "M", match.start("sex"), match.end("sex")
    for match in re.finditer(r"[,(]\s*(?P<sex>(?:fe)?male)\s*[,.)]", folded):
        yield FactName.SEX, "F" if match["sex"] == "female" else "M", match.start("sex"), match.end("sex")


def _nationalities(text: str, folded: str) -> Iterator[tuple[FactName, FactValue, int, int]]:
    for match in re.finditer(rf"(?P<country>{HAN}{{1,10}})(?:国籍|籍|公民|人(?=[,，)）]))", text):
        for start in range(match.start("country"), match.end("country")):
            if code := country_of(text[start : match.end()]):
                yield FactName.NATIONALITY, code, start, match.end()
                break
    for match in re.finditer(r"国籍[:：为是]?\s*(?P<country>[\u4e00-\u9fff]{2,10})", text):
        if code := country_of(match["country"]):
            yield FactName.NATIONALITY, code, match.start("country"), match.end()
    for match in re.finditer(rf"[(（](?P<country>{HAN}{{2,8}})[,，]", text):
        if code := country_of(match["country"]):
            yield FactName.NATIONALITY, code, match.start("country"), match.end("country")
    for form in _patterns("nationality", "forms"):
        for match in form.finditer(folded):
            if code := country_of(match["country"]):
                yield FactName.NATIONALITY, code, match.start("country"), match.end("country")


_COMPANION = re.compile(
    r"(?:配偶|妻子|丈夫|爱人|子女|儿子|女儿|父亲|母亲|\b(?:spouse|wife|husband|son|daughter|child|father|mother))"
    r"(?:[:：,，是为]|\s|(?:mr|mrs|ms|miss)\b\.?)*$"
)


def _companions(text: str, people: Sequence[Mention]) -> Iterator[tuple[Subject, int, int]]:
    """Find people named along with the person of a letter: his wife, with what brackets say of her."""
    folded = fold(text)
    for mention in people:
        if _COMPANION.search(folded[: mention.start]):
            bracket = re.compile(r"[^,，。;；]{0,6}[(（][^)）]*[)）]").match(text, mention.end)
            yield Subject.OTHER, mention.start, bracket.end() if bracket else mention.end


def _relatives(text: str) -> Iterator[tuple[Subject, int, int]]:
    """Find names whose brackets say that they are a mother or father, with all that the brackets hold."""
    for match in re.finditer(rf"(?P<latin>{LATIN})\s*[(（](?P<inside>[^)）]*)[)）]", text):
        for subject in (Subject.MOTHER, Subject.FATHER, Subject.HUSBAND, Subject.WIFE, Subject.CHILD):
            if _any("relation", subject.value, fold(match["inside"])):
                yield subject, match.start(), match.end()
                break


def relatives_in(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the names of relatives whose brackets say who they are: MUELLER JONAS (父亲, ...)."""
    facts = []
    for flow in flows_of(lines):
        for subject, start, _ in _relatives(flow.text):
            match = re.match(LATIN, flow.text[start:])
            if match and is_person(match.group()):
                stop = start + match.end()
                sure = flow.confidence(start, stop) * TRUST
                facts.append(
                    Fact(
                        FactName.NAME,
                        match.group(),
                        match.group(),
                        page,
                        flow.box(start, stop),
                        sure,
                        subject=subject,
                    )
                )
    return tuple(facts)


def position_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the post that a letter names, in Chinese or English."""
    return tuple(fact for flow in flows_of(lines) for fact in _positions(flow, page))


def _positions(flow: Flow, page: int) -> Iterator[Fact]:
    for form in _forms("position"):
        for match in form.finditer(flow.text):
            start, end = match.span("post")
            yield Fact(
                FactName.POSITION,
                match["post"],
                match["post"],
                page,
                flow.box(start, end),
                flow.confidence(start, end) * TRUST,
            )


def employer_facts(lines: Sequence[TextLine], page: int) -> tuple[Fact, ...]:
    """State the employer: the company that a sentence names as such, or that signs right above the day."""
    named = [fact for flow in flows_of(lines) for fact in _employers(flow, page)]
    return tuple(named) or tuple(_signing_company(lines, page))


def _employers(flow: Flow, page: int) -> Iterator[Fact]:
    for form in _forms("employer"):
        for match in form.finditer(flow.text):
            who = match["who"].strip(" ,")
            if re.match(r"(?:我|本|该|贵|中国境内|境内)", who):
                continue
            start, end = match.span("who")
            yield Fact(
                FactName.EMPLOYER, who, who, page, flow.box(start, end), flow.confidence(start, end) * TRUST
            )


def _signing_company(lines: Sequence[TextLine], page: int) -> Iterator[Fact]:
    days = foot_days(lines)
    if not days:
        return
    last = max((line for line, _ in days), key=lambda line: line.box.top)
    for line in lines:
        gap = last.box.top - line.box.bottom
        near = -0.5 * height(line.box) <= gap <= 3 * height(line.box) and line.box.left > 0.3
        if near and is_employer(line.text):
            yield Fact(
                FactName.EMPLOYER, _bare(line.text), line.text, page, line.box, line.confidence * _FOOT_TRUST
            )


def _bare(text: str) -> str:
    return re.sub(
        r"^(?:单位|公司|用人单位)?(?:名称)?[:：]|[(（](?:盖章|公章|章)[)）]:?$", "", text.strip()
    ).strip()


def is_employer(text: str) -> bool:
    """Say whether a line is the name of a company or another employer, and no more."""
    name = _bare(text)
    if has_han(name):
        endings = tuple(vocabulary("words")["employers"]["endings"])
        return (
            name.endswith(endings)
            and 5 <= len(name) <= 40
            and not re.search(r"[，。；:：]|翻译|公证|地址", name)
        )
    words = {word.strip(".,()") for word in fold(name).split()}
    return (
        bool(words & set(vocabulary("words")["employers"]["marks"]))
        and 2 <= len(words) <= 10
        and name[:1].isupper()
        and not re.search(r"[:;]|\d{3}", name)
    )


def foot_days(lines: Sequence[TextLine], *, month_first: bool = False) -> tuple[tuple[TextLine, Day], ...]:
    """Return the days that stand by themselves, as the day of a letter does beside its seal."""
    found = []
    for line in lines:
        days = days_in(line.text, month_first=month_first)
        if len(days) == 1 and _stands_alone(line.text, days[0]):
            found.append((line, days[0]))
    return tuple(found)


def _stands_alone(text: str, day: Day) -> bool:
    folded = fold(text)
    before, after = folded[: day.start], folded[day.end :]
    if not _any("seal", "before_day", before):
        return False
    return not after.strip() or _any("seal", "after_day", after, at_start=True)


def foot_day(
    lines: Sequence[TextLine], taken: Sequence[TextLine], *, month_first: bool = False
) -> tuple[TextLine, Day] | None:
    """Return the one day by itself at the foot on the right, or the only day by itself on the sheet."""
    days = [(line, day) for line, day in foot_days(lines, month_first=month_first) if line not in taken]
    if not days:
        return None
    top, bottom = min(line.box.top for line in lines), max(line.box.bottom for line in lines)
    foot = [
        (line, day)
        for line, day in days
        if line.box.top > top + _FOOT * (bottom - top) and middle(line.box) > 0.4
    ]
    chosen = foot or days
    return chosen[-1] if len({day.value for _, day in chosen}) == 1 else None


def pages_stated(lines: Sequence[TextLine]) -> Iterator[tuple[int, TextLine]]:
    """Find how many pages a paper says that it has: 共3页, page 1 of 3, 第1/3页."""
    for line in lines:
        for form in _patterns("pages", "forms"):
            for match in form.finditer(fold(line.text)):
                yield int(match[1]), line


def deed_numbers(lines: Sequence[TextLine]) -> Iterator[tuple[str, TextLine]]:
    """Find the numbers of Chinese official letters and deeds: (2026)宁证外字第4655号."""
    for line in lines:
        match = next((found for form in _forms("deed") if (found := form.search(line.text))), None)
        if (
            match
            and len(line.text.strip()) <= 40
            and not re.search(r"[，。；]|法|令|公约|路|幢|室", line.text)
        ):
            yield re.sub(r"^(?:编号|文号)[:：]", "", line.text.strip()), line
