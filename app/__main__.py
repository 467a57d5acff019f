"""The program: `python -m app` opens the window, with a verb it is the command line."""

import sys


def main() -> int:
    """Run the window, the command line, or (for the window) a worker; returns the exit status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--worker"]:
        from app.casework.worker import main as run_worker

        return run_worker()
    if not arguments:
        from app.gui.main import run_window

        return run_window(None, None)
    from app.cli.main import main as run_command_line

    return run_command_line(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        # Stopped before anything was begun: there is nothing to tell.
        sys.exit(130)
