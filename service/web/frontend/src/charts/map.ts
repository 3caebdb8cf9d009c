/** A map of offices without tiles: a graticule, a scale bar, points with their names. Works offline. */

import { dot, link, rect, text } from "@observablehq/plot";
import { say } from "../language";
import { colourOf, legend } from "./colour";
import { distinct, hrefOf, numberOf, textOf, type Source } from "./data";
import { barLength, degrees, frame, labelled, lines, type Place } from "./geometry";
import { plotted } from "./plot";
import { textWidth } from "./text";

interface Point extends Place {
  readonly label: string;
  readonly group: string;
  readonly href: string | null;
  readonly x: number;
  readonly y: number;
}

export function drawMap(canvas: HTMLElement, source: Source, width: number): string {
  const placed = source.rows.flatMap((row) => {
    const [lat, long] = [numberOf(row["lat"]), numberOf(row["long"])];
    if (lat === null || long === null) return [];
    return [{ lat, long, label: textOf(row["label"]), group: textOf(row["group"]), href: hrefOf(row["href"]) }];
  });
  const missing = source.rows.length - placed.length;
  const groups = distinct(placed.map((place) => place.group), source.options.groups);
  const colour = colourOf(groups);
  const list = legend(groups, colour);
  if (list) canvas.append(list);
  const { svg, unnamed } = placed.length > 0 ? picture(placed, groups, width, colour) : { svg: null, unnamed: 0 };
  if (svg) canvas.append(svg);
  if (missing > 0) canvas.append(remark(say(`位置の分からない${missing}件は図にありません。`, `${missing} without a known position are not drawn.`)));
  if (unnamed > 0) canvas.append(remark(say(`場所がなく名前を省いた点：${unnamed}（点を指すと出ます）`, `Points without room for their names: ${unnamed} (point at one to see it)`)));
  return say(`庁舎の位置の略図、${placed.length}か所。`, `Sketch map of ${placed.length} offices.`);
}

function picture(
  places: readonly Omit<Point, "x" | "y">[],
  groups: readonly string[],
  width: number,
  colour: (group: string) => string,
): { svg: SVGSVGElement; unnamed: number } {
  const box = frame(places, width, Math.min(560, Math.max(320, width * 0.7)), Math.min(70, width * 0.14));
  const first = (place: { group: string }): number => groups.indexOf(place.group);
  const points: Point[] = places
    .map((place) => ({ ...place, x: box.project(place)[0], y: box.project(place)[1] }))
    .sort((one, other) => first(one) - first(other) || other.lat - one.lat || one.long - other.long);
  const boxes = labelled(
    points.map((point) => [point.x, point.y]),
    points.map((point) => textWidth(point.label)),
    { width: box.width, height: box.height - 26 },
  );
  const names = points.flatMap((point, at) => {
    const found = boxes[at];
    return found ? [{ label: point.label, href: point.href, x: found.x, y: found.y + found.height / 2 }] : [];
  });
  const meridians = lines(box.west, box.east).map((long) => ({ at: box.project({ lat: box.north, long })[0], name: degrees(long, "E", "W") }));
  const parallels = lines(box.south, box.north).map((lat) => ({ at: box.project({ lat, long: box.west })[1], name: degrees(lat, "N", "S") }));
  // A line whose name would leave the frame or meet that of another line is not named.
  const namedMeridians = meridians.filter((line) => line.at > 50 && line.at + textWidth(line.name, 10) + 6 < box.width);
  const namedParallels = parallels.filter((line) => line.at > 34);
  const km = barLength(box.scale, width * 0.3);
  const [right, foot] = [box.width - 12, box.height - 10];
  const identity = { axis: null, type: "identity" as const };
  const faint = { stroke: "var(--line)", strokeWidth: 1 };
  const svg = plotted({
    width: box.width,
    height: box.height,
    margin: 0,
    x: identity,
    y: identity,
    marks: [
      rect([0], { x1: 0, x2: box.width, y1: 0, y2: box.height, fill: "var(--sheet)" }),
      link(meridians, { x1: "at", x2: "at", y1: 0, y2: box.height, ...faint }),
      link(parallels, { y1: "at", y2: "at", x1: 0, x2: box.width, ...faint }),
      text(namedMeridians, { x: "at", y: 4, text: "name", fill: "var(--soft)", fontSize: 10, lineAnchor: "top", dx: 3, textAnchor: "start" }),
      text(namedParallels, { y: "at", x: 4, text: "name", fill: "var(--soft)", fontSize: 10, textAnchor: "start", dy: -7 }),
      dot(points, {
        x: "x",
        y: "y",
        r: 5,
        fill: (point: Point) => colour(point.group),
        symbol: (point: Point) => (groups.indexOf(point.group) === 0 && groups.length > 1 ? "square" : "circle"),
        stroke: "var(--paper)",
        strokeWidth: 1.5,
        title: (point: Point) => [point.label, point.group].filter(Boolean).join("\n"),
        href: "href",
        tip: { fill: "var(--paper)", stroke: "var(--line)" },
      }),
      text(names, { x: "x", y: "y", text: "label", textAnchor: "start", href: "href", stroke: "var(--sheet)", strokeWidth: 3, fill: "var(--ink)" }),
      link([0], { x1: right - km * box.scale, x2: right, y1: foot, y2: foot, stroke: "var(--ink)", strokeWidth: 3 }),
      text([`${km} km`], { x: right, y: foot - 10, textAnchor: "end", stroke: "var(--sheet)", strokeWidth: 3, fill: "var(--ink)" }),
    ],
  });
  return { svg, unnamed: points.length - names.length };
}

function remark(text: string): HTMLElement {
  const made = document.createElement("p");
  made.className = "remark";
  made.textContent = text;
  return made;
}
