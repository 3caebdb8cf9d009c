"""What the commands share: exit codes, the failure that ends a command, common flags."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_build.release.folder import ReleaseFolder

OK, FOUND_ERRORS, WRONG_USE = 0, 1, 2
RELEASE = Path("build/release")


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its line in the help, its arguments, what it does."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


class Failure(Exception):
    """A command cannot go on; the message says what, where and what to do."""

    def __init__(self, message: str, code: int = FOUND_ERRORS) -> None:
        super().__init__(message)
        self.code = code


def add_lang(sub: argparse.ArgumentParser) -> None:
    """`--lang`: Japanese where the terminal is."""
    preferred = "ja" if os.environ.get("LANG", "").startswith("ja") else "en"
    sub.add_argument("--lang", choices=("ja", "en"), default=preferred, help="language of the report")


def add_release(sub: argparse.ArgumentParser) -> None:
    """`--release`: the folder of a built release."""
    sub.add_argument("--release", type=Path, default=None, help=f"folder of the release (default: {RELEASE})")


def release_of(options: argparse.Namespace) -> ReleaseFolder:
    """The release of the command line.

    Raises:
        Failure: there is none.
    """
    from graph_build.release.folder import FolderError, ReleaseFolder

    try:
        return ReleaseFolder(options.release or RELEASE)
    except FolderError as error:
        raise Failure(str(error), WRONG_USE) from None
