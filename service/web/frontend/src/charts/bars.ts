/** Amounts as bars: upright where the names fit below them (years), lying where they do not. */

import { axisFx, axisX, axisY, barX, barY, gridX, gridY, ruleX, ruleY, text } from "@observablehq/plot";
import { pageLanguage, say, type Language } from "../language";
import { shown, withUnit, yenScale, type Scale } from "../numbers";
import { colourOf, legend } from "./colour";
import { distinct, numberOf, textOf, type Options, type Row, type Source } from "./data";
import { plotted } from "./plot";
import { fitted, textWidth } from "./text";

interface Bar {
  readonly x: string;
  readonly group: string;
  readonly y: number;
  readonly title: string;
}

interface Bars {
  readonly bars: readonly Bar[];
  readonly names: readonly string[];
  readonly groups: readonly string[];
  /** Names for which the page has no figure at all; not the same as 0. */
  readonly blank: readonly string[];
  readonly scale: Scale;
  readonly options: Options;
}

const LEFT = 46;
const ROW = 40;

export function drawBars(canvas: HTMLElement, source: Source, width: number): string {
  const language = pageLanguage();
  const data = readBars(source.rows, source.options, language);
  const colour = colourOf(data.groups);
  const list = legend(data.groups, colour);
  if (list) canvas.append(list);
  const slot = (width - LEFT) / Math.max(data.names.length, 1);
  const upright = data.names.every((name) => textWidth(name) + 4 < slot);
  canvas.append(upright ? standing(data, width, colour) : lying(data, width, colour));
  return description(data, language);
}

export function readBars(rows: readonly Row[], options: Options, language: Language): Bars {
  const amounts = rows.map((row) => numberOf(row["y"]));
  const scale =
    options.unit === "yen"
      ? yenScale(totals(rows, amounts, options.stacked), language)
      : { divisor: 1, unit: options.unit };
  const bars = rows.flatMap((row, at) => {
    const amount = amounts[at];
    if (amount === null || amount === undefined) return [];
    const [x, group] = [textOf(row["x"]), textOf(row["group"])];
    const title = [x, group].filter(Boolean).join(" · ") + `\n${withUnit(amount, options.unit, language)}`;
    return [{ x, group, y: amount / scale.divisor, title }];
  });
  const names = distinct(rows.map((row) => textOf(row["x"])));
  const groups = distinct(bars.map((bar) => bar.group), options.groups);
  const filled = new Set(bars.map((bar) => bar.x));
  return { bars, names, groups, blank: names.filter((name) => !filled.has(name)), scale, options };
}

function totals(rows: readonly Row[], amounts: readonly (number | null)[], stacked: boolean): number[] {
  const sums = new Map<string, number>();
  rows.forEach((row, at) => {
    const name = stacked ? textOf(row["x"]) : String(at);
    sums.set(name, (sums.get(name) ?? 0) + (amounts[at] ?? 0));
  });
  return [...sums.values()];
}

function standing(data: Bars, width: number, colour: (group: string) => string): SVGSVGElement {
  const { bars, names, groups, blank, options, scale } = data;
  const grouped = !options.stacked && groups.length > 1;
  const bar = {
    y: "y" as const,
    fill: (each: Bar) => colour(each.group),
    title: "title" as const,
    tip: { fill: "var(--paper)", stroke: "var(--line)" },
    order: [...groups],
    z: "group" as const,
    insetLeft: 1,
    insetRight: 1,
  };
  const below = { anchor: "bottom" as const, tickSize: 0, label: options.xLabel || null, labelArrow: "none" as const };
  return plotted({
    width,
    height: Math.min(320, Math.max(220, width * 0.45)),
    marginLeft: LEFT,
    marginTop: 26,
    marginBottom: options.xLabel ? 42 : 28,
    x: { domain: grouped ? [...groups] : [...names], padding: grouped ? 0 : 0.25, axis: null },
    fx: grouped ? { domain: [...names], padding: 0.2, axis: null } : {},
    marks: [
      gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisY({ ticks: 5, tickSize: 0, label: options.yLabel || axisLabel(scale), labelArrow: "none", tickFormat: plain }),
      grouped
        ? barY([...bars], { ...bar, x: "group", fx: "x" })
        : barY([...bars], { ...bar, x: "x" }),
      ...(!grouped && groups.length > 1 ? [text(sums(bars), { x: "x", y: "y", text: (sum: { y: number }) => plain(sum.y), dy: -8, fill: "var(--ink)", fontWeight: 600 })] : []),
      text([...blank], { [grouped ? "fx" : "x"]: (name: string) => name, y: 0, text: () => "–", dy: -8, fill: "var(--soft)" }),
      ruleY([0], { stroke: "var(--ink)" }),
      grouped ? axisFx(below) : axisX(below),
    ],
  });
}

/** The height of each stack. */
function sums(bars: readonly Bar[]): { x: string; y: number }[] {
  const found = new Map<string, number>();
  for (const bar of bars) found.set(bar.x, (found.get(bar.x) ?? 0) + bar.y);
  return [...found].map(([x, y]) => ({ x, y }));
}

function lying(data: Bars, width: number, colour: (group: string) => string): SVGSVGElement {
  const { bars, names, groups, blank, options, scale } = data;
  const sides = !options.stacked && groups.length > 1 ? groups.length : 1;
  const row = ROW + (sides - 1) * 14;
  return plotted({
    width,
    height: names.length * row + 50,
    marginLeft: 2,
    marginRight: 24,
    marginTop: 42,
    marginBottom: 8,
    x: { axis: null },
    y: { domain: sides > 1 ? [...groups] : [...names], axis: null, padding: sides > 1 ? 0.1 : 0 },
    fy: sides > 1 ? { domain: [...names], axis: null, padding: 0.1 } : {},
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
      axisX({ anchor: "top", ticks: 4, tickSize: 0, labelAnchor: "left", labelOffset: 38, label: options.yLabel || axisLabel(scale), labelArrow: "none", tickFormat: plain }),
      barX([...bars], {
        x: "y",
        y: sides > 1 ? "group" : "x",
        ...(sides > 1 ? { fy: "x" } : {}),
        z: "group",
        order: [...groups],
        fill: (each: Bar) => colour(each.group),
        title: "title",
        tip: { fill: "var(--paper)", stroke: "var(--line)" },
        insetTop: sides > 1 ? 9 : 19,
        insetBottom: sides > 1 ? -7 : 5,
      }),
      text([...names], {
        [sides > 1 ? "fy" : "y"]: (name: string) => name,
        frameAnchor: sides > 1 ? "top-left" : "left",
        text: (name: string) => fitted(blank.includes(name) ? `${name} –` : name, width - 20),
        textAnchor: "start",
        dy: sides > 1 ? -4 : -11,
        dx: 2,
      }),
      ruleX([0], { stroke: "var(--ink)" }),
    ],
  });
}

function axisLabel(scale: Scale): string | null {
  return scale.unit || null;
}

function plain(value: number): string {
  return shown(value, pageLanguage(), 1);
}

function description(data: Bars, language: Language): string {
  const { bars, names, groups, options, scale } = data;
  const largest = bars.reduce<Bar | null>((best, bar) => (best && best.y >= bar.y ? best : bar), null);
  if (!largest) return say("数値はありません。", "No figures.");
  const value = withUnit(largest.y * scale.divisor, options.unit, language);
  const where = [largest.x, largest.group].filter(Boolean).join(" · ");
  const many = groups.length > 1 ? say(`、${groups.length}系列`, ` in ${groups.length} series`) : "";
  return say(
    `棒グラフ、${names.length}項目${many}。最大は${where}の${value}。`,
    `Bar chart, ${names.length} items${many}. The largest is ${where}: ${value}.`,
  );
}
