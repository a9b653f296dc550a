"""A file instead of a pasted text: which text it becomes, and what the box says of it."""

import io
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from dashboard.pasted import LONGEST_TEXT, MOST_NUMBERS, Pasted, read
from dashboard.pasting.box import Box
from dashboard.pasting.dropped import text_of

ROWS = np.array([[0.1, -2.0], [1 / 3, 4e-9], [5.0, -6.5]])


def saved(array, **more) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **more)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"z\n0.5\n-1.25", "z\n0.5\n-1.25".encode("utf-8-sig"), "z\n0.5\n-1.25".encode("utf-16"),
     "Größe\n0.5\n-1.25".encode("cp1252"), b"\xff\xfe" + "z\n0.5\n-1.25".encode("utf-16-le")],
)  # fmt: skip
def test_a_text_in_any_of_the_usual_codes(data):
    text, said = text_of("numbers.csv", data)
    assert read(text).values.tolist() == [0.5, -1.25] and said == ""


@pytest.mark.parametrize("dtype", ["<f8", ">f8", "f4", "f2", "i4", "u1"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_of_numpy_is_the_numbers_that_it_prints(dtype, order):
    array = np.asarray(np.abs(ROWS), dtype=dtype, order=order)
    found = read(text_of("z.NPY", saved(array))[0]).values
    np.testing.assert_array_equal(found.astype(dtype), array)
    assert found.shape == ROWS.shape


def test_axes_of_an_array():
    assert read(text_of("z.npy", saved(ROWS[0]))[0]).values.shape == (2,)
    text, said = text_of("z.npy", saved(np.arange(24.0).reshape(2, 3, 4) / 7))
    assert read(text).values.shape == (6, 4) and "last of the array's 3 axes" in said


@pytest.mark.parametrize("dtype", ["f8", "f2", "i8", "u1"])
def test_a_first_unit_that_counts_is_no_index(dtype):
    array = np.array([[0, 5], [1, 2], [2, 7]], dtype)
    found = read(text_of("z.npy", saved(array))[0])
    np.testing.assert_array_equal(found.values, array)
    array = array.astype(float) + [0, 0.5]
    assert read(text_of("z.npy", saved(array))[0]).values.shape == (3, 2) and not found.said


def test_of_a_large_array_the_first_numbers_are_used():
    text, said = text_of("z.npy", saved(np.arange(39_000.0).reshape(-1, 3) / 7))
    assert read(text).values.shape == (3333, 3)
    assert said == "Only the first 9,999 of its 39,000 numbers are used."
    text, said = text_of("z.npy", saved(np.arange(40_000.0).reshape(2, -1)))
    assert read(text).values.tolist() == list(range(MOST_NUMBERS)) and "of its 40,000" in said


@pytest.mark.parametrize("separator", ["\n", " "])
def test_of_a_large_text_the_first_lines_are_used(separator):
    whole = separator.join(["12345.6789"] * 60_000)
    text, said = text_of("z.txt", whole.encode())
    assert len(text) <= LONGEST_TEXT and set(text.split()) == {"12345.6789"}
    assert said.startswith("Only the first 299,9") and said.endswith("characters are used.")
    assert read(text).values.size == MOST_NUMBERS


@pytest.mark.parametrize(
    "name, data, sentence",
    [
        ("z.csv", b"\x89PNG\0\0", "of binary files only NumPy's .npy can be read."),
        ("z.npy", b"", "no array of numbers in NumPy's .npy format."),
        ("z.npy", b"0.5 1", "no array of numbers in NumPy's .npy format."),
        ("z.npy", saved(ROWS)[:-3], "no array of numbers in NumPy's .npy format."),
        ("z.npy", pickle.dumps([1.0, 2.0]), "no array of numbers in NumPy's .npy format."),
        (
            "z.npy",
            saved(np.array([1.0, "x"], object), allow_pickle=True),
            "but of Python objects; try astype(float).",
        ),
        ("z.npy", saved(np.array([True, False])), "This is no array of real numbers."),
        ("z.npy", saved(ROWS + 1j), "This is no array of real numbers."),
        ("z.npy", saved(np.array(["1", "2"])), "This is no array of real numbers."),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, data, sentence):
    with pytest.raises(ValueError) as error:
        text_of(name, data)
    assert str(error.value).endswith(sentence) and str(error.value).count(". ") == 0


def test_an_archive_of_arrays_is_no_array():
    file = io.BytesIO()
    np.savez(file, z=ROWS)
    with pytest.raises(ValueError, match="no array of real numbers"):
        text_of("z.npy", file.getvalue())


def test_an_array_that_claims_to_be_huge_is_refused():
    data = saved(ROWS).replace(b"(3, 2), ", b"(9999999999999, 2), ").replace(b" " * 12, b"", 1)
    with pytest.raises(ValueError, match="no array of numbers"):
        text_of("z.npy", data)


@given(st.binary(max_size=80), st.sampled_from(["z.csv", "z.npy", "z"]))
@settings(deadline=None)
def test_any_file_is_a_text_or_refused(data, name):
    for content in (data, saved(ROWS)[: 200 - len(data)] + data):
        try:
            text, _ = text_of(name, content)
        except ValueError as error:
            assert str(error).startswith("This is no ")
        else:
            assert isinstance(text, str)


shapes = arrays.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6)


@given(arrays.arrays(np.float64, shapes, elements=st.floats(-1e9, 1e9)))
@settings(deadline=None)
def test_every_array_comes_back(array):
    np.testing.assert_array_equal(read(text_of("z.npy", saved(array))[0]).values, array)


@pytest.fixture
def box():
    return Box(read("1 2"))


def test_a_box_keeps_its_last_good_numbers(box):
    box.take("x")
    assert box.fault() == "Entry 1, “x”, is not a number. The charts show the example numbers."
    box.take("3 4")
    assert not box.fault() and box.numbers.values.tolist() == [3, 4]
    box.take("5")
    assert box.fault().endswith("there is only 1 here. The charts show your last good numbers.")
    assert box.numbers.values.tolist() == [3, 4] and box.said() == [
        "Shown: 2 numbers, from 3 to 4."
    ]


def test_what_was_said_of_a_file_stays_with_its_text(box):
    text = box.drop("z.npy", saved(np.ones((2, 3, 4))), "1 2")
    box.take(text)
    assert "last of the array's 3 axes" in " ".join(box.said())
    box.take("1 2")
    assert "axes" not in " ".join(box.said())


def test_a_bad_file_leaves_the_text(box):
    box.take("3 4")
    assert box.drop("z.npy", b"", "3 4") == "3 4" and box.files == 1
    assert box.fault().startswith("“z.npy”: This is no array")
    assert box.fault().endswith("The numbers stay as they are.")
    box.take("3 5")
    assert not box.fault()


def test_a_text_is_read_once(box, monkeypatch):
    texts = []
    monkeypatch.setattr("dashboard.pasted.read", lambda text: texts.append(text) or read(text))
    for text in ("1 2 3", "1 2 3", "x", "x"):
        box.take(text)
    assert texts == ["1 2 3", "x"] and isinstance(box.numbers, Pasted)
