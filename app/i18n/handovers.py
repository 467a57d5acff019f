"""What a handed-over case holds becomes words: how it stands to the kept one, and what differs."""

import datetime as dt

from app.domain.case import EvidencePart, Occupation, PersonRole, Relation, Sex
from app.domain.handover import Difference, DiffGroup, Offer, Standing, Told
from app.domain.rules import RulePack
from app.domain.words import Language
from app.i18n.catalogue import N_, Catalogue, catalogue
from app.i18n.families import OCCUPATION_NAMES, RELATION_NAMES
from app.i18n.terms import PART_NAMES, ROLE_NAMES, amount_words, country_name, date_words, money_words
from app.i18n.wording import NO, YES, Names
from app.i18n.written import written_month

GROUP_NAMES: dict[DiffGroup, str] = {
    DiffGroup.BASICS: N_("Case"),
    DiffGroup.PEOPLE: N_("People"),
    DiffGroup.PAPERS: N_("Papers"),
    DiffGroup.ANSWERS: N_("Answers"),
    DiffGroup.YEARS: N_("Years"),
    DiffGroup.STAYS: N_("Entries and exits"),
    DiffGroup.NOT_NEEDED: N_("Not needed"),
    DiffGroup.LETTERS: N_("Letters"),
}

_STANDINGS: dict[Standing, str] = {
    Standing.NEW: N_("This case is not kept here yet."),
    Standing.SAME: N_("This case is kept here already, and nothing in the file differs from it."),
    Standing.AHEAD: N_(
        "The case that is kept here is an earlier state of the one in the file: nothing is lost by replacing "
        "it."
    ),
    Standing.BEHIND: N_(
        "The file holds an earlier state of the case that is kept here: replacing it takes back what was "
        "changed here since."
    ),
    Standing.APART: N_(
        "The case was changed both here and where the file comes from: whichever you use, look at what only "
        "the other one has. Keeping both loses nothing."
    ),
}
_CHANGED = N_("Last changed: in the file {there}, here {here}.")
_NEWER = N_("Last changed: in the file {there}, here {here}; the file is newer.")
_OLDER = N_("Last changed: in the file {there}, here {here}; what is kept here is newer.")
_NOTHING = N_("nothing entered")
_DIFFERS = N_("{label}: here {kept}, in the file {offered}")
# After a question mark.
_ANSWERED = N_("{label} Here: {kept}. In the file: {offered}.")

_FIELDS: dict[str, str] = {
    "title": N_("Name of the case"),
    "category": N_("Category"),
    "place": N_("Place"),
    "submit_on": N_("Planned day"),
    "agent": N_("Agent who hands the case in"),
    "role": N_("Role"),
    "surname": N_("Surname"),
    "given_names": N_("Given names"),
    "chinese_name": N_("Chinese name"),
    "sex": N_("Sex"),
    "birth_date": N_("Date of birth"),
    "nationality": N_("Nationality"),
    "passport_number": N_("Passport number"),
    "passport_expires_on": N_("Passport valid until"),
    "married": N_("Married"),
    "wage_cny": N_("Wage of the year"),
    "tax_cny": N_("Tax of the year"),
    "days_in_china": N_("Days in China"),
    "reason": N_("Why it is not needed"),
    "said_by": N_("Who said so"),
    "said_on": N_("When that was said"),
    "part": N_("Which part it is"),
    "pages": N_("Pages that are used"),
    "country": N_("Country of issue"),
    "issued_on": N_("Issued on"),
    "expires_on": N_("Valid until"),
    "one_page": N_("Two sides on one page"),
    "layout_approved": N_("Layout looked at"),
    "turns": N_("Pages turned by hand"),
    "made_from": N_("Letter of ours, not signed yet"),
    "made_of": N_("What that letter says"),
    "occupation": N_("Occupation"),
    "occupation_en": N_("Occupation in English"),
    "address": N_("Address"),
    "address_en": N_("Address in English"),
}
_FORMS = {
    "zh": N_("in Chinese"),
    "en": N_("in English"),
    "columns": N_("in both languages, side by side"),
    "after": N_("in both languages, one after the other"),
}
# What may be typed in several lines.
_TYPED = frozenset({"occupation", "occupation_en", "address", "address_en"})
# Ends the name of a detail's English form.
_ENGLISH = ".en"
_SEXES = {
    Sex.FEMALE.value: N_("female"),
    Sex.MALE.value: N_("male"),
    Sex.UNSPECIFIED.value: N_("not specified"),
}
_MONEY = frozenset({"wage_cny", "tax_cny"})
_COUNTRIES = frozenset({"nationality", "country"})


def word_standing(offer: Offer, language: Language) -> str:
    """Say how the case in a file stands to the one that is kept here, and which was changed last."""
    say = catalogue(language)
    words = say(_STANDINGS[offer.standing])
    if offer.kept is None or offer.standing is Standing.SAME:
        return words
    moments = {"there": word_moment(offer.changed_at, language)}
    moments["here"] = word_moment(offer.kept.changed_at, language)
    changed = _CHANGED
    if offer.standing is Standing.APART:
        changed = _NEWER if offer.is_newer else _OLDER
    return words + ("" if language is Language.ZH else " ") + say(changed, **moments)


def word_moment(at: str, language: Language) -> str:
    """Write a moment (UTC, ISO 8601) as day and time of this machine's clock."""
    try:
        moment = dt.datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    return f"{date_words(moment.date(), language)} {moment:%H:%M}"


def word_difference(difference: Difference, pack: RulePack, language: Language) -> str:
    """Say in one line what differs, here and in the file."""
    say = catalogue(language)
    label = difference_label(difference, pack, language)
    kept, offered = difference_values(difference, pack, language)
    match difference.code.rpartition(".")[2]:
        case "added":
            return _with_value(say("{label}: only in the file", label=label), offered, language)
        case "gone":
            return _with_value(say("{label}: only here", label=label), kept, language)
        case "bytes":
            return say("{label}: other contents in {files}", label=label, files=offered)
    if difference.code in ("papers.order", "relatives.order"):
        return label
    nothing = say(_NOTHING)
    form = _ANSWERED if difference.code == "answer" else _DIFFERS
    return say(form, label=label, kept=kept or nothing, offered=offered or nothing)


def difference_label(difference: Difference, pack: RulePack, language: Language) -> str:
    """Say what it is that differs, without its values."""
    say = catalogue(language)
    params = difference.params
    code, named = difference.code, _FIELDS.get(str(params.get("field")))
    if code == "answer":
        return Names(pack).question(str(params["question"]), language)
    if code == "people.order":
        return say("Order of the people")
    if code == "papers.order":
        return say("The papers stand in another order.")
    about = _about(difference, pack, say)
    if difference.group is DiffGroup.LETTERS:
        named = _LETTERS.get(code, named)
    if code == "relatives.order":
        return say("The family of {person} stands in another order.", person=about)
    if code == "detail":
        return say("{about}: {field}", about=about, field=_detail_name(params, say))
    if code == "letter-read":
        return say(
            "{person}: who has read the letter “{letter}” {form}",
            person=about,
            letter=params["letter" if language is Language.ZH else "letter_en"],
            form=say(_FORMS[str(params["form"])]),
        )
    if named is None:
        return about
    field = say(named)
    return say("{about}: {field}", about=about, field=field) if about else field


# What came or went, by the codes of both.
_LETTERS = {
    "history.added": N_("Studies and work"),
    "history.gone": N_("Studies and work"),
}


def _detail_name(params: dict[str, str | int], say: Catalogue) -> str:
    label = str(params["label" if say.language is Language.ZH else "label_en"])
    return say("{label} in English", label=label) if str(params["detail"]).endswith(_ENGLISH) else label


def difference_values(difference: Difference, pack: RulePack, language: Language) -> tuple[str, str]:
    """Return the words of the value here and of that in the file, nothing where nothing is said."""
    return (
        _value(difference, difference.kept, pack, language),
        _value(difference, difference.offered, pack, language),
    )


def _with_value(words: str, value: str, language: Language) -> str:
    if not value:
        return words
    return f"{words}（{value}）" if language is Language.ZH else f"{words} ({value})"


def _about(difference: Difference, pack: RulePack, say: Catalogue) -> str:
    """Name the person, the year or the paper in which something differs; nothing of the case itself."""
    params = difference.params
    if "person" not in params:
        return ""
    person = _person(params, say)
    if "relation" in params:
        relation = say(RELATION_NAMES[Relation(str(params["relation"]))])
        return say("{person}, {relation} {name}", person=person, relation=relation, name=params["name"])
    if "year" in params:
        return say("{year}, {person}", year=params["year"], person=person)
    if "requirement" not in params:
        return person
    title = Names(pack).requirement(str(params["requirement"]), say.language)
    if "country" in params:
        country = country_name(str(params["country"])).in_language(say.language)
        title = say("{title} issued in {country}", title=title, country=country)
    part = str(params.get("part", EvidencePart.ORIGINAL.value))
    if part != EvidencePart.ORIGINAL.value:
        title = say("{title}, {part}", title=title, part=say(PART_NAMES[EvidencePart(part)]))
    return say("{title} for {person}", title=title, person=person)


def _person(params: dict[str, str | int], say: Catalogue) -> str:
    if params["person"] or "role" not in params:
        return str(params["person"])
    return say(ROLE_NAMES[PersonRole(str(params["role"]))])


def _value(difference: Difference, value: Told, pack: RulePack, language: Language) -> str:
    say = catalogue(language)
    field = str(difference.params.get("field", ""))
    match value:
        case None | "" | ():
            return ""
        case bool():
            return say(YES if value else NO)
        case dt.date() if difference.params.get("kind") == "month":
            return written_month(value, language)
        case dt.date():
            return date_words(value, language)
        case tuple() if difference.group is DiffGroup.STAYS:
            return _stay(value, say)
        case tuple() if difference.code.startswith("history."):
            return _time(value, say)
        case tuple() if difference.code == "letter-read":
            return _reading(value, say)
        case tuple():
            return ("、" if language is Language.ZH else ", ").join(value)
        case int() | float() if field in _MONEY or difference.params.get("kind") == "money":
            return money_words(value, language)
        case int() | float():
            return _answer_number(difference, value, pack, language)
    return _named(difference, field, str(value), pack, say)


def _stay(days: tuple[str, ...], say: Catalogue) -> str:
    entered, left = (date_words(dt.date.fromisoformat(day), say.language) if day else "" for day in days)
    if not left:
        return say("entered {entered}, no exit entered", entered=entered)
    return say("entered {entered}, left {left}", entered=entered, left=left)


def _time(told: tuple[str, ...], say: Catalogue) -> str:
    """Word a time of somebody's life: its months, what it was given to, and all that is said of it."""
    since, until, kind, *said = told
    first = written_month(dt.date.fromisoformat(since), say.language)
    if until:
        last = written_month(dt.date.fromisoformat(until), say.language)
        months = say("{first} to {last}", first=first, last=last)
    else:
        months = say("since {first}", first=first)
    gap = "，" if say.language is Language.ZH else ", "
    # What is typed may have several lines.
    words = (" ".join(each.split()) for each in said if each)
    return gap.join((months, say(OCCUPATION_NAMES[Occupation(kind)]), *words))


def _reading(told: tuple[str, ...], say: Catalogue) -> str:
    name, day = told
    return say("{name} on {day}", name=name, day=date_words(dt.date.fromisoformat(day), say.language))


def _answer_number(difference: Difference, value: float, pack: RulePack, language: Language) -> str:
    question = pack.questions.get(str(difference.params.get("question", "")))
    number = f"{value:,.10g}"
    if question is None or question.unit is None:
        return number
    if language is Language.ZH:
        return f"{number}{question.unit.zh}"
    # English counts "1 year".
    return (
        amount_words(value, question.measure, language)
        if question.measure
        else f"{number} {question.unit.en}"
    )


def _named(difference: Difference, field: str, value: str, pack: RulePack, say: Catalogue) -> str:
    """Return the name of what an id stands for, where it stands for anything."""
    if difference.code == "answer":
        return Names(pack).choice(str(difference.params["question"]), value, say.language)
    if difference.code == "detail" or field == "made_from":
        key = "choice" if say.language is Language.ZH else "choice_en"
        return str(difference.params.get(f"{key} {value}", " ".join(value.split())))
    if field in _TYPED:
        return " ".join(value.split())
    if field in _COUNTRIES:
        return country_name(value).in_language(say.language)
    if field == "category" and value in pack.categories:
        return pack.categories[value].title.in_language(say.language)
    if field == "place" and value in pack.places:
        return pack.places[value].title.in_language(say.language)
    if field == "role":
        return say(ROLE_NAMES[PersonRole(value)])
    if field == "part":
        return say(PART_NAMES[EvidencePart(value)])
    return say(_SEXES[value]) if field == "sex" else value
