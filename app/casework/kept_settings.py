"""Small things that a person set, kept beside the cases: encrypted where these are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.desk import WHO
from app.env.person import account_name

if TYPE_CHECKING:
    from app.casework.desk import Desk

# What belongs to one case is named by this and the case's id, and goes with the case.
PACKETS = "packets"
LEFT_OUT = "left-out"
LAST_STEPS = "last-steps"
LOCK_AFTER = "lock-after-minutes"
# That a person chose to keep the cases without encryption, so that nobody asks again.
PLAIN_CHOSEN = "plain-chosen"
ENCRYPTED_SINCE = "encrypted-since"


def setting(desk: Desk, name: str, case_id: str = "") -> str:
    """Return what is kept under a name, or under it for one case; nothing where there is nothing."""
    return desk.cases.setting(_key(name, case_id))


def keep_setting(desk: Desk, name: str, value: str, case_id: str = "") -> None:
    """Keep something under a name, or under it for one case; nothing to forget it."""
    if desk.cases.setting(_key(name, case_id)) != value:
        desk.cases.set_setting(_key(name, case_id), value)


def use_name(desk: Desk, name: str) -> None:
    """Have a name stand in the history from now on; nothing for that of the account."""
    keep_setting(desk, WHO, name.strip())
    desk.who = desk.cases.who = name.strip() or account_name()


def _key(name: str, case_id: str) -> str:
    return f"{name}/{case_id}" if case_id else name
