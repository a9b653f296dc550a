"""What a page declares: its controls, its steps, and what each of them asks. Nothing is drawn."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dashboard import controls, pins, predict
from dashboard.controls import Control
from dashboard.questions import Asked

ALL = "All"
Step = Callable[..., None]
Scenarios = dict[str, dict[str, Any]]


def step(
    *,
    name: str = "",
    scenarios: Scenarios | None = None,
    live: bool = False,
    pinned: bool = True,
):
    """Say more of a step than its signature does.

    `name` is for one whose function cannot be called what it is; `scenarios` are one-click views,
    by name the controls of the step that are not at their default there; a `live` step holds
    controls or shows what changes by itself: it is drawn at every run, and keeps its own parts by
    `kept.draw` or `live.follow`. One that is not to be `pinned` has no picture to compare.
    """

    def declare(function: Step) -> Step:
        function.step_name, function.scenarios, function.live = name, scenarios or {}, live
        function.pinned = pinned
        return function

    return declare


def name_of(function: Step) -> str:
    """What the step is called, on the page and in the link."""
    return getattr(function, "step_name", "") or function.__name__.replace("_", " ").capitalize()


def question(function: Step) -> str:
    """What the step answers: the first line of its docstring."""
    return (function.__doc__ or "").strip().split("\n")[0]


def takes(function: Step) -> list[str]:
    """The names of its controls, in the order of the sidebar."""
    return list(inspect.signature(function).parameters)


def scenarios_of(function: Step) -> Scenarios:
    """Its one-click views by name."""
    return getattr(function, "scenarios", {})


@dataclass(frozen=True)
class Page:
    """A page: its script, its controls by name, its steps in order, and what they ask."""

    script: str
    controls: dict[str, Control]
    steps: tuple[Step, ...]
    asks: Asked = field(default_factory=dict)

    def keys(self, step: Step) -> dict[str, Control]:
        """What a step takes, by key in the link."""
        return controls.parts({name: self.controls[name] for name in takes(step)})

    @property
    def settable(self) -> dict[str, Control]:
        """All controls of the page and its guesses, by key in the link."""
        guesses = {predict.key(name): asked for name, asked in self.asks.items()}
        return controls.parts(self.controls) | guesses

    @property
    def where(self) -> dict[str, str]:
        """Where a link opens that sets a control and names no step, if the first step has none."""
        first, *others = self.steps
        steps = [] if takes(first) else reversed(others)
        return {key: name_of(each) for each in steps for key in self.keys(each)}

    @cached_property
    def names(self) -> list[str]:
        """What its steps are called."""
        return [name_of(each) for each in self.steps]

    def named(self, name: str) -> Step:
        """The step of this name, the first if there is none."""
        return next((each for each in self.steps if name_of(each) == name), self.steps[0])

    @property
    def pin(self) -> pins.Pin:
        """What may be pinned of it."""
        pinned = [each for each in self.steps if takes(each) and getattr(each, "pinned", True)]
        return pins.Pin(views=tuple((name_of(each), self.keys(each)) for each in pinned))

    def at(self, step: Step, settings: dict[str, Any]) -> dict[str, Any]:
        """The arguments of a step at these settings, by key in the link; nothing is drawn."""
        values: dict[str, Any] = {}
        for name in takes(step):
            control = self.controls[name]
            counts = control.counts(values)
            values[name] = control.at(name, settings, values) if counts else control.idle()
        return values
