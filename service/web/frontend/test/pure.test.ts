/** The functions without a page, as the pictures and tables rely on them. Run by tests/web/test_frontend.py. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readBars } from "../src/charts/bars";
import { hrefOf, spanOf } from "../src/charts/data";
import { readWay, share } from "../src/charts/dots";
import { barLength, degrees, frame, KM_PER_DEGREE, labelled, lines, overlap } from "../src/charts/geometry";
import { arranged, readMatrix } from "../src/charts/matrix";
import { firstThreshold, places } from "../src/charts/network";
import { years } from "../src/charts/timeline";
import { withUnit, yenScale } from "../src/numbers";
import { compare, figure } from "../src/tables";

const OPTIONS = { unit: "yen", stacked: true, xLabel: "", yLabel: "", groups: [] };

test("yen are shown in a unit in which the largest has two figures", () => {
  assert.deepEqual(yenScale([4_300_000_000], "ja"), { divisor: 1e8, unit: "億円" });
  assert.deepEqual(yenScale([43_000_000], "ja"), { divisor: 1e6, unit: "百万円" });
  assert.deepEqual(yenScale([4_300_000_000], "en"), { divisor: 1e6, unit: "¥ million" });
  assert.deepEqual(yenScale([], "ja"), { divisor: 1, unit: "円" });
  assert.equal(withUnit(1234567, "yen", "ja"), "1,234,567円");
  assert.equal(withUnit(1234.5, "t", "en"), "1,234.5 t");
  assert.equal(withUnit(12.5, "%", "en"), "12.5%");
});

test("a blank year is no zero: it keeps its place and has no bar", () => {
  const found = readBars([{ x: "2020", y: 10 }, { x: "2021", y: null }, { x: "2022", y: 0 }], OPTIONS, "ja");
  assert.deepEqual(found.names, ["2020", "2021", "2022"]);
  assert.deepEqual(found.blank, ["2021"]);
  assert.deepEqual(found.bars.map((bar) => bar.y), [10, 0]);
});

test("a date stands for its whole day, month or year; what is no date stands for none", () => {
  assert.equal(spanOf("2016-03-30")?.end.toISOString().slice(0, 10), "2016-03-31");
  assert.equal(spanOf("2016-12")?.end.toISOString().slice(0, 10), "2017-01-01");
  assert.equal(spanOf("2016")?.end.toISOString().slice(0, 10), "2017-01-01");
  for (const wrong of ["2016-02-30", "2016-13", "H28", null, 2016.5, ""]) assert.equal(spanOf(wrong), null);
});

test("the years of an axis leave room for their names", () => {
  const [from, to] = [Date.UTC(2010, 5, 1), Date.UTC(2026, 5, 1)];
  assert.deepEqual(years(from, to, 300).map((date) => date.getUTCFullYear()), [2015, 2020, 2025]);
  assert.equal(years(from, to, 1200).length, 16);
});

test("only paths of this site become links", () => {
  assert.equal(hrefOf("/id/area/x"), "/id/area/x");
  assert.equal(hrefOf("?lang=en"), "?lang=en");
  for (const wrong of ["//host/x", "javascript:alert(1)", "https://host/", "", null]) assert.equal(hrefOf(wrong), null);
});

test("an indicator is drawn beside a positive target; its figures are shares of it", () => {
  assert.equal(readWay({ label: "a", current: "–", target: 3 }), null);
  assert.equal(readWay({ label: "a", baseline: 3, current: 2 }), null);
  assert.equal(readWay({ label: "a", current: 2, target: 0 }), null);
  const way = readWay({ label: "a", baseline: 10, current: 5, target: 20 })!;
  assert.equal(share(way.current, way), 0.25);
  assert.equal(share(way.baseline!, way), 0.5);
});

test("a network begins with the heaviest links, at most three for each node", () => {
  const weights = Array.from({ length: 276 }, (_, at) => 30 + (at % 12));
  const least = firstThreshold(weights, 24);
  const kept = weights.filter((weight) => weight >= least).length;
  assert.ok(kept > 0 && kept <= 72);
  assert.equal(firstThreshold([1, 2, 3], 3), 1);
  assert.equal(firstThreshold([5, 5, 5], 1), 5);
});

test("the nodes of a network lie inside of the box, each at its own place, names outward", () => {
  const ids = Array.from({ length: 25 }, (_, at) => `n${at}`);
  for (const [width, height] of [[360, 340], [1200, 560]] as const) {
    const found = [...places(ids, "n3", width, height, 60).entries()];
    assert.equal(new Set(found.map(([, spot]) => `${spot.x.toFixed(2)} ${spot.y.toFixed(2)}`)).size, ids.length);
    for (const [id, { x, y, side }] of found) {
      assert.ok(x > 0 && x < width && y > 0 && y < height);
      if (id === "n3") assert.deepEqual({ x, y }, { x: width / 2, y: height / 2 });
      if (side === "left") assert.ok(x < width / 2 && x >= 60);
    }
  }
});

test("a kilometre is as long to the east as to the north", () => {
  const places = [{ lat: 32.7, long: 130.5 }, { lat: 33.1, long: 131.1 }];
  const box = frame(places, 600, 400, 40);
  const middle = { lat: 32.9, long: 130.8 };
  const [x, y] = box.project(middle);
  const north = y - box.project({ ...middle, lat: middle.lat + 10 / KM_PER_DEGREE })[1];
  const across = KM_PER_DEGREE * Math.cos((middle.lat * Math.PI) / 180);
  const east = box.project({ ...middle, long: middle.long + 10 / across })[0] - x;
  assert.ok(Math.abs(north - east) < 1e-6 && Math.abs(north - 10 * box.scale) < 1e-6);
  for (const place of places) {
    const [left, top] = box.project(place);
    assert.ok(left >= 39.9 && left <= 560.1 && top >= 39.9 && top <= box.height - 39.9);
  }
});

test("one place alone, and places at one point, still make a frame", () => {
  for (const places of [[{ lat: 33, long: 131 }], [{ lat: 33, long: 131 }, { lat: 33, long: 131 }]]) {
    const box = frame(places, 600, 400, 40);
    assert.ok(Number.isFinite(box.scale) && box.height <= 400);
  }
});

test("scale bar and graticule are round figures that fit", () => {
  assert.equal(barLength(3, 200), 50);
  assert.equal(barLength(30, 200), 5);
  assert.equal(degrees(32.8, "N", "S"), "32°48′N");
  assert.equal(degrees(-130, "E", "W"), "130°W");
  for (const [from, to] of [[32.1, 33.2], [130, 130.02], [-10, 40]] as const) {
    const found = lines(from, to);
    assert.ok(found.length >= 1 && found.length <= 6 && found.every((each) => each >= from && each <= to));
  }
});

test("names on the map never cover one another; those without room are left out", () => {
  const points = Array.from({ length: 30 }, (_, at) => [100 + (at % 6) * 14, 100 + Math.floor(at / 6) * 14] as const);
  const boxes = labelled(points, points.map(() => 48), { width: 400, height: 300 });
  const kept = boxes.filter((box) => box !== null);
  assert.ok(kept.length >= 5);
  kept.forEach((one, at) => kept.slice(at + 1).forEach((other) => assert.ok(!overlap(one, other))));
});

test("a matrix sorts by a column and filters by name, whatever the width of the letters", () => {
  const matrix = readMatrix([
    { row: "A1", column: "x" },
    { row: "Ｂ2", column: "y" },
    { row: "Ｂ2", column: "x", value: false },
    { row: "C3", column: "y", value: 4 },
  ]);
  assert.equal(matrix.cells.size, 3);
  const names = (order: Parameters<typeof arranged>[1], rows = "", columns = ""): string[] =>
    arranged(matrix, order, rows, columns).rows.map((row) => row.name);
  assert.deepEqual(names({ by: "column", column: "y" }), ["Ｂ2", "C3", "A1"]);
  assert.deepEqual(names({ by: "given" }, "b2"), ["Ｂ2"]);
});

test("cells sort as figures where they are figures, and empty ones come last either way", () => {
  assert.equal(figure("1,200円"), 1200);
  assert.equal(figure("△3"), -3);
  assert.equal(figure("−3.5%"), -3.5);
  assert.equal(figure("2016-03-30"), null);
  assert.equal(figure("第3条"), null);
  const sorted = (down: boolean): string[] => ["900円", "", "1,200円", "80円"].sort((a, b) => compare(a, b, down));
  assert.deepEqual(sorted(false), ["80円", "900円", "1,200円", ""]);
  assert.deepEqual(sorted(true), ["1,200円", "900円", "80円", ""]);
});
