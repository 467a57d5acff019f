"""Measures the measuring of photos: how far head and lean err on portraits with known heads, and the time.

Run: python -m benchmarks.photos. Variants are made of the drawn portraits of the bundled sample, whose
crown, chin and width are known: turned, scaled, blurred, darkened, before other walls, saved coarsely.
Beside it plain Haar: the square of the cascade alone, taken for the head with the best fixed share, and
the processor time of one look of the cascade.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import cv2.data
import numpy as np
from PIL import Image, ImageFilter

from app.intake.photo import LoadedPhoto, measure_image
from tests.support import portraits
from tests.support.portraits import KNOWN, Known

MM_PER_PIXEL = 48 / 472
WALLS = ((235, 238, 240), (205, 205, 205), (173, 216, 230), (67, 142, 219), (200, 30, 30))
TURNS = (-20, -15, -10, -5, -2, 2, 5, 10, 15, 20)


@dataclass(frozen=True, slots=True)
class Variant:
    """Holds a picture with what is known of it."""

    image: Image.Image
    head: Known
    turn: float = 0.0


def main() -> None:
    """Print errors and times."""
    cv2.setNumThreads(1)
    heights, widths, tilts, plain, found, taken, peer = [], [], [], [], 0, [], []
    variants = list(all_variants())
    cascade = cv2.CascadeClassifier(cv2.data.haarcascades + "haarcascade_frontalface_alt2.xml")
    for variant in variants:
        begun = time.process_time()
        measures = measure_image(LoadedPhoto(variant.image, None, 0))
        taken.append(time.process_time() - begun)
        begun = time.process_time()
        grey = np.asarray(variant.image.convert("L"))
        boxes = cascade.detectMultiScale(grey, 1.1, 3, minSize=(40, 40))
        peer.append(time.process_time() - begun)
        true = variant.head.chin - variant.head.crown
        if len(boxes) == 1 and not variant.turn:
            plain.append(boxes[0][3] / true)
        if len(measures.faces) != 1:
            continue
        found += 1
        face = measures.faces[0]
        tilts.append((measures.tilt or 0.0) - variant.turn)
        if variant.turn or face.crown is None or face.chin is None:
            continue
        heights.append((face.chin - face.crown - true) * MM_PER_PIXEL)
        if face.head_left is not None and face.head_right is not None:
            width = variant.head.right - variant.head.left
            widths.append((face.head_right - face.head_left - width) * 33 / 354)
    # The best that the square alone can do: one fixed share of it for all heads.
    share = float(np.median(plain))
    alone = [(each / share - 1) * 29.6 for each in plain]
    print(f"{len(variants)} variants of {len(KNOWN)} portraits, exactly one face found on {found}")
    print_errors("height of the head, mm", heights)
    print_errors("  the square of plain Haar, mm", alone)
    print_errors("width of the head, mm", widths)
    print_errors("lean, degrees", tilts)
    print(
        f"processor time: median {np.median(taken):.2f} s, longest {max(taken):.2f} s = "
        f"{np.median(taken) / np.median(peer):.1f} x one look of plain Haar ({np.median(peer):.3f} s)"
    )


def print_errors(name: str, errors: list[float]) -> None:
    """Print how errors are spread."""
    sizes = np.abs(errors)
    print(
        f"{name}: mean {np.mean(errors):+.2f}, median size {np.median(sizes):.2f}, "
        f"95 % within {np.percentile(sizes, 95):.2f}, largest {np.max(sizes):.2f} ({len(errors)})"
    )


def all_variants() -> Iterator[Variant]:
    """Give every portrait in every variant."""
    for name, known in KNOWN.items():
        image = portraits.portrait(name)
        yield Variant(image, known)
        for turn in TURNS:
            yield Variant(portraits.turned(image, turn), known, turn)
        for wall in WALLS:
            yield Variant(portraits.before(image, wall), known)
        for blur in (0.7, 1.2, 2.0):
            yield Variant(image.filter(ImageFilter.GaussianBlur(blur)), known)
        for gamma in (0.6, 1.6, 2.2):
            yield Variant(image.point([int(255 * (level / 255) ** gamma) for level in range(256)] * 3), known)
        for share in (0.6, 0.75, 0.9):
            yield Variant(portraits.smaller(image, share), _scaled(known, share))
        yield Variant(_saved_coarsely(image), known)


def _scaled(known: Known, share: float) -> Known:
    down, across = 472 - round(472 * share), (354 - round(354 * share)) // 2
    return Known(
        round(known.crown * share) + down,
        round(known.chin * share) + down,
        round(known.eyes * share) + down,
        round(known.left * share) + across,
        round(known.right * share) + across,
    )


def _saved_coarsely(image: Image.Image) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=30)
    return Image.open(stream).convert("RGB")


if __name__ == "__main__":
    main()
