"""What is committed speaks of the product alone."""

from __future__ import annotations

import re
from pathlib import Path

# Written so that this file does not find itself.
INDEX_ADDRESS = re.compile(rb"https?://[a-z0-9.-]*(pyp[i]|pythonhoste[d]|npm[j]s|debia[n])\.", re.IGNORECASE)


def test_no_file_holds_the_address_of_a_package_index(kept_files: list[Path]) -> None:
    assert places(INDEX_ADDRESS, kept_files) == []


def test_no_file_holds_a_path_of_this_machine(repo_root: Path, kept_files: list[Path]) -> None:
    own = "|".join(re.escape(str(folder)) for folder in (repo_root, Path.home()))
    assert places(re.compile(rf"(?<![\w.])(?:{own})(?![\w-])".encode()), kept_files) == []


def places(pattern: re.Pattern[bytes], files: list[Path]) -> list[str]:
    """Name each line of a text file that the pattern finds."""
    found = []
    for path in files:
        content = path.read_bytes()
        if b"\0" in content[:8192]:
            continue
        found += [
            f"{path}:{number}: {line.decode(errors='replace').strip()}"
            for number, line in enumerate(content.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found
