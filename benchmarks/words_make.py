"""Make live/words_en.txt of the SCOWL word lists: `python benchmarks/words_make.py DIR`.

DIR is the folder of SCOWL's lists, /usr/share/dict/scowl where Debian's package scowl is
installed. The notices that must go with the list stand in docs/spelling-words.md.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

OUT = Path(__file__).parents[1] / "live" / "words_en.txt"

TIERS = {
    "common": [f"{kind}-words.10" for kind in ("english", "american")],
    "usual": [f"{kind}-words.20" for kind in ("english", "american")],
    "known": [f"{kind}-words.35" for kind in ("english", "american")],
    "names": [
        *(f"english-upper.{size}" for size in (10, 35, 40, 50)),
        *(f"english-proper-names.{size}" for size in (35, 40, 50)),
        *("american-proper-names.50", "american-upper.50"),
    ],
}
"""Each tier's lists; the numbers are SCOWL's sizes: the smaller, the more frequent the words."""

LONGEST = 14


def words_of(path: Path) -> list[str]:
    """Return the words of letters alone, as they are spelled: capital, without accents."""
    text = unicodedata.normalize("NFKD", path.read_text("latin-1"))
    lines = "".join(c for c in text if not unicodedata.combining(c)).upper().splitlines()
    return [w for w in lines if w.isascii() and w.isalpha() and 2 <= len(w) <= LONGEST]


def main() -> None:
    """Write the list, each word in the most frequent of its tiers."""
    folder, known = Path(sys.argv[1]), {"A", "I"}
    lines = ["# common", "A", "I"]
    for tier, names in TIERS.items():
        new = sorted({w for n in names for w in words_of(folder / n)} - known)
        known.update(new)
        lines += ([] if tier == "common" else [f"# {tier}"]) + new
    OUT.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{OUT}: {len(known)} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
