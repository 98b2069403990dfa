"""What `read fashion` is worth on pictures: made ones, there being no photos of clothes at hand.

    python benchmarks/item_bench.py [--items N]

Test items of Fashion-MNIST, enlarged, coloured, woven and lit, lie on a table or wall (plain) or
before real rooms (busy), hardly turned or by up to 30 degrees.
"""

from __future__ import annotations

import argparse
import json
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
from card_films import Picture
from card_rooms import any_room, read_rooms
from item_pictures import laid

from glyphcam.live.item_reader import ItemReader
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS


def measured(
    network: Network, items: tuple[np.ndarray, np.ndarray], rooms: list[Picture], most_deg: float
) -> dict[str, float]:
    """Return the shares of items found, named right, named surely, and right of the sure ones."""
    rng, reader = np.random.default_rng(5), ItemReader(network)
    found = right = sure = right_sure = 0
    for item, label in zip(*items, strict=True):
        turn_deg = float(rng.uniform(-most_deg, most_deg))
        ground = any_room(rng, rooms) if rooms else _plain(rng)
        answer = reader.read_picture(laid(rng, item, ground, turn_deg)).steady
        if answer is None:
            continue
        is_right = answer.label == network.stamp.labels[label]
        found, right = found + 1, right + is_right
        sure += not answer.is_unsure
        right_sure += is_right and not answer.is_unsure
    count = len(items[1])
    shares = {"found": found / count, "right": right / count, "sure": sure / count}
    shares["right_of_sure"] = right_sure / max(sure, 1)
    return {name: round(share, 3) for name, share in shares.items()}


def _plain(rng: np.random.Generator) -> Picture:
    while True:
        room = any_room(rng, [np.zeros((480, 640, 3), np.uint8)])
        if room.any():
            return room


def main() -> None:
    """Measure and write the JSON."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=here.parent.parent / "shared" / "data")
    parser.add_argument("--items", type=int, default=300)
    parser.add_argument("--out", type=Path, default=here / "items.json")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    network = Network.shipped(RECOGNISERS["fashion"])
    with np.load(asked.data / "fashion_mnist.npz", allow_pickle=False) as stored:
        items = stored["x_test"][: asked.items], stored["y_test"][: asked.items]
    own = network.probabilities(items[0]).argmax(axis=1) == items[1]
    rooms = read_rooms(asked.data / "asl_frames", 0, 8)
    figures: dict[str, object] = {
        "model": sha256(network.path.read_bytes()).hexdigest()[:12],
        "items": asked.items,
        "as_in_the_set": round(float(own.mean()), 3),
    }
    for name, grounds in (("plain", []), ("busy", rooms)):
        for most_deg in (5, 30):
            figures[f"{name}_to_{most_deg}_deg"] = measured(network, items, grounds, most_deg)
            print(name, most_deg, figures[f"{name}_to_{most_deg}_deg"], flush=True)
    asked.out.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
