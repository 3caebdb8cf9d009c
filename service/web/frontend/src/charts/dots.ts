/** Indicators from baseline to target. Units differ, so each row has its own scale and its printed figures. */

import { arrow, dot, link, text } from "@observablehq/plot";
import { pageLanguage, say } from "../language";
import { withUnit } from "../numbers";
import { COLOURS, legend } from "./colour";
import { hrefOf, numberOf, textOf, type Row, type Source } from "./data";
import { fitted, plotted, textWidth } from "./plot";

export interface Way {
  readonly label: string;
  readonly unit: string;
  readonly baseline: number;
  readonly current: number | null;
  readonly target: number;
  readonly href: string | null;
}

const ROW = 46;
const [FROM, NOW, TO] = [COLOURS[7]!, COLOURS[1]!, COLOURS[0]!];

export function drawDots(canvas: HTMLElement, source: Source, width: number): string {
  const ways = source.rows.flatMap((row) => readWay(row) ?? []);
  const left = source.rows.length - ways.length;
  if (ways.length > 0) canvas.append(key(ways), drawn(ways, width));
  if (left > 0) {
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.textContent = say(
      `基準値か目標値が数値でない${left}件は表だけにあります。`,
      `${left} without both a baseline and a target in figures are in the table only.`,
    );
    canvas.append(remark);
  }
  const up = ways.filter((way) => way.target > way.baseline).length;
  const down = ways.filter((way) => way.target < way.baseline).length;
  return say(
    `指標${ways.length}件の基準値から目標値まで。目標が増加${up}件、減少${down}件、同じ${ways.length - up - down}件。`,
    `${ways.length} indicators from baseline to target: ${up} to rise, ${down} to fall, ${ways.length - up - down} to stay.`,
  );
}

export function readWay(row: Row): Way | null {
  const [baseline, target] = [numberOf(row["baseline"]), numberOf(row["target"])];
  if (baseline === null || target === null) return null;
  const [label, unit] = [textOf(row["label"]), textOf(row["unit"])];
  return { label, unit, baseline, current: numberOf(row["current"]), target, href: hrefOf(row["href"]) };
}

/** Where the three figures lie between 0 and 1 in their row: the smallest left, the largest right. */
export function placed(way: Way): { baseline: number; current: number | null; target: number } {
  const figures = [way.baseline, way.target, ...(way.current === null ? [] : [way.current])];
  const [low, high] = [Math.min(...figures), Math.max(...figures)];
  const at = (value: number): number => (high === low ? 0.5 : (value - low) / (high - low));
  return { baseline: at(way.baseline), current: way.current === null ? null : at(way.current), target: at(way.target) };
}

function key(ways: readonly Way[]): HTMLElement {
  const names = [say("基準値", "baseline"), ...(ways.some((way) => way.current !== null) ? [say("現状値", "current")] : []), say("目標値", "target")];
  const colours = names.length === 3 ? [FROM, NOW, TO] : [FROM, TO];
  return legend(names, (name) => colours[names.indexOf(name)]!)!;
}

function drawn(ways: readonly Way[], width: number): SVGSVGElement {
  const language = pageLanguage();
  const points = ways.map((way, index) => {
    const at = placed(way);
    const figure = (value: number): string => withUnit(value, way.unit, language);
    return { ...way, at, y: index + 0.62, from: figure(way.baseline), to: figure(way.target), index };
  });
  type Point = (typeof points)[number];
  const side = Math.min(Math.max(...points.flatMap((p) => [textWidth(p.from), textWidth(p.to)])) + 16, width * 0.34);
  const rising = (p: Point): boolean => p.at.target > p.at.baseline;
  const moving = points.filter((p) => p.at.target !== p.at.baseline);
  const still = points.filter((p) => p.at.target === p.at.baseline);
  const title = (p: Point): string => {
    const now = p.current === null ? "" : ` → ${withUnit(p.current, p.unit, language)}`;
    return `${p.label}\n${p.from}${now} → ${p.to}`;
  };
  const tip = { fill: "var(--paper)", stroke: "var(--line)" };
  const outward = (p: Point, end: "baseline" | "target"): boolean => p.at[end] <= 0.5;
  const name = (end: "baseline" | "target", onLeft: boolean): ReturnType<typeof text> =>
    text(points.filter((p) => outward(p, end) === onLeft && (p.at.target !== p.at.baseline || end === "target")), {
      x: (p: Point) => p.at[end],
      y: "y",
      text: (p: Point) => fitted(end === "baseline" ? p.from : p.to, side - 12),
      textAnchor: onLeft ? "end" : "start",
      dx: onLeft ? -9 : 9,
      fill: end === "baseline" ? "var(--soft)" : "var(--ink)",
      fontWeight: end === "target" ? 600 : 400,
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
      link(still, { x1: 0, x2: 1, y1: "y", y2: "y", stroke: "var(--line)" }),
      arrow(moving, {
        x1: (p: Point) => p.at.baseline,
        x2: (p: Point) => p.at.target,
        y1: "y",
        y2: "y",
        stroke: TO,
        strokeWidth: 2,
        insetEnd: 6,
        headLength: 7,
      }),
      dot(moving, { x: (p: Point) => p.at.baseline, y: "y", r: 5, fill: FROM, title, tip }),
      dot(points.filter((p) => p.at.current !== null), { x: (p: Point) => p.at.current, y: "y", r: 5, symbol: "diamond", fill: NOW, title, tip }),
      dot(points, { x: (p: Point) => p.at.target, y: "y", r: 6, fill: TO, title, tip }),
      name("baseline", true),
      name("baseline", false),
      name("target", true),
      name("target", false),
      text(points, {
        y: (p: Point) => p.index + 0.22,
        text: (p: Point) => fitted(`${p.label}${arrowOf(p, rising)}`, width - 8),
        frameAnchor: "left",
        textAnchor: "start",
        dx: -side + 2,
        href: "href",
      }),
    ],
  });
}

function arrowOf<P extends { at: { baseline: number; target: number } }>(point: P, rising: (p: P) => boolean): string {
  if (point.at.baseline === point.at.target) return " ＝";
  return rising(point) ? " ↗" : " ↘";
}
