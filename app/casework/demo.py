"""The bundled sample case, for a first look without any paper of one's own."""

from pathlib import Path

from app.casework.desk import Desk, OpenCase
from app.env import paths
from app.store.case_folder import write_case_folder


def free_folder(parent: Path) -> Path:
    """Return a folder name for the sample case that is not taken yet: yongju-demo, yongju-demo-2, ..."""
    number = 1
    while (folder := parent / ("yongju-demo" if number == 1 else f"yongju-demo-{number}")).exists():
        number += 1
    return folder


def write_sample_case(desk: Desk, folder: Path) -> OpenCase:
    """Write the sample case into an empty or new folder and open it from there."""
    sample = desk.open_folder(paths.resource("sample_case"))
    write_case_folder(folder, sample.case, lambda name: sample.files[name])
    return desk.open_folder(folder)
