"""What another rule pack changes in a case becomes words here."""

from datetime import date

from app.domain.case import PersonRole
from app.domain.findings import Param
from app.domain.judgement import Fit, ItemState, NotEvaluated, Verdict
from app.domain.packs import PackChange, PackInfo, SignatureState
from app.domain.rules import AuthenticationWay
from app.domain.words import Language, Text
from app.i18n.catalogue import N_, Catalogue, catalogue
from app.i18n.terms import (
    FIT_NAMES,
    FORM_NAMES,
    NOT_EVALUATED_NAMES,
    ROLE_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
    WAY_NAMES,
    amount_words,
    country_name,
    date_words,
    money_words,
)
from app.i18n.wording import NO, YES, Names

CHANGES: dict[str, str] = {
    "case.opens_again": N_("The rules used until now cannot open this case; these can."),
    "case.stays_shut": N_(
        "Neither the rules used until now nor these can open this case, so nothing can be compared."
    ),
    "case.no_longer_opens": N_(
        "This case cannot be opened with these rules. Correct what they do not know first, with the rules "
        "used until now."
    ),
    "category.unknown": N_("The category is not there any more: {title}"),
    "place.unknown": N_("The place is not there any more: {title}"),
    "requirement.unknown": N_("Files are entered under a paper that is not known any more: {title}"),
    "answer.unknown": N_("A question that is answered is not asked any more: {title}"),
    "answer.kind": N_("A question that is answered takes another kind of answer now: {title}"),
    "answer.choice": N_("The answer {value} cannot be chosen any more: {title}"),
    "category.fit": N_("{title}: {before} → {after}"),
    "condition.added": N_("New condition: {title}"),
    "condition.removed": N_("Condition dropped: {title}"),
    "condition.verdict": N_("Condition: {title}: {before} → {after}"),
    "condition.threshold": N_("{title}: what is asked: {before} → {after}"),
    "condition.values": N_("{title}: other answers will do than before."),
    "condition.year_threshold": N_("{title}: what is asked for {year}: {before} → {after}"),
    "condition.year_strict": N_("{title}: what the stricter reading asks for {year}: {before} → {after}"),
    "condition.year_counted": N_("{title}: the year {year} counts now."),
    "condition.year_not_counted": N_("{title}: the year {year} no longer counts."),
    "condition.other": N_("{title}: put otherwise, with the same outcome for this case."),
    "paper.added": N_("{title} for {person}: newly asked."),
    "paper.removed": N_("{title} for {person}: no longer asked."),
    "paper.state": N_("{title} for {person}: {before} → {after}"),
    "paper.form": N_("{title} for {person}: form: {before} → {after}"),
    "paper.pieces": N_("{title} for {person}: how many are asked: {before} → {after}"),
    "paper.copies": N_("{title} for {person}: copies: {before} → {after}"),
    "paper.instead": N_("{title} for {person}: what may be given instead: {before} → {after}"),
    "paper.months": N_("{title} for {person}: how long it counts: {before} → {after}"),
    "paper.use_by": N_("{title} for {person}: last day on which it counts: {before} → {after}"),
    "paper.deposit": N_("{title} for {person}: sum to be deposited: {before} → {after}"),
    "paper.way": N_("{title} for {person}: authentication: {before} → {after}"),
    "paper.translation": N_("{title} for {person}: Chinese translation asked: {before} → {after}"),
    "paper.licence": N_("{title} for {person}: translation company's licence asked: {before} → {after}"),
    "photo.changed": N_("Photos: {measure}: {before} → {after}"),
    "upload.changed": N_("Files for portals: {measure}: {before} → {after}"),
    "passport.months": N_("How long passports must last beyond the planned day: {before} → {after}"),
    "history.gap_months": N_("How long a pause between two jobs may be: {before} → {after}"),
    "family.added": N_("{role}: can come along now."),
    "family.removed": N_("{role}: can no longer come along."),
    "family.changed": N_("{role}: the conditions for coming along are other ones."),
}
NOTHING_SAID = N_("nothing said")

PHOTO_MEASURES: dict[str, str] = {
    "width_mm": N_("width in mm"),
    "height_mm": N_("height in mm"),
    "count": N_("number of prints"),
    "background": N_("background"),
    "colours": N_("colours of the background"),
    "pixels_wide": N_("width in pixels"),
    "pixels_high": N_("height in pixels"),
    "file_kb": N_("size of the file in KB"),
    "dpi": N_("dots per inch"),
    "head_width_mm": N_("width of the head in mm"),
    "head_height_mm": N_("height of the head in mm"),
    "above_head_mm": N_("gap above the head in mm"),
    "below_chin_mm": N_("gap below the chin in mm"),
    "months": N_("age at most in months"),
    "digital": N_("digital file asked"),
    "receipt": N_("receipt of the photo studio asked"),
    "formats": N_("kinds of files taken"),
    "name": N_("pattern of the names"),
    "chain_in_one": N_("papers of a chain in one file"),
    "most_kb": N_("KB of a file at most"),
    "most_pages": N_("pages of a file at most"),
    "binding": N_("limits set by the place"),
    "other": N_("another measure"),
}

SIGNATURES: dict[SignatureState, str] = {
    SignatureState.BUNDLED: N_("comes with Yongju"),
    SignatureState.KNOWN_KEY: N_("signed by {publisher}, key confirmed ({fingerprint})"),
    SignatureState.UNKNOWN_KEY: N_("signed by {publisher}, key not confirmed ({fingerprint})"),
    SignatureState.UNSIGNED: N_("not signed"),
}

_NAMES: dict[str, dict[str, str]] = {
    "category.fit": {
        **{fit.value: FIT_NAMES[fit] for fit in Fit},
        **{why.value: NOT_EVALUATED_NAMES[why] for why in NotEvaluated},
    },
    "condition.verdict": {verdict.value: VERDICT_NAMES[verdict] for verdict in Verdict},
    "paper.state": {state.value: STATE_NAMES[state] for state in ItemState},
    "paper.form": FORM_NAMES,
    "paper.way": {way.value: WAY_NAMES[way] for way in AuthenticationWay},
}
_MONTHS = frozenset({"paper.months", "passport.months", "history.gap_months"})


def word_change(change: PackChange, names: Names, language: Language) -> str:
    """Say in one sentence what another pack changes in a case."""
    say = catalogue(language)
    params = change.params
    places = {key: _value(change, value, names, say) for key, value in params.items()}
    for end in ("before", "after"):
        places.setdefault(end, say(NOTHING_SAID))
    if "person" in params:
        places["person"] = names.person(str(params["person"]), language)
    if "country" in params:
        places["country"] = country_name(str(params["country"])).in_language(language)
        places["title"] = say("{title} issued in {country}", title=places["title"], country=places["country"])
    if "role" in params:
        places["role"] = say(ROLE_NAMES[PersonRole(str(params["role"]))])
    if "measure" in params:
        places["measure"] = say(PHOTO_MEASURES.get(str(params["measure"]), PHOTO_MEASURES["other"]))
    if "year" in params:
        places["year"] = str(params["year"])
    return say(CHANGES[change.code], **places)


def word_signature(pack: PackInfo, language: Language) -> str:
    """Say who vouches for a pack."""
    words = SIGNATURES[pack.signature]
    return catalogue(language)(words, publisher=pack.publisher, fingerprint=pack.fingerprint)


def _value(change: PackChange, value: Param, names: Names, say: Catalogue) -> str:
    language = say.language
    known = _NAMES.get(change.code, {})
    match value:
        case Text():
            return value.in_language(language)
        case str() if value in known:
            return say(known[value])
        case True | "yes":
            return say(YES)
        case False | "no":
            return say(NO)
        case date():
            return date_words(value, language)
        case tuple():
            named = (names.requirement(each, language) for each in value)
            return ("、" if language is Language.ZH else ", ").join(named)
        case int() | float():
            return _amount(change, value, language)
    return str(value)


def _amount(change: PackChange, value: float, language: Language) -> str:
    if change.code == "paper.deposit":
        return money_words(value, language)
    unit = "months" if change.code in _MONTHS else str(change.params.get("unit", ""))
    return amount_words(value, unit, language)
