"""The card reader: find the cards, read their glyphs in one batch, settle, steady, say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from glyphcam.live.card_context import alphabet_of
from glyphcam.live.card_finder import THOROUGH, Card, find_cards
from glyphcam.live.card_hints import CLOSER, UNREADABLE, card_hint, empty_hint, is_far, is_small
from glyphcam.live.card_say import Said, is_stray_bar, say, text_of, worth_telling
from glyphcam.live.card_script import Script, observe, read_script
from glyphcam.live.card_tracker import CardTracker, Track
from glyphcam.live.card_turn import Sense, upright
from glyphcam.live.card_views import VIEWS, View
from glyphcam.live.card_words import prior_of
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.glyph_shape import shape_of
from glyphcam.live.reading import Reading, Region
from glyphcam.models.observation import Observation
from glyphcam.models.prediction import Prediction

_HINT_EVERY_S = 0.5
_PLAIN_OUTLINE = 0.2
"""An outline that is less well borne out is not shown before anything in it was read."""

_WHOLE_S = 1.0
"""So long a card whose outline cuts letters in two is not told: its whole outline may be found."""

_FAR_S = 1.0
"""So long something small must be held before it is asked closer: an eye is not, nor a button."""

_TURN_EVERY_S = 0.7
"""A card that reads badly is looked at upside down this often, and before it is first told."""


class _Stamp(Protocol):
    @property
    def recogniser(self) -> str: ...
    @property
    def labels(self) -> tuple[str, ...]: ...
    @property
    def threshold(self) -> float: ...


class Recognises(Protocol):
    """What the reader needs of a network."""

    @property
    def stamp(self) -> _Stamp:
        """Its recogniser's name, labels and threshold."""
        ...

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        """Return one prediction an observation."""
        ...


class CardReader:
    """Reads handwriting on cards, in films and in stills."""

    def __init__(self, network: Recognises) -> None:
        self._network = network
        self._threshold = network.stamp.threshold
        self._alphabet = alphabet_of(network.stamp.labels)
        self._prior = prior_of(network.stamp.labels)
        self._sense = Sense(self._alphabet, self._prior)
        self._shape = shape_of(network.stamp.recogniser)
        self._tracker = CardTracker(self._shape)
        self._hint: str | None = None
        self._last_hint: str | None = None
        self._hinted_s = -np.inf

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source: every card tracked, its text steadied."""
        tracks = self._tracker.track(frame.image, frame.seconds)
        view = VIEWS[frame.index % len(VIEWS)]
        # A card that is only remembered says nothing new: its last frame, cut by the picture's
        # rim as it left, would vote for all those that it is held.
        seen_now = [track for track in tracks if track.seen_s == frame.seconds]
        scripts = self._scripts([track.card for track in seen_now], (view,))
        read = dict(zip(seen_now, scripts, strict=True))
        if not tracks:
            return Reading(hint=self._why_empty(frame))
        self._hint, self._last_hint, self._hinted_s = None, None, -np.inf
        cards, told, hint = [], [], None
        for track in tracks:
            steady = track.smoother.update(read.get(track), frame.seconds)
            if steady is None or is_far(track.card) or is_small(steady.quads):
                is_held = frame.seconds - track.born_s >= _FAR_S
                hint = CLOSER if steady is not None and is_held else hint
                continue
            if track.card.writing.severed and frame.seconds - track.born_s < _WHOLE_S:
                continue
            if not self._turned(frame, track, steady):
                cards.append(track.card)
                told.append(say(self._alphabet, steady, self._threshold, self._prior))
        if told:
            return self._reading(cards, told)
        seen = [
            track.card
            for track in tracks
            if track.card.score > _PLAIN_OUTLINE and (hint or not is_far(track.card))
        ]
        return Reading(Region(seen[0].quad) if seen else None, hint=hint)

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR by itself."""
        cards = find_cards(image, replace(THOROUGH, shape=self._shape))
        if not cards:
            return Reading(hint=empty_hint(image))
        scripts = self._scripts(cards)
        for index, (card, script) in enumerate(zip(cards, scripts, strict=True)):
            cards[index], scripts[index] = upright(image, card, script, self._scripts, self._sense)
        told = [say(self._alphabet, script, self._threshold, self._prior) for script in scripts]
        return self._reading(cards, told)

    def _turned(self, frame: Frame, track: Track, steady: Script) -> bool:
        """Turn a track whose card reads far better upside down; say whether that was so."""
        if frame.seconds - track.asked_s < _TURN_EVERY_S:
            return False
        track.asked_s = frame.seconds
        card, _ = upright(frame.image, track.card, steady, self._scripts, self._sense)
        if card is track.card:
            return False
        track.turn(card)
        return True

    def _why_empty(self, frame: Frame) -> str | None:
        """Say why there is nothing to read, once two looks half a second apart agree."""
        if not 0 <= frame.seconds - self._hinted_s < _HINT_EVERY_S:
            hint, self._hinted_s = empty_hint(frame.image), frame.seconds
            self._hint, self._last_hint = (hint if hint == self._last_hint else None), hint
        return self._hint

    def _scripts(self, cards: Sequence[Card], views: Sequence[View] = VIEWS) -> list[Script]:
        """Read every proposal of every card in one batch; the mean over the views counts."""
        if not cards:
            return []
        shown = [one for view in views for card in cards for one in observe(card.layout, view)]
        predictions = self._network.recognise(shown)
        rows = np.stack([prediction.probabilities for prediction in predictions])
        mean = rows.reshape(len(views), -1, rows.shape[1]).mean(axis=0)
        ends = np.cumsum([len(card.layout.crops) for card in cards])[:-1]
        parts = np.split(mean, ends)
        twins = self._alphabet.twins
        return [read_script(card, part, twins) for card, part in zip(cards, parts, strict=True)]

    def _reading(self, cards: Sequence[Card], told: Sequence[Said]) -> Reading:
        """Tell the cards that can be read; the region is the one with most on it."""
        clean = [card.writing.is_clean for card in cards]
        legible = worth_telling(told, self._threshold, clean)
        shown = [i for i in legible if not is_stray_bar(told[i], cards[i].quad, clean[i])]
        if not shown:
            return Reading(Region(cards[0].quad), hint=card_hint(cards, ()) or UNREADABLE)
        glyphs = tuple(glyph for i in shown for glyph in told[i].glyphs)
        largest = max(shown, key=lambda i: len(told[i].glyphs))
        others = tuple(Region(cards[i].quad) for i in shown if i != largest)
        single = glyphs[0].prediction if len(glyphs) == 1 else None
        return Reading(
            region=Region(cards[largest].quad),
            raw=single,
            steady=single,
            glyphs=glyphs,
            text=text_of([told[i] for i in shown]),
            hint=card_hint([cards[i] for i in shown], glyphs),
            others=others,
        )
