/** Figures of a page become pictures when they come into view; the table behind each stays where it is. */

import { say } from "../language";
import { readSource, textOf, type Source } from "./data";

/** Draws into an empty canvas of this width in pixels; returns a sentence that describes what is seen. */
export type Draw = (canvas: HTMLElement, source: Source, width: number, caption: string) => string;

const KINDS: Record<string, () => Promise<Draw>> = {
  bars: async () => (await import("./bars")).drawBars,
  timeline: async () => (await import("./timeline")).drawTimeline,
  heatmap: async () => (await import("./heatmap")).drawHeatmap,
  dots: async () => (await import("./dots")).drawDots,
  map: async () => (await import("./map")).drawMap,
  matrix: async () => (await import("./matrix")).drawMatrix,
  network: async () => (await import("./network")).drawNetwork,
};
/** Rows of a table that is printed in place of its picture. */
const LONGEST_PRINTED = 100;
/** Kinds that fit their box by themselves: drawn once. */
const FLUID = new Set(["matrix", "network"]);

export function enhanceFigures(figures: Iterable<HTMLElement>): void {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        seen.unobserve(entry.target);
        void show(entry.target as HTMLElement);
      }
    },
    { rootMargin: "400px" },
  );
  for (const figure of figures) seen.observe(figure);
  printTables(figures);
}

/** A page is printed before a picture that was never scrolled to can be drawn: its table stands in for it, unless it is long. */
function printTables(figures: Iterable<HTMLElement>): void {
  const opened: HTMLDetailsElement[] = [];
  addEventListener("beforeprint", () => {
    for (const figure of figures) {
      const details = figure.querySelector("details");
      if (!details || details.open || figure.dataset["drawn"] === "yes") continue;
      if (figure.querySelectorAll("details tbody tr").length > LONGEST_PRINTED) continue;
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) details.open = false;
  });
}

/** Draw one figure; when that fails, say so and leave the table to the reader. */
export async function show(figure: HTMLElement): Promise<void> {
  if (figure.dataset["drawn"]) return;
  figure.dataset["drawn"] = "pending";
  const canvas = canvasOf(figure);
  try {
    const kind = figure.dataset["chart"] ?? "";
    const draw = await KINDS[kind]?.();
    if (!draw) throw new Error(`no chart ${kind}`);
    const source = readSource(figure);
    const caption = figure.querySelector("figcaption")?.textContent?.trim() ?? "";
    follow(canvas, FLUID.has(kind), (width) => {
      canvas.replaceChildren();
      describe(figure, canvas, draw(canvas, source, width, caption), caption);
      nameParts(canvas, source, caption);
    });
    figure.dataset["drawn"] = "yes";
  } catch (error) {
    console.warn(error);
    figure.dataset["drawn"] = "failed";
    const remark = document.createElement("p");
    remark.className = "remark";
    remark.textContent = say("図を描けませんでした。表をご覧ください。", "The picture could not be drawn; see the table.");
    canvas.replaceChildren(remark);
  }
}

/** Draw now, and anew whenever the width has changed. */
function follow(canvas: HTMLElement, once: boolean, draw: (width: number) => void): void {
  let drawn = Math.floor(canvas.clientWidth);
  draw(drawn);
  if (once) return;
  new ResizeObserver(() => {
    const width = Math.floor(canvas.clientWidth);
    if (width === 0 || Math.abs(width - drawn) < 4) return;
    drawn = width;
    requestAnimationFrame(() => draw(width));
  }).observe(canvas);
}

function canvasOf(figure: HTMLElement): HTMLElement {
  const found = figure.querySelector<HTMLElement>(":scope > .canvas");
  if (found) return found;
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  const caption = figure.querySelector(":scope > figcaption");
  if (caption) caption.after(canvas);
  else figure.prepend(canvas);
  return canvas;
}

/** Names the picture for screen readers; a matrix is a table and speaks for itself. */
function describe(figure: HTMLElement, canvas: HTMLElement, description: string, caption: string): void {
  for (const picture of canvas.querySelectorAll("svg, .network")) {
    if (picture.closest("[aria-hidden]")) continue;
    picture.setAttribute("role", picture.querySelector("a") ? "group" : "img");
    picture.setAttribute("aria-label", caption ? `${caption}: ${description}` : description);
  }
  figure.dataset["description"] = description;
}

/** What a screen reader and a keyboard find inside: links with names, and a box that scrolls only if it has to. */
function nameParts(canvas: HTMLElement, source: Source, caption: string): void {
  const names = new Map(source.rows.map((row) => [row["href"], textOf(row["label"])]));
  for (const part of canvas.querySelectorAll("svg g[aria-label]")) part.setAttribute("role", "group");
  for (const link of canvas.querySelectorAll("svg a")) {
    if (link.textContent?.trim()) continue;
    const href = link.getAttribute("href") ?? link.getAttribute("xlink:href") ?? "";
    link.setAttribute("aria-label", names.get(href) || href);
  }
  if (canvas.scrollWidth > canvas.clientWidth) {
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "group");
    canvas.setAttribute("aria-label", caption);
  } else {
    canvas.removeAttribute("tabindex");
  }
}
