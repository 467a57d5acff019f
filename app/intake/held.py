"""Starts a program that reads files, held to limits: `python -m app.intake.held BYTES SECONDS -- PROGRAM`.

The program takes the place of this process and inherits its limits, and so does everything that it starts.
Not on Windows, where no process takes the place of another.
"""

import os
import sys

from app.intake.limits import Ceiling, allow_processor_time, hold_to


def command_held(command: list[str], memory_bytes: int, processor_seconds: float) -> list[str]:
    """Return the call that starts a program held to so much memory and processor time in each process."""
    if sys.platform == "win32":
        return command
    limits = [str(memory_bytes), str(processor_seconds)]
    return [sys.executable, "-P", "-m", "app.intake.held", *limits, "--", *command]


def main() -> None:
    """Become the program that the command line names."""
    memory, seconds, _, *command = sys.argv[1:]
    hold_to(Ceiling(int(memory)))
    allow_processor_time(float(seconds))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
