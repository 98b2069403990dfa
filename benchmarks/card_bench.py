"""How well cards are read: films of other writers' letters, whole photos, frames without a card.

    python benchmarks/card_bench.py [--parts single words strings photos empty] [--films N]

Letters are split by writer and rooms by picture between tuning and reporting; the figures are
of the reporting halves unless ``--tuning`` is given. Times are processor time on one thread.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
from card_cells import Cell, read_cells, split_writers
from card_films import FPS, Picture, Shot, film
from card_rooms import any_room, covering, read_rooms
from card_words import SEEDS, written

from glyphcam.live.card_quads import overlap
from glyphcam.live.card_reader import CardReader
from glyphcam.live.frame import Frame
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

FILM_S = 0.6
FIRST_S = 0.5


@dataclass(frozen=True, slots=True)
class FilmFigures:
    """Shares 0 to 1 of one film: frames in which the card was found, and where it was (overlap
    above 0.7); whether the last text is right, and whether the right one came within 0.5 s; how
    many of its letters are right, and whether it is wrong with not one glyph of it unsure.
    """

    found: float
    placed: float
    is_right: bool
    is_prompt: bool
    letters: int
    is_surely_wrong: bool
    ms: tuple[float, ...]


def play(network: Network, shot: Shot) -> FilmFigures:
    """Read a film frame by frame, as if it came from a camera."""
    reader, first = CardReader(network), None
    found, placed, ms, text = 0, 0, [], None
    for index, image in enumerate(shot.frames):
        start = time.process_time()
        reading = reader.read(Frame(image, index, index / FPS))
        ms.append(1000 * (time.process_time() - start))
        text = reading.text
        if reading.region is not None:
            found += 1
            placed += overlap(reading.region.quad, shot.quads[index]) > 0.7
        if first is None and text == shot.text:
            first = index / FPS
    count, right = len(shot.frames), text == shot.text
    letters = sum(a == b for a, b in zip(text or "", shot.text, strict=False))
    sure = bool(text) and not any(glyph.prediction.is_unsure for glyph in reading.glyphs)
    is_prompt = first is not None and first <= FIRST_S
    kept = letters if len(text or "") == len(shot.text) else 0
    shares = found / count, placed / count
    return FilmFigures(*shares, right, is_prompt, kept, sure and not right, tuple(ms))


def films(
    network: Network, cells: tuple[Cell, ...], rooms: list[Picture], count: int, kind: str
) -> dict[str, float]:
    """Return the means over ``count`` films of one kind."""
    rng = np.random.default_rng([11, SEEDS[kind], ord(cells[0].writer[-1])])
    results, steady_ms, letters = [], [], 0
    for card in written(rng, cells, count, kind):
        result = play(network, film(rng, card, any_room(rng, rooms), FILM_S))
        results.append(result)
        letters += len(card)
        if len(card) == 5:
            steady_ms.extend(result.ms)
    return {
        "films": count,
        "card_found": _mean([r.found for r in results]),
        "card_placed": _mean([r.placed for r in results]),
        "right": _mean([r.is_right for r in results]),
        "right_within_half_a_second": _mean([r.is_prompt for r in results]),
        "letters_right": round(sum(r.letters for r in results) / letters, 4),
        "surely_wrong": _mean([r.is_surely_wrong for r in results]),
        **({"ms_p50_five_glyphs": round(float(np.median(steady_ms)), 2)} if steady_ms else {}),
    }


def photos(network: Network, folder: Path, cells: tuple[Cell, ...]) -> dict[str, float]:
    """Read the whole photos of these writers: cells right, in order, and glyphs miscounted."""
    wanted: dict[str, list[str]] = {}
    for cell in cells:
        wanted.setdefault(cell.writer, []).append(cell.label)
    right = total = miscounted = 0
    for writer, labels in wanted.items():
        reading = CardReader(network).read_picture(cv2.imread(str(folder / f"{writer}.jpg")))
        read = [glyph.label for glyph in reading.glyphs]
        total += len(labels)
        if len(read) != len(labels):
            miscounted += 1
            continue
        right += sum(a == b for a, b in zip(read, labels, strict=True))
    return {"photos": len(wanted), "cells_right": _mean([right / total]), "miscounted": miscounted}


def without_card(network: Network, pictures: list[Picture]) -> dict[str, float]:
    """Count the pictures without a card in which something was read, as stills and as films.

    Every fourth stands still for a third of a second as a film: long enough for the tracker to
    have looked at every kind of outline, and for a text to settle.
    """
    in_film = in_still = 0
    for number, picture in enumerate(pictures):
        in_still += bool(CardReader(network).read_picture(picture).text)
        if number % 4 == 0:
            reader = CardReader(network)
            in_film += any(reader.read(Frame(picture, k, k / FPS)).text for k in range(10))
    return {
        "pictures": len(pictures),
        "read_in_still": in_still,
        "films": (len(pictures) + 3) // 4,
        "read_in_film": in_film,
    }


def _mean(values: list[float] | list[bool]) -> float:
    return round(float(np.mean(values)), 4)


def main() -> None:
    """Measure and write the JSON."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=here.parent.parent / "shared" / "data")
    parser.add_argument("--model", type=Path, help="an ONNX file instead of the shipped one")
    parser.add_argument("--films", type=int, default=60, help="films of each kind")
    parser.add_argument("--empty", type=int, default=500, help="pictures without a card")
    parser.add_argument("--tuning", action="store_true", help="measure on the tuning halves")
    parser.add_argument("--out", type=Path, default=here / "cards.json")
    parser.add_argument("--parts", nargs="+", default=list(PARTS), choices=list(PARTS))
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    bench = Bench(
        Network.load(asked.model) if asked.model else Network.shipped(RECOGNISERS["characters"]),
        asked.data,
        split_writers(read_cells(asked.data / "cards"))[0 if asked.tuning else 1],
        asked,
    )
    figures = json.loads(asked.out.read_text()) if asked.out.is_file() else {}
    figures["half"] = "tuning" if asked.tuning else "reporting"
    figures["model"] = sha256(bench.network.path.read_bytes()).hexdigest()[:12]
    for part in asked.parts:
        figures[part] = PARTS[part](bench)
        print(part, figures[part], flush=True)
        asked.out.write_text(json.dumps(figures, indent=2) + "\n")


@dataclass(frozen=True, slots=True, eq=False)
class Bench:
    """What every part needs: the network, the data folder, the writers' cells, the options."""

    network: Network
    data: Path
    cells: tuple[Cell, ...]
    asked: argparse.Namespace

    def rooms(self) -> list[Picture]:
        """Return the rooms of this half."""
        return read_rooms(self.data / "asl_frames", 0 if self.asked.tuning else 1, 8)


PARTS: dict[str, Callable[[Bench], dict[str, float]]] = {
    "single": lambda b: films(b.network, b.cells, b.rooms(), b.asked.films, "single"),
    "words": lambda b: films(b.network, b.cells, b.rooms(), b.asked.films, "words"),
    "strings": lambda b: films(b.network, b.cells, b.rooms(), b.asked.films, "strings"),
    "photos": lambda b: photos(b.network, b.data / "cards", b.cells),
    "empty": lambda b: without_card(b.network, _empty(b.data, b.asked.empty)),
}


def _empty(data: Path, count: int) -> list[Picture]:
    """Rooms and hands of the ASL pictures: whole frames first, then crops."""
    pictures = read_rooms(data / "asl_frames", 0, 1)[:count]
    crops = sorted((data / "asl").glob("*/*/*.jpg"))
    for path in crops[:: max(1, len(crops) // max(1, count - len(pictures)))]:
        if len(pictures) < count:
            pictures.append(covering(cv2.imread(str(path))))
    return pictures


if __name__ == "__main__":
    main()
