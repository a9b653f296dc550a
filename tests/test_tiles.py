"""The seven tiles of the opening page: their numbers, their small curves, their colours."""

import re
from math import log10
from urllib.parse import unquote

import numpy as np
import pytest

from activations import ACTIVATIONS
from activations.gaussian import zero_mean_alpha
from activations.initialisation import Start
from activations.learning import findings
from activations.properties import properties
from activations.sigmoid_sums import POST
from dashboard import charts, frame, streamlit_internals
from dashboard.pictures import tiles
from dashboard.trained import USUAL_RUN
from dashboard.wording import number, power
from tests.test_home import links, opened


def test_a_tile_for_each_of_the_seven_pages():
    titles = [page.title for page in frame.PAGES[:7]]
    assert list(tiles.tiles()) == titles
    app = opened()
    to = links(app)
    for page in frame.PAGES[:7]:
        assert f"pages/{to[f'**{page.title}**'][0]}.py" == page.script
    shown = [each.proto.body for each in app.get("html") if 'class="tile"' in each.proto.body]
    assert shown == [tile.html() for tile in tiles.tiles().values()]


def test_every_number_of_a_tile_is_computed():
    sigmoid, relu, elu = (ACTIVATIONS[name] for name in ("sigmoid", "relu", "elu"))
    start = Start("PyTorch's default", 0.0).gradient(relu, 50)[0]
    assert start == pytest.approx(49 / 2 * log10(1 / 6))  # sigma_w^2 = 1/3, half of the slopes
    falling = [act for act in ACTIVATIONS.values() if not properties(act).monotonic]
    alpha = zero_mean_alpha(0, 1)
    assert elu.configure(alpha=alpha).mean(0, 1) == pytest.approx(0, abs=1e-12)
    expected = {
        "Sigmoid saturation": number(sigmoid.derivative(10.0).item(), 3),
        "Sum of sigmoids": number(POST.evaluate(np.array([1e3]))[0].item()),
        "ReLU bias": number((2 * np.pi) ** -0.5, 3),
        "ELU mean": f"α = {number(alpha)}",
        "Depth": power(start, 2),
        "Learning speed": f"× {number(findings.ratio(**findings.FAIR).middle, 3)}",
        "Gallery": f"{len(falling)} of {len(ACTIVATIONS)}",
    }
    assert {title: tile.number for title, tile in tiles.tiles().items()} == expected


def test_the_tile_of_learning_speed_says_what_was_trained():
    setup = f"(digits, {USUAL_RUN.layers} × {USUAL_RUN.width} units, SGD)"
    assert setup in tiles.tiles()["Learning speed"].words


@pytest.mark.parametrize("title", [page.title for page in frame.PAGES[:7]])
def test_a_small_curve_is_its_numbers_and_fills_its_box(title):
    tile = tiles.tiles()[title]
    svg = unquote(re.search(r'src="data:image/svg\+xml,([^"]+)"', tile.html())[1])
    lines = re.findall(r'points="([^"]+)"', svg)
    assert len(lines) == len(tile.curves)
    first = np.array([point.split(",") for point in lines[-1].split()], dtype=float)
    bold = next(iter(tile.curves.values()))
    every = np.concatenate(list(tile.curves.values()))
    top, bottom = tiles.EDGE, tiles.HIGH - tiles.EDGE
    share = (bold - every.min()) / np.ptp(every)
    np.testing.assert_allclose(first[:, 1], bottom - share * (bottom - top), atol=0.051)
    assert "nan" not in svg and "<" not in tile.words


def luminance(colour: str) -> float:
    """Relative luminance, as in WCAG 2."""
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


@pytest.mark.parametrize("dark", [False, True])
def test_the_colours_of_the_small_curves_can_be_seen_in_both_themes(dark):
    ground = luminance(streamlit_internals.theme(dark)["backgroundColor"])
    for place in range(charts.style.PALETTE_SIZE):
        low, high = sorted([ground, luminance(tiles.colour(place))])
        assert (high + 0.05) / (low + 0.05) >= 3, place  # WCAG 2, 1.4.11
