"""Metrics in the text format of Prometheus: requests, answers, workers, refusals, releases."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from service.engine.releases import Releases

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """Counts requests and asks the engine how it is; each service has its own registry."""

    def __init__(self, releases: Releases) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self.under_way = Gauge(
            "renkei_requests_under_way", "Requests that are being answered", registry=registry
        )
        self._requests = Counter(
            "renkei_requests",
            "Requests answered, by first part of the path and status",
            ["route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "renkei_request_seconds",
            "Time from request to end of answer",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._bytes = Counter("renkei_answer_bytes", "Bytes of answers as sent", ["route"], registry=registry)
        self._problems = Counter(
            "renkei_problems", "Problems answered, refusals among them", ["kind"], registry=registry
        )
        self._cache = Counter(
            "renkei_cache_answers", "Queries answered from the cache or not", ["result"], registry=registry
        )
        registry.register(_EngineCollector(releases))
        ProcessCollector(registry=registry)

    def count(self, route: str, status: int, seconds: float, size: int, problem: str, cache: str) -> None:
        """One request that was answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        self._bytes.labels(route).inc(size)
        if problem:
            self._problems.labels(problem).inc()
        if cache:
            self._cache.labels(cache).inc()

    def text(self) -> bytes:
        """All metrics as they are now."""
        return generate_latest(self._registry)


class _EngineCollector(Collector):
    """The state of the engine and of the release at the moment of asking."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def collect(self) -> Iterator[Metric]:
        """The metrics; of an engine that has not started, none."""
        releases = self._releases
        yield GaugeMetricFamily("renkei_ready", "Whether queries are answered", value=float(releases.ready))
        taken = CounterMetricFamily("renkei_takeovers", "New releases taken over or not", labels=["result"])
        taken.add_metric(["done"], releases.takeovers.done)
        taken.add_metric(["failed"], releases.takeovers.failed)
        yield taken
        if not releases.ready:
            return
        info, load = releases.info, releases.load
        names = ["build", "release", "engine"]
        build = GaugeMetricFamily("renkei_build_info", "What is served", labels=names)
        build.add_metric([info.build, info.release, info.name], 1)
        yield build
        yield GaugeMetricFamily("renkei_triples", "Triples of the union of all graphs", value=info.triples)
        workers = GaugeMetricFamily("renkei_workers", "Worker processes by what they do", labels=["state"])
        for state, number in load.workers.items():
            workers.add_metric([state], number)
        waiting = GaugeMetricFamily("renkei_waiting", "Queries that wait for a worker", labels=["lane"])
        for lane, number in load.waiting.items():
            waiting.add_metric([lane], number)
        ended = CounterMetricFamily(
            "renkei_workers_ended", "Queries ended with their worker", labels=["reason"]
        )
        for reason, number in sorted(load.ended.items()):
            ended.add_metric([reason], number)
        yield from (workers, waiting, ended)
        yield GaugeMetricFamily("renkei_downloads", "Large answers being sent", value=load.downloads)
