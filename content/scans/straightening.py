"""By how much a page lies askew, found from its lines of text. Pure."""

from __future__ import annotations

import itertools
import math

from PIL import Image, ImageOps

_HEIGHT = 1400  # pixels: enough to tell lines of text from the white between them
_STRIPS = 32
_EDGE = 100  # rows above and below that the moving strips leave in part
MOST = 8.0  # degrees to either side
_COARSE, _FINE = 0.5, 0.1


def skew_of(picture: Image.Image) -> float:
    """Degrees to turn a grey page clockwise until its lines are level; 0.0 for one without lines.

    The page is cut into upright strips, each of them is pressed into one column of ink, and the
    columns are shifted against each other: where lines and the white between them differ the most,
    the page is level. That costs hundredths of a second, turning the page itself would cost more.
    """
    width = max(1, round(picture.width * _HEIGHT / picture.height))
    small = picture.resize((width, _HEIGHT), Image.Resampling.BOX)
    ink = ImageOps.autocontrast(ImageOps.invert(small), cutoff=1)
    strips = ink.resize((_STRIPS, _HEIGHT), Image.Resampling.BOX)
    reach = width / _STRIPS
    still = _sharpness(strips, reach, 0.0)
    steps = round(MOST / _COARSE)
    wide = [step * _COARSE for step in range(-steps, steps + 1)]
    best = max(wide, key=lambda angle: _sharpness(strips, reach, angle))
    near = [best + step * _FINE for step in range(-4, 5)]
    best = max(near, key=lambda angle: _sharpness(strips, reach, angle))
    lines = abs(best) < MOST and _sharpness(strips, reach, best) > 1.02 * still
    return round(best, 1) if lines else 0.0


def _sharpness(strips: Image.Image, reach: float, angle: float) -> float:
    """How much neighbouring rows differ once each strip is moved as a turn by `angle` moves it."""
    slope = -math.tan(math.radians(angle)) * reach
    middle = (_STRIPS - 1) / 2
    form = (1.0, 0.0, 0.0, slope, 1.0, -slope * middle)
    level = strips.transform(
        strips.size, Image.Transform.AFFINE, form, Image.Resampling.BILINEAR, fillcolor=0
    )
    rows = level.resize((1, _HEIGHT), Image.Resampling.BOX).tobytes()[_EDGE:-_EDGE]
    return float(sum((a - b) ** 2 for a, b in itertools.pairwise(rows)))
