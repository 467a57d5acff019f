"""A case of which everything is known that a letter can say: its people, their papers, each detail typed."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.case import (
    Answer,
    Case,
    Evidence,
    HistoryRow,
    Occupation,
    Person,
    PersonRole,
    Relation,
    Relative,
    Sex,
    Stay,
    YearRow,
)
from app.domain.letters import DetailKind, HandedIn, LetterFact, LetterSource, LetterTemplate, Wanted
from app.domain.rules import StayCounting
from app.domain.words import Text
from app.letters.catalogue import ENGLISH, facts, letters_folder
from app.letters.values import Values, values_of

TODAY, SUBMIT_ON = date(2026, 11, 22), date(2026, 12, 15)
COUNTED = (2026, 2025, 2024, 2023, 2022)
# No family has all of these names; each has been too much for some program.
PEOPLE = (
    Person(
        "maria", PersonRole.PRINCIPAL, "VASCONCELOS E SOUSA DE ALBUQUERQUE COUTINHO",
        "MARIA DO ROSÁRIO DA CONCEIÇÃO D'ASSUNÇÃO FRANCISCA", "欧䶮㛃", Sex.FEMALE, date(1985, 3, 2), "PRT",
        "CX000T471", date(2031, 5, 1), married=True,
    ),
    Person(
        "sean", PersonRole.SPOUSE, "O'NEIL & SONS", "SEÁN <JR>", "欧阳肖恩", Sex.MALE,
        date(1983, 7, 30), "IRL",
        "PX0000T11", date(2029, 1, 31), married=True,
    ),
    # Some passports show given names alone.
    Person(
        "madonna", PersonRole.CHILD, "", "MADONNA", "欧䶮", Sex.FEMALE, date(2014, 9, 9), "PRT",
        "CX000T480", date(2028, 8, 8), married=False,
    ),
    Person(
        "joao", PersonRole.PARENT, "COUTINHO", "JOÃO", "欧若望", Sex.MALE, date(1951, 12, 24), "PRT",
        "CX000T459", date(2030, 10, 1), married=True,
    ),
    Person(
        "chen", PersonRole.LEADER, "CHEN", "YAN", "陈䶮", Sex.UNSPECIFIED, date(1970, 1, 1), "CHN",
        "EX0000T12", date(2033, 3, 3), married=False,
    ),
)  # fmt: skip
# Letters of which the text is kept about somebody else than the principal.
_ABOUT = {
    "declaration-of-truth": "madonna",
    "kinship-table": "sean",
    "name-difference": "sean",
    "entries-and-exits": "joao",
}
_TYPED = {
    "employer.name": Text(en="Example & Söhne <Ningbo> Co., Ltd.", zh="示例“昂&纳”<宁波>精密机械有限公司"),
    "employer.address": Text(
        en="Room 1203, Building 5, 99 Example Road, Yinzhou District, Ningbo 315100, Zhejiang Province",
        zh="浙江省宁波市鄞州区示例路99号5幢1203室（邮编：315100）",
    ),
    "person.former_names": Text.same("MARIA D'ASSUNÇÃO（玛丽亚）"),
    "name_difference.other_form": Text.same("Seán O’Neill"),
    "leader.name": Text.same("CHEN YAN（陈䶮）"),
}
_NUMBERED = ("phone", "credit_code", "permit_number", "identity_number", "number")


def _typed(fact: LetterFact, at: int) -> Text | Answer:
    """Return what somebody might type of a fact, another thing for each."""
    field = fact.name.partition(".")[2]
    match fact.kind:
        case DetailKind.DATE:
            return date(2024, 1, 5) + timedelta(days=9 * at)
        case DetailKind.MONTH:
            return date(2010 + at // 12, at % 12 + 1, 1)
        case DetailKind.NUMBER:
            return at + 0.5
        case DetailKind.MONEY:
            return 1234.5 + at
        case DetailKind.CHOICE:
            return fact.choices[at % len(fact.choices)][0]
        case DetailKind.LINES:
            return Text(
                en=f"{fact.label.en}: two projects (no. {at}/A and {at}/B) with R&D costs < CNY 1,000,000.\n"
                "The second is led jointly; it's the first of its kind, and \"nobody else's\" work so far.",
                zh=f"{fact.label.zh}：主持项目两项（编号：{at}甲、{at}乙），研发费用<100万元，带动就业12.5%以上；\n"
                "其中第二项与“甲&乙”单位共同完成，属于国内首次——此前无人从事该项工作。",
            )
    if field in _NUMBERED:
        return f"+86-574-8765-{at:04}" if field == "phone" else f"91330200MA2X{at:06}"
    if field == "email":
        return f"very.long.address.of.somebody.{at}@mail.example-company.example"
    made = Text(en=f"{fact.label.en} no. {at} (so-called)", zh=f"{fact.label.zh}“{at}号”")
    return _TYPED.get(fact.name) or made


def _details(person: Person) -> Iterator[tuple[str, Answer]]:
    for at, fact in enumerate(facts().values(), 1):
        if not fact.asked or (fact.of_principal and person.role is not PersonRole.PRINCIPAL):
            continue
        typed = _typed(fact, at)
        if not isinstance(typed, Text):
            yield fact.name, typed
            continue
        yield fact.name, typed.zh
        if fact.bilingual:
            yield fact.name + ENGLISH, typed.en


def _rows_of(person: Person) -> tuple[HistoryRow, ...]:
    """Return studies and work with a gap of eight months."""
    return (
        HistoryRow(
            person.id, date(2002, 9, 1), date(2007, 6, 1), Occupation.STUDY, "里斯本“大学”工学院",
            "Faculty of Engineering of the University of Lisbon", "本科生", "Student",
            "葡萄牙里斯本", "Lisbon",
        ),
        HistoryRow(
            person.id, date(2008, 3, 1), None, Occupation.WORK, "示例公司", "Example & Co.",
            "高级工程师（研发）", "Senior engineer (research & development)", "浙江宁波", "Ningbo",
        ),
    )  # fmt: skip


def _relatives_of(person: Person) -> tuple[Relative, ...]:
    return (
        Relative(
            person.id, Relation.MOTHER, "ANA D'ÁVILA & CRUZ", Sex.FEMALE,
            date(1953, 4, 5), "BRA", "FX0000T33",
            "退休教师", "Retired teacher", "巴西里约热内卢市示例大街1号", "1 Example Avenue, Rio de Janeiro",
        ),
        Relative(person.id, Relation.BROTHER, "欧䶮䶮", address="中国上海", address_en="Shanghai, China"),
    )  # fmt: skip


_YEARS = tuple(
    YearRow(year, "maria", 500_000 + year / 4, 80_000 + year / 10, None if year == 2026 else 200 + year % 100)
    for year in COUNTED
)
_STAYS = tuple(
    Stay(person.id, date(year, 2, 3), None if year == 2026 else date(year, 11, 20))
    for person in PEOPLE
    for year in (2023, 2024, 2025, 2026)
)
CASE = Case(
    "VASCONCELOS", "pr.wage-tax", "ningbo", SUBMIT_ON, PEOPLE, years=_YEARS, stays=_STAYS,
    evidence=(
        Evidence("passport", "maria", ("passport.pdf",), issued_on=date(2021, 5, 2)),
        Evidence("visa-or-permit", "maria", ("permit.pdf",), expires_on=date(2027, 5, 2)),
    ),
    agent="示例签证服务有限公司",
    details={person.id: dict(_details(person)) for person in PEOPLE},
    history=tuple(row for person in PEOPLE for row in _rows_of(person)),
    relatives=tuple(row for person in PEOPLE for row in _relatives_of(person)),
)  # fmt: skip
_PAPERS = (
    Text(en="Passport, every page with an entry", zh="护照（含全部有记录的页面）"),
    Text(en="Birth certificate with apostille & translation", zh="出生证明（经认证、附中文译文）"),
    Text(en="Proof of no criminal record", zh="无犯罪记录证明"),
)
_FORMS = Text(en="Original and copy", zh="原件和复印件"), Text(en="Original", zh="原件")
# How many it is of is not known of every paper.
_AMOUNTS = Text(en="2 copies, 12 pages", zh="复印件2份，12页"), Text.same("")
HANDED_IN = tuple(
    HandedIn(title, Text.same(person.full_name), _FORMS[at % 2], _AMOUNTS[at % 2])
    for person in PEOPLE[:4]
    for at, title in enumerate(_PAPERS)
)
WANTED = tuple(
    Wanted(
        title,
        Text.same(person.full_name),
        Text(en="Too old on the planned day: a new one is needed", zh="到计划递交日已过期，需要新的"),
        Text(en="The authority for apostilles of the country of issue", zh="出具国主管认证的机关"),
        date(2026, 12, 1 + at),
    )
    for person in PEOPLE[:4]
    for at, title in enumerate(_PAPERS)
)


def about(template: LetterTemplate) -> Person:
    """Return whom a letter is about."""
    person = CASE.person(_ABOUT.get(template.id, "maria"))
    assert person is not None
    assert person.role in template.about
    return person


def source(person: Person) -> LetterSource:
    """Return all that letters about a person are filled from."""
    return LetterSource(
        CASE, person, TODAY,
        Text(en="Exit-Entry Administration of Ningbo", zh="宁波市公安局出入境管理局"),
        Text(en="Ningbo", zh="宁波"), Text(en="Wage and tax", zh="工资性收入和纳税"),
        StayCounting(), COUNTED, HANDED_IN, WANTED,
        ((2023, 291), (2024, 292), (2025, 291), (2026, 316)),
    )  # fmt: skip


def values(template: LetterTemplate) -> Values:
    """Return what a letter may say of whom it is about."""
    return values_of(source(about(template)))


def used(template: LetterTemplate) -> frozenset[str]:
    """Return the names of all that a letter says."""
    return frozenset((*template.needs, *template.may))


def template_bytes(letter: str, form: str) -> bytes:
    """Return the Word template of a letter in a form."""
    return (letters_folder() / f"{letter}.{form}.docx").read_bytes()
