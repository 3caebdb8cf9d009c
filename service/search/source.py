"""Where the search index of a release comes from: the release itself, else it is made from the files served."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from pathlib import Path

from graph_build.release.folder import GRAPH, SEARCH
from graph_build.search.lookup import Index, IndexUnusableError
from service.engine.protocol import EngineInfo, EngineStartError
from service.settings import Settings


def ready_index(settings: Settings, info: EngineInfo) -> Index | None:
    """The index that lies ready for what is served; None when there is none of this very build.

    Raises `EngineStartError` when the settings name an index that cannot be used.
    """
    if settings.search_index:
        try:
            index = Index(Path(settings.search_index))
        except IndexUnusableError as error:
            raise EngineStartError(f"the search index cannot be used: {error}") from None
        if index.base != settings.base:
            raise EngineStartError(f"{settings.search_index}: made for the base {index.base}")
        return index
    if len(settings.data) != 1 or not (path := settings.data[0] / SEARCH).is_file():
        return None
    with contextlib.suppress(IndexUnusableError):
        index = Index(path)
        if (index.build, index.base) == (info.release, settings.base):
            return index
        index.close()
    return None


async def made_index(settings: Settings, info: EngineInfo) -> Index | None:
    """An index made from the files served, in a process of its own; None without files (a remote engine)."""
    if settings.engine or settings.search_index:
        return None
    files = [str(each / GRAPH if each.is_dir() else each) for each in settings.data]
    path = os.pathsep.join(part for part in sys.path if part)
    maker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "graph_build.search", info.build, settings.base, *files),
        env={**os.environ, "PYTHONPATH": path},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        made, _ = await maker.communicate()
    except asyncio.CancelledError:
        maker.kill()
        await maker.wait()
        raise
    if maker.returncode:
        sys.stderr.write("Renkei: the search index could not be made; there is no search\n")
        return None
    with tempfile.NamedTemporaryFile(prefix="renkei-") as file:
        file.write(made)
        file.flush()
        return Index(Path(file.name))
