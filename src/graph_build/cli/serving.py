"""The commands around the service: `renkei serve`, `renkei publish`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_build.cli.building import built, register
from graph_build.cli.common import (
    OK,
    RELEASE,
    WRONG_USE,
    Command,
    Failure,
    add_lang,
    add_release,
    release_of,
)

if TYPE_CHECKING:
    from service.settings import Settings

PUBLISH_USER, PUBLISH_PASSWORD = "RENKEI_PUBLISH_USER", "RENKEI_PUBLISH_PASSWORD"


def _serve_arguments(sub: argparse.ArgumentParser) -> None:
    """What ``serve`` has besides the flags of the service's own table."""
    sub.add_argument(
        "--with",
        dest="own",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="your own documents: shown with the register, their problems first; nothing of them is kept",
    )
    add_lang(sub)


def add_service_flags(sub: argparse.ArgumentParser) -> None:
    """The flags of ``serve``: one for each setting of the service."""
    from service.settings import table

    for setting in table():
        kind: dict[str, Any] = {"type": type(setting.default)}
        if isinstance(setting.default, tuple):
            kind = {"type": Path, "nargs": "+", "metavar": "FILE"}
        flag = f"--{setting.name.replace('_', '-')}"
        sub.add_argument(
            flag, default=None, help=f"{setting.help} ({setting.variable})".replace("%", "%%"), **kind
        )


def _serve(options: argparse.Namespace) -> int:
    from service.settings import SettingError, Settings, table

    given = {setting.name: getattr(options, setting.name) for setting in table()}
    if given["data"] is not None:
        given["data"] = tuple(given["data"])
    try:
        settings = Settings.from_environment(**given)
        if options.own:
            return _serve_own(options, settings)
        if not settings.data and not settings.engine:
            settings = Settings.from_environment(**{**given, "data": (_defaultrelease_of(settings.base),)})
    except SettingError as error:
        raise Failure(str(error), WRONG_USE) from None
    from service.serve import run

    return run(settings)


def _serve_own(options: argparse.Namespace, settings: Settings) -> int:
    """Serve the register with the user's documents from a folder that ends with the command."""
    from graph_build.checks.report import balance_text, findings_text, problems_text
    from graph_build.release.own import mark_own
    from service.serve import run

    if settings.data or settings.engine:
        raise Failure("--with shows documents beside the register; leave out --data and --engine", WRONG_USE)
    if missing := [str(path) for path in options.own if not path.exists()]:
        raise Failure(f"{', '.join(missing)}: no such file or folder", WRONG_USE)
    # An end by signal while building must remove the folder as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="renkei-") as folder:
        release = Path(folder) / "release"
        building = argparse.Namespace(
            base=settings.base, workers=None, profile="text", paths=[*register(), *options.own], mappings=[]
        )
        report = built(building, release, cache=Path(folder) / "cache")
        own = mark_own(release, options.own)
        shown = replace(report, documents=own.documents, problems=own.problems, checks=own.checks)
        print(problems_text(shown.problems, options.lang), end="")
        print(findings_text(shown, options.lang), end="")
        print(balance_text(shown, options.lang), end="", flush=True)
        if not own.documents:
            raise Failure(
                "none of the files given is a document that can be read, so there is nothing to show"
            )
        print("your documents: /own at the following address", file=sys.stderr, flush=True)
        return run(replace(settings, data=(release,)))


def _defaultrelease_of(base: str) -> Path:
    """The release in the usual place; made from the register if there is none yet."""
    if not (RELEASE / "manifest.json").is_file():
        print("no release yet: building one from the register", file=sys.stderr)
        options = argparse.Namespace(base=base, workers=None, profile="text", paths=[], mappings=[])
        built(options, RELEASE)
    return RELEASE


def _publish_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--to", required=True, metavar="URL", help="SPARQL update endpoint or graph store")
    sub.add_argument("--union", metavar="IRI", help="graph for the union of all (default: the default graph)")
    sub.add_argument("--with-text", action="store_true", help="also publish the words of the documents")
    sub.epilog = f"User and password are taken from {PUBLISH_USER} and {PUBLISH_PASSWORD}."
    add_release(sub)


def _publish(options: argparse.Namespace) -> int:
    from graph_build.rdf.mapping import word_properties
    from graph_build.rdf.prefixes import expand
    from service.engine.publish import PublishError, Target, publish, way_of

    user, password = os.environ.get(PUBLISH_USER, ""), os.environ.get(PUBLISH_PASSWORD, "")
    target = Target(options.to, way_of(options.to), options.union, user, password)
    words = () if options.with_text else [expand(name) for name in word_properties()]
    try:
        done = publish([release_of(options).graph], target, leave_out=words, done=_say_loaded)
    except PublishError as error:
        raise Failure(f"{options.to}: {error}") from None
    print(f"{options.to}: {done.graphs} graphs, {done.triples} triples of their union")
    return OK


def _say_loaded(graph: str) -> None:
    print(graph, file=sys.stderr)


COMMANDS = (
    Command("serve", "Serve a release over HTTP.", _serve_arguments, _serve),
    Command("publish", "Load a release into a SPARQL store.", _publish_arguments, _publish),
)
