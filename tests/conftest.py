"""What all tests share: the folder of source documents, the release of the register, and no silent skips in CI."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import settings

from graph_build.cli import main
from graph_build.release.folder import ReleaseFolder

# No test asserts absolute times.
settings.register_profile("renkei", deadline=None)
settings.load_profile("renkei")

NO_SHARED = "RENKEI_SHARED is not set"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents, facts and conformance data that CI and developers have."""
    folder = os.environ.get("RENKEI_SHARED")
    if not folder:
        pytest.skip(NO_SHARED)
    return Path(folder)


@pytest.fixture(scope="session")
def register_release(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> ReleaseFolder:
    """The release that a fresh checkout builds, made once for all test processes; nobody may write into it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "register"
    folder.mkdir(exist_ok=True)
    release = folder / "release"
    with folder.joinpath("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not release.exists():
            register = Path(__file__).parents[1] / "data" / "register"
            assert main(["build", str(register), "--out", str(release)]) == 0
    return ReleaseFolder(release)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With RENKEI_FAIL_ON_SKIP set, a skip is a failure, unless it needs the sources and they are not there."""
    if not os.environ.get("RENKEI_FAIL_ON_SKIP"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    allowed = not os.environ.get("RENKEI_SHARED")
    wrong = [report for report in skipped if not (allowed and "RENKEI_SHARED" in str(report.longrepr))]
    if reporter and wrong and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        for report in wrong:
            reporter.write_line(f"skipped, which fails here: {report.nodeid}: {report.longrepr}", red=True)
