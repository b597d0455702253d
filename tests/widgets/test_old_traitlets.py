"""The widgets' classes can be made by traitlets as Colab has it, 5.7: no type arguments, no class keywords."""

import subprocess
import sys

OLD = """
import anywidget, ipywidgets, traitlets

def no_arguments(cls, _):
    raise TypeError(f"type '{cls.__name__}' is not subscriptable")

make = traitlets.traitlets.MetaHasDescriptors.__new__
finish = traitlets.traitlets.MetaHasDescriptors.__init__
traitlets.TraitType.__class_getitem__ = classmethod(no_arguments)
traitlets.traitlets.MetaHasDescriptors.__new__ = lambda mcs, name, bases, body: make(mcs, name, bases, body)
traitlets.traitlets.MetaHasDescriptors.__init__ = lambda cls, name, bases, body: finish(cls, name, bases, body)

"""
ALL = "from course_utils import widgets; print(*(getattr(widgets, name).bundle for name in widgets.__all__))"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", OLD + code], capture_output=True, text=True, check=False)


def test_every_widget_can_be_made() -> None:
    told = run(ALL)
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.split()) >= 13


def test_what_old_traitlets_lacks_is_lacking_here() -> None:
    assert "not subscriptable" in run("traitlets.Enum[str](['a'])").stderr
    assert "TypeError" in run("class Odd(anywidget.AnyWidget, bundle='quiz'): pass").stderr
