"""Abstract banners for the demo's articles: a gradient and one simple motif. The same motif gives the same bytes."""

import math
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1600, 900
_SCALE = 2  # drawn larger and scaled down, for smooth edges

Colour = tuple[int, int, int]


def banner(motif: str) -> bytes:
    """A JPEG of 1600 × 900 pixels; `motif` is a name in MOTIFS, otherwise KeyError."""
    start, end, draw_motif = MOTIFS[motif]
    image = _gradient(start, end)
    draw_motif(_Canvas(image))
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=82, optimize=True)
    return stream.getvalue()


def _gradient(start: Colour, end: Colour) -> Image.Image:
    """From the upper left to the lower right."""
    mask = Image.new("L", (32, 18))
    mask.putdata([round(255 * (x / 31 + y / 17) / 2) for y in range(18) for x in range(32)])
    size = (WIDTH * _SCALE, HEIGHT * _SCALE)
    return Image.composite(
        Image.new("RGB", size, end), Image.new("RGB", size, start), mask.resize(size, Image.Resampling.BICUBIC)
    )


class _Canvas:
    """Blends white shapes onto an image; coordinates are pixels of the finished banner, `alpha` is 0 to 255."""

    def __init__(self, image: Image.Image) -> None:
        self.draw = ImageDraw.Draw(image, "RGBA")

    def circle(self, x: float, y: float, radius: float, alpha: int, line: float = 0) -> None:
        """A disc, or with `line` a ring of that width."""
        self.ellipse(x, y, radius, radius, alpha, line)

    def ellipse(self, x: float, y: float, across: float, down: float, alpha: int, line: float = 0) -> None:
        box = [_SCALE * value for value in (x - across, y - down, x + across, y + down)]
        if line:
            self.draw.ellipse(box, outline=(255, 255, 255, alpha), width=round(line * _SCALE))
        else:
            self.draw.ellipse(box, fill=(255, 255, 255, alpha))

    def box(self, x: float, y: float, width: float, height: float, alpha: int, radius: float = 10) -> None:
        corners = [_SCALE * value for value in (x, y, x + width, y + height)]
        self.draw.rounded_rectangle(corners, radius * _SCALE, fill=(255, 255, 255, alpha))

    def polygon(self, points: list[tuple[float, float]], alpha: int) -> None:
        self.draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=(255, 255, 255, alpha))

    def line(self, start: tuple[float, float], end: tuple[float, float], alpha: int, width: float) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in (start, end)]
        self.draw.line(scaled, fill=(255, 255, 255, alpha), width=round(width * _SCALE))


def _waves(canvas: _Canvas) -> None:
    for step in range(7):
        canvas.circle(420, 980, 260 + 110 * step, 60, line=14)
        canvas.circle(1240, -60, 260 + 110 * step, 60, line=14)


def _bars(canvas: _Canvas) -> None:
    for step in range(9):
        height = 140 + 62 * step + 24 * math.sin(step * 1.7)
        canvas.box(170 + 142 * step, 820 - height, 96, height, 50 + 14 * step)


def _bubbles(canvas: _Canvas) -> None:
    for step in range(26):
        angle = step * 2.399963  # the golden angle spreads them evenly
        distance = 92 * math.sqrt(step)
        x, y = 800 + 1.55 * distance * math.cos(angle), 450 + 0.95 * distance * math.sin(angle)
        canvas.circle(x, y, 28 + 11 * (step * 7 % 6), 40 + 18 * (step % 4))


def _gates(canvas: _Canvas) -> None:
    for step in range(5):
        across, top = 620 - 120 * step, 130 + 100 * step
        arch = [
            (800 + across * math.cos(math.pi * turn / 60), top + 0.6 * across * (1 - math.sin(math.pi * turn / 60)))
            for turn in range(61)
        ]
        canvas.polygon([(800 + across, 900), *arch, (800 - across, 900)], 34)


def _network(canvas: _Canvas) -> None:
    dots = [(330.0, 560.0), (800.0, 240.0), (1270.0, 480.0), (900.0, 700.0)]
    for place, start in enumerate(dots):
        for end in dots[place + 1 :]:
            canvas.line(start, end, 80, 6)
    for x, y in dots:
        canvas.circle(x, y, 96, 60)
        canvas.circle(x, y, 52, 190)


def _grid(canvas: _Canvas) -> None:
    for row in range(7):
        for column in range(13):
            canvas.box(104 + 108 * column, 82 + 108 * row, 88, 88, 22 + 26 * ((row * row + 3 * column) % 6))


def _orbits(canvas: _Canvas) -> None:
    canvas.circle(800, 1120, 640, 70)
    canvas.circle(800, 1120, 560, 40)
    for step in range(3):
        canvas.ellipse(800, 700, 860 + 120 * step, 330 + 110 * step, 80, 5)
    canvas.box(1136, 348, 76, 52, 220)
    canvas.box(1050, 358, 74, 32, 130, radius=4)
    canvas.box(1224, 358, 74, 32, 130, radius=4)


def _rings(canvas: _Canvas) -> None:
    for step in range(8):
        canvas.circle(1000, 470, 60 + 120 * step, 130 - 14 * step, line=16)
    canvas.circle(1000, 470, 34, 230)


def _hills(canvas: _Canvas) -> None:
    canvas.circle(1140, 400, 150, 150)
    for step in range(4):
        base, height = 520 + 95 * step, 110 - 14 * step
        ridge = [(x, base + height * math.sin(x / (250 + 40 * step) + 1.9 * step)) for x in range(0, 1621, 20)]
        canvas.polygon([(0.0, 900.0), *ridge, (1620.0, 900.0)], 46)


def _circle_of_seats(canvas: _Canvas) -> None:
    for row in range(4):
        seats = 9 + 4 * row
        for seat in range(seats):
            angle = math.pi * (seat + 0.5) / seats
            radius = 270 + 130 * row
            canvas.circle(800 + 1.1 * radius * math.cos(angle), 860 - radius * math.sin(angle), 34, 150 - 26 * row)
    canvas.box(710, 780, 180, 60, 220)


def _steps(canvas: _Canvas) -> None:
    for step in range(8):
        top = 760 - 84 * step
        canvas.box(140 + 170 * step, top, 150, 940 - top, 44 + 14 * step)
    canvas.circle(1405, 100, 34, 230)


def _gear(canvas: _Canvas) -> None:
    for x, y, radius, teeth, turn in ((640.0, 480.0, 230.0, 12, 0.0), (1020.0, 400.0, 150.0, 8, 0.2)):
        for tooth in range(teeth):
            angle = turn + 2 * math.pi * tooth / teeth
            canvas.circle(x + radius * math.cos(angle), y + radius * math.sin(angle), radius * 0.15, 110)
        canvas.circle(x, y, radius * 0.94, 130, line=radius * 0.34)


# The two colours of the gradient, and the motif; names are those of cms/demo/site.json.
MOTIFS: dict[str, tuple[Colour, Colour, Callable[[_Canvas], None]]] = {
    "waves": ((16, 42, 96), (52, 128, 184), _waves),
    "bars": ((10, 66, 84), (46, 146, 140), _bars),
    "bubbles": ((122, 46, 98), (232, 134, 84), _bubbles),
    "gates": ((92, 28, 36), (206, 112, 62), _gates),
    "network": ((36, 36, 110), (104, 98, 190), _network),
    "grid": ((14, 30, 54), (30, 108, 142), _grid),
    "orbits": ((10, 16, 48), (64, 62, 138), _orbits),
    "rings": ((74, 40, 26), (190, 106, 54), _rings),
    "hills": ((20, 84, 74), (146, 186, 96), _hills),
    "circle_of_seats": ((44, 28, 84), (136, 82, 158), _circle_of_seats),
    "steps": ((96, 36, 90), (214, 108, 142), _steps),
    "gear": ((38, 50, 64), (104, 128, 148), _gear),
}
