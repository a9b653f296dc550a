"""A part of a typed formula."""

from collections.abc import Iterator
from typing import NamedTuple


class Node(NamedTuple):
    """A part of a formula.

    `kind` is number, constant, x, parameter, an operator ("neg", "+", "-", "*", "/", "**", "min",
    "max"), "where" or "call"; `name` that of the constant, parameter or function, or the signs of a
    where, whose arguments are the pairs that they compare and then its two values.
    """

    kind: str
    name: str = ""
    args: tuple = ()
    number: float = 0.0

    def walk(self) -> Iterator["Node"]:
        """This part and all parts of it, each argument before what it is an argument of."""
        for part in self.args:
            yield from part.walk()
        yield self
