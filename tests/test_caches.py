"""What the app keeps is bounded: a server that runs for a term does not grow."""

import ast

import pytest

from dashboard import frame

CACHES = {"lru_cache": "maxsize", "cache_data": "max_entries", "cache_resource": "max_entries"}
SOURCES = sorted(
    path
    for room in ("activations", "dashboard", "pages")
    for path in (frame.ROOT / room).rglob("*.py")
)


def name(node: ast.expr) -> str:
    """The last part of a name: cache_data of st.cache_data."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_every_cache_has_a_bound(path):
    tree = ast.parse(path.read_text())
    bounded = set()
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        if bound := CACHES.get(name(call.func)):
            limits = [word.value for word in call.keywords if word.arg == bound]
            assert limits and 0 < ast.literal_eval(limits[0]) <= 5000, ast.unparse(call)
            bounded.add(call.func)
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    emptied = {node.value for node in attributes if node.attr == "clear"}
    for node in set(ast.walk(tree)) - emptied:
        if isinstance(node, ast.Name | ast.Attribute) and node not in bounded:
            assert name(node) not in [*CACHES, "cache"], f"line {node.lineno}: without a bound"


def test_what_is_kept_for_good_is_the_bench_alone():
    """All that is measured is `cache_data`, which `kept` empties as a whole with its drawings."""
    kept = {path.stem for path in SOURCES if "cache_resource" in path.read_text()}
    assert kept == {"kept", "live"}
