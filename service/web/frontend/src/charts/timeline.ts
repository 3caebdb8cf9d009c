/** Spans of time as bars in rows, single dates as marks; the name stands above its row, so it fits a phone. */

import { axisX, dot, gridX, link, rect, text } from "@observablehq/plot";
import { say } from "../language";
import { colourOf, legend } from "./colour";
import { distinct, hrefOf, spanOf, textOf, type Row, type Source } from "./data";
import { plotted } from "./plot";
import { fitted } from "./text";

interface Item {
  readonly label: string;
  readonly group: string;
  readonly start: Date;
  readonly end: Date | null;
  /** The row that items of one label share. */
  readonly row: number;
  readonly title: string;
  readonly href: string | null;
}

const ROW = 34;

export function drawTimeline(canvas: HTMLElement, source: Source, width: number): string {
  const { items, labels, undated } = readTimeline(source.rows);
  if (items.length === 0) return say("日付のある項目はありません。", "Nothing here has a date.");
  const groups = distinct(items.map((item) => item.group), source.options.groups);
  const colour = colourOf(groups);
  const list = legend(groups, colour);
  if (list) canvas.append(list);
  canvas.append(rows(items, labels, width, colour));
  if (undated > 0) {
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.textContent = say(`日付のない${undated}件は表だけにあります。`, `${undated} without a date are in the table only.`);
    canvas.append(remark);
  }
  const seen = items.flatMap((item) => [item.start, item.end ?? item.start]).map((date) => date.getUTCFullYear());
  const [first, last] = [Math.min(...seen), Math.max(...seen)];
  return say(
    `年表、${labels.length}行、${first}年から${last}年まで。`,
    `Timeline, ${labels.length} rows, from ${first} to ${last}.`,
  );
}

export function readTimeline(given: readonly Row[]): { items: Item[]; labels: string[]; undated: number } {
  const labels = distinct(given.filter((row) => spanOf(row["start"])).map((row) => textOf(row["label"])));
  const items = given.flatMap((row) => {
    const start = spanOf(row["start"]);
    if (!start) return [];
    const end = spanOf(row["end"]);
    const label = textOf(row["label"]);
    const group = textOf(row["group"]);
    const dates = [textOf(row["start"]), textOf(row["end"])].filter(Boolean).join(" – ");
    return [
      {
        label,
        group,
        start: start.start,
        end: end && end.end > start.start ? end.end : null,
        row: labels.indexOf(label),
        title: [label, group, dates].filter(Boolean).join("\n"),
        href: hrefOf(row["href"]),
      },
    ];
  });
  return { items, labels, undated: given.length - items.length };
}

function rows(items: Item[], labels: string[], width: number, colour: (group: string) => string): SVGSVGElement {
  const at = (item: Item): number => item.row + 0.66;
  const fill = (item: Item): string => colour(item.group);
  const spans = items.filter((item) => item.end);
  const moments = items.filter((item) => !item.end);
  const times = items.flatMap((item) => [item.start.getTime(), (item.end ?? item.start).getTime()]);
  const [low, high] = [Math.min(...times), Math.max(...times)];
  const room = Math.max((high - low) * 0.02, 30 * 864e5);
  const ticks = years(low - room, high + room, width);
  const tip = { fill: "var(--paper)", stroke: "var(--line)" };
  return plotted({
    width,
    height: labels.length * ROW + 34,
    marginTop: 24,
    marginLeft: 24,
    marginRight: 24,
    marginBottom: 6,
    x: { type: "utc", domain: [new Date(low - room), new Date(high + room)], axis: null },
    y: { domain: [0, labels.length], axis: null, reverse: true },
    marks: [
      gridX(ticks, { stroke: "var(--line)", strokeOpacity: 1 }),
      axisX(ticks, {
        anchor: "top",
        tickSize: 0,
        label: null,
        tickFormat: (date: Date) => say(`${date.getUTCFullYear()}年`, `${date.getUTCFullYear()}`),
      }),
      link(ways(moments), { x1: "from", x2: "to", y1: "y", y2: "y", stroke: "var(--line)", strokeWidth: 2 }),
      rect(spans, {
        x1: "start",
        x2: (item: Item) => item.end,
        y1: (item: Item) => item.row + 0.5,
        y2: (item: Item) => item.row + 0.84,
        fill,
        title: "title",
        href: "href",
        rx: 2,
        tip,
      }),
      dot(moments, { x: "start", y: at, fill, r: 5, symbol: "circle", title: "title", href: "href", tip }),
      text(labels, {
        y: (_: string, index: number) => index + 0.26,
        text: (label: string) => fitted(label, width - 24),
        frameAnchor: "left",
        textAnchor: "start",
        dx: -23,
        stroke: "var(--paper)",
        strokeWidth: 4,
        fill: "var(--ink)",
      }),
    ],
  });
}

/** From the first to the last moment of each row that has several. */
export function ways(moments: readonly Item[]): { from: Date; to: Date; y: number }[] {
  const found = new Map<number, { from: Date; to: Date; y: number }>();
  for (const { row, start } of moments) {
    const known = found.get(row) ?? { from: start, to: start, y: row + 0.66 };
    found.set(row, { ...known, from: start < known.from ? start : known.from, to: start > known.to ? start : known.to });
  }
  return [...found.values()].filter((way) => way.from < way.to);
}

/** The first days of every year, or of every 2nd, 5th or 10th, so that their names do not touch. */
export function years(from: number, to: number, width: number): Date[] {
  const [first, last] = [new Date(from).getUTCFullYear() + 1, new Date(to).getUTCFullYear()];
  const most = Math.max(width / 56, 1);
  const step = [1, 2, 5, 10, 20, 50].find((each) => (last - first + 1) / each <= most) ?? 100;
  const found: Date[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) found.push(new Date(Date.UTC(year, 0, 1)));
  return found;
}
