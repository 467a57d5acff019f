"""Where we are: paths, settings, redacted logs, the clock, and writing that replaces whole files."""
