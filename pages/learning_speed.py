"""Learning speed: networks learn to read digits, every activation at its own best learning rate."""

import numpy as np
import streamlit as st

from activations.learning import datasets, experiments, network
from activations.learning.comparison import paired_ratio, seeds_needed, standing
from activations.learning.experiments import PAPER_RATE, RATES
from dashboard import live, sections, steps, trained, verdicts
from dashboard.choosers import OneOf, SomeOf
from dashboard.claims import learning_speed as claims
from dashboard.controls import Choice, Slider, Toggle
from dashboard.pictures import learning_speed as pictures
from dashboard.pictures import practice
from dashboard.pictures.by_level import by_level
from dashboard.pictures.unfair import draw_unfair
from dashboard.questions.learning_speed import ASKED
from dashboard.trained import ACTS, CENTRED, ELU, RELU, View
from dashboard.verdicts import brief, cross, verdict
from dashboard.wording import NOT_YET, number, plural

DEEP = trained.USUAL_RUN.layers  # of the prepared networks

CONTROLS = {
    "does": OneOf("Does", ACTS, ELU, help="The activation that is said to learn faster."),
    "than": OneOf("learn faster than", ACTS, RELU, help="The one it is compared with."),
    "goal": Choice(
        "Count the epochs until",
        list(trained.LEVELS),
        trained.USUAL,
        help="An epoch is one pass over the training set.",
    ),
    "net_seeds": Slider("Seeds", 1, 10, 10, 1, help="Draws of weights and batches, shared by all."),
    "confidence": Slider(
        "Confidence of the interval, %", 80, 99, 95, 1, help="More asks for more seeds: 6 for 95 %."
    ),
    "optimiser": Choice(
        "Trained by",
        list(practice.OPTIMISERS),
        trained.PLAIN,
        help="Momentum is 0.9. Each has rates that suit it; what is not prepared is trained here.",
    ),
    "normalised": Toggle(
        "Batch normalisation", help="Before each activation, at rates that suit it."
    ),
    "hidden": Slider("Hidden layers", 1, 16, 8, 1, help="The paper has 8."),
    "net_width": Slider("Units per layer", 16, 128, 128, 16, help="The paper has 128."),
    "data": Choice(
        "Data set",
        list(datasets.SETS),
        datasets.SETS[0],
        help="1,797 handwritten digits, or 300 points of the plane.",
    ),
    "epochs": Slider("Epochs", 5, 100, 40, 5, help="How long to train."),
    "beside": SomeOf(
        "Activations",
        ACTS,
        trained.SEVEN,
        help="ReLU is always among them. Leaky ReLU has the slope 0.1 of the ELU paper.",
    ),
    "look": Slider("Layer", 1, DEEP, DEEP, 1, help="Its mean is drawn."),
    "standardise": Toggle(
        "Standardise each input",
        help="Mean 0 and deviation 1. Trained here, which takes some minutes.",
    ),
    "one_rate": Toggle("One learning rate for all", help="Else each has its own best rate."),
    "lr": Choice(
        "That rate",
        list(trained.RATE_WORDS),
        f"{PAPER_RATE:g}",
        when=("one_rate", (True,)),
        help="The ELU paper has 0.01 on MNIST.",
    ),
    "he": Toggle(
        "He's initialisation for all",
        help="The variance that keeps ReLU's signal. Else each gets the variance that keeps its "
        "own: the same draws, scaled.",
    ),
    "raw": Toggle(
        "Unscaled inputs",
        help="Pixels from 0 to 16 instead of 0 to 1. They hit both alike: another problem, not an "
        "unfairness.",
    ),
    "one_seed": Toggle("One seed only", help="A single network of each."),
    "first_seed": Slider(
        "Which seed",
        0,
        99,
        0,
        1,
        when=("one_seed", (True,)),
        help="Ten are prepared; from 10 on they are trained here.",
    ),
    "rival": Choice(
        "ReLU against",
        list(practice.RIVALS),
        ELU,
        help="Centred ReLU is ReLU less its mean. Others are trained in Verdict.",
    ),
    "vary": Choice(
        "What varies",
        list(practice.ROWS),
        practice.TRAINED,
        when=("rival", practice.BY_DEPTH),
        help="The optimiser and the normalisation, or the depth.",
    ),
    "until": Choice(
        "Count the epochs until",
        list(practice.GOALS),
        trained.USUAL,
        help="An epoch is one pass over the training set.",
    ),
    "batch": Slider("Batch", 16, 128, 64, 16, help="Samples per step. The paper has 64."),
    "split": Slider("Split", 0, 99, 0, 1, help="Which fifth is kept for testing."),
}


def draw(look, part, /, **values) -> None:
    """Draw `part` over the view of all values of a step, training what of it is not prepared."""
    if less := verdicts.of_cut(look(**values)):
        st.info(less)
    live.follow(look, part, **values)


@steps.step(
    name="Verdict",
    live=True,
    scenarios={
        "A fair comparison": {},
        "Late": {"goal": "training loss 0.01"},
        "GELU or ReLU?": {"does": "GELU (tanh)"},
    },
)
def judge(does, than, goal, optimiser, normalised, net_seeds, confidence):
    """Does one activation learn faster than another?"""
    draw(trained.of_pair, draw_pair, **locals())


def draw_pair(shown, does, than, confidence, **_):
    acts, (does, than) = (does, than), (does.label, than.label)
    so_far = shown.so_far(does, than)
    ratio = shown.ratio(than, does, confidence)
    arrive = not shown.arrived.keys().isdisjoint({does, than})
    said = verdict(ratio, does, than) if arrive else "neither arrives"
    factor = shown.only(does, than) or (cross(ratio.middle) if arrive else "no epochs counted")
    sections.metrics(
        *(epochs_of(shown, label) for label in dict.fromkeys((does, than))),
        (
            f"{than} takes",
            NOT_YET if so_far else factor,
            f"Its epochs over those of {does}, the median over pairs; {does} is first in "
            f"{ratio.wins}, {than} in {ratio.losses} of {shown.run.seeds}.",
        ),
        (
            "Verdict",
            shown.training.not_yet() if so_far else verdicts.capital(said),
            f"By the {confidence} % bootstrap interval of the ratio, the rates chosen anew for "
            f"every resample; it takes {seeds_needed(confidence / 100)} seeds.",
        ),
    )
    pictures.learning(shown, does, than)
    if not so_far and does != than:
        by_level(shown, does, than, confidence)
    sections.say(
        verdicts.unfinished(shown)
        if so_far
        else f"{verdicts.of_pair(shown, ratio, *acts)} {verdicts.of_start(acts[0], shown)}"
    )


def epochs_of(shown: View, label: str) -> tuple[str, str, str]:
    """The reading of the epochs that an activation takes."""
    over = plural(shown.run.seeds, "seed")
    about = f"Epochs until {shown.goal}, the median over {over}; the rate is {shown.rate(label):g}."
    return f"{label}: epochs{shown.so_far(label)}", shown.told(label), about


@steps.step(
    live=True,
    scenarios={
        "The paper's network": {},
        "Two layers": {"hidden": 2, "net_width": 64},
        "Spirals": {"data": "spirals", "hidden": 4, "net_width": 32},
    },
)
def own_rate(hidden, net_width, data, epochs, goal, beside):
    """Which learning rate suits which activation?"""
    draw(trained.of_network, draw_rates, **locals())


def draw_rates(shown, **_):
    arrived, so_far = shown.arrived, shown.so_far(*shown.curves)
    fastest = next(iter(arrived), None)
    none, when = shown.in_place_of("none arrives", *shown.curves)
    best = sorted({f"{shown.rate(label):g}" for label in arrived}, key=float)
    gone = experiments.diverged(shown.grid, [*shown.curves.values()])
    networks = len(shown.curves) * len(RATES) * shown.run.seeds
    sections.metrics(
        (f"Fastest{so_far}", brief(fastest or when), f"The fewest epochs until {shown.goal}."),
        (
            f"Its epochs{so_far}",
            number(arrived[fastest], 3) if fastest else none,
            f"The median over {plural(shown.run.seeds, 'seed')}.",
        ),
        (
            f"Best rates{so_far}",
            " to ".join(dict.fromkeys((*best[:1], *best[-1:]))) or none,
            "The least and the largest of the activations' own best rates.",
        ),
        (f"Diverged{so_far}", f"{len(gone):,} of {networks:,}", "Networks: their loss overflowed."),
    )
    if shown.run.data == "digits":
        pictures.sweep(shown, gone)
    else:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            pictures.sweep(shown, gone)
        with right:
            pictures.areas(shown, fastest or RELU)
    said = verdicts.of_rates(shown) + verdicts.of_elu(shown) + verdicts.lost(gone, networks)
    sections.say(verdicts.unfinished(shown) if so_far else said)


@steps.step(
    name="Is it the mean?",
    live=True,
    scenarios={
        "All seven": {},
        "Only the mean": {"beside": [RELU, CENTRED]},
        "GELU, SiLU or ReLU?": {"beside": [RELU, "GELU (tanh)", "SiLU", "Mish", "Squared ReLU"]},
    },
)
def is_it_the_mean(beside, look, goal, standardise):
    """Does what is faster than ReLU owe it to a mean near zero?"""
    draw(trained.of_shapes, draw_means, **locals())


def draw_means(shown, look, **_):
    so_far = shown.so_far(*shown.curves)
    rivals = [label for label in shown.curves if label != RELU]
    ratios = {} if so_far else {label: shown.ratio(RELU, label) for label in rivals}
    first = trained.first_rivals(rivals)
    ends = {k: float(mean[shown.best[k].known]) for k, mean in shown.means(look).items()}
    of_layer = f"The mean of layer {look} at the end, the median over its units and the seeds."
    factors = {k: shown.only(RELU, k) or cross(ratio.middle) for k, ratio in ratios.items()}
    if not factors:
        factors = dict(zip(first, (shown.training.not_yet(), NOT_YET), strict=False))
    known = {k: number(mean, 3) if np.isfinite(mean) else NOT_YET for k, mean in ends.items()}
    how_many = f"How many times the epochs of {{}} ReLU takes until {shown.goal}."
    sections.metrics(
        *((f"ReLU to {label}", factors[label], how_many.format(label)) for label in first),
        *(
            (f"Mean, {label}{so_far}", known[label], of_layer)
            for label in dict.fromkeys((RELU, *first[-1:]))
        ),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        pictures.ratios(shown, ratios)
    with right:
        pictures.layer(shown, look)
    sections.say(
        verdicts.unfinished(shown) if so_far else verdicts.of_means(shown, ratios, ends, look)
    )


@steps.step(
    live=True,
    scenarios={
        "One rate": {"one_rate": True},
        "The paper's, on digits": {"one_rate": True, "he": True},
        "One seed": {"one_seed": True, "first_seed": 2},
    },
)
def unfair(one_rate, lr, he, raw, one_seed, first_seed):
    """What would a careless comparison of ELU and ReLU have said?"""
    draw(trained.of_switches, draw_unfair, **locals())


@steps.step(
    name="Does it still matter?",
    scenarios={
        "As most people train": {},
        "Late": {"until": "training loss 0.01"},
        "More layers": {"vary": practice.DEEP},
    },
)
def does_it_still_matter(rival, vary, until):
    """Does the activation still matter as most people train?"""
    rival, level = practice.RIVALS[rival], practice.GOALS[until]
    practice.readings(vary, rival, level)
    practice.picture(vary, rival, level)
    sections.say(f"{practice.takeaway(vary, rival, level)}\n\n{practice.setup(level)}")


@steps.step(
    live=True,
    scenarios={
        "All seven": {},
        "To 95 % on the test": {"goal": "test accuracy 95%"},
        "Two of them": {"beside": [RELU, ELU]},
    },
)
def price_and_test(beside, goal, batch, split):
    """What does each cost in time, and how well does it read what it has not seen?"""
    draw(trained.of_price, pictures.draw_price, **locals())


def what_is_true():
    """What do the post and the ELU paper say of learning speed, and does it hold?"""
    sections.claims(claims.claims())
    sections.say(
        ":small[The prepared runs are read from a file; what else a view needs is trained here. "
        "One small data set; plain SGD and no normalisation, but in *Does it still matter?* and "
        "where *Verdict* is asked for others. "
        "Digits: E. Alpaydin, C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI "
        "Machine Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0; test part, as "
        "distributed with scikit-learn, scaled. A random split is not independent of the writer.]"
    )


steps.run(
    CONTROLS,
    judge,
    own_rate,
    is_it_the_mean,
    unfair,
    does_it_still_matter,
    price_and_test,
    what_is_true,
    asks=ASKED,
    computed_by=(network.Network.gradient, standing, paired_ratio),
)
