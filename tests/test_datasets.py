"""The digits and the generated sets: what they hold, how they are split and scaled."""

import numpy as np
import pytest

from activations.learning import datasets

every_set = pytest.mark.parametrize("name", datasets.SETS)


def test_the_digits_are_the_1797_images():
    data = datasets.split("digits", "raw", 0)
    assert len(data.train) + len(data.test) == 1797 and data.train.shape[1] == 64
    pixels = np.concatenate([data.train, data.test])
    assert (pixels.min(), pixels.max()) == (0, 16) and (pixels == pixels.round()).all()
    counts = np.bincount(np.concatenate([data.train_labels, data.test_labels]))
    assert data.classes == len(counts) == 10 and 174 <= counts.min() <= counts.max() <= 183
    assert (pixels.std(axis=0) == 0).sum() == 3  # as the description of the set says


@every_set
def test_a_fifth_of_every_class_is_held_out_and_nothing_is_in_both(name):
    data = datasets.split(name, "raw", 3)
    held, all_labels = np.bincount(data.test_labels), np.bincount(data.train_labels)
    np.testing.assert_allclose(held / (held + all_labels), 0.2, atol=0.005)
    train, test = ({row.tobytes() for row in part} for part in (data.train, data.test))
    assert not train & test


@every_set
def test_equal_seeds_split_alike_and_others_do_not(name):
    one, again, other = (datasets.split.__wrapped__(name, "unit", s) for s in (1, 1, 2))
    for part, same in zip(one[:4], again[:4], strict=True):
        np.testing.assert_array_equal(part, same)
    assert not np.array_equal(one.test, other.test)


@every_set
def test_scalings(name):
    unit, standard = (datasets.split(name, scaling, 0) for scaling in ("unit", "standard"))
    assert np.abs(np.concatenate([unit.train, unit.test])).max() == 1
    np.testing.assert_allclose(standard.train.mean(axis=0), 0, atol=1e-5)
    deviation = standard.train.std(axis=0)
    assert np.all((np.abs(deviation - 1) < 1e-4) | (deviation == 0))
    assert unit.train.dtype == standard.train.dtype == np.float32


def test_unknown_names_are_refused():
    for name, scaling in (("mnist", "unit"), ("digits", "log")):
        with pytest.raises(ValueError, match="There are the sets"):
            datasets.split(name, scaling, 0)
