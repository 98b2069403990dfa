"""Cards in a picture: outlines that hold writing on even paper, or the picture as one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_edges import chroma, edge_lines, faint, without_chalk, without_writing
from glyphcam.live.card_glyphs import Layout, propose
from glyphcam.live.card_outlines import Outline, outlines
from glyphcam.live.card_paper import Sheet, straighten
from glyphcam.live.card_quads import Quad, area, cover, overlap
from glyphcam.live.card_verdict import Writing, judge
from glyphcam.live.glyph_fingers import free_of_fingers
from glyphcam.live.glyph_marks import find_marks
from glyphcam.live.glyph_shape import LATIN, GlyphShape

Picture = NDArray[np.uint8]

_SEARCH_PX = 320
"""The longer side of the small picture in which outlines are sought."""

_MOST_CARDS = 4
_MOST_UNEVEN_PAGE = 0.22
"""A page half in shadow varies by 0.15 of its brightness, a room by 0.3 and more."""

_MOST_ROOM, _MOST_ROOM_OF_WORDS = 10.0, 3.0
"""An outline so many times larger than the writing in it gains nothing by being larger still.

A lone letter may stand small on its card; a word mostly fills it, and a larger outline round it
is a window, a wall or a picture's frame.
"""

_LEAST_SCORE = -0.2
"""Nothing so uneven that it comes to less than this is paper: a face behind a mask did."""

_WITHIN, _WHOLE = 0.88, 0.35
"""A card this much of which lies in another is its part, or holds it; what more writing is worth
to the larger then. Sharp-edged tiles of three letters outranked their card of four by 0.02.
"""

_ALIKE = 0.7
"""A part's writing is about as high as the whole's: at least this share, at most its inverse."""

_LETTER = 0.4
"""Lower than this share of the writing nothing speaks for an outline: a wedge of table between two
outlines' sides, cut into four, outranked the card of a lone R.
"""

_UNEVEN_WEIGHT = 1.5
"""What unevenness costs an outline: paper differs by a tenth, a hand or a shirt by a third."""


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """What lies in ``quad`` of a picture: the clean ``sheet``, what it may say, how its
    ``writing`` looks, the ``score`` of its outline, at most 1, for choosing among several, and
    the number of the ``plane`` it is followed in.
    """

    quad: Quad
    sheet: Sheet
    layout: Layout
    writing: Writing
    score: float = 0.0
    plane: int = 0

    @property
    def count(self) -> int:
        """How many atoms of writing it holds."""
        return sum(self.layout.row_lengths)

    @property
    def letters(self) -> int:
        """How many of them are about as high as the writing: a line's pieces are not."""
        return len(self._letter_boxes(is_single=True))

    @property
    def written_area(self) -> float:
        """The area of the upright box round its letters, in square picture pixels."""
        boxes = self._letter_boxes()
        sides = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
        return float(sides.prod()) * self.sheet.pixel**2

    def _letter_boxes(self, is_single: bool = False) -> NDArray[np.intp]:
        """The boxes (n, 4) of what is not far lower than the writing."""
        found = [p for p in self.layout.proposals if not is_single or p.first == p.last]
        boxes = np.stack([proposal.box for proposal in found])
        heights = boxes[:, 3] - boxes[:, 1]
        return boxes[heights >= _LETTER * min(heights.max(), self.layout.height)]


@dataclass(frozen=True, slots=True)
class Look:
    """Which outlines are looked into: of each of these ``planes`` (numbers in PLANES) the best
    ``most`` from number ``first`` on, each costing two or three milliseconds. ``is_page`` asks
    whether the whole picture is one page. Outlines of cards that are ``known`` are passed over.
    ``shape`` is that of the script's characters.
    """

    planes: tuple[int, ...] = (0,)
    first: int = 0
    most: int = 6
    is_page: bool = False
    known: tuple[Card, ...] = ()
    shape: GlyphShape = LATIN


QUICK = Look()
THOROUGH = Look(planes=(0, 1, 2, 3), most=16, is_page=True)

PLANES: tuple[Callable[[Picture, NDArray[np.uint8]], NDArray[np.uint8]], ...] = (
    lambda _, bare: bare,
    lambda small, _: chroma(small),
    lambda _, bare: faint(bare),
    lambda small, _: without_chalk(small),
)
"""What outlines are sought in, given the small picture and it freed of writing: brightness first,
then colour (beige on grey), weak edges (white on white), and boards with light writing.
"""

COLOUR, BOARDS = 1, 3
"""Two of their numbers. A board's own picture tells how even it is."""


def snapping_ground(small: Picture, plane: int) -> NDArray[np.uint8]:
    """Return the picture (h, w) uint8 of ``small`` in which an outline of that plane is followed.

    What was found by its colour would be drawn to a shadow's edge by brightness.
    """
    if plane in (COLOUR, BOARDS):
        return PLANES[plane](small, small[..., 0])
    return without_writing(small)


def open_card(image: Picture, outline: Outline, shape: GlyphShape = LATIN) -> Card:
    """Return what is inside ``outline`` of ``image`` (h, w, 3), written or not."""
    sheet = straighten(image, outline.quad)
    marks = find_marks(sheet.mask)
    freed = free_of_fingers(sheet)
    # Whether it is writing at all is judged by what no finger touches.
    written = marks if freed is sheet.mask else find_marks(freed)
    layout, writing = propose(sheet, written, shape), judge(sheet, marks)
    plane = BOARDS if sheet.is_dark else outline.plane
    return Card(outline.quad, sheet, layout, writing, outline.score, plane)


def find_cards(image: Picture, look: Look = QUICK) -> list[Card]:
    """Return the written cards in ``image`` (h, w, 3) uint8 BGR, from left to right.

    Where the picture as a whole is one page that holds more than the cards do, it is the card.
    """
    cards = _written(image, _candidates(image, look), look)
    if look.is_page and not look.known:
        page = open_card(image, Outline(whole(image), 0.0), look.shape)
        if page.count > sum(card.count for card in cards) and _is_page(image, page):
            return [page]
    return sorted(cards, key=lambda card: float(card.quad[:, 0].mean()))


def whole(image: Picture) -> Quad:
    """Return the picture's own corners (4, 2) float32."""
    high, wide = image.shape[:2]
    return np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)


def _candidates(image: Picture, look: Look) -> Iterator[Outline]:
    """Outlines in picture pixels, the likeliest of each plane first."""
    small = shrunk(image)
    scale, size_wh = search_scale(image), (small.shape[1], small.shape[0])
    bare = without_writing(small)
    for number in look.planes:
        plane = PLANES[number](small, bare)
        ground = plane if number == BOARDS else bare
        ranked = [
            (one.score - _UNEVEN_WEIGHT * unevenness(ground, one.quad), one.quad)
            for one in outlines(edge_lines(plane), size_wh)
        ]
        ranked.sort(key=lambda one: -one[0])
        for score, quad in ranked[look.first : look.first + look.most]:
            if score > _LEAST_SCORE:
                yield Outline(quad / np.float32(scale), score, number)


def _is_page(image: Picture, page: Card) -> bool:
    """Whether the whole picture is one sheet of paper: clean, and evenly bright but for shadows."""
    if not page.writing.is_page:
        return False
    small = shrunk(image)
    return unevenness(without_writing(small), whole(small)) < _MOST_UNEVEN_PAGE


def search_scale(image: Picture) -> float:
    """Return small pixels a picture pixel in the picture that outlines are sought in."""
    return _SEARCH_PX / max(image.shape[:2])


def shrunk(image: Picture) -> Picture:
    """Return ``image`` at the size in which outlines are sought, its longer side 320."""
    scale = search_scale(image)
    size_wh = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
    return cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA)


def outlined(image: Picture, look: Look) -> Iterator[Card]:
    """Yield what lies inside every outline, written or not."""
    for outline in _candidates(image, look):
        yield open_card(image, outline, look.shape)


def unevenness(bare: NDArray[np.uint8], quad: Quad) -> float:
    """Return how much ``bare`` (h, w) uint8, freed of writing, varies inside ``quad``: 0 is even.

    Forty-nine points of the inside are enough; the spread is their standard deviation over
    their mean, at most 0.5.
    """
    across = np.linspace(0.1, 0.9, 7, dtype=np.float32)[None, :, None]
    down = across.transpose(1, 0, 2)
    top = quad[0] + across * (quad[1] - quad[0])
    low = quad[3] + across * (quad[2] - quad[3])
    at = np.rint(top + down * (low - top)).astype(np.intp)  # (7, 7, 2)
    values = bare[at[..., 1].clip(0, bare.shape[0] - 1), at[..., 0].clip(0, bare.shape[1] - 1)]
    return min(0.5, float(values.std() / max(values.mean(), 1.0)))


def _written(image: Picture, found: Iterable[Outline], look: Look) -> list[Card]:
    """The written cards among outlines: of two that overlap, the one that holds more writing."""
    cards: list[Card] = []
    for outline in found:
        if len(cards) >= _MOST_CARDS:
            break
        if any(_is_idle(outline, other) for other in (*cards, *look.known)):
            continue
        card = open_card(image, outline, look.shape)
        if not card.count or not card.writing.is_card:
            continue
        rivals = [other for other in cards if is_rival(card, other)]
        if all(ahead(card, other) > 0 for other in rivals):
            cards = [other for other in cards if all(other is not rival for rival in rivals)]
            cards.append(card)
    return cards


def _is_idle(outline: Outline, card: Card) -> bool:
    """Whether an outline lies inside a card, or round it, with nothing more to say for itself."""
    if outline.score > card.score + 0.05:
        return False
    is_inside = cover(outline.quad, card.quad) > 0.9
    return is_inside or overlap(outline.quad, card.quad) > 0.8


def is_rival(one: Card, other: Card) -> bool:
    """Whether two cards lie so much over each other that they must be one."""
    return max(cover(one.quad, other.quad), cover(other.quad, one.quad)) > 0.3


def ahead(card: Card, other: Card) -> float:
    """Return how far a card outranks one it overlaps.

    Where one lies in the other and both are written paper, the larger is the card, and the smaller
    a part of it, if it holds more writing: a tile, or what a fold or a shadow parts from the rest.
    """
    lead = merit(card) - merit(other)
    if area(card.quad) > area(other.quad):
        return lead + _whole_bonus(card, other)
    return lead - _whole_bonus(other, card)


def _whole_bonus(larger: Card, part: Card) -> float:
    """What speaks for the larger of two cards in each other: more of the same writing."""
    is_within = cover(part.quad, larger.quad) > _WITHIN
    is_alike = _ALIKE < larger.layout.height / part.layout.height < 1 / _ALIKE
    # A lone letter with a mark beside it is no word.
    if not is_within or not is_alike or larger.letters <= max(2, part.count):
        return 0.0
    return _WHOLE * float(np.log(larger.letters / part.count))


def merit(card: Card) -> float:
    """Rank cards that overlap: a well borne out outline, more writing inside, a larger card, and
    a clean one.

    A tile or a printed frame on a card has sharp sides but is smaller or holds less; an outline
    round more than the card takes in other things than paper and writing; one that runs along a
    ruled line cuts letters off.
    """
    most = _MOST_ROOM if card.letters < 3 else _MOST_ROOM_OF_WORDS
    room = min(area(card.quad), most * card.written_area)
    much = 0.15 * float(np.log(card.letters)) + 0.3 * float(np.log(room))
    unclean = card.writing.foreign + card.writing.clutter + 0.25 * card.writing.cut
    unclean += 0.1 * min(card.writing.severed, 2)
    return card.score + much + 1.5 * card.writing.sharpness - 2.0 * unclean
