"""The house as the README describes it: rooms, their direction, and how long things are."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {  # room -> the rooms of ours that it may import
    "activations": {"activations"},
    "dashboard": {"activations", "dashboard"},
    "pages": {"activations", "dashboard"},
    "deploy": {"activations", "dashboard", "deploy"},
    "benchmarks": {"activations", "dashboard", "deploy", "benchmarks"},
}
OURS = {*ROOMS, "tests"}
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
every_source = pytest.mark.parametrize(
    "path", SOURCES, ids=[str(path.relative_to(ROOT)) for path in SOURCES]
)
LONGEST_FILE, LONGEST_FUNCTION = 350, 40


def imported(tree: ast.AST) -> set[str]:
    """The first names of what a module imports."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_the_core_loads_neither_streamlit_altair_nor_pandas():
    modules = [f"activations.{path.stem}" for path in (ROOT / "activations").glob("[a-z]*.py")]
    code = (
        f"import sys, {', '.join(sorted(modules))}\n"
        "print({'streamlit', 'altair', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr or done.stdout


@every_source
def test_rooms_import_in_one_direction(path):
    room = path.relative_to(ROOT).parts[0]
    wrong = imported(ast.parse(path.read_text())) & OURS - ROOMS[room]
    assert not wrong, f"{room} imports {wrong}"


@every_source
def test_nothing_is_too_long_to_be_read(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE, "is it two rooms?"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            lines = node.end_lineno - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name}() has {lines} lines"


def test_only_one_module_leans_on_private_parts_of_streamlit():
    private = re.compile(r"streamlit\.(runtime|elements|navigation)")
    leaning = {path.name for path in SOURCES if private.search(path.read_text())}
    assert leaning == {"streamlit_internals.py", "caches.py"}, "and one benchmark, which weighs"


def test_one_key_of_the_session_state_is_ours():
    """Apart from the values of controls, which are named by a variable."""
    for path in [path for path in SOURCES if "dashboard" in path.parts]:
        keys = re.findall(r"session_state\[\"([^\"]+)\"\]", path.read_text())
        assert set(keys) <= {"step"}, path
