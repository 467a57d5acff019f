"""The code keeps its layers, its types and its style."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

NETWORK_PARTS = ("urllib.request", "urllib.error", "PySide6.QtNetwork", "PySide6.QtWebSockets")


def run_tool(repo_root: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=repo_root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode(errors="replace")


def test_the_layers_are_kept(repo_root: Path) -> None:
    run_tool(
        repo_root,
        "-c",
        "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])",
    )


def test_the_types_are_sound(repo_root: Path) -> None:
    run_tool(repo_root, "-m", "mypy")


def test_the_style_is_kept(repo_root: Path) -> None:
    run_tool(repo_root, "-m", "ruff", "check", "--no-cache", "--output-format=concise", ".")


def test_no_module_names_a_network_part_of_a_library(repo_root: Path) -> None:
    named = [
        f"{path.relative_to(repo_root)}: {name}"
        for path in sorted((repo_root / "app").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        for name in imported_names(node)
        if name.startswith(NETWORK_PARTS)
    ]
    assert named == []


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_a_window_starts_threads_in_few_places(repo_root: Path) -> None:
    """A thread that touches an object of Qt takes the program down when that object is deleted meanwhile."""
    threads = {
        path.name
        for path in (repo_root / "app" / "gui").rglob("*.py")
        if "threading.Thread(target" in path.read_text(encoding="utf-8")
    }
    # The last two remove folders, and tell nobody.
    assert threads <= {"beside.py", "outside.py", "main.py", "worker_client.py"}
