"""Can everything be that the case says of its people, answers, years and stays?"""

from collections.abc import Iterator

from app.checks.bench import Bench, found
from app.domain.findings import Finding


def check_answers(bench: Bench) -> Iterator[Finding]:
    """State what cannot be, alone or together (nothing is decided on it), and long absences from China."""
    for each in bench.contradictions:
        yield found(each.code, person=each.person, params=each.params)
    for absence in bench.absences:
        yield found(
            "stay.long_absence",
            source=bench.pack.stay_counting.source,
            params={"left_on": absence.left_on, "entered_on": absence.entered_on, "value": absence.days},
        )
