/** Indicators from baseline to target. Units differ, so each row has its own scale and its printed figures. */

import { arrow, dot, link, text } from "@observablehq/plot";
import { pageLanguage, say } from "../language";
import { withUnit } from "../numbers";
import { COLOURS, legend } from "./colour";
import { hrefOf, numberOf, textOf, type Row, type Source } from "./data";
import { plotted } from "./plot";
import { fitted, textWidth } from "./text";

export const KINDS = ["baseline", "current", "target"] as const;
export type Kind = (typeof KINDS)[number];

export interface Figure {
  readonly kind: Kind;
  readonly value: number;
  /** Where it lies in its row: the smallest figure at 0, the largest at 1. */
  readonly at: number;
}

export interface Way {
  readonly label: string;
  readonly unit: string;
  readonly href: string | null;
  /** At least two, in the order baseline, current, target. */
  readonly figures: readonly Figure[];
}

const ROW = 46;
const COLOUR: Record<Kind, string> = { baseline: COLOURS[7]!, current: COLOURS[1]!, target: COLOURS[0]! };

export function drawDots(canvas: HTMLElement, source: Source, width: number): string {
  const ways = source.rows.flatMap((row) => readWay(row) ?? []);
  const left = source.rows.length - ways.length;
  if (ways.length > 0) canvas.append(key(ways), drawn(ways, width));
  if (left > 0) {
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.textContent = say(
      `数値が二つそろわない${left}件は表だけにあります。`,
      `${left} without two figures to compare are in the table only.`,
    );
    canvas.append(remark);
  }
  const up = ways.filter((way) => change(way) > 0).length;
  const down = ways.filter((way) => change(way) < 0).length;
  return say(
    `指標${ways.length}件の基準値・現状値・目標値。増加${up}件、減少${down}件、同じ${ways.length - up - down}件。`,
    `${ways.length} indicators with baseline, current value and target: ${up} rise, ${down} fall, ${ways.length - up - down} stay.`,
  );
}

/** A row as a way, or null where fewer than two of its values are figures. */
export function readWay(row: Row): Way | null {
  const known = KINDS.flatMap((kind) => {
    const value = numberOf(row[kind]);
    return value === null ? [] : [{ kind, value }];
  });
  if (known.length < 2) return null;
  const values = known.map((figure) => figure.value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const figures = known.map((figure) => ({ ...figure, at: high === low ? 0.5 : (figure.value - low) / (high - low) }));
  return { label: textOf(row["label"]), unit: textOf(row["unit"]), href: hrefOf(row["href"]), figures };
}

/** From the first figure to the last. */
export function change(way: Way): number {
  return way.figures.at(-1)!.value - way.figures[0]!.value;
}

function key(ways: readonly Way[]): HTMLElement {
  const names: Record<Kind, string> = {
    baseline: say("基準値", "baseline"),
    current: say("現状値", "current value"),
    target: say("目標値", "target"),
  };
  const kinds = KINDS.filter((kind) => ways.some((way) => way.figures.some((figure) => figure.kind === kind)));
  return legend(kinds.map((kind) => names[kind]), (name) => COLOUR[kinds.find((kind) => names[kind] === name)!])!;
}

function drawn(ways: readonly Way[], width: number): SVGSVGElement {
  const language = pageLanguage();
  const shown = (way: Way, figure: Figure): string => withUnit(figure.value, way.unit, language);
  const rows = ways.map((way, index) => ({
    way,
    index,
    y: index + 0.62,
    first: way.figures[0]!,
    last: way.figures.at(-1)!,
    title: `${way.label}\n${way.figures.map((figure) => shown(way, figure)).join(" → ")}`,
  }));
  type Line = (typeof rows)[number];
  const points = rows.flatMap((line) =>
    line.way.figures.map((figure) => ({ ...figure, y: line.y, title: line.title, text: shown(line.way, figure), end: figure === line.first || figure === line.last })),
  );
  type Point = (typeof points)[number];
  const side = Math.min(Math.max(...points.map((point) => textWidth(point.text))) + 16, width * 0.34);
  const moving = rows.filter((line) => line.first.at !== line.last.at);
  // Two figures at one place have one name.
  const named = points.filter((point) => point.end && !points.some((other) => other !== point && other.y === point.y && other.at === point.at && other.end && KINDS.indexOf(other.kind) > KINDS.indexOf(point.kind)));
  const name = (onLeft: boolean): ReturnType<typeof text> =>
    text(named.filter((point) => point.at <= 0.5 === onLeft), {
      x: "at",
      y: "y",
      text: (point: Point) => fitted(point.text, side - 12),
      textAnchor: onLeft ? "end" : "start",
      dx: onLeft ? -9 : 9,
      fill: (point: Point) => (point.kind === "target" ? "var(--ink)" : "var(--soft)"),
    });
  return plotted({
    width,
    height: ways.length * ROW + 6,
    marginLeft: side,
    marginRight: side,
    marginTop: 2,
    marginBottom: 4,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, ways.length], axis: null, reverse: true },
    marks: [
      link(rows, { x1: 0, x2: 1, y1: "y", y2: "y", stroke: "var(--line)" }),
      arrow(moving, {
        x1: (line: Line) => line.first.at,
        x2: (line: Line) => line.last.at,
        y1: "y",
        y2: "y",
        stroke: "var(--c8)",
        strokeWidth: 2,
        insetEnd: 7,
        headLength: 7,
      }),
      dot(points, {
        x: "at",
        y: "y",
        r: 5.5,
        symbol: (point: Point) => ({ baseline: "circle", current: "diamond", target: "square" })[point.kind],
        fill: (point: Point) => COLOUR[point.kind],
        title: "title",
        tip: { fill: "var(--paper)", stroke: "var(--line)" },
      }),
      name(true),
      name(false),
      text(rows, {
        y: (line: Line) => line.index + 0.22,
        text: (line: Line) => fitted(`${line.way.label} ${["↘", "＝", "↗"][Math.sign(change(line.way)) + 1]}`, width - 8),
        frameAnchor: "left",
        textAnchor: "start",
        dx: -side + 2,
        href: (line: Line) => line.way.href,
      }),
    ],
  });
}
