"""What scripts/demo refuses before it begins."""

from pathlib import Path

import pytest

from scripts import demo


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "99999"], "99999 is not a port"),
        (["--port", "0"], "0 is not a port"),
        (["--port", "x"], "x is not a port"),
        (["--folder", "{file}"], "{file}: File exists"),
        (["--folder", "{file}/demo"], "{file}/demo: Not a directory"),
        (["--folder", "{other}"], "{other} is not empty"),
        (["--json", "{file}/report"], "{file}/report: Not a directory"),
        (["--json", "{other}"], "{other}: Is a directory"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = {"file": str(tmp_path / "file"), "other": str(tmp_path / "other")}
    (tmp_path / "file").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter").touch()
    words = [argument.format_map(names) for argument in arguments]
    if "--folder" not in words:
        words += ["--folder", str(tmp_path / "demo")]
    monkeypatch.setattr("sys.argv", ["demo", *words])

    with pytest.raises(SystemExit) as ended:
        demo.main()

    assert ended.value.code
    told = f"{ended.value.code}\n{capsys.readouterr().err}"
    assert said.format_map(names) in told
    # Nothing of another's has gone, and nothing was begun.
    assert (tmp_path / "other" / "letter").exists()
    assert not (tmp_path / "demo" / "home").exists()
