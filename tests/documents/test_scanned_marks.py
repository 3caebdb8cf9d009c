"""Marks alone in a cell, told by their shape; readings of one line made one. Drawn and made up for the tests."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from graph_build.documents.ocr import OcrLine, OcrWord, line_of
from graph_build.documents.pdf.picture import Mask, without_specks
from graph_build.documents.pdf.scanned_marks import mark
from graph_build.documents.pdf.voting import signs, voted

EM = 31.0


def ink(draw: str) -> Mask:
    """A mark of 28 pixels, drawn."""
    page = Image.new("L", (44, 44), 255)
    pen = ImageDraw.Draw(page)
    if draw == "arrow":
        pen.line((8, 22, 36, 22), fill=0, width=3)
        pen.line((28, 15, 36, 22, 28, 29), fill=0, width=3)
    elif draw == "ring":
        pen.ellipse((9, 9, 35, 35), outline=0, width=3)
    elif draw == "rings":
        pen.ellipse((8, 8, 36, 36), outline=0, width=2)
        pen.ellipse((14, 14, 30, 30), outline=0, width=2)
    elif draw == "disk":
        pen.ellipse((9, 9, 35, 35), fill=0)
    elif draw == "dash":
        pen.rectangle((8, 21, 36, 23), fill=0)
    elif draw == "nought":
        pen.ellipse((16, 9, 29, 36), outline=0, width=3)
    elif draw == "ten":
        pen.line((8, 22, 36, 22), fill=0, width=3)
        pen.line((22, 8, 22, 36), fill=0, width=3)
    elif draw == "square":
        pen.rectangle((9, 9, 35, 35), outline=0, width=3)
    return np.asarray(page) < 150


@pytest.mark.parametrize(
    ("draw", "meant"),
    [
        ("arrow", "→"),
        ("ring", "○"),
        ("rings", "◎"),
        ("disk", "●"),
        ("dash", "－"),
        ("nought", None),
        ("ten", None),
        ("square", None),
        ("nothing", None),
    ],
)
def test_a_mark_is_told_by_its_shape(draw: str, meant: str | None) -> None:
    assert mark(ink(draw), EM) == meant


def test_an_arrow_to_the_left_is_none_to_the_right() -> None:
    assert mark(ink("arrow")[:, ::-1], EM) == "←"


def reading(text: str, sure: float = 0.9) -> list[OcrLine]:
    """A line of characters 30 pixels wide."""
    return [line_of([OcrWord(char, 30 * i, 0, 30 * i + 28, 30, sure) for i, char in enumerate(text)])]


def together(*texts: str) -> tuple[str, float]:
    words, share = voted([signs(reading(text), 1.0, False) for text in texts])
    return "".join(word.text for word in words), round(share, 2)


def test_most_readings_settle_each_sign() -> None:
    assert together("点検の手引", "融検の手引", "点検の千引") == ("点検の手引", 0.67)
    assert together("圏域の観光", "了圏域の観光", "圏域の観光") == ("圏域の観光", 0.65)
    assert together("第6条", "第56条", "第6条")[0] == "第6条"


def test_readings_that_agree_leave_no_doubt_and_none_is_nothing() -> None:
    assert together("甲の役割", "甲の役割") == ("甲の役割", 1.0)
    assert voted([[], []]) == ([], 0.0)


def test_places_are_those_of_the_picture_before_it_was_made_larger_and_figures_stay_together() -> None:
    line = line_of([OcrWord("12,000", 30, 15, 120, 60, 0.9), OcrWord("円", 135, 15, 180, 60, 0.9)])
    words, _ = voted([signs([line], 1.5, False)])
    assert [(word.text, word.left, word.right) for word in words] == [("12,000", 20, 80), ("円", 90, 120)]


def test_dots_alone_are_dirt_and_those_beside_print_stay() -> None:
    page = np.full((200, 400), 255, dtype=np.uint8)
    page[100:130, 100:130] = 0  # a letter
    page[124:129, 136:141] = 0  # a point behind it
    page[112:117, 60:65] = 0  # a bullet before it
    page[60:65, 300:305] = 0  # dirt above the line
    page[112:117, 200:205] = 0  # dirt in the line, far from the letter
    kept = without_specks(page, EM) < 150
    assert kept[100:130, 100:130].all()
    assert kept[124:129, 136:141].all()
    assert not kept[60:65, 300:305].any()
    assert not kept[112:117, 200:205].any()
