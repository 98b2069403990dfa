"""The words that practice asks for when none are given, the short ones first."""

from __future__ import annotations

_LISTED = (
    "I A BY LO CAB BAD BED BIG BOY CAT COW DAY DOG EYE FLY HAT HOW ICE JAR JOB KEY LAB LEG "
    "LOW OIL OLD OWL SKY TOY WAY WHY YES ZOO BABY BALL BLUE BOOK CARD CITY COLD COOK DOOR "
    "FISH FOOD GOLD HAND JAZZ LAKE LOVE MILK MOON NAME OPEN PARK QUIZ SALT SIGN SNOW XRAY "
    "HELLO PIZZA QUEEN RIVER TABLE VOICE WATER WORLD XENON ZEBRA"
)

WORDS = tuple(sorted(_LISTED.split(), key=len))
"""Letters only, and every letter of the alphabet among them."""


def words_up_to(length: int) -> tuple[str, ...]:
    """Return the words of at most so many letters; there always are some."""
    return tuple(word for word in WORDS if len(word) <= max(2, length))
