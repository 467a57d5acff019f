"""Draws one page of a file as a picture: `python -m app.gui.picture FILE PAGE SIZE`.

It runs in a process of its own, because a hostile file may bring its reader down. Standard output
holds the number of pages on the first line and a PNG after it; nothing when no picture can be made.
"""

import io
import sys
from pathlib import Path
from typing import Any


def draw_page(path: Path, page: int, size: int) -> tuple[int, bytes]:
    """Return how many pages a file has and one of them, counted from 0, as a PNG of at most a size."""
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    count, picture = _pdf_page(path, page, size) if is_pdf else _picture_page(path, page)
    picture.thumbnail((size, size))
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "PNG")
    return count, buffer.getvalue()


def _pdf_page(path: Path, page: int, size: int) -> tuple[int, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    shown = document[min(page, len(document) - 1)]
    scale = size / max(*shown.get_size(), 1)
    return len(document), shown.render(scale=scale).to_pil()


def _picture_page(path: Path, page: int) -> tuple[int, Any]:
    import pi_heif
    from PIL import Image, ImageOps

    pi_heif.register_heif_opener()
    picture = Image.open(path)
    count = getattr(picture, "n_frames", 1)
    picture.seek(min(page, count - 1))
    return count, ImageOps.exif_transpose(picture)


def main() -> int:
    """Draw what the arguments name."""
    path, page, size = sys.argv[1:4]
    count, picture = draw_page(Path(path), int(page), int(size))
    sys.stdout.buffer.write(f"{count}\n".encode() + picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
