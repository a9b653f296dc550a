"""The direction of the rooms: the core knows nothing of what shows it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_core_loads_neither_streamlit_altair_nor_pandas():
    modules = [f"activations.{path.stem}" for path in (ROOT / "activations").glob("[a-z]*.py")]
    code = (
        f"import sys, {', '.join(sorted(modules))}\n"
        "print({'streamlit', 'altair', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr or done.stdout
