"""Finds the people that running text names: whom it is about, and who is only named along with them."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.reading import Subject
from app.intake.countries import country_of
from app.intake.names import CAPITAL, LETTER, chinese_name_of, is_latin_name, without_title
from app.intake.writing import fold, plain, vocabulary

_PARTICLES = "(?:(?:de|da|do|dos|das|di|del|della|van|von|der|den|la|le|el|al|bin|y|e)[ ]+)*"
_WORD = rf"[{CAPITAL}][{LETTER}'’.\-]*"
LATIN = rf"(?<![0-9{LETTER}]){_WORD}(?:,?[ ]+{_PARTICLES}{_WORD}){{0,9}}(?![0-9{LETTER}])"
HAN = r"[\u4e00-\u9fff·•]"
_INVERSE = {
    Subject.FATHER: Subject.CHILD,
    Subject.MOTHER: Subject.CHILD,
    Subject.HUSBAND: Subject.WIFE,
    Subject.WIFE: Subject.HUSBAND,
}
# A name in Chinese characters without a dot between its parts is no longer than this.
_LONGEST_HAN = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Holds a person named in a text: in Latin letters, in Chinese, where, and who it is.

    `subject` is None for the person that the text is about, `own` says that the writer names himself.
    """

    latin: str
    chinese: str | None
    start: int
    end: int
    subject: Subject | None = None
    sex: str | None = None  # as far as Mr, Ms or 先生 tells
    own: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Kin:
    """Holds that one person is said to be another's father, child or spouse."""

    first: str
    relation: Subject
    second: str


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded, in whatever order it is written."""
    return frozenset(fold(name).replace(",", " ").split())


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Find the names of people who are introduced, or of whom details follow."""
    found: dict[int, Mention] = {}
    for pattern, trusted in _forms():
        for match in pattern.finditer(text):
            mention = _mention(text, match, trusted=trusted)
            if mention is None or _overlaps(mention, found):
                continue
            found[mention.start] = mention
    return tuple(found[start] for start in sorted(found))


def _without_country(latin: str) -> str:
    """Return a name without the nationality after its comma; nothing of a place in a country."""
    name, comma, after = latin.rpartition(",")
    if not comma or not country_of(after):
        return latin
    return name


def _overlaps(mention: Mention, found: dict[int, Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in found.values())


def _mention(text: str, match: re.Match[str], *, trusted: bool) -> Mention | None:
    whole = _without_country(match["latin"].rstrip(" .,，-"))
    end = match.start("latin") + len(whole)
    latin = without_title(whole)
    start = end - len(latin)
    if not is_person(latin, trusted=trusted):
        return None
    before = fold(text[max(0, start - 40) : start])
    other = Subject.OTHER if _any("other_before", before) else None
    own, chosen = _any("self_before", before), _any("chosen_before", before)
    sex = _sex_by_title(before + fold(whole[: len(whole) - len(latin)]), fold(text[end : end + 20]))
    return Mention(latin, _chinese(match), start, end, other, sex, own, chosen)


def _sex_by_title(before: str, after: str) -> str | None:
    titles = vocabulary("prose")["title"]
    said = {
        sex
        for sex, words in titles.items()
        if any(re.search(rf"(?<![a-z]){word}\.?\s*$", before) for word in words["before"])
        or any(re.match(rf"\s*(?:[(（][^)）]*[)）])?\s*{word}", after) for word in words["after"])
    }
    return said.pop() if len(said) == 1 else None


def _any(field: str, text: str) -> bool:
    return any(re.search(pattern, text) for pattern in vocabulary("prose")["person"][field])


def is_person(latin: str, *, trusted: bool = False) -> bool:
    """Say whether Latin words are a person's name; one small word only where others vouch for it."""
    if not is_latin_name(latin) or len(plain(latin)) < 3 or country_of(latin):
        return False
    words = latin.replace(",", " ").split()
    return len(words) > 1 or trusted or (latin.isupper() and len(latin) > 3)


def _chinese(match: re.Match[str]) -> str | None:
    for written in (match.groupdict().get("after"), match.groupdict().get("before")):
        name = chinese_name_of(written) if written else None
        if name and is_chinese_person(name):
            return name
    return None


def is_chinese_person(name: str) -> bool:
    """Say whether Chinese characters can be a person's name rather than a post, a country or a noun."""
    if name.endswith(tuple(vocabulary("words")["positions"]["endings"])) or country_of(name):
        return False
    if not any(mark in name for mark in "·•") and len(name) > _LONGEST_HAN:
        return False
    return not re.search("|".join(vocabulary("words")["names"]["never_in_prose"]), name)


@functools.cache
def _forms() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Return the forms in which people are named, and whether a form vouches for a single word."""
    return (*_zh_forms(), *_latin_forms())


@functools.cache
def _zh_forms() -> tuple[tuple[re.Pattern[str], bool], ...]:
    known = vocabulary("prose")["person"]
    intro, roles = "|".join(known["intro"]), "|".join(known["roles"])
    honour = r"(?:先生|女士|小姐|博士|教授|同志)?"
    sep = r"\s*(?:[(（/]\s*|\s)(?:英文名|护照姓名|外文名|姓名)?[:：]?\s*"
    label = r"(?:英文名|外文名|英文姓名|姓名)?[:：]?\s*"
    paren = rf"(?:\s*[(（]\s*(?:中文名|中文姓名|中文)?[:：]?\s*(?P<after>{HAN}{{2,15}})\s*[)）,，])?"
    details = "|".join(known["details_zh"])
    no_firm = rf"(?![ ]+[{CAPITAL}])(?!(?:" + "|".join(known["never_after"]) + "))"
    start = rf"(?:{intro})+\s*[,，:：]?\s*"
    after = rf"\s*{label}(?P<latin>{LATIN}){no_firm}{honour}{paren}"
    before = rf"(?P<before>{HAN}{{2,15}})"
    return tuple(
        (re.compile(form), trusted)
        for form, trusted in (
            (rf"{start}(?:{before})?{honour}{sep}(?P<latin>{LATIN}){no_firm}", False),
            (rf"{start}{HAN}{{0,30}}?(?:{roles})?{after}", False),
            (rf"(?:{roles}){after}", False),
            (rf"(?:^|[\s，,。:：]){before}{honour}\s*[(（]\s*(?P<latin>{LATIN})\s*(?=[,，;；)）])", False),
            (rf"(?P<latin>{LATIN}){honour}{paren}(?=\s*[,，(（]\s*(?:{details}))", True),
        )
    )


@functools.cache
def _latin_forms() -> tuple[tuple[re.Pattern[str], bool], ...]:
    # The turns of phrase are in small letters; the names among them are not.
    known = vocabulary("prose")["person"]
    titles = "|".join(known["titles"])
    details = "|".join(f"(?i:{detail})" for detail in known["details"])
    intro = "|".join(f"(?i:{one})" for one in known["intro_latin"])
    title = rf"(?:(?i:{titles})\.?\s+)"
    name = rf"(?P<latin>{LATIN})"
    return tuple(
        (re.compile(form), trusted)
        for form, trusted in (
            (rf"(?:{intro})\s+{title}?{name}(?=\s*[,(（.;]|\s+(?:{details}))", False),
            (rf"\bI,\s+(?:(?i:the undersigned),?\s+)?{title}?{name}(?=\s*,)", True),
            (rf"(?<![A-Za-z]){title}{name}(?=\s*[,(（.;)]|\s+(?:{details}))", False),
            (rf"(?<![\w]){name}\s*[,(（]\s*(?:{details})", False),
        )
    )


def kin_in(text: str) -> Iterator[Kin]:
    """Find who is said to be whose father, mother, child, husband or wife."""
    for subject, form in _kin_forms():
        for match in form.finditer(text):
            yield Kin(match["first"].strip(" .,"), subject, match["second"].strip(" .,"))


@functools.cache
def _kin_forms() -> tuple[tuple[Subject, re.Pattern[str]], ...]:
    words = vocabulary("prose")["kin"]
    first, second = rf"(?P<first>{LATIN})", rf"(?P<second>{LATIN})"
    more = r"(?:先生|女士|小姐)?\s*(?:[(（][^)）]*[)）])?\s*"
    kind = r"(?i:natural |biological |legal |lawful )?"
    title = r"(?:(?i:mr|mrs|ms|miss)\.?\s+)?"
    found = []
    for subject in _RELATIONS:
        zh, en = "|".join(words[subject.value]["zh"]), "|".join(words[subject.value]["en"])
        found.append((subject, rf"{first}{more}(?:是|系|为)\s*{second}{more}[的之]\s*(?:{zh})"))
        told = r"(?:\s*\([^)]*\)|,[^.;()]{0,90}(?=,))?,?\s+"
        english = rf"(?i:is|as)\s+(?i:the\s+)?{kind}(?i:{en})\s+(?i:of|to)\s+"
        found.append((subject, rf"{first}{told}{english}{title}{second}"))
    return tuple((subject, re.compile(form)) for subject, form in found)


_RELATIONS = (Subject.FATHER, Subject.MOTHER, Subject.CHILD, Subject.HUSBAND, Subject.WIFE)


def with_kin(mentions: Sequence[Mention], kin: Sequence[Kin], holder: str | None) -> tuple[Mention, ...]:
    """Say of the people of a family who they are to the one that the paper is made out to."""
    return tuple(replace(one, subject=one.subject or _kin_of(one, kin, holder)) for one in mentions)


def _kin_of(mention: Mention, kin: Sequence[Kin], holder: str | None) -> Subject | None:
    name, whose = words_of(mention.latin), words_of(holder) if holder else None
    for each in kin:
        first, second = words_of(each.first), words_of(each.second)
        if first == second:
            continue  # nobody can tell which of the two is meant
        if name == second and name != whose:
            return _INVERSE.get(each.relation, Subject.OTHER)
        if name == first and whose == second:
            return each.relation
    return None
