"""Any pasted text is read or refused in one sentence, and passed once; printouts come back."""

import io
import json
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.pasted import LARGEST_NUMBER, LONGEST_TEXT, read

MATRIX = np.array([[0.4, -0.1, 1.5e-7], [-0.2, 0.6, -123.25], [3.0, 1 / 3, 2.5e8]])


def values(text):
    return read(text).values


PIECES = [*"0123456789", *"[](){}<>,;|:='\"\n\t.-+%*#…_", " ", "e", "1,5", "tensor(", "array([",
          "dtype=", "shape=(2,)", "numpy=", "Name: ", "[1]", "[1,]", "...", "nan", "None", "z", "٣",
          "\\n", "0.5", "-1e-3", "1.5D2", "<tf.Tensor: ", "grad_fn=<A>", "9" * 5000]  # fmt: skip


@given(st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(deadline=None, max_examples=400)
@example("[" + "9" * 5000 + "] 1")
@example("0 1\n" + "9" * 5000 + " 1\n2 3")
@example("." * 5000)
@example("{[(<a" * 2000)
def test_any_text_is_read_or_refused_in_one_sentence(text):
    try:
        found = read(text)
    except ValueError as error:
        assert str(error)[-1] in ".…" and len(str(error)) < 160 and "\n" not in str(error)
        assert "invalid literal" not in str(error) and "could not convert" not in str(error)
        return
    assert found.values.dtype == np.float64 and found.values.ndim in (1, 2)
    assert np.isfinite(found.values).all() and found.values.size >= 2
    assert all(len(sentence) < 160 for sentence in found.said)


finite = st.floats(1 - LARGEST_NUMBER, LARGEST_NUMBER - 1)


@given(st.lists(finite, min_size=2, max_size=30))
@settings(deadline=None)
def test_printed_lists_come_back(numbers):
    array, own = np.array(numbers), repr(numbers)
    with np.printoptions(threshold=10**6, floatmode="unique"):
        printed = [repr(array), str(array)]
    quoted = ", ".join(f"np.float64({number!r})" for number in numbers)
    written = [own, f"[{quoted}]", f"tensor({own}, device='cuda:0', grad_fn=<AddBackward0>)",
               json.dumps({"z": numbers}), "\n".join(map(repr, numbers)),
               " ".join(map(repr, numbers)), own[1:-1], own[1:-1].replace(",", ";")]  # fmt: skip
    for text in [*printed, *written]:
        assert values(text).tolist() == numbers, text


@given(
    st.lists(st.lists(finite, min_size=3, max_size=3), min_size=2, max_size=9),
    st.booleans(),
)
@settings(deadline=None)
def test_printed_matrices_keep_their_shape(rows, commas):
    array = np.array(rows) + np.array([0.5, 0, 0])  # no first column that counts
    with np.printoptions(threshold=10**6, floatmode="unique", linewidth=40 if commas else 200):
        for text in (repr(array), str(array), f"tensor({array.tolist()})"):
            np.testing.assert_array_equal(values(text), array)
    for text in (_saved(array, ","), _saved(array, "\t"), _saved(array, " ")):
        np.testing.assert_array_equal(values(text), array)


def _saved(array, delimiter):
    file = io.StringIO()
    np.savetxt(file, array, fmt="%r", delimiter=delimiter, header="a b c")
    return file.getvalue()


def test_what_pandas_prints_and_saves():
    frame, series = pd.DataFrame(MATRIX), pd.Series(MATRIX[0])
    named = frame.set_axis(["a", "b", "c"], axis=1)
    with pd.option_context("display.precision", 17):
        saved = frame.to_csv(), named.to_csv(), named.to_csv(index=False)
        for text in (str(frame), str(named), *saved):
            np.testing.assert_array_equal(values(text), MATRIX)
        np.testing.assert_array_equal(values(named.to_csv(sep=";", decimal=",")), MATRIX)
        for orient in ("records", "split"):
            text = named.to_json(orient=orient, double_precision=15)
            np.testing.assert_allclose(values(text), MATRIX, rtol=1e-14)
        for text in (str(series), str(series.rename("z")), series.to_csv()):
            np.testing.assert_array_equal(values(text), MATRIX[0])


PASSED = ["1 ", "[", "<a", "'",
          '"\n', "a=", "a:", "shape=(", "f(", "1,5\n", "1_", ",1", "\t", "z\n",
          "# 1\n", "z 1\n", "1 z\n", "[1] 1\n", "--\n", "z,",
          "1,\n", "[1] ", "{a:[1]},"]  # fmt: skip


@pytest.mark.parametrize("piece", PASSED)
def test_a_text_is_passed_once(piece):
    """Twice the text takes twice the steps: counted as lines of code that are run."""

    def steps(size):
        count = 0

        def line(frame, event, _):
            nonlocal count
            count += event == "line"
            return line

        sys.settrace(line)
        try:
            read(piece * size + "\n-0.5\n-0.5")
        except ValueError:
            pass
        finally:
            sys.settrace(None)
        return count

    assert steps(400) < 2.2 * steps(200) + 100


@pytest.mark.parametrize(
    "begin, again", [("", "1"), ("", "1."), ("1,", "1"), ("1.234,", "5"), ("1d", "2")]
)
def test_a_very_long_word_is_refused(begin, again):
    word = begin + again * ((LONGEST_TEXT - 9) // len(again))
    with pytest.raises(ValueError, match="is not a number.$"):
        read(f"{word}x 2")
