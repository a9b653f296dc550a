"""The house as README and CONTRIBUTING describe it: rooms, their direction, what lies where."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import activations

ROOT = Path(__file__).parent.parent
TEXTS = {
    name: (ROOT / name).read_text() for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
}
MADE = ("results/", ".venv/")  # by commands that the README gives
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
CORE = [path for path in SOURCES if path.relative_to(ROOT).parts[0] == "activations"]
LEARNING = "activations.learning"
OPTIONAL = {"experiments": {"distributed"}}  # only where runs go to a cluster


def imported(path: Path) -> set[str]:
    """What a module imports, by full names: modules, and what it takes from them."""
    package, found = path.relative_to(ROOT).parts[:-1], set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            of = ".".join([*start, *filter(None, [node.module])])
            found |= {of, *(f"{of}.{name.name}" for name in node.names)}
    return found


def first(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def test_the_core_loads_neither_streamlit_altair_nor_pandas():
    """Nor does its room that trains; the core without it does not even load that room."""
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in CORE]
    modules = [name for name in names if "__" not in name]
    alone = [name for name in modules if not name.startswith(LEARNING)]
    assert modules != alone
    for some, kept_out in ((alone, {LEARNING}), (modules, set())):
        kept_out = kept_out | {"streamlit", "altair", "pandas"}
        code = f"import sys, {', '.join(some)}\nprint({kept_out} & set(sys.modules))"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
        )
        assert done.stdout.strip() == "set()", done.stderr or done.stdout


@every_source
def test_rooms_import_in_one_direction(path):
    room = path.relative_to(ROOT).parts[0]
    wrong = first(imported(path)) & OURS - ROOMS[room]
    assert not wrong, f"{room} imports {wrong}"


@pytest.mark.parametrize("path", CORE, ids=[path.stem for path in CORE])
def test_the_core_imports_numpy_and_the_standard_library(path):
    names = imported(path)
    more = OPTIONAL.get(path.stem, set())
    assert first(names) <= {"activations", "numpy", *more, *sys.stdlib_module_names}
    if path.parent.name != "learning":
        assert not [name for name in names if name.startswith(LEARNING)]


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


def code(text: str) -> list[str]:
    """What a text sets as code: in a line, and in blocks."""
    return re.findall(r"`([^`\n]+)`", text) + re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def test_every_path_and_module_that_the_texts_name_exists():
    text = "\n".join(TEXTS.values())
    words = [word.strip(",;()") for part in code(text) for word in part.split()]
    paths = {word for word in words if re.search(r"/|\.(py|md|txt|toml)$", word)}
    paths = {path for path in paths if not path.startswith(MADE)}
    paths |= set(re.findall(r"\]\(([^):]+)\)", text))
    lost = {path for path in paths if not any(ROOT.glob(path.rstrip("/")))}
    modules = re.findall(rf"python -m ((?:{'|'.join(OURS)})[\w.]*)", text)
    folders = {module: ROOT / module.replace(".", "/") for module in modules}
    lost |= {
        module
        for module, folder in folders.items()
        if not folder.with_suffix(".py").exists() and not (folder / "__main__.py").exists()
    }
    assert not lost and len(paths) > 10 and len(modules) > 4


def test_every_room_is_described():
    described = re.findall(r"^\| `([\w/]+)/` \|", TEXTS["CONTRIBUTING.md"], re.MULTILINE)
    assert set(described) == OURS | {"activations/learning"}
    packages = {path.parent.name for path in ROOT.glob("*/*.py")}
    assert packages == OURS


def test_ci_runs_what_the_readme_says():
    [command] = re.findall(r"^pip .*python -m pytest$", TEXTS["README.md"], re.MULTILINE)
    run = (ROOT / ".ci" / "run").read_text()
    assert f"({command})" in run and "python -m pytest -m slow" in run
    every = {path.name for path in ROOT.glob("tests/requirements*.txt")}
    every |= {path.name for path in ROOT.glob("requirements*.txt")} - {"requirements.txt"}
    listed = re.findall(
        r"^-r (?:.*/)?(\S+)$", (ROOT / "tests/requirements-ci.txt").read_text(), re.M
    )
    assert {*listed, "requirements-ci.txt"} == every


def test_the_last_version_is_said_to_have_changed_something():
    versions = re.findall(r"^## (\S+) \(\d{4}-\d\d-\d\d\)$", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert versions[0] == activations.__version__
