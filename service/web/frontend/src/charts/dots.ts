/** Indicators beside their targets. Units differ, so every figure is drawn as a percentage of its target. */

import { axisX, dot, link, rect, ruleX, text } from "@observablehq/plot";
import { pageLanguage, say } from "../language";
import { shown, withUnit } from "../numbers";
import { COLOURS, legend } from "./colour";
import { hrefOf, numberOf, textOf, type Row, type Source } from "./data";
import { plotted } from "./plot";
import { fitted, textWidth } from "./text";

export interface Way {
  readonly label: string;
  readonly href: string | null;
  readonly unit: string;
  readonly baseline: number | null;
  readonly current: number;
  readonly target: number;
}

const ROW = 42;
/** Further than this share of the target nothing is drawn; the figure beside it tells the rest. */
const FURTHEST = 2;
const NOW = COLOURS[0]!;
const START = COLOURS[1]!;

export function drawDots(canvas: HTMLElement, source: Source, width: number): string {
  const ways = source.rows.flatMap((row) => readWay(row) ?? []);
  const left = source.rows.length - ways.length;
  if (ways.length > 0) canvas.append(key(ways), drawn(ways, width));
  if (left > 0) {
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.textContent = say(
      `現状値と目標値の数値がそろわない${left}件は表だけにあります。`,
      `${left} without figures for both current value and target are in the table only.`,
    );
    canvas.append(remark);
  }
  const reached = ways.filter((way) => share(way.current, way) >= 1).length;
  return say(
    `指標${ways.length}件の、目標値に対する現状値の割合。100％以上が${reached}件。`,
    `Current values of ${ways.length} indicators as a percentage of their targets: ${reached} at 100% or more.`,
  );
}

/** A row as a way; null where current value or target is no figure, or the target is no positive one. */
export function readWay(row: Row): Way | null {
  const [baseline, current, target] = [numberOf(row["baseline"]), numberOf(row["current"]), numberOf(row["target"])];
  if (current === null || target === null || target <= 0) return null;
  return { label: textOf(row["label"]), unit: textOf(row["unit"]), href: hrefOf(row["href"]), baseline, current, target };
}

/** A figure as a share of the target of its indicator. */
export function share(figure: number, way: Way): number {
  return figure / way.target;
}

function key(ways: readonly Way[]): HTMLElement {
  const [now, start] = [say("現状値", "current value"), say("基準値", "baseline")];
  const names = [now, ...(ways.some((way) => way.baseline !== null) ? [start] : []), say("目標値（100％）", "target (100%)")];
  return legend(names, (name) => (name === now ? NOW : name === start ? START : "var(--ink)"))!;
}

function drawn(ways: readonly Way[], width: number): SVGSVGElement {
  const language = pageLanguage();
  const rows = ways.map((way, index) => {
    const [now, start] = [share(way.current, way), way.baseline === null ? null : share(way.baseline, way)];
    const figures = `${shown(way.current, language)} / ${withUnit(way.target, way.unit, language)}`;
    const said = [`${say("現状値 / 目標値", "current / target")} ${figures}`, percent(now)];
    if (way.baseline !== null) said.push(`${say("基準値", "baseline")} ${withUnit(way.baseline, way.unit, language)}`);
    return { way, index, now, start, figures, title: [way.label, ...said].join("\n") };
  });
  type Line = (typeof rows)[number];
  const low = Math.max(Math.min(0, ...rows.map((line) => line.now)), -1);
  const high = Math.min(Math.max(1.1, ...rows.flatMap((line) => [line.now, line.start ?? 0])), FURTHEST);
  const within = (value: number): number => Math.min(Math.max(value, low), high);
  const right = Math.max(...rows.map((line) => textWidth(percent(line.now)))) + 14;
  const tip = { fill: "var(--paper)", stroke: "var(--line)" };
  return plotted({
    width,
    height: ways.length * ROW + 24,
    marginLeft: 4,
    marginRight: right,
    marginTop: 22,
    marginBottom: 2,
    x: { domain: [low, high], axis: null },
    y: { domain: [0, ways.length], axis: null, reverse: true },
    marks: [
      axisX([0.5, 1, 1.5, 2].filter((at) => at <= high), { anchor: "top", tickSize: 0, label: null, tickFormat: percent }),
      link(rows, { x1: low, x2: high, y1: (line: Line) => line.index + 0.78, y2: (line: Line) => line.index + 0.78, stroke: "var(--hair)", strokeWidth: 9 }),
      rect(rows, {
        x1: () => Math.max(low, 0),
        x2: (line: Line) => within(line.now),
        y1: (line: Line) => line.index + 0.67,
        y2: (line: Line) => line.index + 0.89,
        fill: NOW,
        title: "title",
        href: (line: Line) => line.way.href,
        tip,
      }),
      dot(rows.filter((line) => line.start !== null), { x: (line: Line) => within(line.start ?? 0), y: (line: Line) => line.index + 0.78, r: 5, symbol: "diamond", fill: START, stroke: "var(--paper)", title: "title" }),
      ruleX([1], { stroke: "var(--ink)", strokeWidth: 2 }),
      text(rows, { x: high, y: (line: Line) => line.index + 0.78, text: (line: Line) => percent(line.now), textAnchor: "start", dx: 6, fill: "var(--ink)" }),
      text(rows, {
        y: (line: Line) => line.index + 0.38,
        text: (line: Line) => `${fitted(line.way.label, Math.max(width - right - textWidth(line.figures) - 24, 90))}  ${line.figures}`,
        frameAnchor: "left",
        textAnchor: "start",
        fill: "var(--ink)",
        stroke: "var(--paper)",
        strokeWidth: 4,
        href: (line: Line) => line.way.href,
      }),
    ],
  });
}

/** Never rounded up: 99.96% is not 100%. */
function percent(value: number): string {
  return `${shown(Math.floor(value * 1000 + 1e-9) / 10, pageLanguage(), 1)}%`;
}
