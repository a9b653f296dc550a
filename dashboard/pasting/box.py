"""What a visitor has put into a box for numbers, as text or as a file."""

from dataclasses import dataclass

from dashboard import pasted
from dashboard.pasted import Pasted
from dashboard.pasting import dropped


@dataclass
class Box:
    """The last good numbers of a box, at first those of an example, and what is wrong with newer.

    A file becomes the text of the box, and what was said of it is kept as long as that text is.
    """

    numbers: Pasted
    example: bool = True
    text: str | None = None
    wrong: str = ""
    files: int = 0
    of_file: tuple[str | None, str, str] = (None, "", "")  # the text then, what was said, the fault

    def take(self, text: str) -> None:
        """Read the text that stands in the box, unless it is read already."""
        if text == self.text:
            return
        self.text, self.wrong = text, ""
        try:
            self.numbers, self.example = pasted.read(text), False
        except ValueError as error:
            self.wrong = str(error)

    def drop(self, name: str, data: bytes, text: str) -> str:
        """Take a file instead of the `text` of the box; the text that stands there from now on."""
        self.files += 1
        try:
            text, said = dropped.text_of(name, data)
            self.of_file = text, said, ""
        except ValueError as error:
            self.of_file = text, "", f"“{name}”: {error}"
        return text

    def said(self) -> list[str]:
        """How many numbers there are, and how they were read."""
        text, of_file, _ = self.of_file
        shown = "Shown: " * bool(self.fault())
        return [f"{shown}{self.numbers}.", *self.numbers.said] + [of_file] * (text == self.text)

    def fault(self) -> str:
        """What is wrong with the file or the text, and what is shown instead; else no words."""
        text, _, of_file = self.of_file
        if of_file and text == self.text:
            return f"{of_file} The numbers stay as they are."
        shown = "the example numbers" if self.example else "your last good numbers"
        return self.wrong and f"{self.wrong} The charts show {shown}."
