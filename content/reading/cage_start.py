"""Runs one of our modules in the cage: `python -P cage_start.py MODULE ARGUMENT…`.

`python -m` would look through the names in the project's folder, where data may lie: in the cage
that folder is closed, and `content` is found by its place.
"""

from __future__ import annotations

import importlib.util
import runpy
import sys
from pathlib import Path


def main(name: str) -> None:
    """Run the module with what is left of the arguments."""
    package = Path(__file__).resolve().parents[1]
    spec = importlib.util.spec_from_file_location(
        "content", package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert spec is not None
    assert spec.loader is not None
    content = sys.modules["content"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(content)
    del sys.argv[0]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1])
