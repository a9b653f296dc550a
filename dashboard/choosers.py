"""Controls that choose activations, with their parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from activations import ACTIVATIONS, Activation
from dashboard.controls import Choice, Control, Slider


@dataclass(frozen=True)
class Function(Control):
    """One of the activations named by id, with a slider for each of its parameters.

    The value is the activation, configured. In the link, a parameter's name follows the control's.
    """

    ids: Sequence[str]

    @property
    def choice(self) -> Choice:
        labels = [ACTIVATIONS[name].label for name in self.ids]
        return Choice(self.label, labels, labels[0], help=self.help)

    def parts(self, name: str) -> dict[str, Control]:
        every = {name: self.choice}
        for id in self.ids:
            every |= sliders_of(ACTIVATIONS[id], f"{name}_")
        return every

    def idle(self) -> Activation:
        return ACTIVATIONS[self.ids[0]]

    def draw(self, name: str, so_far: dict[str, Any]) -> Activation:
        label = self.choice.draw(name, so_far)
        chosen = next(act for act in ACTIVATIONS.values() if act.label == label)
        return configured(chosen, f"{name}_")

    def in_sight(self, name: str, value: Activation) -> dict[str, Control]:
        return {name: self.choice} | sliders_of(value, f"{name}_")

    def widget(self, key: str, **more) -> str:
        return self.choice.widget(key, **more)


@dataclass(frozen=True)
class Parameters(Control):
    """Sliders for the parameters of the activations that other controls, `of`, name by label.

    The value is a tuple of these activations, configured. In the link, the parameter's name follows
    the activation's id. Of several controls those count that the step has, too: two that name the
    same activation share its sliders.
    """

    of: str | tuple[str, ...]

    def parts(self, name: str) -> dict[str, Control]:
        every = {}
        for act in ACTIVATIONS.values():
            every |= sliders_of(act, f"{act.id}_")
        return every

    def draw(self, name: str, so_far: dict[str, Any]) -> tuple[Activation, ...]:
        of = (self.of,) if isinstance(self.of, str) else self.of
        values = [so_far[each] for each in of if each in so_far]
        named = {label for v in values for label in ([v] if isinstance(v, str) else v)}
        chosen = [act for act in ACTIVATIONS.values() if act.label in named]
        return tuple(configured(act, f"{act.id}_") for act in chosen)

    def in_sight(self, name: str, value: tuple[Activation, ...]) -> dict[str, Control]:
        return {k: part for act in value for k, part in sliders_of(act, f"{act.id}_").items()}


def sliders_of(activation: Activation, prefix: str) -> dict[str, Slider]:
    """A slider for each parameter of an activation, by its key in the link."""
    return {
        f"{prefix}{name}": Slider(
            f"{activation.label}: {name}", bounds.low, bounds.high, bounds.default, 0.01,
            help=f"The parameter `{name}` of {activation.label}.",
        )
        for name, bounds in activation.parameters.items()
    }  # fmt: skip


def configured(activation: Activation, prefix: str) -> Activation:
    """Draw the sliders of an activation; gives it with these parameters."""
    values = {
        key.removeprefix(prefix): slider.draw(key, {})
        for key, slider in sliders_of(activation, prefix).items()
    }
    return activation.configure(**values) if values else activation
