"""Captions: the word as it grows, in the two formats players know."""

from __future__ import annotations

from glyphcam.live.captions import Cue, cues_of, to_srt, to_vtt
from glyphcam.live.spelled import Spelled, Word

WORDS = (
    Word((Spelled("H", 0.0, 1.0, 0.9), Spelled("I", 1.2, 2.0, 0.9))),
    Word((Spelled("<&", 3.0, 4.0, 0.9, is_card=True),)),
)


def test_each_letter_adds_to_the_caption_and_no_two_are_shown_at_once() -> None:
    assert cues_of(WORDS) == (Cue(0.0, 1.2, "H"), Cue(1.2, 3.0, "HI"), Cue(3.0, 5.5, "<&"))


def test_no_words_give_no_captions() -> None:
    assert cues_of(()) == ()
    assert to_vtt(()) == "WEBVTT\n"
    assert to_srt(()) == ""


def test_webvtt_escapes_what_it_would_take_for_markup() -> None:
    vtt = to_vtt([Cue(3661.5, 3662.0, "<&")])
    assert vtt == "WEBVTT\n\n01:01:01.500 --> 01:01:02.000\n&lt;&amp;\n"


def test_subrip_numbers_its_captions_and_has_a_comma() -> None:
    srt = to_srt([Cue(0.0, 1.2, "H"), Cue(1.2, 59.9996, "HI")])
    assert srt == ("1\n00:00:00,000 --> 00:00:01,200\nH\n\n2\n00:00:01,200 --> 00:01:00,000\nHI\n")
