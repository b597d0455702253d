"""What is kept of a stored training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from course_utils.runs.catalogue import Settings
from course_utils.runs.transfer_catalogue import TransferSettings

if TYPE_CHECKING:
    from course_utils.training import History

PARTS = ("train", "validation", "test")
VERSIONS = ("python", "keras", "tensorflow", "numpy")


@dataclass(frozen=True)
class Record:
    """What came of a training, and all that it takes to do it again.

    Args:
        name: Its name in the catalogue.
        settings: What makes it differ from others.
        figures: Of its epochs.
        test: `accuracy`, its 95 % `interval` and the `confusion` on the test pictures, with the weights of the
            best epoch.
        data: `sha256` of the pictures, and how many there are for `train`, `validation` and `test`.
        source: Hash of the code that trained it.
        versions: Of Python, Keras, TensorFlow and NumPy.
        machine: `cores` and `architecture`.
        finished: The day, as in 2026-03-14.
        command: What computes it again.
    """

    name: str
    settings: Any
    figures: dict[str, Any]
    test: dict[str, Any]
    data: dict[str, Any]
    source: str
    versions: dict[str, str]
    machine: dict[str, Any]
    finished: str
    command: str

    def _tested(self) -> str:
        low, high = self.test["interval"]
        return f"test accuracy {self.test['accuracy']:.1%} (95% interval {low:.1%} to {high:.1%})"


@dataclass(frozen=True, repr=False)
class Run(Record):
    """A training from scratch: its `figures` are the fields of its `training.History`."""

    settings: Settings
    processor_seconds: ClassVar[None] = None  # nobody counted them

    @property
    def history(self) -> History:
        """The figures of all epochs, as `training.fit` returned them."""
        return _history(self.figures)

    @property
    def seconds(self) -> float:
        """How long it took, from decoded pictures on, validation included."""
        return float(sum(self.figures["seconds"]))

    def __repr__(self) -> str:
        return f"run {self.name}: {self.settings.epochs} epochs at {self.settings.image_size} px, {self._tested()}"


@dataclass(frozen=True, repr=False)
class TransferRun(Record):
    """A training on a pretrained base.

    Its `figures` are `extraction_seconds`, in which the features of the training and validation pictures were
    extracted, or None where the base ran in every epoch; the fields of the `training.History` of the `head` on the
    frozen base and of the `fine_tuning`, or None; `kept`, the epoch of the fine-tuning whose weights were tested;
    and `processor_seconds`, those that all cores worked together, or None where the training was stopped and went
    on. Its `machine` has the `load`, too, the number of tasks that shared the cores at the end.
    """

    settings: TransferSettings

    @property
    def head(self) -> History:
        """The figures of the head on the frozen base."""
        return _history(self.figures["head"])

    @property
    def fine_tuning(self) -> History | None:
        """The figures of the fine-tuning, or None where the base stayed frozen."""
        figures = self.figures["fine_tuning"]
        return _history(figures) if figures else None

    @property
    def kept(self) -> int:
        """The epoch of the fine-tuning whose weights were tested: 0 where none did better than the frozen base."""
        return int(self.figures["kept"])

    @property
    def validation_losses(self) -> list[float]:
        """The validation losses that decide on `kept`: of the head at its best, and of each epoch of fine-tuning."""
        tuned = self.fine_tuning
        return [self.head.at_best("val_loss"), *(tuned.history["val_loss"] if tuned else [])]

    @property
    def seconds(self) -> float:
        """How long it took, from decoded pictures on: features, head and fine-tuning, validation included."""
        stages = [self.head, self.fine_tuning]
        return (self.figures["extraction_seconds"] or 0.0) + sum(sum(stage.seconds) for stage in stages if stage)

    @property
    def processor_seconds(self) -> float | None:
        """How long all cores worked for it together, or None where the training was stopped and went on."""
        seconds: float | None = self.figures["processor_seconds"]
        return seconds

    def __repr__(self) -> str:
        settings = self.settings
        base = settings.conv_base if settings.alpha == 1 else f"{settings.conv_base} α={settings.alpha:g}"
        tuned = f", epoch {self.kept} of {settings.fine_tuning_epochs} of fine-tuning" if settings.block else ""
        return f"run {self.name}: {base} at {settings.image_size} px{tuned}, {self._tested()}"


def _history(figures: dict[str, Any]) -> History:
    from course_utils.training import History

    return History(**figures)
