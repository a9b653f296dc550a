"""The most that each cache of the app can hold: its bound times the largest entry seen.

    python -m benchmarks.caches

Opens every page with every control at either of its ends, and weighs what is kept.
"""

import functools
import pickle
import sys

import altair  # noqa: F401  what it decorates is not the app's
import streamlit as st
from streamlit.runtime.caching.cache_resource_api import ResourceCache
from streamlit.testing.v1 import AppTest

KEEP = functools.lru_cache
kept: dict[str, tuple[int, int]] = {}  # name -> (bound, largest entry in bytes)


def weight(thing) -> int:
    """The bytes of a value and all that it holds."""
    size = sys.getsizeof(thing)
    if hasattr(thing, "nbytes"):
        return max(size, thing.nbytes)
    if isinstance(thing, dict):
        return size + sum(weight(part) for pair in thing.items() for part in pair)
    if isinstance(thing, (list, tuple)):
        return size + sum(map(weight, thing))
    return size


def note(function, bound: int, size: int) -> None:
    name = f"{function.__module__}.{function.__name__}"
    kept[name] = (bound, max(size, kept.get(name, (0, 0))[1]))


def weighing(maxsize: int = 128, typed: bool = False):
    """Stands in for `lru_cache`, and notes how large an entry is when it is made."""

    def decorate(function):
        if not function.__module__.startswith(("activations", "dashboard")):
            return KEEP(maxsize, typed)(function)

        @KEEP(maxsize=maxsize)
        @functools.wraps(function)
        def made(*given, **named):
            entry = function(*given, **named)
            note(function, maxsize, weight(entry))
            return entry

        return made

    return decorate


def weighing_data(max_entries: int, **_):
    """Stands in for `st.cache_data`, which keeps what is pickled."""

    def decorate(function):
        @functools.wraps(function)
        def made(*given, **named):
            entry = function(*given, **named)
            note(function, max_entries, len(pickle.dumps(entry)))
            return entry

        return made

    return decorate


write = ResourceCache.write_result


def weighing_views(cache: ResourceCache, key: str, value, messages: list) -> None:
    """Stands in for what `st.cache_resource` does with a result and what was drawn for it."""
    write(cache, key, value, messages)
    name = cache.display_name
    if isinstance(value, dict):  # a view; the specifications of its charts are kept elsewhere
        value = {title: (chart.key, chart.tables) for title, chart in value.items()}
    size = weight(value) + sum(entry.message.ByteSize() for entry in messages)
    kept[name] = (int(cache.max_entries), max(size, kept.get(name, (0, 0))[1]))


def at_the_ends(app) -> None:
    """Move every control in sight to its ends, and leave it there: what is large comes together."""
    for slider in app.sidebar.slider:
        for value in (slider.min, slider.max):
            app.sidebar.slider(key=slider.key).set_value(value).run()
    for choice in app.sidebar.selectbox:
        for value in choice.options:
            for same in [each for each in app.sidebar.selectbox if each.key == choice.key]:
                same.set_value(value).run()  # else another choice has put it out of sight
    for several in [*app.sidebar.button_group, *app.sidebar.multiselect]:
        several.set_value(several.options).run()


def main() -> None:
    ResourceCache.write_result = weighing_views
    functools.lru_cache, st.cache_data = weighing, weighing_data  # before the app is imported
    from dashboard import bench, frame, live, steps

    for page in [steps.declared(page.script) for page in frame.PAGES]:
        for name in map(steps.name_of, page.steps):
            app = AppTest.from_file(str(frame.ROOT / "streamlit_app.py"), default_timeout=600)
            app.query_params["step"] = name
            app.switch_page(page.script).run()
            if "fact_check" not in page.script:  # it opens with all that it has
                at_the_ends(app)
    trained = max(map(weight, live.bench()._results.values()), default=0)
    kept["dashboard.bench.Bench._results"] = (bench.MOST_RESULTS, trained)
    for name, (bound, size) in sorted(kept.items(), key=lambda item: -item[1][0] * item[1][1]):
        most = f"{bound * size / 1e6:6.1f} MB"
        print(f"{name:<44}{bound:6} x {size / 1e3:8.1f} kB = {most}")
    total = sum(bound * size for bound, size in kept.values()) / 1e6
    print(f"{total:.0f} MB at most, if every cache were full of its largest entry")


if __name__ == "__main__":
    main()
