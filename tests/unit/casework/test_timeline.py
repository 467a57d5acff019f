"""Until when papers count: every day of the timeline must say what the checks say of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.casework.desk import Desk
from app.casework.review import judge_case
from app.casework.timeline import last_good_day, validity_limits
from app.checks.dates import KnownDay
from app.domain.case import Case, EvidencePart
from app.domain.rules import Effective, Place, Requirement, RulePack, Validity
from app.domain.timelines import Limit, LimitKind, SpanState, Timeline
from app.intake.guard import InProcess
from tests.support.cases import PACK, SUBMIT_ON, TODAY, changed_evidence, family, healthy_file

BROKEN = ("date.too_old", "date.expired", "passport.expired")
SOON = ("date.use_by_soon", "passport.expires_soon")
ORIGINAL = EvidencePart.ORIGINAL


def judged(case: Case, pack: RulePack = PACK) -> tuple[Timeline, list[tuple[str, str, str]]]:
    files = {name: healthy_file(name) for evidence in case.evidence for name in evidence.files}
    review = judge_case(Desk(pack, Path("unused"), guard=InProcess()), case, files, {}, today=TODAY)
    told = [(f.code, f.person or "", f.requirement or "") for f in review.findings]
    return review.timeline, [each for each in told if each[0] in (*BROKEN, *SOON)]


def test_the_last_day_is_that_of_the_paper_that_lapses_first() -> None:
    timeline, _ = judged(family())

    assert timeline.last_day == date(2027, 3, 1)
    assert {timeline.spans[place].requirement for place in timeline.set_by} == {
        "health-certificate",
        "criminal-record",
    }
    after, broken = judged(replace(family(), submit_on=date(2027, 3, 2)))
    assert after.last_day == date(2027, 3, 1)
    assert {code for code, _, _ in broken} >= {"date.too_old"}
    assert not [
        each for each in judged(replace(family(), submit_on=date(2027, 3, 1)))[1] if each[0] in BROKEN
    ]


def test_a_passport_counts_until_the_day_before_it_expires() -> None:
    case = family()
    people = tuple(replace(each, passport_expires_on=date(2027, 1, 20)) for each in case.people[:1])
    timeline, _ = judged(replace(case, people=(*people, *case.people[1:])))

    assert timeline.last_day == date(2027, 1, 19)
    (place,) = timeline.set_by
    assert (timeline.spans[place].person, timeline.spans[place].requirement) == ("anna", "passport")


def test_an_earlier_permit_that_a_later_one_follows_sets_no_day() -> None:
    case = family()
    old = next(each for each in case.evidence if each.requirement == "visa-or-permit")
    earlier = replace(old, files=("old.pdf",), expires_on=date(2025, 1, 1))
    timeline, _ = judged(replace(case, evidence=(*case.evidence, earlier)))

    assert timeline.last_day == date(2027, 3, 1)
    assert all(limit.day != date(2025, 1, 1) for span in timeline.spans for limit in span.limits)


def test_a_paper_whose_date_is_not_known_is_listed_without_a_bar() -> None:
    case = family()
    undated = tuple(
        replace(each, issued_on=None) if each.requirement == "health-certificate" else each
        for each in case.evidence
    )
    timeline, _ = judged(replace(case, evidence=undated))

    states = {
        span.state_on(SUBMIT_ON, 30) for span in timeline.spans if span.requirement == "health-certificate"
    }
    assert states == {SpanState.UNDATED}


@settings(max_examples=12, deadline=None)
@given(day=st.dates(date(2026, 8, 1), date(2031, 12, 31)))
def test_on_every_day_the_bars_say_what_the_checks_find(day: date) -> None:
    timeline, told = judged(replace(family(), submit_on=day))
    states: dict[SpanState, set[tuple[str, str]]] = {state: set() for state in SpanState}
    for span in timeline.spans:
        states[span.state_on(day, timeline.soon_days)].add((span.person, span.requirement))

    assert states[SpanState.OVER] == {(person, about) for code, person, about in told if code in BROKEN}
    assert states[SpanState.SOON] - states[SpanState.OVER] <= {
        (person, about) for code, person, about in told if code in SOON
    }
    assert (timeline.last_day is not None and day <= timeline.last_day) or any(
        code in BROKEN for code, _, _ in told
    )


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
LIMITS = st.builds(
    Limit,
    st.sampled_from(list(LimitKind)),
    DAYS,
    st.just(0),
    st.just(date.min) | DAYS,
    st.just(date.max) | DAYS,
)


@given(papers=st.lists(st.lists(LIMITS, max_size=3), max_size=4))
def test_the_last_good_day_is_found_as_by_trying_every_day(papers: list[list[Limit]]) -> None:
    day, set_by = last_good_day(papers)
    tried = [date(2026, 4, 5) - timedelta(days=back) for back in range(120)]

    def good(each: date) -> bool:
        return not any(limit.breaks_on(each) for limits in papers for limit in limits)

    assert next((each for each in tried if good(each)), date.min) == min(day, tried[0])
    if day == date.max:
        assert set_by == ()
    elif day != date.min:
        following = day + timedelta(days=1)
        ends = {
            place for place, each in enumerate(papers) if any(limit.breaks_on(following) for limit in each)
        }
        assert set(set_by) <= ends
        assert set_by


@pytest.fixture
def dated() -> tuple[Place, Requirement]:
    """A paper that counts 12 months until the end of 2026, by the place 3 months in autumn, and then 6."""
    requirement = replace(
        PACK.requirements["criminal-record"],
        validity=(
            Validity(12, (ORIGINAL,), (), Effective(None, date(2026, 12, 31))),
            Validity(6, (ORIGINAL,), (), Effective(date(2027, 1, 1), None)),
        ),
    )
    own = Validity(3, (ORIGINAL,), (), Effective(date(2026, 9, 1), date(2026, 11, 30)))
    return replace(PACK.places["ningbo"], validity={"criminal-record": (own,)}), requirement


def test_rules_that_change_and_a_place_that_overrides_them_each_set_a_day_of_their_own(
    dated: tuple[Place, Requirement],
) -> None:
    limits = validity_limits(*dated, ORIGINAL, KnownDay(date(2026, 5, 10)))

    assert [(limit.months, limit.since, limit.until) for limit in limits] == [
        (12, date.min, date(2026, 8, 31)),
        (3, date(2026, 9, 1), date(2026, 11, 30)),
        (12, date(2026, 12, 1), date(2026, 12, 31)),
        (6, date(2027, 1, 1), date.max),
    ]
    for day in (date(2026, 8, 31), date(2026, 10, 1), date(2026, 12, 1), date(2027, 1, 1)):
        place, requirement = dated
        rule = place.validity_on(requirement, day)
        assert rule is not None
        (asked,) = [limit for limit in limits if limit.asks_on(day)]
        assert asked.months == rule.months


def test_a_rule_that_becomes_harder_ends_the_time_the_day_before(dated: tuple[Place, Requirement]) -> None:
    limits = validity_limits(*dated, ORIGINAL, KnownDay(date(2026, 5, 10)))

    # Too old by the place in autumn, good again in December, too old from the new year on.
    assert last_good_day([limits]) == (date(2026, 12, 31), (0,))


def test_a_letter_that_is_not_signed_sets_no_day() -> None:
    timeline, _ = judged(family())
    case = changed_evidence(family(), "health-certificate", "anna", made_from="employment-certificate")
    without, _ = judged(case)

    # The places of the others in the case stay what they are.
    [gone] = [each for each in timeline.spans if each not in without.spans]
    assert (gone.requirement, gone.person) == ("health-certificate", "anna")
    assert len(without.spans) == len(timeline.spans) - 1
