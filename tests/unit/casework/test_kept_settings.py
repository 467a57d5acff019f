"""What a person set is kept with the cases, and what was kept of one case goes with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.casework import keep
from app.casework.kept_settings import LEFT_OUT, LOCK_AFTER, keep_setting, setting, use_name
from app.env.person import account_name
from tests.support.cases import desk_in


def test_what_is_kept_of_a_case_goes_when_the_case_is_gone(quick_path: Path) -> None:
    desk = desk_in(quick_path)
    made = keep.create_case(
        desk, title="Case", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    )
    keep_setting(desk, LEFT_OUT, "one two", made.case_id)
    keep_setting(desk, LOCK_AFTER, "5")
    keep.purge_deleted(desk, [made.case_id])
    assert setting(desk, LEFT_OUT, made.case_id) == "one two"
    keep.delete_case(desk, made.case_id)
    keep.purge_deleted(desk, [made.case_id])

    assert setting(desk, LEFT_OUT, made.case_id) == ""
    assert setting(desk, LOCK_AFTER) == "5"
    desk.close()


def test_a_name_stands_in_the_history_for_every_process_until_it_is_taken_back(
    quick_path: Path,
) -> None:
    desk, other = desk_in(quick_path), desk_in(quick_path)
    use_name(desk, " Window 3, Li ")
    made = keep.create_case(
        other, title="Case", category="pr.wage-tax", place="ningbo", submit_on=date(2026, 12, 15)
    )
    use_name(desk, "")
    keep.set_basics(desk, made.case_id, title="Renamed")

    who = [entry.who for entry in keep.list_history(desk, made.case_id)]
    assert who == ["Window 3, Li", account_name()]
    desk.close()
    other.close()
