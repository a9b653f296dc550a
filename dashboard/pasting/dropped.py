"""The text of a file that a visitor drops in place of pasting it."""

import io

import numpy as np

from dashboard.pasted import LONGEST_TEXT, MOST_NUMBERS

KINDS = ("csv", "txt", "npy")
MEGABYTES = 2
NUMERIC = "iuf"  # NumPy's letters for integers with and without sign, and floats


def text_of(name: str, data: bytes) -> tuple[str, str]:
    """What to paste of a file, by its name and content; and a sentence, if that is not all of it.

    Of an array in NumPy's format the last axis are the units, and all others samples. ValueError
    says in one sentence why the file cannot be read.
    """
    if name.lower().endswith(".npy"):
        return _of_array(data)
    text = _decoded(data)
    if len(text) <= LONGEST_TEXT:
        return text, ""
    begin = text[:LONGEST_TEXT]
    end = max(map(begin.rfind, "\n\r"))  # else in the middle of a number
    begin = begin[:end] if end > 0 else begin[: max(map(begin.rfind, " ,;\t"))]
    return begin, f"Only the first {len(begin):,} of the file's {len(text):,} characters are used."


def _decoded(data: bytes) -> str:
    """A text in UTF-8, in UTF-16 as Excel writes it, or, where it is neither, in Latin letters."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise ValueError("This is no text; of binary files only NumPy's .npy can be read.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _of_array(data: bytes) -> tuple[str, str]:
    if b"'descr': '|O'" in data[:128]:
        raise ValueError("This is no array of numbers but of Python objects; try astype(float).")
    try:
        array = np.load(io.BytesIO(data), allow_pickle=False)
    except Exception as error:  # NumPy stumbles over a broken file in many ways
        raise ValueError("This is no array of numbers in NumPy's .npy format.") from error
    if not isinstance(array, np.ndarray) or array.dtype.kind not in NUMERIC:
        raise ValueError("This is no array of real numbers.")
    units = array.shape[-1] if array.ndim > 1 and 0 < array.shape[-1] <= MOST_NUMBERS else 1
    kept = array.reshape(-1, units)[: MOST_NUMBERS // units]
    kept = kept.astype(np.promote_types(kept.dtype, np.float16))  # no whole numbers: no index
    text = "\n".join(" ".join(map(str, row)) for row in kept)
    said = []
    if array.ndim > 2:
        said.append(f"The last of the array's {array.ndim} axes are the units.")
    if kept.size < array.size:
        said.append(f"Only the first {kept.size:,} of its {array.size:,} numbers are used.")
    return text, " ".join(said)
