"""Pasted numbers: what is read, what is said of it, and which sentence says what is wrong."""

import numpy as np
import pytest

from activations import ACTIVATIONS, sampling
from dashboard.pasted import MOST_NUMBERS, read

LIST = [0.4, -0.1]
TF = "<tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.4, -0.1], dtype=float32)>"


def values(text):
    return read(text).values


def said(text):
    return " ".join(read(text).said)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("1 2 3", [1, 2, 3]),
        ("1,2;3\t4\n5\r\n6|7", [1, 2, 3, 4, 5, 6, 7]),
        ("  1,, 2 ;\n\n 3,  ", [1, 2, 3]),
        ("[1, 2], (3, 4) {5, 6}", [[1, 2], [3, 4], [5, 6]]),
        ("1,5", [1, 5]),
        ("1.5, -2.5", [1.5, -2.5]),
        ("1\u00a02\u20093\u30004", [1, 2, 3, 4]),
        ("\ufeff1\uff0c2\uff1b3\u30014", [1, 2, 3, 4]),
        ("\u22121 \u20132 \uff0d3 -4", [-1, -2, -3, -4]),
        ("+1 .5 5. 1e3 -2E-2", [1, 0.5, 5, 1000, -0.02]),
        ("'1' \"2\", '-3'", [1, 2, -3]),
        ("-0 0", [0, 0]),
        ("1e-400 2", [0, 2]),
        ("1e9 -1e9", [1e9, -1e9]),
        ("3 3", [3, 3]),
        ("1e-323 -1e-323", [1e-323, -1e-323]),
        ("1.5D-3 -2d4 1_000", [0.0015, -20000, 1000]),
        ("0.5,\n0.7,\n0.9,", [0.5, 0.7, 0.9]),
        ("1, 2, 3,\n4, 5, 6", [[1, 2, 3], [4, 5, 6]]),
        ("0.5 & 0.7 \\\\\n0.1 & 0.2 \\\\", [[0.5, 0.7], [0.1, 0.2]]),
    ],
)
def test_what_is_read(text, expected):
    np.testing.assert_array_equal(values(text), expected)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("tensor([[0.4, -0.1], [-0.2, 0.6]], grad_fn=<AddmmBackward0>)", [LIST, [-0.2, 0.6]]),
        ("tensor([[0.4, -0.1],\\n        [-0.2, 0.6]])", [LIST, [-0.2, 0.6]]),
        ("tensor([0.4, -0.1], device='cuda:0', dtype=torch.float16)", LIST),
        ("tensor([0.4, -0.1], device=cuda:0, requires_grad=True)", LIST),
        ("tensor([0.4, -0.1], size=torch.Size([2]), names=('N',))", LIST),
        ("[tensor(0.4), tensor(-0.1)]", LIST),
        ("Parameter containing:\ntensor([0.4, -0.1], requires_grad=True)", LIST),
        ("array([0.4, -0.1], dtype=float32)", LIST),
        ("array([0.4, -0.1],\n      dtype='<f4')", LIST),
        ("[np.float32(0.4), np.float32(-0.1)]", LIST),
        ("Array([0.4, -0.1], dtype=float32)", LIST),
        (TF, LIST),
        (f"[{TF}, {TF}]", [LIST, LIST]),
        ("[<tf.Tensor: shape=(), numpy=0.4>, <tf.Tensor: shape=(), numpy=-0.1>]", LIST),
        ("<tf.Variable 'dense/bias:0' shape=(2,) dtype=float32, numpy=array([0.4, -0.1])>", LIST),
        ("tf.Tensor(\n[[0.4 -0.1]\n [0.2 0.3]], shape=(2, 2), dtype=float32)", [LIST, [0.2, 0.3]]),
        ('{"z": [0.4, -0.1]}', LIST),
        ('{"z":[0.4,-0.1],"step":[3]}', [*LIST, 3]),
        ('{"columns":["a"],"index":[5,6],"data":[[0.4],[-0.1]]}', LIST),
        ('[{"a": 0.4, "b": -0.1}, {"a": 1, "b": 2}]', [LIST, [1, 2]]),
        ("{0: 0.4, 1: -0.1}", LIST),
        ("x =\n\n    0.4000\n   -0.1000\n", LIST),
        ("[0.4 -0.1; 1 2]", [LIST, [1, 2]]),
        ("c(0.4, -0.1)", LIST),
        ("x <- c(0.4, -0.1)", LIST),
        ("matrix(c(0.4, -0.1), nrow=2, ncol=1, byrow=TRUE)", LIST),
        ("array(c(0.4, -0.1), dim = c(2, 1), dimnames=list(c('1', '2'), '1'))", LIST),
        ("np.array([0.4, -0.1], ndmin=2)", LIST),
        ('{"a": tensor(0.4), "b": -0.1}', LIST),
        ("OrderedDict([('a', tensor([0.4, -0.1]))])", LIST),
        ("OrderedDict([('a', tensor([0.4, -0.1])), ('b', tensor([1., 2.]))])", [*LIST, 1, 2]),
        ("dict_values([0.4, -0.1])", LIST),
        ("array('d', [0.4, -0.1])", LIST),
        ("deque([0.4, -0.1], maxlen=5)", LIST),
        ("list(c(0.4, -0.1), b=c(1, 2, 3))", [*LIST, 1, 2, 3]),
        ("tensor([0.4, -0.1], dtype=torch.qint8, scale=0.1, zero_point=10)", LIST),
        ("masked_array(data=[0.4, -0.1], mask=[False, False], fill_value=1e+20)", LIST),
        ("2-element Vector{Float64}:\n  0.4\n -0.1", LIST),
        ("a: 0.4\nb: -0.1", LIST),
        ("| a | b |\n|---|:-:|\n| 0.4 | -0.1 |\n| 1 | 2 |", [LIST, [1, 2]]),
        ("[[1], [2], [3]]", [1, 2, 3]),
        ("[[1, 2], [3]]", [1, 2, 3]),
        ("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", [[1, 2], [3, 4], [5, 6], [7, 8]]),
        ("1 2\n3 4\n", [[1, 2], [3, 4]]),
        ("1,-2\n3,-4", [[1, -2], [3, -4]]),
    ],
)  # fmt: skip
def test_names_types_and_shapes_are_no_data(text, expected):
    np.testing.assert_array_equal(values(text), expected)


@pytest.mark.parametrize(
    "text, expected, words",
    [
        ("z\n0.5\n-1.25", [0.5, -1.25], "above the numbers, “z”"),
        ('"unit 1","unit 2"\n0.5,1\n-1.25,2', [[0.5, 1], [-1.25, 2]], "“unit 1 unit 2”"),
        ("unit 1,unit 2\n0.5,1\n-1.25,2", [[0.5, 1], [-1.25, 2]], "“unit 1 unit 2”"),
        ("# seed 1\n0.5\n-1.25", [0.5, -1.25], "“# seed 1”"),
        ("z" * 99 + "\n1\n2", [1, 2], "“" + "z" * 40 + "…”"),
        ("0\t-0.5\n1\t1.2", [-0.5, 1.2], "the first column, an index from 0 to 1"),
        (",z\n0,-0.5\n1,1.2", [-0.5, 1.2], "an index from 0 to 1"),
        ("0   -5\n1    1\ndtype: int64", [-5, 1], "an index"),
        ("7   -5\n8    1\nName: z, Length: 2, dtype: int64", [-5, 1], "an index from 7 to 8"),
        ("   a  b\n0  1 -5\n1  2  7", [[1, -5], [2, 7]], "an index from 0 to 1"),
        ("     0    1\n0  0.1 -5\n1  2  7", [[0.1, -5], [2, 7]], "which counts their columns"),
        ("0 1\n1 0", [[0, 1], [1, 0]], "counts like an index, but was kept"),
        ("a  0.5\nb  -1.25", [0.5, -1.25], "1 column without numbers"),
        ("id,who,z\n1,ann,0.5\n2,bob,2", [0.5, 2], "1 column without numbers"),
        ("[1] -0.5 1.5 2.2 -0.1\n[5] 0.3 7", [-0.5, 1.5, 2.2, -0.1, 0.3, 7], "R's line numbers"),
        ("[1] 0.5 2\n[1] 0.3 7", [0.5, 2, 0.3, 7], "R's line numbers"),
        ("     [,1] [,2]\n[1,]  0.1 -0.2\n[2,]  0.3  0.4", [[0.1, -0.2], [0.3, 0.4]], "R's line"),
        ("z: array([0.5, 2.]) is z", [0.5, 2], "outside the brackets"),
        (">>> 2 * np.array([1, 2])\narray([2, 4])", [2, 4], "what was typed at a prompt"),
        ("In [5]: z\nOut[5]: array([0.5, 2.])", [0.5, 2], "what was typed at a prompt"),
        ("> x\n[1]  0.5 -0.2  1.3", [0.5, -0.2, 1.3], "R's line numbers, prompts and titles"),
        ("> x\n[1]  0.5 -0.2\n[3]  1.3", [0.5, -0.2, 1.3], "R's line numbers"),
        ("[[1]]\n[1] 0.1 0.2 0.3", [0.1, 0.2, 0.3], "R's line numbers"),
        ("$a\n[1] 0.1 0.2\n\n$b\n[1] 3", [0.1, 0.2, 3], "R's line numbers"),
        ("[1] 0.1 0.2\nLevels: 0.1 0.2", [0.1, 0.2], "R's line numbers"),
        (", , 1\n\n     [,1] [,2]\n[1,] 0.1 3\n[2,] 2 4", [[0.1, 3], [2, 4]], "titles"),
        ("date,value\n2020-01-01,0.5\n2020-01-02,0.7", [0.5, 0.7], "1 column without numbers"),
        ("date,value\n2020-01-01,5\n2020-01-02,7", [5, 7], "1 column without numbers"),
        ("layer,z\nconv1,0.5\nconv2,-0.7", [0.5, -0.7], "1 column without numbers"),
        ("id,z\nA1,5\nA2,7", [5, 7], "1 column without numbers"),
        ("time,z\n10:30,0.5\n10:31,0.6", [0.5, 0.6], "1 column without numbers"),
        ("z,date\n0.5,2020-01-01\n0.6,2020-01-02", [0.5, 0.6], "1 column without numbers"),
        ("id,note,z\n1,,0.5\n3,x,2", [[1, 0.5], [3, 2]], "1 column without numbers"),
        ("1. 0.5\n2. 0.7\n3. -0.2", [0.5, 0.7, -0.2], "an index from 1 to 3."),
        ("     0    1\na  0.5 -1\nb  1.5  2", [[0.5, -1], [1.5, 2]], "which counts their columns"),
        ("|    |   0 |   1 |\n|---:|----:|----:|\n|  4 | 0.5 |  -1 |\n|  2 | 1.5 |   2 |",
         [[0.5, -1], [1.5, 2]], "an index from 4 to 2."),
        ("| 0 |\n|---|\n| 0.5 |\n| -1 |", [0.5, -1], "above the numbers, “0”"),
        ("5\t-0.5\n6\t1.5\n7\t2", [-0.5, 1.5, 2], "an index from 5 to 7."),
        ("\\hline\nz & w \\\\\n\\hline\n1.5 & 2 \\\\\n\\hline", [1.5, 2], "z w"),
        ("* 1.5\n* -2.5", [1.5, -2.5], "1 column without numbers"),
        ("1\n2 3", [1, 2, 3], "of different lengths"),
        ("0,1,2\n0.5,1.5,2.5\n-1.0,3.0,1.0", [[0.5, 1.5, 2.5], [-1, 3, 1]], "counts their columns"),
        ("0 1 2\n3 4 5\n6 7 8.5", [[0, 1, 2], [3, 4, 5], [6, 7, 8.5]], ""),
        ("0\n0.5\n-0.7", [0, 0.5, -0.7], "The first row counts like a header, but was kept."),
        ("     0\n2  0.9\n0  0.5", [0.9, 0.5], "an index from 2 to 0"),
        ("   a  b\n2  1 -5\n0  2  7", [[1, -5], [2, 7]], "an index from 2 to 0"),
        (",a\n2,-5\n0,7", [-5, 7], "an index from 2 to 0"),
        ("2   -5\n0    1\ndtype: int64", [-5, 1], "an index from 2 to 0"),
        ("12\u00a0345,67\n1\u202f234,5", [12345.67, 1234.5], "If they separate numbers, put plain"),
        ("[[1, 2], [3]]", [1, 2, 3], "of different lengths"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_said(text, expected, words):
    np.testing.assert_array_equal(values(text), expected)
    assert words in said(text)


def test_lines_of_r_have_the_mean_of_their_numbers():
    numbers = values("[1] -0.5  1.5  2.2 -0.1\n[5]  0.3  0.7")
    assert sampling.moments(ACTIVATIONS["relu"], numbers)[0] == pytest.approx(0.7833, abs=1e-4)


@pytest.mark.parametrize("text", ["1 2 3", "1, 5", "[1,5]", "0.5,0.25", "1,2,3", "-1 2.5", "1;2"])
def test_of_what_is_plain_nothing_is_said(text):
    assert read(text).said == ()


@pytest.mark.parametrize(
    "text, words",
    [
        ("-0.5 1.5 2.25 0 0 1", "6 numbers, from −0.5 to 2.25"),
        ("1 2\n3 -4\n5 6", "3 rows of 2 units, from −4 to 6"),
    ],
)
def test_how_many_there_are(text, words):
    assert str(read(text)) == words


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "at least 2 numbers; there is none here."),
        (" \n\t,;[] '' ", "at least 2 numbers; there is none here."),
        ("5", "at least 2 numbers; there is only 1 here."),
        ("1 2 abc 4", "Entry 3, “abc”, is not a number."),
        ("x 2", "Entry 1, “x”, is not a number."),
        ("1 nan", "Entry 2, “nan”, is not a finite number."),
        ("1 inf 2", "Entry 2, “inf”, is not a finite number."),
        ("-Infinity 2", "Entry 1, “-Infinity”, is not a finite number."),
        ("1 None 2", "Entry 2, “None”, is a missing value."),
        ("[1, null, 2]", "Entry 2, “null”, is a missing value."),
        ("1 1e400", "Entry 2, “1e400”, is not a finite number."),
        ("1 2e9", "Entry 2, “2e9”, is beyond ±1,000,000,000."),
        ("1 -1e308", "Entry 2, “-1e308”, is beyond ±1,000,000,000."),
        ("1 - 2", "Entry 2, “-”, is not a number."),
        ("1\u20132 3", "Entry 1, “1-2”, is not a number."),
        ("1..2 3", "Entry 1, “1..2”, is not a number."),
        ("50% 3", "Entry 1, “50%”, is a percentage; write it as a decimal number."),
        ("€5 3", "Entry 1, “€5”, is not a number."),
        ("12:30 3", "Entry 1, “12:30”, is not a number."),
        ("<0.5 3", "Entry 1, “<0.5”, is not a number."),
        ("1'000 3", "Entry 1, “1'000”, is not a number."),
        ("1/2 3", "Entry 1, “1/2”, is not a number."),
        ("0x10 3", "Entry 1, “0x10”, is not a number."),
        ("1+2j 3", "Entry 1, “1+2j”, is not a number."),
        ("[True, False]", "Entry 1, “True”, is not a number."),
        ("1 2\x00 3", "Entry 2, “2?”, is not a number."),
        ("1 " + "z" * 500, "Entry 2, “" + "z" * 20 + "…”, is not a number."),
        ("1 " + "9" * 400, "Entry 2, “" + "9" * 20 + "…”, is not a finite number."),
        ("1 " * 1233 + "a", "Entry 1,234, “a”, is not a number."),
        ("np.linspace(0, 1, 5)", "Entry 1, “np.linspace(…)”, is not a number."),
        ("[0.1 0.2 ... 0.3]", "At “...” the printout left numbers out; print them all."),
        ("tensor([0.1, 0.2,  ..., 0.3])", "the printout left numbers out; print them all."),
        ("0   0.1\n    ..\n9   0.3\nLength: 10", "the printout left numbers out; print them all."),
        ("0.1 … 0.3", "the printout left numbers out; print them all."),
        ("x =\n\n   1.0e+03 *\n\n   0.5   1.5", "scales the whole printout; print the numbers "
         "unscaled."),
        ("1,034 2,500", "“1,034” may be 1.034 or 1034: write the numbers without commas."),
        ("[1,] 2 3\n[2,] 4 5\n     c\n[1,] 5\n[2,] 6", "“c” stands among R's numbered lines: paste "
         "only those."),
        ("[1] 2 3\n[5] 4", "R's line [3] is missing before [5]: paste all lines."),
        ("z\n[1] 0.5 2", "“z” stands among R's numbered lines: paste only those."),
        (", , 1\n     [,1]\n[1,] 1\n[2,] 2\n\n, , 2\n     [,1]\n[1,] 5\n[2,] 6", "paste one of "
         "them."),
        ("matrix(c(0.1, 0.2), 2, 1)", "data matrix(…) holds more: paste what it prints."),
        ("array(c(0.1, 0.2), c(2, 1))", "array(…) holds more: paste what it prints."),
        ("np.array([1, 2, 3])[:2]", "“[…][…]” computes with the numbers in brackets: paste its "
         "result."),
        ("-np.array([1, 2])", "“-np.array[…]” computes with the numbers in brackets: paste its "
         "result."),
        ("- [1, 2]", "“- […]” computes with the numbers in brackets: paste its result."),
        ("2*[1, 2]", "“2*[…]” computes with the numbers in brackets: paste its result."),
        ("2 * c(1, 2)", "“* […]” computes with the numbers in brackets: paste its result."),
        ("[1,2,3]*5", "“[…]*5” computes with the numbers in brackets: paste its result."),
        ("[1,2,3] / 2", "“[…]/” computes with the numbers in brackets: paste its result."),
        ("array([1,2]).round(2)", "“[…].round” computes with the numbers in brackets: paste its "
         "result."),
        ("(1.5)\n2.5", "“(1.5)” may be −1.5 or a note: write it without brackets."),
        ("1.234(5) 2", "“1.234[…]” computes with the numbers in brackets: paste its result."),
        ('{"name": "z", "n": 2, "z": [1.5, 2.5]}', "A number has a name beside that of a list: "
         "paste the list alone."),
        ('{"z": array([1.5, 2.5]), "n": 2}', "paste the list alone."),
        ("tensor(indices=tensor([[0, 2]]), values=tensor([1., 2.]), size=(3,), nnz=2)", "A sparse "
         "tensor leaves its zeros out: print it dense."),
        ("a,b\n1,NA\n2,3", "Entry 2, “NA”, is a missing value."),
        ("a,b\n1,\n2,3", "Row 1 has no number in column 2."),
        ("a,b\n5,\n2,3\n4,6", "Row 1 has no number in column 2."),
        ("a\tb\n1\t2\n\t3", "Row 2 has no number in column 1."),
        ("    a  \\\n0 0.5\n\n   b\n0 0.7", "At “\\” the columns were wrapped; if pandas did it, "
         "use to_csv()."),
        ("\u2212 0.5\n\u2212 0.7", "Entry 1, “-”, is not a number."),
        ("[1,] 2 3\n[2,] 4 5\n[1,] 5\n[2,] 6", "in several blocks: paste one of them."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence(text, sentence):
    with pytest.raises(ValueError) as error:
        read(text)
    assert str(error.value).endswith(sentence)
    assert str(error.value).count(". ") == 0


def test_as_many_as_fit_and_more():
    numbers = (np.linspace(-1, 1, MOST_NUMBERS) / 7).tolist()
    text = ", ".join(map(repr, numbers))
    assert values(text).tolist() == numbers and not read(text).said
    assert values(text + " 1").tolist() == numbers
    assert said(text + " 1") == "Only the first 10,000 of these 10,001 numbers are used."
    rows = "1 2 3\n" * 4000
    assert values(rows).shape == (3333, 3)
    assert "Only the first 9,999 of these 12,000 numbers" in said(rows)


def test_a_text_beyond_all_measure_is_not_read():
    with pytest.raises(ValueError, match="^At most 300,000 characters fit here; these are 10,000,"):
        read("1" * 10_000_000)
