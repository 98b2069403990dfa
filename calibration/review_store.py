"""The review queue on the disk: what a person shall look at, and what people said of it.

One SQLite file in WAL mode, so that two programs may write to it and a kill loses nothing that was
committed; only its owner may read it. The pictures are in it too: nothing else is to be kept in
step with it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_agreement import Agreement
from glyphcam.calibration.review_answers import agreements, corrections_of
from glyphcam.calibration.review_closeness import NEAR, Looks, distances, looks
from glyphcam.calibration.review_file import ReviewFile, queue_path
from glyphcam.calibration.review_item import (
    EVERYTHING,
    Answer,
    Corrections,
    Counts,
    Filters,
    QueuedItem,
    ReviewItem,
    Undone,
    Verdict,
)
from glyphcam.calibration.review_query import (
    ALL,
    ANSWERED,
    WAITING,
    Where,
    of_items,
    of_recogniser,
    where_of,
)
from glyphcam.calibration.review_rank import doubt_of, most_useful
from glyphcam.calibration.review_rows import (
    COLUMNS,
    answer_of,
    item_of,
    patch_of,
    points_of,
    row_of,
    stacked,
)

CAP = 2_000
"""So many items may wait; beyond it the least useful go out. Answered ones stay."""

ROOM = 0.05
"""The share of the cap that is made free at once, because ranking all that waits takes a while."""

REMEMBERED = 500
"""So many of the newest answered items are looked at for what was asked already."""


class ReviewStore:
    """A review queue; use it in a ``with``. Its methods may be called from any thread.

    Every method raises QueueError where the file cannot be read or the disk will not have it.
    """

    def __init__(self, file: ReviewFile, cap: int = CAP) -> None:
        self._file = file
        self.path = file.path
        self.cap = cap

    @classmethod
    def open(cls, folder: Path | None = None, cap: int = CAP) -> ReviewStore:
        """Open the queue in ``folder``, by default the user's own; made where it is missing."""
        return cls(ReviewFile(queue_path(folder)), cap)

    def __enter__(self) -> ReviewStore:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, item: ReviewItem) -> bool:
        """Queue an item; False where a near-identical one of its source is there already."""
        self._make_room()
        with self._file.writing() as connection:
            if self._has_like(item):
                return False
            marks = ", ".join("?" * len(COLUMNS))
            row = connection.execute(
                f"INSERT INTO items ({', '.join(COLUMNS)}) VALUES ({marks})", row_of(item)
            )
            if item.picture:
                connection.execute(
                    "INSERT INTO pictures VALUES (?, ?)", (row.lastrowid, item.picture)
                )
        return True

    def pending(self, filters: Filters = EVERYTHING, limit: int = 100) -> tuple[QueuedItem, ...]:
        """Return up to ``limit`` items that wait, the most useful first."""
        found = self.items(where_of(filters))
        if not found:
            return ()
        doubts = np.array([doubt_of(one.item) for one in found])
        seen = self._looks(of_recogniser(filters.recogniser, Where(ANSWERED)), REMEMBERED)
        return tuple(found[row] for row in most_useful(doubts, _looks_of(found), seen, limit))

    def answer(
        self,
        item_id: int,
        reviewer: str,
        verdict: Verdict,
        label: str = "",
        now_s: float | None = None,
    ) -> None:
        """Keep what ``reviewer`` says of an item, in place of what they said of it before.

        ``label`` must be one of the item's for LABEL; ``now_s`` is seconds since 1970.
        """
        with self._file.writing() as connection:
            item = self.item(item_id).item
            if verdict is Verdict.LABEL and label not in item.labels:
                raise QueueError(
                    f"'{label}' is no label of {item.recogniser}: give one of "
                    f"{' '.join(item.labels)}"
                )
            said = label if verdict is Verdict.LABEL else ""
            when = time.time() if now_s is None else now_s
            connection.execute(
                "INSERT OR REPLACE INTO answers (item, reviewer, verdict, label, answered) "
                "VALUES (?, ?, ?, ?, ?)",
                (item_id, reviewer, verdict.name, said, when),
            )

    def undo(self, reviewer: str) -> Undone | None:
        """Take back the reviewer's newest answer and return it; None where there is none."""
        with self._file.writing() as connection:
            row = connection.execute(
                "SELECT * FROM answers WHERE reviewer = ? ORDER BY id DESC LIMIT 1",
                (reviewer,),
            ).fetchone()
            if row is None:
                return None
            connection.execute("DELETE FROM answers WHERE id = ?", (row["id"],))
            return Undone(row["item"], answer_of(row))

    def item(self, item_id: int) -> QueuedItem:
        """Return one item; QueueError where it is not there."""
        found = self.items(of_items([item_id]))
        if not found:
            raise QueueError(f"there is no item {item_id} in {self.path}: it was forgotten")
        return found[0]

    def items(self, where: Where = ALL) -> tuple[QueuedItem, ...]:
        """Return items with their answers, in the order they came in."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT items.*, pictures.item IS NOT NULL AS has_picture FROM items "
                f"LEFT JOIN pictures ON pictures.item = items.id WHERE {where.sql} ORDER BY id",
                where.values,
            ).fetchall()
            said: dict[int, list[Answer]] = {}
            for row in connection.execute(
                "SELECT answers.* FROM answers JOIN items ON items.id = answers.item "
                f"WHERE {where.sql} ORDER BY answers.id",
                where.values,
            ):
                said.setdefault(row["item"], []).append(answer_of(row))
        return tuple(
            QueuedItem(
                row["id"], item_of(row), tuple(said.get(row["id"], ())), bool(row["has_picture"])
            )
            for row in rows
        )

    def picture(self, item_id: int) -> bytes | None:
        """Return an item's crop as JPEG or PNG, None where it is missing."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT picture FROM pictures WHERE item = ?", (item_id,)
            ).fetchone()
        return None if row is None else bytes(row["picture"])

    def corrections(self, recogniser: str, *, has_not_a_sign: bool = False) -> Corrections:
        """Return what people said of a recogniser's items, as a data set."""
        answered = self.items(of_recogniser(recogniser, Where(ANSWERED)))
        return corrections_of(recogniser, answered, has_not_a_sign)

    def agreements(self, recogniser: str = "") -> tuple[Agreement, ...]:
        """Return the agreement of every two reviewers who answered the same items."""
        return agreements(self.items(of_recogniser(recogniser, Where(ANSWERED))))

    def count(self, where: Where = ALL) -> int:
        """Return how many items there are."""
        with self._file.reading() as connection:
            sql = f"SELECT COUNT(*) FROM items WHERE {where.sql}"
            return int(connection.execute(sql, where.values).fetchone()[0])

    def sources(self, where: Where = ALL) -> tuple[str, ...]:
        """Return the sources of items, the newest first."""
        with self._file.reading() as connection:
            rows = connection.execute(
                f"SELECT source FROM items WHERE {where.sql} GROUP BY source ORDER BY MAX(id) DESC",
                where.values,
            ).fetchall()
        return tuple(row["source"] for row in rows)

    def counts(self, recogniser: str = "") -> Counts:
        """Return how many items there are, wait, are answered, and have lost their picture."""
        ours = of_recogniser(recogniser)
        is_bare = "NOT EXISTS (SELECT 1 FROM pictures WHERE pictures.item = items.id)"
        with self._file.reading():
            items, waiting = self.count(ours), self.count(ours.also(WAITING))
            return Counts(items, waiting, items - waiting, self.count(ours.also(is_bare)))

    def forget(self, where: Where) -> int:
        """Remove items with their pictures and answers; return how many there were."""
        with self._file.writing() as connection:
            sql = f"DELETE FROM items WHERE {where.sql}"
            return connection.execute(sql, where.values).rowcount

    def forget_pictures(self, where: Where) -> int:
        """Remove the pictures of items and keep all else; return how many there were."""
        with self._file.writing() as connection:
            sql = f"DELETE FROM pictures WHERE item IN (SELECT id FROM items WHERE {where.sql})"
            return connection.execute(sql, where.values).rowcount

    def _has_like(self, item: ReviewItem) -> bool:
        ours = of_recogniser(item.recogniser).also("items.source = ?", item.source)
        points = None if item.landmarks is None else item.landmarks[None]
        look = looks(item.patch[None], points)[0]
        return bool((distances(look, self._looks(ours)) < NEAR).any())

    def _make_room(self) -> None:
        """Let the least useful items go where the queue is full; the ranking holds no lock."""
        if self.count(Where(WAITING)) < self.cap:
            return
        waiting = self.items(Where(WAITING))
        kept = max(0, int(self.cap * (1 - ROOM)))
        doubts = np.array([doubt_of(one.item) for one in waiting])
        seen = self._looks(Where(ANSWERED), REMEMBERED)
        useful = set(most_useful(doubts, _looks_of(waiting), seen, kept).tolist())
        out = [one.item_id for row, one in enumerate(waiting) if row not in useful]
        self.forget(of_items(out).also(WAITING))  # unless somebody answered meanwhile

    def _looks(self, where: Where, most: int = -1) -> Looks:
        """Return the looks of the newest ``most`` items, of all for -1."""
        with self._file.reading() as connection:
            rows = connection.execute(
                f"SELECT patch, landmarks FROM items WHERE {where.sql} ORDER BY id DESC LIMIT ?",
                (*where.values, most),
            ).fetchall()
        patches = [patch_of(row["patch"]) for row in rows]
        return looks(
            np.array(patches, np.uint8).reshape(-1, 28, 28),
            stacked([points_of(row["landmarks"]) for row in rows]),
        )


def _looks_of(items: Sequence[QueuedItem]) -> Looks:
    return looks(
        np.array([one.item.patch for one in items], np.uint8).reshape(-1, 28, 28),
        stacked([one.item.landmarks for one in items]),
    )
