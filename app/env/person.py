"""Who sits at this machine, as far as it tells."""

import getpass


def account_name() -> str:
    """Return the name of the account that the program runs under, nothing where there is none."""
    try:
        return getpass.getuser()
    except (OSError, ImportError, KeyError):
        # A container without accounts; Windows without a name in its surroundings.
        return ""
