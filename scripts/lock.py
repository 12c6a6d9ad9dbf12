"""Pin the environments anew: requirements/*.in and Home Assistant become *.txt.

Home Assistant installs the requirements of its integrations while it runs. Ours
must not, so they are read from its manifests here and pinned with the rest.
Needs the network.

    .venv/test/bin/python -m scripts.lock
"""

import ast
from collections.abc import Iterator
import json
from pathlib import Path
import tempfile

from scripts import env

# The integrations that ours depends on, or that a test or the demo sets up.
INTEGRATIONS = {
    "camera",
    "event",
    "frontend",
    "history",
    "http",
    "logbook",
    "lovelace",
    "media_source",
    "mobile_app",
    "mqtt",
    "recorder",
    "ring",
    "stream",
    "webhook",
}
MANIFEST = env.ROOT / "custom_components" / "ring_watch" / "manifest.json"
TEST_RELEASE = "2026.10.4"
HOME_RELEASE = "2026.11.0"


def default_integrations(homeassistant: Path) -> Iterator[str]:
    """Yield what every Home Assistant sets up by itself.

    Read from its source: importing it would need what is only being found out.
    """
    bootstrap = ast.parse((homeassistant / "bootstrap.py").read_text())
    for node in bootstrap.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            name, _, value = ast.unparse(node).partition(" = ")
            if name.startswith("DEFAULT_INTEGRATIONS") and value:
                yield from constants(node)
    platforms = ast.parse((homeassistant / "generated/entity_platforms.py").read_text())
    yield from constants(platforms)


def constants(tree: ast.AST) -> Iterator[str]:
    """Yield the strings in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def requirements(homeassistant: Path, wanted: set[str], *, to_run: bool) -> set[str]:
    """Return the requirements of integrations and of all that they depend on.

    To run without the network, that includes what they would only set up later.
    """
    found: set[str] = set()
    seen: set[str] = set()
    while wanted := wanted - seen:
        seen.add(name := wanted.pop())
        path = homeassistant / "components" / name / "manifest.json"
        if not path.exists():
            continue
        manifest = json.loads(path.read_text())
        found.update(manifest.get("requirements", []))
        wanted.update(manifest.get("dependencies", []))
        if to_run:
            wanted.update(manifest.get("after_dependencies", []))
    return found


def compile_requirements(name: str, python: str, *options: str) -> None:
    """Write `requirements/NAME.txt`, with hashes and for every platform."""
    env.say(f"pinning requirements/{name}.txt")
    command = ["pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    command += ["--no-annotate", "--python-version", python]
    command += ["--output-file", f"requirements/{name}.txt", *options]
    extra = {"UV_CUSTOM_COMPILE_COMMAND": "python -m scripts.lock"}
    env.uv(*command, f"requirements/{name}.in", extra=extra)


def compile_home_assistant(name: str, release: str, *, to_run: bool) -> None:
    """Write `requirements/NAME.txt` for an environment with Home Assistant."""
    with tempfile.TemporaryDirectory() as folder:
        package = f"homeassistant=={release}"
        python = str(env.ensure("engine"))
        install = ["pip", "install", "--quiet", "--no-deps", "--python", python]
        env.uv(*install, "--target", folder, package)
        homeassistant = Path(folder, "homeassistant")
        wanted = set(INTEGRATIONS)
        if to_run:
            wanted.update(default_integrations(homeassistant))
        needed = requirements(homeassistant, wanted, to_run=to_run)
        needed.update(json.loads(MANIFEST.read_text())["requirements"])
        components = Path(folder, "components.in")
        components.write_text("\n".join([package, *sorted(needed)]))
        constraints = str(homeassistant / "package_constraints.txt")
        options = [str(components), "--constraints", constraints]
        compile_requirements(name, "3.14.2", *options)


def main() -> None:
    """Write all five files."""
    compile_requirements("tools", "3.9")
    compile_requirements("node", "3.14.2")
    compile_requirements("engine", "3.14.2")
    compile_home_assistant("test", TEST_RELEASE, to_run=False)
    compile_home_assistant("home", HOME_RELEASE, to_run=True)


if __name__ == "__main__":
    main()
