"""An Outcomes Star as a picture, to be read in black and white. A home of Pillow.

The scores of now are a thick line with filled points; those of before, a thin broken line with open ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import cos, hypot, pi, sin

from PIL import Image, ImageDraw, ImageFont

SIDE, RADIUS = 900, 320
INK, PALE = 0, 160
Point = tuple[float, float]


def picture(now: Sequence[int], before: Sequence[int], scale: tuple[int, int]) -> bytes:
    """The star as a PNG, the same bytes for the same scores; its points are numbered as in the table below it."""
    image = Image.new("L", (SIDE, SIDE + 100), 255)
    draw = ImageDraw.Draw(image)
    small, large = ImageFont.load_default(36), ImageFont.load_default(40)
    low, high = scale
    count = len(now)

    def at(point: int, score: float) -> Point:
        angle = 2 * pi * point / count - pi / 2
        far = RADIUS * (score - low + 1) / (high - low + 1)
        return SIDE / 2 + far * cos(angle), SIDE / 2 + far * sin(angle)

    for point in range(count):
        draw.line([(SIDE / 2, SIDE / 2), at(point, high)], fill=PALE, width=3)
        for score in range(low, high + 1):
            x, y = at(point, score)
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=PALE)
        draw.text(at(point, high + 1.2), str(point + 1), fill=INK, font=large, anchor="mm")
    if len(before) == count:
        corners = [at(point, score) for point, score in enumerate(before)]
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            _broken(draw, start, end)
        for x, y in corners:
            draw.ellipse((x - 9, y - 9, x + 9, y + 9), fill=255, outline=INK, width=3)
    corners = [at(point, score) for point, score in enumerate(now)]
    draw.line([*corners, corners[0]], fill=INK, width=7, joint="curve")
    for x, y in corners:
        draw.ellipse((x - 10, y - 10, x + 10, y + 10), fill=INK)
    earlier = " Broken line: before." if len(before) == count else ""
    key = f"Thick line: now.{earlier}\n{low} is nearest the middle, {high} at the tips."
    draw.multiline_text((SIDE / 2, SIDE + 90), key, fill=INK, font=small, anchor="md", align="center")
    made = BytesIO()
    image.save(made, "PNG", optimize=True)
    return made.getvalue()


def _broken(draw: ImageDraw.ImageDraw, start: Point, end: Point, dash: float = 16) -> None:
    """A broken line."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    steps = max(int(length // dash), 1)
    for step in range(0, steps, 2):
        part = [
            (start[0] + (end[0] - start[0]) * along / steps, start[1] + (end[1] - start[1]) * along / steps)
            for along in (step, min(step + 1, steps))
        ]
        draw.line([tuple(each) for each in part], fill=INK, width=3)
