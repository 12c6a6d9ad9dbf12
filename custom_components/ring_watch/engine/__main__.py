"""Start of the command line; see ``scripts/engine --help``.

Run by its path: ``python -P …/engine/__main__.py COMMAND …``. The engine is then
loaded as a package of its own, so that neither Home Assistant nor the modules beside
the package (some are named like modules of the standard library) are ever imported.
"""

import importlib
import importlib.util
import os
from pathlib import Path
import sys


def _load_package() -> str:
    """Make this folder importable as a top-level package; return its name."""
    folder = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        folder.name,
        folder / "__init__.py",
        submodule_search_locations=[str(folder)],
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[folder.name] = package
    spec.loader.exec_module(package)
    return folder.name


if __name__ == "__main__":
    # NumPy's linear algebra, which nothing here uses, would start threads that spin.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main = importlib.import_module(f"{_load_package()}.cli").main
    code = main()
    # At once: taking apart all that was loaded takes 0.05 s. What was printed is
    # flushed, files are written through, threads were waited for.
    os._exit(code)
