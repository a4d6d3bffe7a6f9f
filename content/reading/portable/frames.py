"""From the coordinates of a PDF page to those of a person who looks at it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Row = tuple[float, float, float]  # how much of x, how much of y, and what is added


@dataclass(frozen=True, slots=True)
class Frame:
    """The box of a page that is shown, and by how many quarters clockwise it is turned for it."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.rotation % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown, y downwards."""
        match self.rotation:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case 3:
                return self.top - y, self.right - x
        return x - self.left, self.top - y

    def direction(self, a: float, b: float) -> tuple[float, float]:
        """A direction of the page as shown, y downwards."""
        match self.rotation:
            case 1:
                return b, a
            case 2:
                return -a, b
            case 3:
                return -b, -a
        return a, -b

    def turned_size(self, turn: int) -> tuple[float, float]:
        """The size when the page is held so that text turned by `turn` quarters runs level."""
        wide, high = self.size
        return (high, wide) if turn % 2 else (wide, high)

    def turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """A shown point when the page is held so."""
        wide, high = self.size
        match turn % 4:
            case 1:
                return y, wide - x
            case 2:
                return wide - x, high - y
            case 3:
                return high - y, x
        return x, y

    def unturned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """The point as shown that stands there when the page is held so."""
        wide, high = self.size
        match turn % 4:
            case 1:
                return wide - y, x
            case 2:
                return wide - x, high - y
            case 3:
                return y, high - x
        return x, y

    def held(self, turn: int) -> tuple[Row, Row]:
        """From the coordinates of the page to those of a page that is held so."""
        x0, y0 = self.turned(*self.point(0, 0), turn)
        x1, y1 = self.turned(*self.point(1, 0), turn)
        x2, y2 = self.turned(*self.point(0, 1), turn)
        return (x1 - x0, x2 - x0, x0), (y1 - y0, y2 - y0, y0)
