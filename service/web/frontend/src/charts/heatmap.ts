/** How much of something there is in each cell of two lists; the figure stands in the cell. */

import { axisX, axisY, cell, text } from "@observablehq/plot";
import { pageLanguage, say } from "../language";
import { shown, withUnit } from "../numbers";
import { distinct, numberOf, textOf, type Source } from "./data";
import { plotted } from "./plot";
import { fitted, textWidth } from "./text";

interface Cell {
  readonly x: string;
  readonly y: string;
  readonly value: number;
  readonly title: string;
}

const ROW = 26;

export function drawHeatmap(canvas: HTMLElement, source: Source, width: number): string {
  const language = pageLanguage();
  const { rows, options } = source;
  const cells = rows.flatMap((row): Cell[] => {
    const value = numberOf(row["value"]);
    if (value === null) return [];
    const [x, y] = [textOf(row["x"]), textOf(row["y"])];
    return [{ x, y, value, title: `${y} · ${x}\n${withUnit(value, options.unit, language)}` }];
  });
  const columns = distinct(rows.map((row) => textOf(row["x"])));
  const names = distinct(rows.map((row) => textOf(row["y"])));
  const largest = Math.max(...cells.map((each) => each.value), 0);
  const left = Math.min(Math.max(...names.map((name) => textWidth(name)), 0) + 10, width * 0.42);
  const slot = Math.max((width - left) / Math.max(columns.length, 1), 30);
  const flat = columns.every((name) => textWidth(name) + 6 < slot);
  const top = flat ? 24 : Math.min(Math.max(...columns.map((name) => textWidth(name)), 0) * 0.72 + 18, 130);
  canvas.append(
    plotted({
      width: Math.max(width, left + slot * columns.length + (flat ? 0 : top * 0.8)),
      height: names.length * ROW + top + 6,
      marginLeft: left,
      marginTop: top,
      marginBottom: 4,
      marginRight: flat ? 2 : top * 0.8,
      x: { domain: columns, axis: null, padding: 0 },
      y: { domain: names, axis: null, padding: 0 },
      marks: [
        axisX({ anchor: "top", tickSize: 0, label: null, tickRotate: flat ? 0 : -45, ...(flat ? {} : { textAnchor: "start" }), tickFormat: (name: string) => fitted(name, flat ? slot : 160) }),
        axisY({ tickSize: 0, label: null, tickFormat: (name: string) => fitted(name, left - 8) }),
        cell(cells, {
          x: "x",
          y: "y",
          fill: (each: Cell) => `color-mix(in oklab, var(--heat) ${shade(each.value, largest)}%, var(--paper))`,
          inset: 0.5,
          title: "title",
          tip: { fill: "var(--paper)", stroke: "var(--line)" },
        }),
        text(cells, {
          x: "x",
          y: "y",
          text: (each: Cell) => shown(each.value, language),
          fill: "var(--ink)",
          pointerEvents: "none",
        }),
      ],
    }),
  );
  const best = cells.find((each) => each.value === largest);
  if (!best) return say("数値はありません。", "No figures.");
  return say(
    `ヒートマップ、${names.length}行${columns.length}列。最大は${best.y}・${best.x}の${shown(best.value, language)}。`,
    `Heat map, ${names.length} rows, ${columns.length} columns. The largest is ${best.y}, ${best.x}: ${shown(best.value, language)}.`,
  );
}

/** Percent of ink in a cell: none for 0, at least 8 for anything more. */
export function shade(value: number, largest: number): number {
  if (value <= 0 || largest <= 0) return 0;
  return Math.round(8 + (value / largest) * 70);
}
