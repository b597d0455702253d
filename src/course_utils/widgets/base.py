"""What every widget of the course shares: its bundle, its language, and a display that lives without a kernel."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from course_utils.language import current_language

MIME_TYPE = "application/vnd.convnet-course.widget.v1+json"
STATIC = Path(__file__).parent / "static"


def asset(name: str) -> Path:
    """Return the path of a bundled front-end file.

    Args:
        name: File name, such as `"quiz.js"`.

    Raises:
        FileNotFoundError: If the front end has not been built.
    """
    path = STATIC / name
    if not path.is_file():
        raise FileNotFoundError(
            f"The widget bundle {name} is missing. In a checkout, build it with `make frontend`; "
            "otherwise reinstall the convnet-course package."
        )
    return path


class _BundledClass(traitlets.MetaHasTraits):
    """Class of the widgets, which takes a bundle's name: traitlets before 5.10, such as Colab's, pass on no keyword."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], bundle: str = "") -> Any:
        if bundle:
            body |= {"bundle": bundle, "_esm": asset(f"{bundle}.js"), "_css": asset(f"{bundle}.css")}
        return super().__new__(mcs, name, bases, body)

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], bundle: str = "") -> None:
        super().__init__(name, bases, body)


class CourseWidget(anywidget.AnyWidget, metaclass=_BundledClass):
    """Widget whose display carries all that a page without a kernel needs to bring it alive.

    A subclass names its bundle: `class Quiz(CourseWidget, bundle="quiz")`.
    """

    bundle: str
    language = traitlets.Enum(["ko", "en"]).tag(sync=True)

    @traitlets.default("language")
    def _default_language(self) -> str:
        return current_language()

    def state(self) -> dict[str, Any]:
        """Return the traits that this display shows, as plain JSON."""
        shared = {*anywidget.AnyWidget.class_trait_names(), "language"}
        own = sorted(name for name in self.trait_names(sync=True) if name not in shared and not name.startswith("_"))
        return {name: _plain(self._to_json(name)) for name in own}

    def _to_json(self, name: str) -> Any:
        to_json = self.trait_metadata(name, "to_json", lambda value, _widget: value)
        return to_json(getattr(self, name), self)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None:
            return None
        data, metadata = bundle
        display = {"widget": type(self).__name__, "bundle": self.bundle, "state": self.state()}
        return {**data, "text/plain": repr(self), MIME_TYPE: display}, metadata


def _plain(value: Any) -> Any:
    """Replace bytes by base64, so that the value is JSON."""
    if isinstance(value, memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
