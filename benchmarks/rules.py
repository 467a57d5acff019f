"""Measures the rules: how long a whole pack takes to load and all categories take to match.

Run: python -m benchmarks.rules. Prints processor time, the best of several rounds, each beside a peer
in the same run: loading beside only parsing the same files with the standard library's `tomllib`,
matching beside sorting a list of as many numbers as there are conditions times a thousand.
"""

import time
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.casework.desk import Desk
from app.casework.match import match_case
from app.domain.case import Answer, Case, Person, PersonRole, YearRow
from app.domain.rules import Question, RulePack
from app.env import paths
from app.rules.load import load_pack
from app.rules.match import known_facts, match_all

TODAY, SUBMIT_ON = date(2026, 11, 20), date(2026, 12, 15)
ROUNDS = 7
ANSWERED = 40


def main() -> None:
    """Print every figure with its ratio to the peer."""
    folder = paths.resource("rulepacks", "cn")
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.toml")]
    parse = best(lambda: [tomllib.loads(text) for text in texts])
    load = best(lambda: load_pack(folder))
    print(f"load and validate {sum(map(len, texts)) / 1e3:.0f} thousand characters: {load:.1f} ms", end="")
    print(f" = {load / parse:.2f} x tomllib alone ({parse:.1f} ms)")
    pack = load_pack(folder)
    case, desk = answered_case(pack), Desk(pack, Path("unused"))
    conditions = sum(len(category.conditions) for category in pack.categories.values())
    peer = best(lambda: sorted(range(conditions * 1000, 0, -1)))
    for name, work in {
        "match all categories": lambda: match_all(
            pack, known_facts(pack, case, today=TODAY), pack.places[case.place]
        ),
        "match and find the next question": lambda: match_case(desk, case, today=TODAY),
    }.items():
        took = best(work)
        print(f"{name}, {ANSWERED} answers: {took:.1f} ms = {took / peer:.2f} x the peer ({peer:.1f} ms)")


def best(work: Callable[[], object]) -> float:
    """Return the least processor time of several rounds, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return min(times)


def answered_case(pack: RulePack) -> Case:
    """Return a case in which forty questions are answered and five years have figures."""
    answers = {each.id: answer_to(each) for each in list(pack.questions.values())[:ANSWERED]}
    person = Person("anna", PersonRole.PRINCIPAL, "ROE", "ANNA", birth_date=date(1985, 3, 2))
    years = tuple(YearRow(year, "anna", 900_000, 200_000, 300) for year in range(2026, 2021, -1))
    return Case("bench", "pr.wage-tax", "ningbo", SUBMIT_ON, (person,), answers, years)


def answer_to(question: Question) -> Answer:
    """Return some answer of the kind that a question takes."""
    if question.kind == "choice":
        return question.choices[0][0]
    return {"yes-no": True, "date": date(2021, 1, 1), "number": 4}[question.kind]


if __name__ == "__main__":
    main()
