"""A step depends on its arguments alone: on no state of a visitor, and on nothing that changes."""

import ast
import inspect
import types
from pathlib import Path
from textwrap import dedent

import numpy as np

from activations import Activation
from dashboard import frame, steps
from dashboard.choosers import Parameters
from dashboard.controls import Control
from tests.pages import PAGES, every_page, every_step

STATE = {"session_state", "query_params", "context"}  # of Streamlit, what belongs to a visitor
ROOMS = {"session", "share", "controls"}  # of ours, what knows a visitor
CONSTANT = (str, int, float, tuple, frozenset, np.ndarray, Activation, type, types.ModuleType)


def used(function, found: set) -> set:
    """The function and all functions of the same page that it calls, directly or not."""
    if function not in found:
        found.add(function)
        for thing in vars_of(function).values():
            parts = [thing, *vars(thing).values()] if isinstance(thing, type) else [thing]
            for part in parts:
                inner = inspect.unwrap(part) if callable(part) else None
                if isinstance(inner, types.FunctionType) and same_page(inner, function):
                    used(inner, found)
    return found


def same_page(one, other) -> bool:
    return one.__code__.co_filename == other.__code__.co_filename


def vars_of(function) -> dict[str, object]:
    """The module's names that a function uses."""
    names = set(function.__code__.co_names)
    for constant in function.__code__.co_consts:
        if inspect.iscode(constant):
            names |= set(constant.co_names)
    return {name: function.__globals__[name] for name in names & set(function.__globals__)}


@every_step
def test_a_step_reads_nothing_of_a_visitor(page, step):
    if getattr(step, "live", False):
        return
    for function in used(step, set()):
        names = set(function.__code__.co_names)
        assert not names & STATE, f"{function.__name__} reads {names & STATE}"
        known = vars_of(function).items()
        rooms = {name for name, thing in known if isinstance(thing, types.ModuleType)} & ROOMS
        assert not rooms, f"{function.__name__} uses {rooms}"


@every_step
def test_what_a_step_does_not_take_is_constant(page, step):
    for function in used(step, set()):
        for name, thing in vars_of(function).items():
            known = callable(thing) or isinstance(thing, CONSTANT)
            assert known or name.isupper(), f"{function.__name__} uses {name}, {type(thing)}"
            held = thing.values() if isinstance(thing, dict) else [thing]
            assert not any(isinstance(part, Control) for part in held), "it reads a control"
        tree = ast.parse(dedent(inspect.getsource(function)))
        assert not any(isinstance(node, ast.Global) for node in ast.walk(tree))


@every_page
def test_no_page_reads_its_controls_around_its_steps(script):
    """Between its declarations and its last line a page calls nothing that draws."""
    tree = ast.parse(Path(frame.ROOT / script).read_text())
    loose = [node for node in tree.body if isinstance(node, ast.Expr)]
    calls = [ast.unparse(node.value.func) for node in loose if isinstance(node.value, ast.Call)]
    assert calls == ["steps.run"]
    assert tree.body[-1] is loose[-1]


@every_page
def test_parameters_name_controls_in_an_order_that_can_be_drawn(script):
    page = PAGES[script]
    for step in page.steps:
        taken = steps.takes(step)
        assert set(taken) <= set(page.controls)
        for place, name in enumerate(taken):
            control = page.controls[name]
            depends = {control.when[0]} if control.when else set()
            of = getattr(control, "of", ())
            depends |= {of} if isinstance(of, str) else set(of)
            assert depends & set(taken) <= set(taken[:place]), f"{name} depends on what comes later"
        first = page.controls[taken[0]] if taken else None
        assert not taken or (first.when is None and not isinstance(first, Parameters))


def test_names_are_made_from_functions():
    def its_mean():
        """How large is it?

        More words.
        """

    assert (steps.name_of(its_mean), steps.question(its_mean)) == ("Its mean", "How large is it?")
    named = steps.step(name="Trust it?")(its_mean)
    assert steps.name_of(named) == "Trust it?"
