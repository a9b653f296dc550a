"""What an epoch of the paper's network costs with each activation, all measured in one run."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

COSTS = Path(__file__).parent / "data" / "training_costs.csv"
KINDS = "seconds", "pytorch", "batched"  # the columns of the file, and what `Costs` calls them


class Costs(NamedTuple):
    """CPU seconds of an epoch of one seed by activation id, and on what they were measured.

    `seconds` are those of this project, `pytorch` those of PyTorch training the seeds one after
    another, `batched` all at once; the latter two hold fewer activations.
    """

    seconds: dict[str, float]
    pytorch: dict[str, float]
    batched: dict[str, float]
    setup: str

    @property
    def processor(self) -> str:
        """The name of the processor alone."""
        return self.setup.split(",")[0]


@lru_cache(maxsize=1)
def costs() -> Costs:
    """Measured beforehand by `benchmarks.training`, the activations taking turns on one thread.

    8 layers of 128 units on digits, batches of 64. Ratios of them hold for that processor.
    """
    with COSTS.open() as file:
        setup = file.readline().removeprefix("#").strip()
        table = np.genfromtxt(file, delimiter=",", names=True, dtype=None, encoding="utf-8")
    kinds = {
        kind: {str(row["activation"]): float(row[kind]) for row in table if np.isfinite(row[kind])}
        for kind in KINDS
    }
    return Costs(**kinds, setup=setup)


def write(seconds: dict[str, dict[str, float]], setup: str) -> None:
    """Keep CPU seconds by kind, of KINDS, and activation id."""
    lines = [f"# {setup}", ",".join(["activation", *KINDS])]
    for name in seconds["seconds"]:
        lines.append(",".join([name, *(f"{seconds[k].get(name, np.nan):.4g}" for k in KINDS)]))
    COSTS.write_text("\n".join(lines) + "\n")
