"""The picture on the title page: a photo, and what three filters of the first chapter answer to it."""

from __future__ import annotations

from course_utils import photos
from tools.filter_art import LIGHT, data_url, response

FILTERS = ("vertical_edges", "horizontal_edges", "outline")


def cover() -> str:
    """Return the picture as HTML. It says nothing that the title does not."""
    photo = photos.cat(128)
    pictures = [photo, *(response(photo, name, LIGHT) for name in FILTERS)]
    images = "".join(f'<img src="{data_url(picture)}" alt="">' for picture in pictures)
    return f'<div class="cover-art" aria-hidden="true">{images}</div>'
