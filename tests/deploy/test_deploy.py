"""The files to run Renkei with: parsed and checked; neither systemd nor a container engine runs here."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

from service.settings import table

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "renkei.service"
CONTAINER = ROOT / "deploy" / "Containerfile"
DOCUMENT = ROOT / "docs" / "operation.md"
VARIABLES = {setting.variable for setting in table()}


def unit() -> dict[str, list[str]]:
    """Keys of the section Service with all their values."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line
        elif line and not line.startswith("#") and section == "[Service]":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_is_well_formed_and_hardened() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read(UNIT, encoding="utf-8")
    assert parser.sections() == ["Unit", "Service", "Install"]
    said = unit()
    assert said["User"] != ["root"]
    assert said["ProtectSystem"] == ["strict"]
    assert said["NoNewPrivileges"] == ["yes"]
    assert said["CapabilityBoundingSet"] == [""]
    assert said["KillMode"] == [
        "mixed"
    ]  # the engine's processes must not be told to stop before their answers are sent
    assert "-HUP" in said["ExecReload"][0]


def test_the_unit_names_settings_that_exist_and_stops_in_time() -> None:
    said = dict(each.split("=", 1) for each in unit()["Environment"])
    assert set(said) <= VARIABLES
    assert float(said["RENKEI_DRAIN"]) + float(said["RENKEI_STOP_WAIT"]) < float(unit()["TimeoutStopSec"][0])


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        return  # not a system with systemd: the tests above have to do
    here = UNIT.read_text(encoding="utf-8").replace("/opt/renkei/bin/renkei", sys.executable)
    copy = tmp_path / UNIT.name
    copy.write_text(
        re.sub("(?m)^(User|Group)=.*", r"\1=root", here), encoding="utf-8"
    )  # a user that is there
    done = subprocess.run([program, "verify", str(copy)], capture_output=True, text=True, check=False)
    complaints = [line for line in (done.stdout + done.stderr).splitlines() if UNIT.name in line]
    assert complaints == []


def test_the_container_is_pinned_and_runs_without_privileges() -> None:
    text = re.sub(r"\\\n\s*", " ", CONTAINER.read_text(encoding="utf-8"))
    lines = [line.split(" ", 1) for line in text.splitlines() if line and not line.startswith("#")]
    instructions = {
        "ARG",
        "FROM",
        "RUN",
        "WORKDIR",
        "COPY",
        "ENV",
        "USER",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
    }
    assert {name for name, _ in lines} <= instructions
    (base,) = [value for name, value in lines if name == "ARG"]
    assert re.fullmatch(r"BASE=docker\.io/library/python:3\.11\.\d+-slim-bookworm", base)
    assert [value.split()[0] for name, value in lines if name == "FROM"] == ["${BASE}"] * 2
    last = [name for name, _ in lines]
    final = lines[len(last) - 1 - last[::-1].index("FROM") :]
    (user,) = [value for name, value in final if name == "USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    variables = {each.partition("=")[0] for name, value in final if name == "ENV" for each in value.split()}
    assert {each for each in variables if each.startswith("RENKEI_")} <= VARIABLES


def test_the_documentation_names_only_what_there_is() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert set(re.findall(r"RENKEI_[A-Z_]+", text)) <= VARIABLES
    metrics = (ROOT / "service" / "observe" / "metrics.py").read_text(encoding="utf-8")
    named = {each.removesuffix("_total") for each in re.findall(r"renkei_[a-z_]+", text)}
    assert len(named) > 8
    assert all(f'"{each}"' in metrics for each in named)
    for each in re.findall(r"\]\((\.\./[^)#]+)\)", text):
        assert (DOCUMENT.parent / each).exists(), each
