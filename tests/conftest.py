"""What all tests share: the folder of source documents, and no silent skips in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

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
