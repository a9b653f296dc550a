"""What careless comparisons of ELU and ReLU would have said."""

from activations.learning import findings
from activations.learning.comparison import Ratio
from dashboard import charts, sections, tables, verdicts
from dashboard.pictures import practice
from dashboard.pictures.learning_speed import FEWER_FACTORS, arriving, row, told
from dashboard.trained import ELU, RELU

HERE = "As set here"
DONE = (  # a word for each of the findings
    "Fair",
    "He's initialisation",
    "One rate, 0.01",
    "Both, as the paper",
    "Unscaled inputs",
)


def fair_and_unfair(here: Ratio | None) -> None:
    """ReLU to ELU `here` and by what was done, if both arrive."""
    unfair = findings.confounds()
    done = (confound.ratio for confound in unfair)
    found = {HERE: here} if here else {}
    found = arriving(found | dict(zip(DONE, done, strict=True)))
    rows = [row(name, ratio, verdicts.factor(ratio)) for name, ratio in found.items()]
    charts.show(
        charts.spans(
            "ReLU's epochs over those of ELU",
            tuple((name, 0) for name in (HERE, *DONE)),
            kind="factors",
            x_domain=FEWER_FACTORS,
            coloured=False,
            words=150,
            height=260,
        ),
        name="Fair and unfair",
        key="unfair",
        dots=tables.spans(FEWER_FACTORS, *rows),
        marks=tables.marks((1.0, "equal"), (unfair.fair.ratio.middle, "fair")),
        alt=f"ReLU's epochs over those of ELU, with 95 % intervals: {told(found)}",
    )


def draw_unfair(shown, **values):
    fair, ratio = findings.confounds().fair.ratio, shown.ratio(RELU, ELU)
    so_far = shown.so_far(ELU, RELU)
    none, when = shown.in_place_of("neither arrives", ELU, RELU)
    here = shown.arrived and not so_far
    said = verdicts.capital(verdicts.verdict(ratio, ELU, RELU))
    sections.metrics(
        (
            "Fairly, ReLU takes",
            verdicts.cross(fair.middle),
            f"Its epochs over those of ELU; the 95 % interval goes from {verdicts.interval(fair)}.",
        ),
        (
            "As set here",
            shown.only(ELU, RELU) or verdicts.cross(ratio.middle) if here else when,
            f"Until {shown.goal}: ELU {shown.told(ELU)} epochs, ReLU {shown.told(RELU)}.",
        ),
        (
            "One would conclude",
            said if here else none,
            "By the 95 % bootstrap interval of the ratio.",
        ),
    )
    fair_and_unfair(ratio if here else None)
    on = verdicts.switched_on(**values)
    sections.say(verdicts.unfinished(shown) if so_far else verdicts.of_switches(shown, ratio, on))
    sections.say("\n".join([verdicts.confounds(), *practice.confounds()]))
    sections.say(
        f"How many times as many epochs ReLU takes to {verdicts.TO_THE_LEVEL}: digits, 8 hidden "
        "layers of 128 units, ten seeds unless said, medians and 95 % intervals. The table and "
        "the rows below the first do not follow the switches."
    )
