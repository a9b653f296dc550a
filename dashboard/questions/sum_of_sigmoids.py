"""What the steps of Sum of sigmoids ask."""

from dataclasses import replace

from activations.sigmoid_sums import POST, POST_WEIGHT, RULES
from dashboard.questions import OF_CLAIMS, Answers, Asked, Number
from dashboard.wording import number, plural

LAST = number(float(POST.offsets[-1]))


def _of_the_error(rule, terms, spacing) -> str:
    """The sum in force."""
    posts = rule == RULES["post"].label
    weight = number(POST_WEIGHT if posts else spacing)
    if terms == 1 and not posts:
        return f"How far from softplus is a single sigmoid of weight {weight}, where it stands?"
    apart = f"share the offsets 0 to {LAST}" if posts else "stand as far apart"
    return (
        f"{max(terms, 2):,} sigmoids of weight {weight} {apart}. Where between its ends (shaded) "
        "their sum is farthest from softplus, how far is that?"
    )


def _of_the_end(terms, **_) -> str:
    """The sum in force."""
    last = number(float(replace(POST, n=terms).offsets[-1]))
    stand = f"stand from 0 to {last}" if terms > 1 else "stands at 0"
    return (
        f"{plural(terms, 'sigmoid')} of weight {POST_WEIGHT:g} {stand}. Beyond which x does the "
        "slope of the sum stay below 0.01?"
    )


def _of_half_the_spacing(rule, **_) -> str:
    return (
        f"Offsets: {rule.lower()}. Now twice as many sigmoids stand half as far apart: how much of "
        "the error is left?"
    )


ASKED: Asked = {
    "build_it": Answers(
        _of_the_error,
        ("more than 1 too low", "up to 1 too low", "up to 1 too high", "more than 1 too high"),
        (-1, 0, 1),
        reading=1,
        keeps=("sum.curve.Softplus", "sum.zones"),
    ),
    "where_it_ends": Number(
        _of_the_end,
        0,
        1_100,
        0.5,
        within=1,
        reading=2,
        keeps=("end.curve.Softplus", "end.lower.Softplus", "end.zones"),
        mark=("end", "curve", "x"),
    ),
    "finer": Answers(
        _of_half_the_spacing,
        ("no less", "half the error", "a quarter of the error"),
        (),
        reading=1,
        keeps=("parts.curve",),
        words=(
            ("no less", "no less"),
            ("half", "half the error"),
            ("a quarter", "a quarter of the error"),
        ),
    ),
    "softplus_to_relu": Number(
        "Softplus has β = {beta}. What is its slope at x = {softplus_at}?",
        0,
        1,
        0.05,
        within=0.05,
        reading=2,
        keeps=("softplus.curve", "softplus.lower.ReLU"),
        mark=("softplus", "lower", "y"),
    ),
    "what_is_true": OF_CLAIMS,
}
