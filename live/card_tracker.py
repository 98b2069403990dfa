"""Cards followed from frame to frame: snapped where they were, searched for where they are new."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from glyphcam.live.card_finder import (
    QUICK,
    Card,
    Look,
    Picture,
    ahead,
    find_cards,
    is_rival,
    open_card,
    search_scale,
    shrunk,
    snapping_ground,
    whole,
)
from glyphcam.live.card_grow import grown
from glyphcam.live.card_hints import is_far
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_quads import Quad
from glyphcam.live.card_snap import snapped
from glyphcam.live.card_steady import ScriptSmoother
from glyphcam.live.card_turn import turned
from glyphcam.live.glyph_shape import LATIN, GlyphShape

_SEARCH_EVERY_S = 0.35
"""While cards are followed, new or better outlines are sought this often."""

_NEW_S, _SEARCH_NEW_EVERY_S = 0.5, 0.1
"""A card just found may be but a part of one: it is looked for again sooner."""

_HOLD_S = 0.2
"""A card outlives frames in which it cannot be made out by this long."""

_BETTER = 0.05
"""A new outline must outrank the one that is followed by so much."""

_FADE, _MOST_FADED = 0.3, 0.15
"""What an outline loses a second, and at most, in rank: it was measured once, and may have slid
onto a shadow's edge since. One that is found anew where it lies, as well borne out, is taken.
"""

_TURNS = (
    QUICK,
    Look(planes=(1,), most=8, is_page=True),
    Look(first=6, most=8),
    Look(planes=(2,), most=8),
    Look(planes=(3,), most=8),
    Look(planes=(1,), first=8, most=8),
)
"""While no card is in view each frame looks at other outlines, so that no
frame takes long; while one is followed, every other search does, and the rest look where it was
found."""

_FRESH_S, _CHANGED = 0.35, 1.5
"""For so long after a picture began or changed, by so many levels on average, each frame that has
no card gets a second look: a card that is held up is found in half the time, and an empty room
costs no more than before.
"""

_OF_A_SIZE = 2.5
"""One card's outlines a few frames apart differ by less than this in area."""

_CALM_PX = 5.0
"""Corner moves well under this are jitter and are smoothed, larger ones are followed at once."""


class Track:
    """One card over time: its latest ``card``, its text's ``smoother``, and when it was seen.

    ``is_turned`` is set for a card held upside down: whatever is found of it is turned by half.
    """

    def __init__(self, card: Card, seconds: float) -> None:
        self.smoother = ScriptSmoother()
        self.born_s = seconds
        self.is_turned = False
        self.asked_s = -np.inf
        self.take(card, seconds)

    def take(self, card: Card, seconds: float) -> None:
        """Go on with a card whose outline was found in this frame."""
        self.card, self._score = card, card.score
        self.seen_s = self._found_s = seconds

    def is_new(self, seconds: float) -> bool:
        """Whether it may be but a part of a card: seen now, and new or anew outlined."""
        is_recent = seconds - self.born_s < _NEW_S or self._found_s == seconds
        return self.seen_s == seconds and is_recent and not self.is_turned

    def turn(self, card: Card) -> None:
        """Go on with ``card``, which is this one turned by half; its text begins anew."""
        self.card, self.is_turned = card, not self.is_turned
        self.smoother = ScriptSmoother()

    def follow(self, image: Picture, quad: Quad, seconds: float, has_edges: bool = True) -> None:
        """Take the card's place in this frame, if what lies there still is a written card.

        Without edges to go by it must have half its writing still, of a size: a shirt has creases.
        """
        moved = np.abs(quad - self.card.quad).max()
        pull = np.clip(moved / _CALM_PX, 0.35, 1.0).astype(np.float32)
        place = self.card.quad + pull * (quad - self.card.quad)
        faded = min(_MOST_FADED, _FADE * (seconds - self._found_s))
        outline = Outline(place, self._score - faded, self.card.plane)
        card = open_card(image, outline, self.card.layout.shape)
        is_same = 2 * card.count >= self.card.count and is_far(card) == is_far(self.card)
        if card.count and card.writing.is_still_card and (has_edges or is_same):
            self.card, self.seen_s = card, seconds


class CardTracker:
    """Follows every card in view, from left to right."""

    def __init__(self, shape: GlyphShape = LATIN) -> None:
        self._shape = shape
        self._tracks: list[Track] = []
        self._searched_s = -np.inf
        self._turn = 0
        self._last_s = -np.inf
        self._changed_s = -np.inf
        self._before: Picture | None = None

    def track(self, image: Picture, seconds: float) -> list[Track]:
        """Return the cards in ``image`` (h, w, 3) uint8 BGR at ``seconds``, from left to right."""
        if not 0 <= seconds - self._last_s <= 1.0:
            self._tracks, self._searched_s, self._before = [], -np.inf, None
        self._last_s = seconds
        if self._tracks:
            self._follow(image, seconds)
        is_new = any(seconds - track.born_s < _NEW_S for track in self._tracks)
        every_s = _SEARCH_NEW_EVERY_S if is_new else _SEARCH_EVERY_S
        is_due = seconds - self._searched_s >= every_s
        if is_due or not self._is_seen(seconds):
            self._search(image, seconds)
        if not self._is_seen(seconds) and self._is_fresh(image, seconds):
            self._search(image, seconds)
        self._tracks = [t for t in self._tracks if seconds - t.seen_s <= _HOLD_S]
        self._tracks = [t for t in self._tracks if not self._is_within(t)]
        return sorted(self._tracks, key=lambda track: float(track.card.quad[:, 0].mean()))

    def _is_within(self, track: Track) -> bool:
        """Whether a track has come to lie on another that outranks it: one card is told once."""
        others = (t for t in self._tracks if t is not track and is_rival(t.card, track.card))
        return any(ahead(other.card, track.card) > 0 for other in others)

    def _is_seen(self, seconds: float) -> bool:
        """Whether a card that can be read is in view; an eye's outline must hide no card."""
        return any(t.seen_s == seconds and not is_far(t.card) for t in self._tracks)

    def _is_fresh(self, image: Picture, seconds: float) -> bool:
        """Whether the picture began or changed a moment ago; asked while no card is seen."""
        tiny = cv2.resize(shrunk(image), (40, 30), interpolation=cv2.INTER_AREA)
        if self._before is None or float(cv2.absdiff(tiny, self._before).mean()) > _CHANGED:
            self._changed_s = seconds
        self._before = tiny
        return seconds - self._changed_s < _FRESH_S

    def _search(self, image: Picture, seconds: float) -> None:
        """Look into a few outlines; where they hold no card, the next frame tries the next few."""
        self._searched_s = seconds
        known = tuple(track.card for track in self._tracks if track.seen_s == seconds)
        look = _TURNS[self._turn % len(_TURNS)]
        if known and self._turn % 3 == 2:
            look = Look(planes=(known[self._turn // 3 % len(known)].plane,))
        self._turn += 1
        for card in find_cards(image, replace(look, known=known, shape=self._shape)):
            self._take(image, card, seconds)
        for track in tuple(self._tracks):
            if track.is_new(seconds) and track in self._tracks:
                longer = grown(image, track.card)
                if longer is not track.card:
                    self._take(image, longer, seconds)

    def _follow(self, image: Picture, seconds: float) -> None:
        scale = np.float32(search_scale(image))
        small = shrunk(image)
        grounds = {t.card.plane: snapping_ground(small, t.card.plane) for t in self._tracks}
        for track in self._tracks:
            if np.array_equal(track.card.quad, whole(image)):
                track.follow(image, track.card.quad, seconds)
                continue
            quad = snapped(grounds[track.card.plane], track.card.quad * scale)
            # Without edges to go by it is looked for where it was.
            place = track.card.quad if quad is None else quad / scale
            track.follow(image, place, seconds, has_edges=quad is not None)

    def _take(self, image: Picture, card: Card, seconds: float) -> None:
        """Give a found card to the track it belongs to, or begin a new one.

        A card that lies over none is one that was lost in this frame and moved on, if there is
        such a one of its size nearby: an eye is not the card that hid the face before.
        """
        likely = [t for t in self._tracks if t.seen_s == seconds or _may_be(t.card, card)]
        rivals = [track for track in likely if is_rival(track.card, card)]
        lost = [track for track in likely if track.seen_s < seconds]
        if not rivals and not lost:
            self._tracks.append(Track(card, seconds))
            return
        if any(t.seen_s == seconds and ahead(card, t.card) <= _BETTER for t in rivals):
            return
        heir = min(rivals or lost, key=lambda track: _distance(track.card, card))
        heir.take(turned(image, card) if heir.is_turned else card, seconds)
        self._tracks = [track for track in self._tracks if track is heir or track not in rivals]


def _may_be(one: Card, other: Card) -> bool:
    """Whether two outlines and their writing are of a size, and at most a card's length apart."""
    areas = [float(cv2.contourArea(card.quad.astype(np.float32))) for card in (one, other)]
    long = float(np.linalg.norm(one.quad - np.roll(one.quad, 1, axis=0), axis=1).max())
    is_alike = max(areas) <= _OF_A_SIZE * min(areas) and is_far(one) == is_far(other)
    return is_alike and _distance(one, other) <= long


def _distance(one: Card, other: Card) -> float:
    """How far apart two cards' middles are, in pixels."""
    return float(np.hypot(*(one.quad.mean(axis=0) - other.quad.mean(axis=0))))
