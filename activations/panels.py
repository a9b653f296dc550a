"""Panels of an integral, halved where that still changes the result."""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def halved(
    low: Array,
    high: Array,
    integrals: Callable[[Array, Array], Array],
    tolerance: Callable[[Array, Array], Array],
    rounds: int,
    most: int,
    whole: Array | None = None,
) -> tuple[Array, Array, Array]:
    """Panels whose halves give the same integrals as they do, and what is off about the others.

    `integrals` gives (rows, panels) for the ends of panels, at first `whole` if that is known;
    `tolerance`, for these and the widths, says what may be off. Panels come back in ascending
    order; those that still change after `rounds`, or because there are more than `most`, are among
    them. Off is the sum of their changes, by row.
    """
    whole = integrals(low, high) if whole is None else whole
    done, count = [], low.size
    change = np.zeros_like(whole)
    for _ in range(rounds):
        middle = 0.5 * (low + high)
        halves = integrals(low, middle), integrals(middle, high)
        change = np.abs(whole - halves[0] - halves[1])
        open_ = (change > tolerance(whole, high - low)).any(axis=0)
        done.append((low[~open_], high[~open_]))
        low, middle, high = low[open_], middle[open_], high[open_]
        change, count = change[:, open_], count + low.size
        if not low.size or count > most:
            break
        whole = np.concatenate([half[:, open_] for half in halves], axis=1)
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
    done.append((low, high))
    low, high = (np.concatenate(ends) for ends in zip(*done, strict=True))
    order = np.argsort(low)
    return low[order], high[order], change.sum(axis=1)


_CLOSER = 2.0 ** -np.arange(7, 151)  # where it is steep at 0, as a root or a narrow step


@np.errstate(all="ignore")
def closer(activation) -> Array:
    """Edges x > 0 that a typed function needs near 0; none unless it is steep there."""
    slopes = np.abs(activation.derivative([-(2.0**-44), 2.0**-44]))
    return _CLOSER if slopes.max() > 100 else np.empty(0)
