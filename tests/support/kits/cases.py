"""Invents whole cases: families, firms, places and categories, with every paper that is asked for.

A case is right in everything; what is wrong with it is put in by tests.support.kits.faults.
"""

# ruff: noqa: E501 - data read better in rows

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tests.support.kits.kit import ENDINGS, Kit, Piece
from tests.support.kits.stage import Script
from tests.support.papers.people import (
    BY_CODE,
    PLACES,
    Firm,
    Month,
    Person,
    identity_number,
    invent_firm,
    invent_person,
    upper,
)

UNTIL_WINDOW = timedelta(days=25)
_CITIES = {
    "ningbo": "宁波市",
    "shanghai": "上海市",
    "beijing": "北京市",
    "guangdong": "深圳市",
    "shenzhen": "深圳市",
}
_BLUE = ("guangdong", "shenzhen")
_POLICE = {
    "DEU": "german",
    "GBR": "british",
    "USA": "american",
    "FRA": "french",
    "ESP": "spanish",
    "PRT": "portuguese",
}
_APOSTILLES = {"GBR": "english", "USA": "english", "IND": "english", "CAN": "english", "DEU": "own_language", "FRA": "bilingual_table",
               "ESP": "own_language", "PRT": "bilingual_table"}  # fmt: skip
_CONSULAR = ("VNM", "IDN")
_COMPANIES = ("澜语翻译(上海)有限公司", "宁波同文译事翻译有限公司", "广州达意翻译服务有限公司")
# How papers of a kind are usually handed in; one is drawn.
_SAVED: dict[str, tuple[str, ...]] = {
    "passport": ("jpg", "phone", "scan", "png"), "visa-or-permit": ("jpg", "phone", "scan"), "health-certificate": ("scan", "phone", "text"),
    "criminal-record": ("scan", "text", "phone", "tif"), "application-form": ("text", "scan"), "employment-proof": ("scan", "docx", "text"),
    "work-permit": ("text", "scan"), "employer-registration": ("scan", "jpg"), "employer-annual-report": ("text",),
    "employer-recommendation": ("scan", "text"), "work-history-proof": ("scan", "text"), "income-proof": ("scan", "text"),
    "tax-proof": ("text",), "stay-record": ("scan", "text"), "marriage-certificate": ("scan", "jpg"), "birth-certificate": ("phone", "scan"),
    "kinship-proof": ("scan",), "previous-permits": ("jpg", "scan"),
}  # fmt: skip


@dataclass(slots=True)
class Desk:
    """Gathers a case piece by piece."""

    name: str
    category: str
    place: str
    today: date
    seed: int
    rng: random.Random = field(init=False)
    firm: Firm = field(init=False)
    pieces: list[Piece] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    cast: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(f"{self.name}/{self.seed}")
        self.firm = self._local_firm()

    @property
    def submit_on(self) -> date:
        return self.today + UNTIL_WINDOW

    def _local_firm(self) -> Firm:
        at = next(each for each in PLACES if each[1] == _CITIES[self.place])
        firm = invent_firm(self.rng)
        while firm.city != at[1]:
            firm = invent_firm(self.rng)
        return firm

    def ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randint(least, most))

    # -- people --------------------------------------------------------------------------------------

    def person(
        self,
        person_id: str,
        role: str,
        code: str,
        sex: str,
        age: tuple[int, int],
        married: bool,
        surname: str = "",
    ) -> Person:
        one = invent_person(self.rng, code, sex, age)
        one = replace(one, birth=one.birth + (self.today - date(2026, 11, 20)))
        issued = self.ago(300, 2000)
        expires = date(issued.year + 10, issued.month, min(issued.day, 28)) - timedelta(days=1)
        one = replace(one, surname=surname or one.surname, passport_issued=issued, passport_expires=expires)
        self.add(person_id, role, one, married)
        return one

    def add(self, person_id: str, role: str, one: Person, married: bool, **more: Any) -> None:
        self.cast[person_id] = one
        self.people.append({
            "id": person_id, "role": role, "surname": upper(one.surname), "given_names": upper(one.given), "chinese_name": one.chinese,
            "sex": one.sex, "birth_date": one.birth, "nationality": one.country.code, "passport_number": one.passport,
            "passport_expires_on": one.passport_expires, "married": married, **more,
        })  # fmt: skip

    # -- papers --------------------------------------------------------------------------------------

    def script(self, kind: str, layout: str, held: Person, **more: Any) -> Script:
        given = {"firm": self.firm, "today": self.today, "seed": self.seed, **more}
        return Script(kind, layout, held, **given)

    def give(
        self,
        requirement: str,
        person: str,
        *sheets: Script,
        part: str = "original",
        form: str | None = None,
        **typed: Any,
    ) -> None:
        """Add a piece; of the days typed, some are left out, as people do."""
        form = form or self.rng.choice(_SAVED.get(requirement, ("scan", "text")))
        file = self._file(requirement, person, part, form)
        kept = tuple(
            (k, v) for k, v in typed.items() if k in ("country", "expires_on") or self.rng.random() < 0.6
        )
        self.pieces.append(Piece(requirement, person, file, tuple(sheets), form, part, kept))

    def _file(self, requirement: str, person: str, part: str, form: str) -> str:
        order = sum((p.requirement, p.person, p.part) == (requirement, person, part) for p in self.pieces)
        tail = "" if part == "original" else f"-{part}"
        return f"{person}/{requirement}{tail}{'-' + str(order + 1) if order else ''}{ENDINGS[form]}"

    def photo(self, person: str, portrait: str) -> None:
        wall = "blue" if self.place in _BLUE and self.category.startswith("pr.") else "white"
        self.pieces.append(Piece("photo", person, f"{person}/photo.jpg", image=(portrait, (f"wall={wall}",))))

    def basics(self, person_id: str, portrait: str, *, permit: bool = True, married: bool = True) -> None:
        """Give what everybody gives: form, photo, passport, permit, health."""
        one, words = self.cast[person_id], ("已婚 Married",) if married else ("未婚 Single",)
        form = "permanent" if self.category.startswith("pr.") else "visa_and_permit"
        self.give(
            "application-form",
            person_id,
            self.script("application-form", form, one, days=(self.ago(2, 12),), picks=words),
        )
        self.photo(person_id, portrait)
        page = (
            "spread"
            if one.country.code in ("ESP", "PRT", "VNM", "IND", "IDN")
            else self.rng.choice(("card_page", "copied"))
        )
        self.give("passport", person_id, self.script("passport", page, one), country=one.country.code)
        if permit:
            self.permit(person_id)
        issued = self.ago(12, 95)
        self.give("health-certificate", person_id, self.script("health-certificate", self.rng.choice(("customs_bilingual", "hospital_chinese")), one, days=(issued,)),
                  country="CHN", issued_on=issued)  # fmt: skip

    def permit(self, person_id: str) -> None:
        issued, until = self.ago(150, 500), self.submit_on + timedelta(days=self.rng.randint(90, 500))
        layout = self.rng.choice(("permit_sticker", "permit_copied", "permit_english_days"))
        script = self.script("residence-permit", layout, self.cast[person_id], days=(issued,), until=(until,))
        self.give("visa-or-permit", person_id, script, issued_on=issued, expires_on=until)

    def chain(self, requirement: str, person_id: str, of: str, issued: date, **said: Any) -> None:
        """Give authentication, translation and translator's licence of a foreign paper."""
        one, code = self.cast[person_id], self.cast[person_id].country.code
        after = issued if (self.today - issued).days < 170 else self.ago(60, 100)
        sealed, done = (
            after + timedelta(days=self.rng.randint(3, 9)),
            after + timedelta(days=self.rng.randint(10, 14)),
        )
        sealed, done = min(sealed, self.today), min(done, self.today)
        kind = (
            ("consular-authentication", "chinese_embassy")
            if code in _CONSULAR
            else ("apostille", _APOSTILLES[code])
        )
        self.give(
            requirement,
            person_id,
            self.script(*kind, one, days=(sealed,)),
            part="authentication",
            country=code,
            issued_on=sealed,
        )
        company = self.rng.choice(_COMPANIES)
        what = {"of": of, "issued": issued, "company": company, "undated": self.rng.random() < 0.3, **said}
        layout, others = (
            ("of_birth", said.get("parents", ())) if of == "birth-certificate" else ("by_labels", ())
        )
        told = tuple((k, v) for k, v in what.items() if k != "parents")
        self.give(requirement, person_id, self.script("translation", layout, one, days=(done,), others=others, said=told),
                  part="translation")  # fmt: skip
        licensed = replace(
            self.firm, chinese=company, scope="翻译服务;会议服务;文化艺术交流活动策划;商务信息咨询。"
        )
        self.give(requirement, person_id, self.script("business-licence", "landscape", one, firm=licensed, days=(self.ago(300, 1500),)),
                  part="translator-licence", form=self.rng.choice(("jpg", "scan")))  # fmt: skip

    def criminal_record(self, person_id: str) -> None:
        one, issued = self.cast[person_id], self.ago(50, 100)
        layout = _POLICE.get(one.country.code, "foreign_english")
        script = self.script(
            "criminal-record", layout, one, days=(issued,), until=(issued + timedelta(days=365),)
        )
        self.give("criminal-record", person_id, script, country=one.country.code, issued_on=issued)
        self.chain("criminal-record", person_id, "criminal-record", issued)

    def work(self, *, report: bool = True) -> None:
        one, since = self.cast["chief"], self.ago(2900, 3300)
        issued = self.ago(4, 40)
        layout = self.rng.choice(("table_form", "prose_chinese", "bilingual", "plain_letter"))
        until = self.submit_on + timedelta(days=400)
        self.give(
            "employment-proof",
            "chief",
            self.script("employment-proof", layout, one, days=(issued, since), until=(until,)),
            issued_on=issued,
        )
        begun, ends = self.ago(120, 500), self.submit_on + timedelta(days=self.rng.randint(100, 500))
        self.give(
            "work-permit",
            "chief",
            self.script(
                "work-permit",
                self.rng.choice(("plastic_card", "notice", "electronic")),
                one,
                days=(begun,),
                until=(ends,),
                picks=("A",),
            ),
        )
        self.give(
            "employer-registration",
            "chief",
            self.script(
                "business-licence",
                self.rng.choice(("landscape", "portrait")),
                one,
                days=(self.ago(300, 1800),),
            ),
        )
        if report:
            self.give("employer-annual-report", "chief", self.script("annual-report", "published", one))

    def years(self, count: int, *, wage: int, share: float) -> tuple[dict[str, Any], ...]:
        """Give income, tax and stay of so many full years and the part of the present one."""
        rows: list[dict[str, Any]] = []
        last = self.submit_on.year
        for year in range(last, last - count - 1, -1):
            months = self._months(year, wage + (year - last) * 1500, share)
            if months:
                self._year_papers(year, months)
                rows.append(
                    {
                        "year": year,
                        "person": "chief",
                        "wage_cny": int(sum(m.wage for m in months)),
                        "tax_cny": int(sum(m.tax for m in months)),
                    }
                )
        days = self._stays(count, [row["year"] for row in rows])
        return tuple({**row, "days_in_china": days[row["year"]]} for row in rows)

    def _months(self, year: int, wage: int, share: float) -> tuple[Month, ...]:
        count = 12 if year < self.today.year else self.today.month - 1
        wages = [float(round(wage * self.rng.uniform(0.97, 1.05), -2)) for _ in range(count)]
        return tuple(
            Month(year, at + 1, each, float(round(each * share, -1))) for at, each in enumerate(wages)
        )

    def _year_papers(self, year: int, months: tuple[Month, ...]) -> None:
        one, full = self.cast["chief"], len(months) == 12
        wage = self.rng.choice(
            ("monthly_grid", "english_letter", "pay_list", "month_rows", "one_sentence")
            if full
            else ("month_rows",)
        )
        kind = "income-proof" if wage in ("month_rows", "one_sentence") else "wage-certificate"
        issued = self.ago(3, 30)
        self.give(
            "income-proof",
            "chief",
            self.script(kind, wage, one, months=months, days=(issued,)),
            issued_on=issued,
        )
        tax = self.rng.choice(("record_table", "clearance", "bureau_list") if full else ("bureau_list",))
        kind = "tax-proof" if tax == "bureau_list" else "tax-record"
        self.give("tax-proof", "chief", self.script(kind, tax, one, months=months, days=(self.ago(3, 30),)))

    def _stays(self, count: int, years: list[int]) -> dict[int, int]:
        issued, first = self.ago(2, 8), date(self.submit_on.year - count, 1, 1)
        stays: list[tuple[date | None, date | None]] = []
        entered: date | None = first + timedelta(days=4)
        while entered is not None:
            left = entered + timedelta(days=self.rng.randint(90, 170))
            if left >= issued:
                stays.append((entered, None))
                break
            stays.append((entered, left))
            entered = left + timedelta(days=self.rng.randint(6, 16))
            if entered >= issued:
                break
        said = (("stays", tuple(stays)), ("first", first))
        self.give(
            "stay-record",
            "chief",
            self.script("stay-record", "movements", self.cast["chief"], days=(issued,), said=said),
            issued_on=issued,
        )
        return {year: _days_in(year, stays, issued) for year in years}

    def kit(self, answers: dict[str, Any], years: tuple[dict[str, Any], ...] = ()) -> Kit:
        return Kit(
            self.name,
            self.category,
            self.place,
            self.submit_on,
            self.today,
            tuple(self.people),
            tuple(self.pieces),
            answers,
            years,
        )


def _days_in(year: int, stays: list[tuple[date | None, date | None]], last: date) -> int:
    days: set[int] = set()
    for entered, left in stays:
        if entered is not None:
            days.update(range(entered.toordinal(), (left or last).toordinal() + 1))
    return sum(date.fromordinal(each).year == year for each in days)


# -- the cases ----------------------------------------------------------------------------------------


def wage_family(place: str, code: str, today: date, seed: int) -> Kit:
    """A wage-tax case: a principal, a spouse and a small child."""
    desk = Desk(f"wage-{place}-{code}", "pr.wage-tax", place, today, seed)
    chief = desk.person("chief", "principal", code, "M", (36, 52), True)
    mate = desk.person("mate", "spouse", code, "F", (33, 50), True, surname=chief.surname)
    child = desk.person("kid", "child", code, "F", (5, 12), False, surname=chief.surname)
    desk.basics("chief", "mateo")
    desk.criminal_record("chief")
    desk.work()
    issued = desk.ago(4, 30)
    layout = desk.rng.choice(("to_the_police", "with_letterhead", "in_english"))
    since = desk.ago(2900, 3300)
    desk.give(
        "employer-recommendation",
        "chief",
        desk.script("employer-recommendation", layout, chief, days=(issued, since)),
        issued_on=issued,
    )
    desk.give(
        "work-history-proof",
        "chief",
        desk.script("work-history-proof", "in_this_firm", chief, days=(desk.ago(4, 30), since)),
    )
    years = desk.years(4, wage=112_000, share=0.24)
    if place in ("shanghai", "beijing"):
        _previous_permits(desk, chief)
    if place == "shanghai":
        issued = desk.ago(10, 60)
        script = desk.script(
            "criminal-record", desk.rng.choice(("chinese_prose", "chinese_table")), chief, days=(issued,)
        )
        desk.give("criminal-record", "chief", script, country="CHN", issued_on=issued)
    if place in ("guangdong", "shenzhen"):
        for who, layout in (("chief", "cv_chinese"), ("mate", "cv_english")):
            desk.give("curriculum-vitae", who, desk.script("curriculum-vitae", layout, desk.cast[who]))
    desk.basics("mate", "lucia")
    desk.criminal_record("mate")
    _marriage(desk, chief, mate)
    desk.basics("kid", "alba", married=False)
    _child(desk, chief, mate, child)
    return desk.kit(
        {"work.consecutive_years": 7, "origin.former_citizen": False, "agent.submits": False}, years
    )


def _marriage(desk: Desk, husband: Person, wife: Person) -> None:
    code, married, issued = husband.country.code, desk.ago(4500, 5200), desk.ago(50, 100)
    european = code in ("DEU", "FRA", "ESP")
    sheet = desk.script(
        "marriage-certificate",
        "european" if european else "english_register",
        husband,
        days=(married, issued),
        others=(wife,),
    )
    desk.give("marriage-certificate", "mate", sheet, country=code)
    shown = issued if european else married
    desk.chain("marriage-certificate", "mate", "marriage-certificate", shown, mate=husband, married=married)


def _child(desk: Desk, father: Person, mother: Person, child: Person) -> None:
    code, way = child.country.code, desk.rng.choice(("notary", "certificate"))
    if way == "notary":
        issued = desk.ago(20, 90)
        script = desk.script("kinship-certificate", "notarial", father, others=(child,), days=(issued,))
        desk.give("kinship-proof", "kid", script, country="CHN", issued_on=issued)
        return
    european, issued = code in ("DEU", "FRA", "PRT", "ESP"), desk.ago(50, 100)
    layout = "european_extract" if european else "english_form"
    script = desk.script("birth-certificate", layout, child, others=(father, mother), days=(issued,))
    desk.give("birth-certificate", "kid", script, country=code)
    desk.chain("birth-certificate", "kid", "birth-certificate", issued, parents=(mother, father))


def _previous_permits(desk: Desk, held: Person) -> None:
    for back in (1, 2, 3, 4, 5):
        issued = desk.today - timedelta(days=365 * back + 200)
        until = issued + timedelta(days=365)
        layout = desk.rng.choice(("permit_sticker", "permit_copied"))
        desk.give("previous-permits", "chief", desk.script("residence-permit", layout, held, days=(issued,), until=(until,), seed=desk.seed + back),
                  issued_on=issued)  # fmt: skip


def change(place: str, code: str, today: date, seed: int) -> Kit:
    """A change to a work-type permit inside China."""
    desk = Desk(f"change-{place}-{code}", "rp.in-country-change", place, today, seed)
    chief = desk.person("chief", "principal", code, "F", (28, 45), False)
    desk.basics("chief", "lucia", permit=False, married=False)
    issued, until = desk.ago(40, 80), desk.submit_on + timedelta(days=150)
    desk.give(
        "visa-or-permit",
        "chief",
        desk.script("visa", "older_sticker", chief, days=(issued,), until=(until,)),
        form="jpg",
        expires_on=until,
    )
    came = desk.ago(10, 35)
    desk.give(
        "accommodation-registration",
        "chief",
        desk.script(
            "accommodation-registration",
            desk.rng.choice(("police_form", "slip", "hotel_like")),
            chief,
            days=(came,),
        ),
        form="scan",
        issued_on=came,
    )
    desk.work(report=False)
    desk.give(
        "organisation-letter",
        "chief",
        desk.script(
            "organisation-letter", "to_the_office", chief, days=(desk.ago(3, 20),), said=(("months", 24),)
        ),
        form="scan",
    )
    desk.give(
        "visa-delay-statement",
        "chief",
        desk.script("visa-delay-statement", "why_no_visa", chief, days=(desk.ago(3, 20),)),
        form="scan",
    )
    return desk.kit(
        {
            "work.hired": True,
            "work_permit.class": "A",
            "work_visa.cannot_leave": True,
            "permit.months_wanted": 24,
        }
    )


def five_years(place: str, code: str, today: date, seed: int) -> Kit:
    """A five-year permit after two of one year."""
    desk = Desk(f"five-{place}-{code}", "rp.five-year-after-two", place, today, seed)
    chief = desk.person("chief", "principal", code, "M", (30, 50), True)
    desk.basics("chief", "mateo")
    came = desk.ago(60, 200)
    desk.give(
        "accommodation-registration",
        "chief",
        desk.script("accommodation-registration", "police_form", chief, days=(came,)),
        form="phone",
        issued_on=came,
    )
    for back in (1, 2):
        issued = desk.today - timedelta(days=370 * back + 160)
        desk.give(
            "previous-permits",
            "chief",
            desk.script(
                "residence-permit",
                "permit_sticker",
                chief,
                days=(issued,),
                until=(issued + timedelta(days=366),),
                seed=desk.seed + back,
            ),
            form="jpg",
        )
    desk.work(report=False)
    desk.give(
        "organisation-letter",
        "chief",
        desk.script(
            "organisation-letter", "to_the_office", chief, days=(desk.ago(3, 20),), said=(("months", 60),)
        ),
        form="text",
    )
    return desk.kit(
        {
            "permit.work_in_a_row": 2,
            "permit.shortest_months": 12,
            "permit.violation": False,
            "permit.months_wanted": 60,
        }
    )


def husband_of_citizen(place: str, code: str, today: date, seed: int) -> Kit:
    """Permanent residence for the husband of a Chinese citizen."""
    desk = Desk(f"spouse-{place}-{code}", "pr.spouse", place, today, seed)
    chief = desk.person("chief", "principal", code, "M", (35, 55), True)
    wife = Person("Shen", "Yuqing", "沈雨晴", "F", desk.ago(13000, 16000), desk.firm.city, BY_CODE[code], "E12345678",
                  desk.ago(500, 900), desk.submit_on + timedelta(days=2500))  # fmt: skip
    code_number = identity_number(desk.rng, desk.firm.code[2:8], wife.birth, "F")
    desk.add("wife", "sponsor", wife, True)
    desk.people[-1].update(nationality="CHN")
    for name in ("passport_number", "passport_expires_on"):
        desk.people[-1].pop(name)
    desk.basics("chief", "mateo")
    desk.criminal_record("chief")
    married = desk.ago(2900, 4000)
    said = (("mate", wife), ("mate_code", code_number), ("owner", wife.chinese), ("amount", 260_000.0))
    desk.give(
        "marriage-certificate",
        "chief",
        desk.script("marriage-certificate", "red_book_of", chief, days=(married,), said=said),
        country="CHN",
    )
    desk.give(
        "sponsor-identity",
        "wife",
        desk.script(
            "sponsor-identity",
            "resident_card_of",
            chief,
            said=said,
            until=(desk.submit_on + timedelta(days=4000),),
        ),
        form="scan",
    )
    day = desk.ago(10, 50)
    desk.give(
        "livelihood-proof",
        "chief",
        desk.script(
            "livelihood-proof", "deposit", chief, days=(day,), until=(day + timedelta(days=400),), said=said
        ),
        form="scan",
    )
    desk.give(
        "housing-proof",
        "chief",
        desk.script("housing-proof", "property_certificate", chief, days=(desk.ago(10, 60),), said=said),
        form="scan",
        country="CHN",
    )
    if place == "beijing":
        _previous_permits(desk, chief)
    years = tuple(
        {"year": desk.submit_on.year - at, "person": "chief", "days_in_china": 300 if at else 295}
        for at in range(6)
    )
    return desk.kit({"sponsor.relation": "spouse", "sponsor.status": "chinese-citizen", "marriage.since": married, "stay.since": desk.ago(2500, 2600),
                     "livelihood.stable": True, "housing.has": True, "origin.former_citizen": False, "agent.submits": False}, years)  # fmt: skip


def doctor(place: str, code: str, today: date, seed: int) -> Kit:
    """A doctor of Chinese origin."""
    desk = Desk(f"doctor-{place}-{code}", "pr.chinese-phd", place, today, seed)
    chief = desk.person("chief", "principal", code, "F", (32, 45), False, surname="Zhou")
    father, mother = (invent_person(desk.rng, code, sex, (60, 70)) for sex in "MF")
    father = replace(father, surname="Zhou")
    desk.basics("chief", "lucia", married=False)
    desk.criminal_record("chief")
    desk.work()
    desk.give(
        "birth-certificate",
        "chief",
        desk.script("birth-certificate", "english_form", chief, others=(father, mother)),
        country=code,
    )
    desk.chain(
        "birth-certificate",
        "chief",
        "birth-certificate",
        chief.birth + timedelta(days=9),
        parents=(mother, father),
    )
    words = ("博士研究生", "理学博士")
    desk.give(
        "academic-diploma",
        "chief",
        desk.script("diploma", "chinese_graduation", chief, picks=words),
        country="CHN",
        form="scan",
    )
    desk.give(
        "degree-certificate",
        "chief",
        desk.script("degree-certificate", "chinese_degree", chief, picks=words),
        country="CHN",
        form="phone",
    )
    if place in ("guangdong", "shenzhen"):
        desk.give(
            "curriculum-vitae", "chief", desk.script("curriculum-vitae", "cv_chinese", chief), form="text"
        )
    return desk.kit(
        {
            "origin.chinese": True,
            "work.in_china": True,
            "education.degree": "doctorate",
            "origin.former_citizen": False,
            "agent.submits": False,
        }
    )


def dependant(place: str, code: str, today: date, seed: int) -> Kit:
    """The child of an investor who holds permanent residence already."""
    desk = Desk(f"dependant-{place}-{code}", "pr.dependant", place, today, seed)
    chief = desk.person("chief", "principal", code, "F", (15, 16), False)
    father, mother = (
        replace(invent_person(desk.rng, code, sex, (42, 55)), surname=chief.surname) for sex in "MF"
    )
    desk.basics("chief", "alba", married=False)
    desk.criminal_record("chief")
    issued = desk.ago(20, 90)
    desk.give(
        "kinship-proof",
        "chief",
        desk.script("kinship-certificate", "embassy_letter", father, others=(chief, mother), days=(issued,)),
        country="CHN",
        form="scan",
    )
    if place in ("guangdong", "shenzhen"):
        desk.give(
            "curriculum-vitae", "chief", desk.script("curriculum-vitae", "cv_chinese", chief), form="text"
        )
    return desk.kit(
        {
            "sponsor.way": "investor",
            "sponsor.relation": "parent",
            "origin.former_citizen": False,
            "agent.submits": False,
        }
    )


Maker = Callable[[str, str, date, int], Kit]
CLEAN: tuple[tuple[Maker, str, str], ...] = (
    (change, "ningbo", "FRA"), (wage_family, "shanghai", "GBR"), (husband_of_citizen, "beijing", "ESP"), (five_years, "shenzhen", "IND"),
    (doctor, "guangdong", "CAN"), (dependant, "ningbo", "USA"), (wage_family, "ningbo", "DEU"), (wage_family, "guangdong", "VNM"),
    (change, "shanghai", "PRT"), (five_years, "beijing", "IDN"), (wage_family, "beijing", "USA"), (husband_of_citizen, "shenzhen", "PRT"),
)  # fmt: skip


def clean_kits(today: date, seed: int, count: int = len(CLEAN)) -> list[Kit]:
    """Return the first cases, all in order."""
    return [maker(place, code, today, seed) for maker, place, code in CLEAN[:count]]
