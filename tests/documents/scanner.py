"""Pages as an office's scanner leaves them: turned a little, dirty, blurred, grey, compressed, or black and white."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Scanner:
    """What happens to a page on the glass; ``seed`` makes its dirt the same every time."""

    dpi: int = 200
    skew: float = 0.0
    """Degrees, against the clock."""
    blur: float = 0.0
    """Radius in pixels."""
    noise: float = 0.0
    """Standard deviation of the grey of a pixel."""
    specks: int = 0
    """Black dots on a page."""
    paper: int = 255
    """Grey of the paper's far side; the near one is white."""
    ink: int = 0
    """Grey of the ink."""
    quality: int = 90
    """Of the JPEG."""
    black_and_white: bool = False
    seed: int = 1


def scanned(pdf: bytes, scanner: Scanner) -> bytes:
    """All pages of a PDF as a PDF of pictures."""
    document = pdfium.PdfDocument(pdf)
    random = np.random.default_rng(scanner.seed)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for page in document:
        clean = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil().convert("L")
        picture = _damaged(clean, scanner, random)
        width, height = picture.width * 72 / scanner.dpi, picture.height * 72 / scanner.dpi
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(_compressed(picture, scanner)), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _damaged(page: Image.Image, scanner: Scanner, random: np.random.Generator) -> Image.Image:
    page = page.point([scanner.ink + value * (255 - scanner.ink) // 255 for value in range(256)])
    if scanner.skew:
        page = page.rotate(scanner.skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if scanner.blur:
        page = page.filter(ImageFilter.GaussianBlur(scanner.blur))
    grey = np.asarray(page, dtype=float)
    height, width = grey.shape
    grey = grey * np.linspace(1.0, scanner.paper / 255, width)[None, :]
    for _ in range(scanner.specks):
        y, x, side = random.integers(height), random.integers(width), random.integers(1, 4)
        grey[y : y + side, x : x + side] = 30
    grey = grey + random.normal(0.0, scanner.noise, grey.shape) if scanner.noise else grey
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _compressed(page: Image.Image, scanner: Scanner) -> Image.Image:
    if scanner.black_and_white:
        return page.point([0] * 140 + [255] * 116).convert("1")
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=scanner.quality)
    return Image.open(io.BytesIO(buffer.getvalue()))
