"""Names of the product's own terms, and dates, money and countries as words."""

import functools
from datetime import date

import babel.dates
import babel.numbers
from babel.core import Locale, get_global

from app.domain.case import EvidencePart, PersonRole
from app.domain.findings import Severity
from app.domain.judgement import Fit, ItemState, NotEvaluated, Verdict
from app.domain.ledger import Agreement
from app.domain.reading import FactName, Subject
from app.domain.rules import AuthenticationWay, CategoryKind, Force, Topic
from app.domain.sources import Confidence
from app.domain.words import Language, Text
from app.i18n.catalogue import LOCALE_NAMES, N_, catalogue

ROLE_NAMES = {
    PersonRole.PRINCIPAL: N_("Principal applicant"),
    PersonRole.SPOUSE: N_("Spouse"),
    PersonRole.CHILD: N_("Child"),
    PersonRole.PARENT: N_("Parent"),
    PersonRole.SPONSOR: N_("Sponsor"),
    PersonRole.LEADER: N_("Team leader"),
}
PART_NAMES = {
    EvidencePart.ORIGINAL: N_("Original document"),
    EvidencePart.AUTHENTICATION: N_("Apostille or consular authentication"),
    EvidencePart.TRANSLATION: N_("Chinese translation"),
    EvidencePart.TRANSLATOR_LICENCE: N_("Translation company's licence"),
}
FORM_NAMES = {
    "original": N_("Original handed in"),
    "copy": N_("Copy, original shown"),
    "original-and-copy": N_("Original and copy"),
}
STATE_NAMES = {
    ItemState.MISSING: N_("Missing"),
    ItemState.TOO_FEW: N_("Too few"),
    ItemState.UNSIGNED: N_("Not signed yet"),
    ItemState.PROVIDED: N_("Provided"),
    ItemState.ASK_WINDOW: N_("Ask the window"),
    ItemState.UNDECIDED: N_("Depends on an answer"),
    ItemState.WAIVED: N_("Not needed"),
    ItemState.NOT_NEEDED: N_("Said not to be needed"),
}
SEVERITY_NAMES = {
    Severity.BLOCKER: N_("Must be solved"),
    Severity.WARNING: N_("Please look"),
    Severity.NOTE: N_("For information"),
}
FACT_NAMES = {
    FactName.NAME: N_("Name"),
    FactName.SURNAME: N_("Surname"),
    FactName.GIVEN_NAMES: N_("Given names"),
    FactName.CHINESE_NAME: N_("Chinese name"),
    FactName.SEX: N_("Sex"),
    FactName.BIRTH_DATE: N_("Date of birth"),
    FactName.BIRTH_PLACE: N_("Place of birth"),
    FactName.NATIONALITY: N_("Nationality"),
    FactName.PASSPORT_NUMBER: N_("Passport number"),
    FactName.MARITAL_STATUS: N_("Marital status"),
    FactName.DOCUMENT_NUMBER: N_("Number of the paper"),
    FactName.CARD_NUMBER: N_("Number of the permanent residence card"),
    FactName.ISSUED_ON: N_("Issued on"),
    FactName.EXPIRES_ON: N_("Valid until"),
    FactName.VALID_FROM: N_("Valid from"),
    FactName.AUTHENTICATED_ON: N_("Authenticated on"),
    FactName.ISSUING_COUNTRY: N_("Issued in"),
    FactName.AUTHORITY: N_("Issued by"),
    FactName.EMPLOYER: N_("Employer"),
    FactName.CREDIT_CODE: N_("Unified social credit code"),
    FactName.POSITION: N_("Position"),
    FactName.EMPLOYED_SINCE: N_("Employed since"),
    FactName.EMPLOYED_UNTIL: N_("Employed until"),
    FactName.WORK_PERMIT_CLASS: N_("Class of the work permit"),
    FactName.UNIVERSITY: N_("University"),
    FactName.DEGREE: N_("Degree"),
    FactName.WAGE: N_("Wage"),
    FactName.WAGE_TOTAL: N_("Wage of the year"),
    FactName.TAX: N_("Tax paid"),
    FactName.TAX_TOTAL: N_("Tax of the year"),
    FactName.ENTERED_ON: N_("Entered China on"),
    FactName.LEFT_ON: N_("Left China on"),
    FactName.DAYS_IN_CHINA: N_("Days in China"),
    FactName.PERIOD_FROM: N_("Covers the time from"),
    FactName.PERIOD_UNTIL: N_("Covers the time until"),
    FactName.PAGES_STATED: N_("Pages, as stated"),
    FactName.BUSINESS_SCOPE: N_("Business scope"),
    FactName.TRANSLATED_ON: N_("Translated on"),
    FactName.AUTHENTICATION_NUMBER: N_("Number of the authentication"),
}
SUBJECT_NAMES = {
    Subject.HOLDER: "",
    Subject.CHILD: N_("Child"),
    Subject.MOTHER: N_("Mother"),
    Subject.FATHER: N_("Father"),
    Subject.HUSBAND: N_("Husband"),
    Subject.WIFE: N_("Wife"),
    Subject.OTHER: N_("Someone else"),
}
AGREEMENT_NAMES = {
    Agreement.AGREES: N_("Agrees"),
    Agreement.DIFFERS: N_("Differs"),
    Agreement.UNCLEAR: N_("Please look"),
    Agreement.UNKNOWN: N_("Nothing to compare with"),
}
FIT_NAMES = {
    Fit.FITS: N_("Fits"),
    Fit.UNDECIDED: N_("Undecided"),
    Fit.DOES_NOT_FIT: N_("Does not fit"),
    Fit.NOT_EVALUATED: N_("Not evaluated"),
}
NOT_EVALUATED_NAMES = {
    NotEvaluated.DRAFT: N_("Draft, not in force, not evaluated"),
    NotEvaluated.NOT_YET: N_("Not yet in force on the planned day, not evaluated"),
    NotEvaluated.ENDED: N_("No longer in force on the planned day, not evaluated"),
    NotEvaluated.ELSEWHERE: N_("Only at another place, not evaluated"),
}
TOPIC_NAMES = {
    Topic.DIRECTION: N_("Direction of policy"),
    Topic.RIGHTS: N_("What the card gives"),
    Topic.DUTIES: N_("Duties of the holder"),
    Topic.LOSS: N_("How the status is lost"),
    Topic.PROCESSING: N_("How applications are handled"),
    Topic.CENTRES: N_("Where to get help"),
}
WAY_NAMES = {
    AuthenticationWay.APOSTILLE: N_("apostille"),
    AuthenticationWay.CONSULAR: N_("consular authentication"),
    AuthenticationWay.OTHER: N_("authentication of its own kind"),
    AuthenticationWay.NONE: N_("no authentication"),
    AuthenticationWay.ASK: N_("apostille (ask the window whether it is taken)"),
    AuthenticationWay.BY_COUNTRY: N_("apostille or consular authentication, by country of issue"),
}
VERDICT_NAMES = {
    Verdict.MET: N_("Met"),
    Verdict.NOT_MET: N_("Not met"),
    Verdict.UNKNOWN: N_("Not known yet"),
}
FORCE_NAMES = {
    Force.IN_FORCE: N_("In force"),
    Force.DRAFT: N_("Draft, not in force"),
}
KIND_NAMES = {
    CategoryKind.PERMANENT_RESIDENCE: N_("Permanent residence"),
    CategoryKind.RESIDENCE_PERMIT: N_("Residence permit"),
    CategoryKind.VISA: N_("Visa"),
    CategoryKind.FILING: N_("Filing"),
}
CONFIDENCE_NAMES = {
    Confidence.OFFICIAL: N_("official text"),
    Confidence.PUBLISHED: N_("published summary"),
    Confidence.SECONDARY: N_("secondary source"),
    Confidence.COMPUTED: N_("computed"),
    Confidence.UNVERIFIED: N_("unverified"),
}


@functools.lru_cache(4096)
def date_words(day: date, language: Language) -> str:
    """Write a date in full: "15 December 2026" has no month and day to mix up, nor has 2026年12月15日."""
    pattern = "y年M月d日" if language is Language.ZH else "d MMMM y"
    return babel.dates.format_date(day, pattern, locale=LOCALE_NAMES[language])


def long_date(day: date) -> Text:
    """Write a date in full in both languages."""
    return Text(en=date_words(day, Language.EN), zh=date_words(day, Language.ZH))


@functools.lru_cache(4096)
def money_words(cny: float, language: Language) -> str:
    """Write an amount in CNY, with fen only where there are any."""
    pattern = "#,##0" if float(cny).is_integer() else "#,##0.00"
    number = babel.numbers.format_decimal(cny, pattern, locale=LOCALE_NAMES[language])
    return f"{number}元" if language is Language.ZH else f"CNY {number}"


# As the offices that read the packet write it; Unicode's other names are theirs already.
_OFFICIAL_NAMES = {"TWN": Text(en="Taiwan, China", zh="中国台湾")}


@functools.cache
def country_name(alpha3: str) -> Text:
    """Return a country's name in both languages from its ISO 3166-1 alpha-3 code, the code if unknown."""
    if alpha3 in _OFFICIAL_NAMES:
        return _OFFICIAL_NAMES[alpha3]
    alpha2 = next(iter(get_global("territory_aliases").get(alpha3, ())), alpha3)
    return Text(
        en=Locale.parse("en").territories.get(alpha2, alpha3),
        zh=Locale.parse("zh_CN").territories.get(alpha2, alpha3),
    )


# Codes of states that are no more, of places without people, and of no place at all.
_NO_NATIONALITIES = frozenset((
    "ANT", "ASC", "ATA", "ATF", "BUR", "BVT", "CPT", "DDR", "DGA", "FXX", "HMD", "NTZ", "QUU",
    "SCG", "SUN", "TAA", "TMP", "UMI", "XAA", "XBB", "XKK", "YMD", "YUG", "ZAR", "ZZZ",
))  # fmt: skip


@functools.cache
def countries() -> tuple[tuple[str, Text], ...]:
    """Return every country that has a name in both languages, by its ISO 3166-1 alpha-3 code."""
    known = {code for code in get_global("territory_aliases") if len(code) == 3 and code.isalpha()}
    named = {code: country_name(code) for code in sorted(known - _NO_NATIONALITIES)}
    return tuple((code, name) for code, name in named.items() if name.en != code and name.zh != code)


def amount_words(value: float, unit: str, language: Language) -> str:
    """Write an amount with its unit: money, a time, a share, or a bare count."""
    say = catalogue(language)
    number = f"{value:,.10g}"
    match unit:
        case "cny":
            return money_words(value, language)
        case "usd":
            return say("USD {number}", number=number)
        case "days" if float(value).is_integer():
            return say.plural("{count} day", "{count} days", int(value))
        case "months" if float(value).is_integer():
            return say.plural("{count} month", "{count} months", int(value))
        case "years" if float(value).is_integer():
            return say.plural("{count} year", "{count} years", int(value))
        case "years":
            years, months = divmod(round(value * 12), 12)
            if not years or not months:
                return amount_words(
                    *((years, "years") if years or not months else (months, "months")), language
                )
            both = (amount_words(years, "years", language), amount_words(months, "months", language))
            return (" " if language is Language.EN else "零").join(both)
        case "days" | "months":
            return say(_PARTS_OF[unit], number=number)
        case "percent":
            return f"{number} %"
        case "permits":
            return say.plural("{count} permit", "{count} permits", int(value))
        case "points":
            return say.plural("{count} point", "{count} points", int(value))
    return number


_PARTS_OF = {
    "days": N_("{number} days"),
    "months": N_("{number} months"),
}
