"""The scripts of the project, as a person types them."""

from pathlib import Path
import shutil
import subprocess

import pytest

from scripts import env

FOLDER = Path(env.__file__).parent
PLAIN = ("develop", "frontend", "lint", "setup", "test")
# These take options, which are known before anything is made.
TAUGHT = ("bench", "demo")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that has these scripts and nothing that they could run."""
    (tmp_path / "scripts").mkdir()
    for name in (*PLAIN, *TAUGHT, "options.py"):
        shutil.copy(FOLDER / name, tmp_path / "scripts")
    return tmp_path


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_tells_what_a_script_does_and_does_nothing(
    name: str, word: str, project: Path
) -> None:
    before = sorted(project.rglob("*"))
    done = run(project, f"scripts/{name}", word)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"\n  scripts/{name}" in done.stdout
    assert "#" not in done.stdout
    assert "set -" not in done.stdout
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("name", TAUGHT)
@pytest.mark.parametrize("words", [["-h"], ["--json", "x", "--help"]])
def test_options_are_told_without_any_work(
    name: str, words: list[str], project: Path
) -> None:
    before = sorted(project.rglob("*"))
    done = run(project, f"scripts/{name}", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: scripts/{name} ")
    assert "--folder FOLDER" in done.stdout
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("name", TAUGHT)
def test_options_that_are_wrong_are_refused_before_any_work(
    name: str, project: Path
) -> None:
    done = run(project, f"scripts/{name}", "--nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--nonsense" in done.stderr


@pytest.mark.parametrize("name", ["frontend", "setup"])
def test_what_is_not_known_is_refused_before_any_work(name: str, project: Path) -> None:
    done = run(project, f"scripts/{name}", "all")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"\n  scripts/{name}" in done.stderr


NPM = """\
#!/bin/sh
echo begin >>"$0.log"
sleep 0.5
mkdir -p node_modules
echo end >>"$0.log"
"""


def test_two_calls_install_the_frontend_once(project: Path) -> None:
    node, python = project / "bin" / "node", project / "python"
    node.parent.mkdir()
    node.write_text(NPM)
    python.write_text(f"#!/bin/sh\necho {project}\n")
    (project / "scripts" / "env.py").write_text(f"print({str(python)!r})\n")
    for path in (node, python):
        path.chmod(0o755)
    (project / "frontend").mkdir()
    (project / "frontend" / "package-lock.json").write_text("{}")
    (project / ".venv").mkdir()

    command = ["scripts/frontend", "install"]
    both = [subprocess.Popen(command, cwd=project) for _ in "ab"]
    assert [process.wait(30) for process in both] == [0, 0]
    assert (node.parent / "node.log").read_text().split() == ["begin", "end"]


PYTEST = """\
#!/bin/sh
case $* in *pytest*) ;; *) exit ;; esac
where=${PYTEST_DEBUG_TEMPROOT-}
[ -z "$where" ] || touch "$where/file"
echo "$COVERAGE_FILE [$where]" >>calls
case $COVERAGE_FILE in *beside) exit $STATUS ;; esac
"""


@pytest.mark.parametrize("status", [0, 5])
def test_what_runs_beside_leaves_nothing_in_memory(
    status: int, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = project / ".venv" / "test" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(PYTEST)
    python.chmod(0o755)
    (project / "scripts" / "env.py").touch()
    (project / "scripts" / "frontend").write_text("#!/bin/sh\n")
    monkeypatch.setenv("STATUS", str(status))
    # This test may be one of those that run beside.
    monkeypatch.delenv("PYTEST_DEBUG_TEMPROOT", raising=False)

    done = run(project, "scripts/test", "--no-lint")

    assert done.returncode == status, done.stderr
    calls = dict(call.split() for call in (project / "calls").read_text().splitlines())
    assert calls[".coverage.realtime"] == "[]"
    folder = calls[".coverage.beside"].strip("[]")
    assert not folder or not Path(folder).exists()
    assert "rm:" not in done.stderr
