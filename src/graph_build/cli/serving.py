"""The commands around the service: `renkei serve`, `renkei publish`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from graph_build.cli.building import built
from graph_build.cli.common import OK, RELEASE, WRONG_USE, Command, Failure, add_release, release_of

PUBLISH_USER, PUBLISH_PASSWORD = "RENKEI_PUBLISH_USER", "RENKEI_PUBLISH_PASSWORD"


def _no_arguments(sub: argparse.ArgumentParser) -> None:
    """The flags of ``serve`` come from the service's own table."""


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
        if not settings.data and not settings.engine:
            settings = Settings.from_environment(**{**given, "data": (_defaultrelease_of(settings.base),)})
    except SettingError as error:
        raise Failure(str(error), WRONG_USE) from None
    from service.serve import run

    return run(settings)


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
    Command("serve", "Serve a release over HTTP.", _no_arguments, _serve),
    Command("publish", "Load a release into a SPARQL store.", _publish_arguments, _publish),
)
