"""What can be wrong with a case, put in one at a time, and what comes close to a fault and is none."""

# ruff: noqa: E501 - data read better in rows

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.support.kits.kit import ENDINGS, Kit, Piece
from tests.support.kits.stage import Script

Spoil = Callable[[Kit], Kit]


@dataclass(frozen=True, slots=True)
class Fault:
    """Names a fault: what the check has to say, how to put it in, and what may follow from it."""

    code: str
    requirement: str | None
    spoil: Spoil
    label: str
    person: str | None = None
    follows: tuple[str, ...] = ()
    in_file: bool = True


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Names something that must stay silent."""

    label: str
    spoil: Spoil


def months_before(day: date, months: int) -> date:
    """Return the day of which a paper counts until another day, that many months later."""
    total = day.year * 12 + day.month - 1 - months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


# -- ways to change a kit -----------------------------------------------------------------------------


def piece(
    requirement: str,
    change: Callable[[Kit, Piece], Piece | None],
    person: str | None = None,
    part: str = "original",
    at: int = 0,
) -> Spoil:
    """Change one piece, or leave it out where the change returns None."""

    def spoil(kit: Kit) -> Kit:
        old = kit.piece(requirement, person, part, at)
        new = change(kit, old)
        return kit.swap(old, *([new] if new else []))

    return spoil


def drop(requirement: str, person: str | None = None, part: str = "original", at: int = 0) -> Spoil:
    return piece(requirement, lambda _kit, _old: None, person, part, at)


def told(
    requirement: str,
    change: Callable[[Kit, Any], dict[str, Any]],
    person: str | None = None,
    part: str = "original",
    typed: Callable[[Kit], dict[str, Any]] | None = None,
    at: int = 0,
) -> Spoil:
    """Change the script of a piece's paper; what is typed for it is left out unless given."""

    def alter(kit: Kit, old: Piece) -> Piece:
        sheet = replace(old.sheets[0], **change(kit, old.sheets[0]))
        kept = tuple((k, v) for k, v in old.typed if k == "country")
        return replace(
            old, sheets=(sheet, *old.sheets[1:]), typed=(*kept, *(typed(kit) if typed else {}).items())
        )

    return piece(requirement, alter, person, part, at)


def held(
    requirement: str, person: str | None = None, at: int = 0, part: str = "original", **values: Any
) -> Spoil:
    """Have a paper say something else about its holder; values may be functions of what is right."""

    def change(_: Kit, sheet: Any) -> dict[str, Any]:
        new = {k: v(getattr(sheet.held, k)) if callable(v) else v for k, v in values.items()}
        return {"held": replace(sheet.held, **new)}

    return told(requirement, change, person, part, at=at)


def issued(
    requirement: str,
    day: Callable[[Kit], date],
    *,
    typed: bool,
    person: str | None = None,
    part: str = "original",
) -> Spoil:
    """Have a paper bear another day of issue, typed as well or read only."""
    told_days = (lambda kit: {"issued_on": day(kit)}) if typed else None
    return told(
        requirement, lambda kit, sheet: {"days": (day(kit), *sheet.days[1:])}, person, part, told_days
    )


def saved(
    requirement: str, form: str, *, spoil: str = "", change: str = "", person: str | None = None, at: int = 0
) -> Spoil:
    """Save a file in another form, its pages or bytes spoilt; "" keeps the form."""

    def alter(_: Kit, old: Piece) -> Piece:
        name = old.file.rsplit(".", 1)[0] + ENDINGS[form] if form else old.file
        return replace(old, form=form or old.form, file=name, spoil=spoil, change=change)

    return piece(requirement, alter, person, at=at)


def photo(*how: str, person: str | None = None) -> Spoil:
    def alter(_: Kit, old: Piece) -> Piece:
        assert old.image is not None
        name, before = old.image
        kept = () if any(each.startswith("wall=") for each in how) else before
        return replace(old, image=(name, (*kept, *how)))

    return piece("photo", alter, person)


def typed(requirement: str, person: str | None = None, part: str = "original", **values: Any) -> Spoil:
    """Have something else typed for a piece."""

    def alter(kit: Kit, old: Piece) -> Piece:
        new = {k: v(kit, old) if callable(v) else v for k, v in values.items()}
        return replace(old, typed=tuple({**dict(old.typed), **new}.items()))

    return piece(requirement, alter, person, part)


def year(column: str, value: Callable[[int], int | None], back: int = 1) -> Spoil:
    """Have another figure typed for a full year."""

    def spoil(kit: Kit) -> Kit:
        row = next((r for r in kit.years if r["year"] == kit.submit_on.year - back and column in r), None)
        if row is None:
            raise LookupError(column)
        return kit.with_year(row["year"], **{column: value(row[column])})

    return spoil


def sheets_of(requirement: str, other: str, person: str | None = None) -> Spoil:
    """Give another requirement's paper (drawn anew) in place of the right one."""

    def alter(kit: Kit, old: Piece) -> Piece:
        wrong = kit.piece(other).sheets[0]
        return replace(
            old,
            sheets=(replace(wrong, seed=wrong.seed + 77),),
            typed=(),
            form="scan",
            file=old.file.rsplit(".", 1)[0] + ".pdf",
        )

    return piece(requirement, alter, person)


def both(*spoils: Spoil) -> Spoil:
    def spoil(kit: Kit) -> Kit:
        for each in spoils:
            kit = each(kit)
        return kit

    return spoil


def where(fits: Callable[[Kit], bool], spoil: Spoil) -> Spoil:
    """Spoil only kits that fit."""

    def check(kit: Kit) -> Kit:
        return spoil(kit) if fits(kit) else _none()

    return check


def passport_until(day: Callable[[Kit], date], person: str) -> Spoil:
    """Have a passport end on a day, typed and printed, on every paper that says so."""

    def spoil(kit: Kit) -> Kit:
        last = day(kit)
        first = date(last.year - 10, last.month, min(last.day, 28))
        kit = held("passport", person, passport_expires=last, passport_issued=first)(kit)
        kit = held("application-form", person, passport_expires=last, passport_issued=first)(kit)
        return kit.with_person(person, passport_expires_on=last)

    return spoil


def flat_passport(**more: Any) -> Spoil:
    """Have the passport's data page alone, scanned."""
    land = "GBR"

    def alter(_: Kit, old: Piece) -> Piece:
        layout = (
            "card_page" if old.sheets[0].held.country.code in ("DEU", land, "USA", "FRA", "CAN") else "spread"
        )
        sheet = replace(old.sheets[0], layout=layout, wrong_digit=bool(more.get("wrong_digit")))
        name = old.file.rsplit(".", 1)[0] + ".jpg"
        return replace(old, sheets=(sheet,), form="jpg", file=name, spoil=str(more.get("spoil", "")))

    return piece("passport", alter, "chief")


def card_of_sponsor(*, wrong: bool) -> Spoil:
    """Let the sponsor be a foreigner with a five-star card."""

    def spoil(kit: Kit) -> Kit:
        old = kit.piece("sponsor-identity")
        wife = dict(old.sheets[0].said)["mate"]
        sheet = replace(
            old.sheets[0],
            kind="permanent-residence-card",
            layout="five_star_front",
            held=wife,
            wrong_digit=wrong,
            until=(kit.submit_on + timedelta(days=2000),),
        )
        kit = kit.swap(old, replace(old, sheets=(sheet,), form="jpg", file="wife/card.jpg"))
        kit = kit.with_person("wife", nationality=wife.country.code)
        return replace(kit, answers={**kit.answers, "sponsor.status": "permanent-resident"})

    return spoil


def _shift(days: int) -> Callable[[date], date]:
    return lambda day: day + timedelta(days=days)


def _other_name(name: str) -> str:
    return "Roderick" if name != "Roderick" else "Winfred"


def _other_number(code: str) -> str:
    return code[:-3] + "".join(str((int(c) + 3) % 10) if c.isdigit() else c for c in code[-3:])


def _old(kit: Kit) -> date:
    return months_before(kit.submit_on, 6) - timedelta(days=6)


def _soon(kit: Kit) -> date:
    return months_before(kit.submit_on + timedelta(days=12), 6)


def _later(kit: Kit) -> date:
    return kit.today + timedelta(days=9)


def faults() -> Iterator[Fault]:
    """Give every fault of the list, most in several ways."""
    yield from _of_requirements()
    yield from _of_files()
    yield from _of_papers()
    yield from _of_dates()
    yield from _of_figures()
    yield from _of_photos()


def _of_requirements() -> Iterator[Fault]:
    for name in (
        "visa-delay-statement",
        "health-certificate",
        "accommodation-registration",
        "passport",
        "employment-proof",
        "livelihood-proof",
    ):
        yield Fault("requirement.missing", name, drop(name, "chief"), "left out", in_file=False)
    short = where(lambda kit: kit.category == "rp.five-year-after-two", drop("previous-permits", "chief"))
    yield Fault("requirement.too_few", "previous-permits", short, "one permit short", in_file=False)
    yield Fault(
        "requirement.too_few",
        "income-proof",
        both(drop("income-proof", "chief", at=1), drop("income-proof", "chief", at=1)),
        "two years short",
        in_file=False,
    )
    for part, code in (("authentication", "chain.authentication_missing"), ("translation", "chain.translation_missing"),
                       ("translator-licence", "chain.translator_licence_missing")):  # fmt: skip
        names = (
            ("criminal-record", "marriage-certificate")
            if part != "translator-licence"
            else ("criminal-record",)
        )
        for name in names:
            follows = ("chain.translator_licence_missing",) if part == "translation" else ()
            asked = where(lambda kit: kit.place in ("shanghai", "shenzhen"), drop(name, None, part))
            spoil = asked if part == "translator-licence" else drop(name, None, part)
            yield Fault(code, name, spoil, "left out", in_file=False, follows=follows)


def _of_files() -> Iterator[Fault]:
    name = "organisation-letter"
    pdf = "employer-registration"
    for change, code in (("empty", "file.empty"), ("locked", "file.encrypted"), ("garbage", "file.unreadable"), ("not-a-paper", "file.unsupported"),
                         ("script", "file.active_content"), ("signed", "file.signed")):  # fmt: skip
        for at in (name, pdf):
            form = "text" if change in ("script", "signed") else "scan"
            yield Fault(
                code,
                at,
                saved(at, form, change=change),
                change,
                follows=("date.not_found", "requirement.missing"),
            )
    yield Fault("file.wrong_extension", pdf, saved(pdf, "jpg", change="as-png"), "PNG named jpg")
    for spoil, code in (
        ("blank", "page.blank"),
        ("blurred", "page.blurred"),
        ("coarse", "page.low_resolution"),
        ("sideways", "page.sideways"),
        ("upside-down", "page.sideways"),
    ):
        for at in ("employment-proof", "health-certificate"):
            yield Fault(
                code,
                at,
                saved(at, "scan", spoil=spoil),
                spoil,
                follows=("date.not_found", "page.blurred", "document.mismatch"),
                person="chief",
            )

    def twice(kit: Kit) -> Kit:
        old, other = kit.piece("employment-proof"), kit.piece("work-permit")
        return kit.swap(
            old,
            replace(
                old, sheets=other.sheets, form=other.form, file="chief/again" + ENDINGS[other.form], typed=()
            ),
        )

    yield Fault(
        "file.duplicate",
        None,
        twice,
        "one file for two",
        follows=("document.mismatch", "date.expired"),
        in_file=False,
    )


def _of_papers() -> Iterator[Fault]:
    for wrong, other in (("employment-proof", "employer-registration"), ("health-certificate", "employment-proof"), ("employer-registration", "work-permit"),
                         ("work-permit", "health-certificate"), ("stay-record", "tax-proof"), ("criminal-record", "stay-record"),
                         ("marriage-certificate", "health-certificate"), ("organisation-letter", "accommodation-registration")):  # fmt: skip
        follows = (
            "date.not_found",
            "chain.authentication_before_issue",
            "chain.authentication_missing",
            "chain.translation_missing",
            "date.differs",
            "file.duplicate",
        )
        yield Fault("document.mismatch", wrong, sheets_of(wrong, other), f"is {other}", follows=follows)
    yield Fault(
        "passport.mrz_unreadable", "passport", flat_passport(spoil="no-zone"), "strip over it", person="chief"
    )
    yield Fault(
        "passport.mrz_check_digit", "passport", flat_passport(wrong_digit=True), "first digit", person="chief"
    )
    yield Fault(
        "passport.expired",
        "passport",
        passport_until(lambda kit: kit.submit_on - timedelta(days=9), "chief"),
        "before",
        person="chief",
        in_file=False,
    )
    yield Fault(
        "passport.expires_soon",
        "passport",
        passport_until(lambda kit: kit.submit_on + timedelta(days=95), "chief"),
        "in 95 days",
        person="chief",
        in_file=False,
    )
    for name in (
        "employment-proof",
        "health-certificate",
        "work-permit",
        "tax-proof",
        "income-proof",
        "passport",
        "application-form",
    ):
        yield Fault(
            "identity.name_mismatch",
            name,
            held(name, "chief", given=_other_name),
            "given name",
            person="chief",
            follows=("passport.mrz_check_digit",),
        )
    for name in ("health-certificate", "application-form", "criminal-record", "passport"):
        yield Fault(
            "identity.birth_date_mismatch",
            name,
            held(name, "chief", birth=_shift(-371)),
            "a year and days",
            person="chief",
        )
    for name in (
        "employment-proof",
        "health-certificate",
        "accommodation-registration",
        "tax-proof",
        "stay-record",
    ):
        yield Fault(
            "identity.passport_number_mismatch",
            name,
            held(name, "chief", passport=_other_number),
            "last digits",
            person="chief",
        )
    yield Fault(
        "card.number_check",
        "sponsor-identity",
        card_of_sponsor(wrong=True),
        "last digit",
        person="wife",
        follows=("identity.birth_date_mismatch",),
    )


def _of_dates() -> Iterator[Fault]:
    for by_hand in (True, False):
        how = "typed" if by_hand else "read"
        for name in ("health-certificate", "criminal-record"):
            follows = ("chain.authentication_before_issue", "date.too_old")
            yield Fault(
                "date.too_old",
                name,
                issued(name, _old, typed=by_hand, person="chief"),
                how,
                person="chief",
                follows=follows,
            )
        yield Fault(
            "date.use_by_soon",
            "health-certificate",
            issued("health-certificate", _soon, typed=by_hand, person="chief"),
            how,
            person="chief",
        )
        yield Fault(
            "date.in_future",
            "health-certificate",
            issued("health-certificate", _later, typed=by_hand, person="chief"),
            how,
            person="chief",
        )
    yield Fault(
        "date.in_future",
        "employment-proof",
        issued("employment-proof", _later, typed=False, person="chief"),
        "read",
        person="chief",
    )
    yield Fault(
        "date.differs",
        "health-certificate",
        typed(
            "health-certificate",
            "chief",
            issued_on=lambda kit, old: old.sheets[0].days[0] - timedelta(days=11),
        ),
        "11 days",
        person="chief",
    )
    yield Fault(
        "date.differs",
        "employment-proof",
        typed(
            "employment-proof", "chief", issued_on=lambda kit, old: old.sheets[0].days[0] - timedelta(days=30)
        ),
        "30 days",
        person="chief",
    )
    yield Fault(
        "date.differs",
        "visa-or-permit",
        typed("visa-or-permit", "chief", expires_on=lambda kit, old: kit.submit_on + timedelta(days=700)),
        "another last day",
        person="chief",
    )

    def gone(kit: Kit, sheet: Script) -> dict[str, Any]:
        return {"until": (kit.submit_on - timedelta(days=4),)}

    for name in ("visa-or-permit", "work-permit"):
        yield Fault("date.expired", name, told(name, gone, "chief"), "read", person="chief")
    yield Fault(
        "date.expired",
        "visa-or-permit",
        told(
            "visa-or-permit",
            gone,
            "chief",
            typed=lambda kit: {"expires_on": kit.submit_on - timedelta(days=4)},
        ),
        "typed",
        person="chief",
    )
    yield Fault(
        "date.not_found",
        "health-certificate",
        told("health-certificate", lambda _kit, _sheet: {"layout": "without_day"}, "chief"),
        "no day on it",
        person="chief",
    )


def _of_figures() -> Iterator[Fault]:
    differs = (
        "figures.differ",
        "year.tax_above_wage",
        "wage.record_differs",
        "stay.record_differs",
        "tax.below_strict_reading",
        "category.condition_not_met",
        "category.condition_open",
    )
    for column, start, name in (
        ("wage_cny", "wage", "income-proof"),
        ("tax_cny", "tax", "tax-proof"),
        ("days_in_china", "stay", "stay-record"),
    ):
        yield Fault(
            f"{start}.year_missing",
            name,
            year(column, lambda _: None, 2),
            "no figure",
            in_file=False,
            follows=differs,
        )
    yield Fault(
        "wage.below_threshold",
        "income-proof",
        year("wage_cny", lambda _: 400_000),
        "400 000",
        in_file=False,
        follows=differs,
    )
    yield Fault(
        "tax.below_standard",
        "tax-proof",
        year("tax_cny", lambda _: 30_000),
        "30 000",
        in_file=False,
        follows=differs,
    )
    yield Fault(
        "tax.below_strict_reading",
        "tax-proof",
        year("tax_cny", lambda tax: round(tax * 0.76)),
        "18 %",
        in_file=False,
        follows=differs,
    )
    yield Fault(
        "stay.year_short",
        "stay-record",
        year("days_in_china", lambda _: 120),
        "120 days",
        in_file=False,
        follows=differs,
    )
    yield Fault("figures.differ", "tax-proof", year("tax_cny", lambda tax: tax + 10_000), "10 000 more")
    yield Fault(
        "figures.differ",
        "income-proof",
        year("wage_cny", lambda wage: wage + 40_000, 2),
        "40 000 more",
        follows=("tax.below_strict_reading",),
    )
    yield Fault(
        "figures.differ",
        "income-proof",
        year("wage_cny", lambda wage: wage + 27_000, 3),
        "27 000 more",
        follows=("tax.below_strict_reading",),
    )

    def grown(kit: Kit) -> Kit:
        return (
            kit.with_person("kid", birth_date=date(kit.today.year - 19, 3, 3))
            if any(p["id"] == "kid" for p in kit.people)
            else _none()
        )

    yield Fault(
        "person.not_minor",
        None,
        grown,
        "19 years",
        person="kid",
        in_file=False,
        follows=("identity.birth_date_mismatch", "requirement.missing"),
    )

    def wed(kit: Kit) -> Kit:
        return kit.with_person("kid", married=True) if any(p["id"] == "kid" for p in kit.people) else _none()

    yield Fault(
        "person.not_minor",
        None,
        wed,
        "married",
        person="kid",
        in_file=False,
        follows=("identity.marital_status_differs",),
    )


def _none() -> Kit:
    raise LookupError("nobody")


def _of_photos() -> Iterator[Fault]:
    follows = (
        "photo.head_size",
        "photo.too_small",
        "photo.off_centre",
        "photo.file_size",
        "photo.blurred",
        "photo.wrong_ratio",
    )
    for how, code in (("square", "photo.wrong_ratio"), ("tiny", "photo.too_small"), ("heavy", "photo.file_size"), ("grey", "photo.not_colour"),
                      ("no-face", "photo.no_face"), ("two", "photo.several_faces"), ("wall=green", "photo.wrong_background"), ("wall=red", "photo.wrong_background"),
                      ("stripes", "photo.background_not_plain"), ("small-head", "photo.head_size"), ("aside", "photo.off_centre"), ("tilt=26", "photo.tilted"),
                      ("blur", "photo.blurred")):  # fmt: skip
        more = (
            ("photo.wrong_background", "photo.background_not_plain")
            if how in ("stripes", "no-face", "two", "tilt=26", "grey", "small-head", "aside", "blur")
            else ()
        )
        yield Fault(code, "photo", photo(how, person="chief"), how, person="chief", follows=(*follows, *more))


# -- what must stay silent ----------------------------------------------------------------------------


def near_misses() -> Iterator[NearMiss]:
    """Give what comes close to a fault and is none."""

    def exactly(kit: Kit) -> date:
        return months_before(kit.submit_on + timedelta(days=31), 6)

    yield NearMiss(
        "issued with a month and a day left",
        issued("health-certificate", exactly, typed=False, person="chief"),
    )
    yield NearMiss("owner password only", saved("employer-registration", "scan", change="owner-locked"))
    yield NearMiss("tilted by two degrees", saved("employment-proof", "scan", spoil="tilted"))
    yield NearMiss(
        "stamp on the back", saved("health-certificate", "scan", spoil="stamped-back", person="chief")
    )
    for name in ("employment-proof", "health-certificate", "passport", "work-permit", "criminal-record"):
        yield NearMiss(f"{name} at an angle", saved(name, "phone-angle", person="chief"))
    for name in ("employment-proof", "tax-proof", "health-certificate"):
        yield NearMiss(f"{name} faint", saved(name, "scan-faint", person="chief"))
    yield NearMiss("names in another order", told("employment-proof", _given_first, "chief"))
    yield NearMiss("light blue wall", _light_wall)
    yield NearMiss("bilingual original", _bilingual)
    yield NearMiss("apostille behind its original", _one_file)
    yield NearMiss("renewed passport with the former one", _renewed)
    yield NearMiss("card of a sponsor", card_of_sponsor(wrong=False))
    yield NearMiss("head tilted a little", photo("tilt=4", person="chief"))
    yield NearMiss("umlauts as two letters", _two_letters)


def _given_first(_: Kit, sheet: Script) -> dict[str, Any]:
    return {"held": replace(sheet.held, surname=sheet.held.given, given=sheet.held.surname)}


def _light_wall(kit: Kit) -> Kit:
    if (kit.category.startswith("pr.") and kit.place not in ("shanghai", "national")) or kit.place in (
        "shanghai",
        "beijing",
    ):
        raise LookupError("white only")
    return photo("wall=light-blue", person="chief")(kit)


def _bilingual(kit: Kit) -> Kit:
    old = kit.piece("criminal-record", "chief")
    sheet = replace(old.sheets[0], kind="bilingual-record", layout="in_two_languages")
    return kit.swap(old, replace(old, sheets=(sheet,)))


def _one_file(kit: Kit) -> Kit:
    """Put authentication and translation behind the original, and leave them out of the list."""
    old = kit.piece("criminal-record", "chief")
    links = [
        kit.piece("criminal-record", "chief", part)
        for part in ("authentication", "translation", "translator-licence")
    ]
    sheets = (old.sheets[0], *(link.sheets[0] for link in links))
    kit = kit.swap(old, replace(old, sheets=sheets, form="scan", file="chief/police-all.pdf"))
    for link in links:
        kit = kit.swap(link)
    return kit


def _renewed(kit: Kit) -> Kit:
    """Have an old passport beside the new one, and a paper that was made out on the old."""
    old = kit.piece("passport", "chief")
    before = replace(
        old.sheets[0].held,
        passport=_other_number(old.sheets[0].held.passport),
        passport_issued=kit.today - timedelta(days=3900),
        passport_expires=kit.today - timedelta(days=249),
    )
    former = replace(
        old,
        requirement="former-passport",
        file="chief/former.pdf",
        form="scan",
        sheets=(replace(old.sheets[0], held=before),),
        typed=(),
    )
    kit = kit.swap(old, old, former)
    return held("work-permit", "chief", passport=before.passport)(kit)


def _two_letters(kit: Kit) -> Kit:
    """Write MUELLER for Müller on one paper."""
    from tests.support.papers.people import plain

    one = kit.piece("employment-proof", "chief").sheets[0].held
    if plain(one.surname).upper() == one.surname.upper() and plain(one.given).upper() == one.given.upper():
        raise LookupError("no marks")
    return held(
        "employment-proof",
        "chief",
        surname=lambda name: plain(name).title(),
        given=lambda name: plain(name).title(),
    )(kit)
