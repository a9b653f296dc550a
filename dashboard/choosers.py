"""Controls that choose activations, the visitor's own f(x) among them, with their parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

import streamlit as st

from activations import ACTIVATIONS, Activation
from dashboard import own, session
from dashboard.controls import Choice, Control, Several, Slider, plain

PREFIX = f"{own.KEY}_"  # of the own parameters in the link


def offered(labels: Sequence[str]) -> list[str]:
    """These names, and that of the visitor's own f(x) once there is one."""
    return [*labels, *[own.YOURS] * (own.function() is not None)]


@dataclass(frozen=True)
class Name(Choice):
    """The name of an activation."""

    def offered(self) -> list[str]:
        return offered(self.options)

    def draw(self, name: str, so_far: dict[str, Any]) -> str:
        if st.session_state.get(name, self.default) not in self.offered():
            st.session_state[name] = self.default  # the own one is gone
        return super().draw(name, so_far)


@dataclass(frozen=True)
class Names(Several):
    """The names of any number of activations."""

    def offered(self) -> list[str]:
        return offered(self.options)

    def draw(self, name: str, so_far: dict[str, Any]) -> list[str]:
        chosen = st.session_state.get(name, [])
        known = [label for label in chosen if label in self.offered()]
        if known != list(chosen):
            st.session_state[name] = known
        return super().draw(name, so_far)


@dataclass(frozen=True)
class Chooser(Control):
    """Some activations to choose from, or the visitor's own, with sliders for its parameters.

    In the link stands the name of what is chosen.
    """

    activations: Sequence[Activation]

    def parts(self, name: str) -> dict[str, Control]:
        return {name: self.names} | sliders_of_own()

    def idle(self) -> Any:
        return self.named(self.default)

    def widget(self, key: str, **more) -> Any:
        return self.names.widget(key, **more)


@dataclass(frozen=True)
class OneOf(Chooser):
    """One of some activations, or the visitor's own; the value is the activation."""

    default: str

    @property
    def names(self) -> Name:
        labels = [activation.label for activation in self.activations]
        return Name(self.label, labels, self.default, help=self.help)

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> Activation:
        return self.named(self.names.at(name, settings, so_far), own.configured(settings))

    def draw(self, name: str, so_far: dict[str, Any]) -> Activation:
        chosen = self.names.draw(name, so_far)
        return self.named(chosen, configured_own() if chosen == own.YOURS else None)

    def in_sight(self, name: str, value: Activation) -> dict[str, Control]:
        return {name: self.names} | (sliders_of_own() if value.label == own.YOURS else {})

    def named(self, label: str, yours: Activation | None = None) -> Activation:
        """The activation of this name; `yours` is the visitor's own."""
        offered = (*self.activations, *filter(None, [yours]))
        return next(act for act in offered if act.label == label)


@dataclass(frozen=True)
class SomeOf(Chooser):
    """Any number of some activations and the visitor's own; `otherwise` where none is chosen.

    The value is a tuple of activations, in their order.
    """

    default: Sequence[str]
    _: KW_ONLY
    otherwise: Sequence[str] = ()

    @property
    def names(self) -> Names:
        labels = [activation.label for activation in self.activations]
        return Names(self.label, labels, self.default, help=self.help)

    def at(
        self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]
    ) -> tuple[Activation, ...]:
        chosen = self.names.at(name, settings, so_far) or self.otherwise
        return self.named(chosen, own.configured(settings))

    def draw(self, name: str, so_far: dict[str, Any]) -> tuple[Activation, ...]:
        chosen = self.names.draw(name, so_far) or self.otherwise
        return self.named(chosen, configured_own() if own.YOURS in chosen else None)

    def in_sight(self, name: str, value: tuple[Activation, ...]) -> dict[str, Control]:
        yours = any(act.label == own.YOURS for act in value)
        return {name: self.names} | (sliders_of_own() if yours else {})

    def named(
        self, labels: Sequence[str], yours: Activation | None = None
    ) -> tuple[Activation, ...]:
        """The activations of these names; `yours` is the visitor's own."""
        offered = (*self.activations, *filter(None, [yours]))
        return tuple(act for act in offered if act.label in labels)


@dataclass(frozen=True)
class Function(OneOf):
    """As `OneOf`, with a slider for each parameter of whichever is chosen.

    In the link, a parameter's name follows the control's.
    """

    def parts(self, name: str) -> dict[str, Control]:
        every = super().parts(name)
        for act in self.activations:
            every |= sliders_of(act, f"{name}_")
        return every

    def at(self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]) -> Activation:
        return set_by(settings, super().at(name, settings, so_far), f"{name}_")

    def draw(self, name: str, so_far: dict[str, Any]) -> Activation:
        chosen = super().draw(name, so_far)
        return chosen if chosen.label == own.YOURS else configured(chosen, f"{name}_")

    def in_sight(self, name: str, value: Activation) -> dict[str, Control]:
        sliders = {} if value.label == own.YOURS else sliders_of(value, f"{name}_")
        return super().in_sight(name, value) | sliders


@dataclass(frozen=True)
class Parameters(Control):
    """Sliders for the parameters of the activations that other controls, `of`, name by label.

    The value is a tuple of these activations, configured. In the link, the parameter's name follows
    the activation's id. Of several controls those count that the step has, too: two that name the
    same activation share its sliders.
    """

    of: str | tuple[str, ...]

    def parts(self, name: str) -> dict[str, Control]:
        every = sliders_of_own()
        for act in ACTIVATIONS.values():
            every |= sliders_of(act, f"{act.id}_")
        return every

    def at(
        self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]
    ) -> tuple[Activation, ...]:
        chosen, yours = self._named(so_far)
        own_one = (own.configured(settings),) if yours else ()
        return (*(set_by(settings, act, f"{act.id}_") for act in chosen), *own_one)

    def draw(self, name: str, so_far: dict[str, Any]) -> tuple[Activation, ...]:
        chosen, yours = self._named(so_far)
        own_one = (configured_own(),) if yours else ()
        return (*(configured(act, f"{act.id}_") for act in chosen), *own_one)

    def _named(self, so_far: dict[str, Any]) -> tuple[list[Activation], bool]:
        """The activations that the other controls name, and whether the visitor's own is one."""
        of = (self.of,) if isinstance(self.of, str) else self.of
        values = [so_far[each] for each in of if each in so_far]
        named = {label for v in values for label in ([v] if isinstance(v, str) else v)}
        known = [act for act in ACTIVATIONS.values() if act.label in named]
        return known, own.YOURS in named and own.function() is not None

    def in_sight(self, name: str, value: tuple[Activation, ...]) -> dict[str, Control]:
        return {k: part for act in value for k, part in sliders_of(act, prefix(act)).items()}


@dataclass(frozen=True)
class Typed(Control):
    """Sliders for the parameters of the visitor's own f(x); the value is that function, or None."""

    def parts(self, name: str) -> dict[str, Control]:
        return sliders_of_own()

    def idle(self) -> None:
        return None

    def at(
        self, name: str, settings: Mapping[str, Any], so_far: dict[str, Any]
    ) -> Activation | None:
        return own.configured(settings)

    def draw(self, name: str, so_far: dict[str, Any]) -> Activation | None:
        return configured_own() if own.function() else None

    def mirror(self, name: str) -> None:
        """Nothing: its sliders are not always there."""


def prefix(activation: Activation) -> str:
    """What stands in the link before the name of a parameter of an activation."""
    return PREFIX if activation.label == own.YOURS else f"{activation.id}_"


def sliders_of(activation: Activation, prefix: str) -> dict[str, Slider]:
    """A slider for each parameter of an activation, by its key in the link."""
    return {
        f"{prefix}{name}": Slider(
            f"{activation.label}: {name}", bounds.low, bounds.high, bounds.default, 0.01,
            help=f"The parameter `{name}` of {activation.label}.",
        )
        for name, bounds in activation.parameters.items()
    }  # fmt: skip


def set_by(settings: Mapping[str, Any], activation: Activation, prefix: str) -> Activation:
    """An activation with its parameters as these settings have them, by prefix and name."""
    if activation.label == own.YOURS:
        return activation
    known = {name: settings.get(f"{prefix}{name}") for name in activation.parameters}
    return activation.configure(**{name: v for name, v in known.items() if v is not None})


def configured(activation: Activation, prefix: str) -> Activation:
    """Draw the sliders of an activation; gives it with these parameters."""
    values = {
        key.removeprefix(prefix): slider.draw(key, {})
        for key, slider in sliders_of(activation, prefix).items()
    }
    return activation.configure(**values) if values else activation


def sliders_of_own() -> dict[str, Slider]:
    """The sliders of the visitor's own f(x), if there is one and it has parameters."""
    return sliders_of(yours, PREFIX) if (yours := own.function()) else {}


def configured_own() -> Activation:
    """The visitor's own f(x); its sliders are drawn where the first control of a step names it."""
    yours, keys = own.function(), sliders_of_own()
    drawn = keys.keys() <= session.mine().drawn.keys()
    values = {
        key.removeprefix(PREFIX): st.session_state[key] if drawn else slider.draw(key, {})
        for key, slider in keys.items()
    }
    try:
        return yours.configure(**values)
    except ValueError as error:
        st.error(f"{plain(str(error))} Drawn is {own.YOURS} at its default parameters.")
        return yours
