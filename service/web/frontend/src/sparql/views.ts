/** An answer on the page: a table that sorts and turns pages, a chart of two columns, a graph as a network. */

import { asRow } from "../charts/data";
import { pageLanguage, say } from "../language";
import { shown } from "../numbers";
import type { Answer, Graph, Table } from "./answers";
import { addressOf, compareTerms, figureOf, shortened, type Names, type Term } from "./terms";

const PAGE = 100;
const MOST_BARS = 60;
const MOST_NODES = 200;
const LABELS = new Set(
  ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title"],
);

/** Where an answer may be had as a file. */
export type Download = (format: string, withMark: boolean) => void;

interface View {
  readonly name: string;
  readonly draw: (box: HTMLElement) => void;
}

export function showAnswer(box: HTMLElement, answer: Answer, names: Names, download: Download): void {
  box.replaceChildren();
  if (answer.kind === "truth") {
    box.append(element("p", "answer", answer.value ? say("真 (true)", "true") : say("偽 (false)", "false")));
    return;
  }
  const table = answer.kind === "graph" ? asTable(answer) : answer;
  const views: View[] = [{ name: say("表", "Table"), draw: (panel) => drawTable(panel, table, names) }];
  if (answer.kind === "graph") views.push({ name: say("グラフ", "Graph"), draw: (panel) => drawGraph(panel, answer, names) });
  else if (figureColumns(table).length > 0) views.push({ name: say("図", "Chart"), draw: (panel) => drawChart(panel, table, names) });
  const head = element("div", "answer-head");
  const count = element("p", "count", say(`${shown(table.rows.length, "ja")}件`, `${shown(table.rows.length, "en")} rows`));
  count.setAttribute("role", "status");
  head.append(count, tabs(views, box), files(answer.kind, download));
  box.prepend(head);
}

function tabs(views: readonly View[], box: HTMLElement): HTMLElement {
  const list = element("div", "tabs");
  list.setAttribute("role", "tablist");
  const panel = element("div", "panel");
  panel.setAttribute("role", "tabpanel");
  box.append(panel);
  const buttons = views.map((view) => {
    const button = element("button", "", view.name) as HTMLButtonElement;
    button.type = "button";
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(button, view));
    return button;
  });
  const choose = (chosen: HTMLButtonElement, view: View): void => {
    for (const button of buttons) {
      button.setAttribute("aria-selected", String(button === chosen));
      button.tabIndex = button === chosen ? 0 : -1;
    }
    panel.setAttribute("aria-label", view.name);
    panel.replaceChildren();
    view.draw(panel);
  };
  list.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const at = buttons.findIndex((button) => button === event.target);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    if (step === 0 || !next) return;
    next.click();
    next.focus();
  });
  list.append(...buttons);
  choose(buttons[0]!, views[0]!);
  return list;
}

function files(kind: Answer["kind"], download: Download): HTMLElement {
  const box = element("div", "files");
  const offered: [string, string, boolean][] =
    kind === "graph"
      ? [["Turtle", "turtle", false], ["JSON-LD", "jsonld", false], ["N-Triples", "ntriples", false]]
      : [["CSV", "csv", false], [say("CSV（表計算用）", "CSV for spreadsheets"), "csv", true], ["JSON", "json", false]];
  for (const [name, format, mark] of offered) {
    const button = element("button", "plain", name) as HTMLButtonElement;
    button.type = "button";
    button.addEventListener("click", () => download(format, mark));
    box.append(button);
  }
  return box;
}

// --- table ---

function asTable(graph: Graph): Table {
  return { kind: "table", variables: ["subject", "predicate", "object"], rows: graph.triples };
}

function drawTable(panel: HTMLElement, table: Table, names: Names): void {
  const scroll = element("div", "scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", say("結果", "Results"));
  const pager = element("div", "pager");
  panel.append(scroll, pager);
  let rows = [...table.rows];
  let sorted: { column: number; down: boolean } | null = null;
  let page = 0;
  const draw = (): void => {
    scroll.replaceChildren(drawnTable(table, rows.slice(page * PAGE, (page + 1) * PAGE), names, sorted, sort));
    turn(pager, page, Math.ceil(rows.length / PAGE), (to) => {
      page = to;
      draw();
    });
  };
  const sort = (column: number): void => {
    const down: boolean = sorted?.column === column && !sorted.down;
    sorted = { column, down };
    rows = [...table.rows].sort((one, other) => compareTerms(one[column] ?? null, other[column] ?? null, down));
    page = 0;
    draw();
    scroll.querySelectorAll<HTMLElement>("thead button")[column]?.focus();
  };
  draw();
}

function drawnTable(
  table: Table,
  rows: readonly (readonly (Term | null)[])[],
  names: Names,
  sorted: { column: number; down: boolean } | null,
  sort: (column: number) => void,
): HTMLTableElement {
  const made = document.createElement("table");
  made.className = "results";
  const head = made.createTHead().insertRow();
  table.variables.forEach((variable, column) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    if (sorted?.column === column) cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    const button = element("button", "sort", variable) as HTMLButtonElement;
    button.type = "button";
    button.addEventListener("click", () => sort(column));
    cell.append(button);
    head.append(cell);
  });
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    table.variables.forEach((_, column) => {
      const term = row[column] ?? null;
      const cell = line.insertCell();
      if (term) cell.append(shownTerm(term, names));
      if (figureOf(term) !== null) cell.className = "number";
    });
  }
  return made;
}

function shownTerm(term: Term, names: Names): Node {
  if (term.type === "uri") {
    const address = addressOf(term.value, names);
    const text = shortened(term.value, names);
    if (!address) return document.createTextNode(text);
    const link = document.createElement("a");
    link.href = address;
    link.title = term.value;
    link.textContent = text;
    return link;
  }
  const span = element("span", "", term.type === "bnode" ? `_:${term.value}` : term.value);
  if (term.language) {
    span.lang = term.language;
    const tag = element("small", "", `@${term.language}`);
    const both = document.createDocumentFragment();
    both.append(span, " ", tag);
    return both;
  }
  if (term.datatype) span.title = shortened(term.datatype, names);
  return span;
}

function turn(pager: HTMLElement, page: number, pages: number, go: (to: number) => void): void {
  pager.replaceChildren();
  if (pages < 2) return;
  const button = (name: string, to: number, usable: boolean): HTMLButtonElement => {
    const made = element("button", "plain", name) as HTMLButtonElement;
    made.type = "button";
    made.disabled = !usable;
    made.addEventListener("click", () => go(to));
    return made;
  };
  pager.append(
    button(say("← 前へ", "← Previous"), page - 1, page > 0),
    element("span", "", `${page + 1} / ${pages}`),
    button(say("次へ →", "Next →"), page + 1, page < pages - 1),
  );
}

// --- chart ---

function figureColumns(table: Table): number[] {
  return table.variables.flatMap((_, column) => (table.rows.some((row) => figureOf(row[column] ?? null) !== null) ? [column] : []));
}

function drawChart(panel: HTMLElement, table: Table, names: Names): void {
  const figures = figureColumns(table);
  const all = table.variables.map((_, column) => column);
  const named = all.find((column) => !figures.includes(column)) ?? 0;
  const x = chooser(say("横軸（項目）", "Items"), all, named, table, false);
  const y = chooser(say("縦軸（数値）", "Figures"), figures, figures.at(-1)!, table, false);
  const group = chooser(say("色分け", "Colours"), all, -1, table, true);
  const tools = element("div", "chart-tools");
  tools.append(x.label, y.label, group.label);
  const figure = element("figure", "chart");
  figure.dataset["chart"] = "bars";
  const canvas = element("div", "canvas");
  const remark = element("p", "remark");
  figure.append(canvas);
  panel.append(tools, figure, remark);
  const draw = async (): Promise<void> => {
    const { drawBars } = await import("../charts/bars");
    const rows = chartRows(table, x.column(), y.column(), group.column(), names);
    const items = [...new Set(rows.map((row) => row.x))].slice(0, MOST_BARS);
    const kept = rows.filter((row) => items.includes(row.x));
    const left = new Set(rows.map((row) => row.x)).size - items.length;
    const options = { unit: "", stacked: true, xLabel: "", yLabel: table.variables[y.column()] ?? "", groups: [] };
    canvas.replaceChildren();
    const description = drawBars(canvas, { rows: kept.map(asRow), extra: {}, options }, canvas.clientWidth);
    const svg = canvas.querySelector("svg");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", description);
    remark.textContent = left > 0 ? say(`はじめの${MOST_BARS}項目だけを描いています（ほかに${left}項目）。`, `The first ${MOST_BARS} items are drawn; ${left} more are not.`) : "";
  };
  for (const select of [x, y, group]) select.onChange(() => void draw());
  void draw();
}

/** One row for each item and colour: figures of the same are added, as a reader of the picture takes them. */
export function chartRows(
  table: Table,
  x: number,
  y: number,
  group: number,
  names: Names,
): { x: string; y: number; group: string }[] {
  const text = (term: Term | null | undefined): string => (!term ? "–" : term.type === "uri" ? shortened(term.value, names) : term.value);
  const sums = new Map<string, { x: string; y: number; group: string }>();
  for (const row of table.rows) {
    const value = figureOf(row[y] ?? null);
    if (value === null) continue;
    const item = { x: text(row[x]), y: value, group: group < 0 ? "" : text(row[group]) };
    const key = JSON.stringify([item.x, item.group]);
    const known = sums.get(key);
    if (known) known.y += value;
    else sums.set(key, item);
  }
  return [...sums.values()];
}

function chooser(
  name: string,
  columns: readonly number[],
  chosen: number,
  table: Table,
  optional: boolean,
): { label: HTMLElement; column: () => number; onChange: (call: () => void) => void } {
  const label = element("label", "", name);
  const select = document.createElement("select");
  if (optional) select.append(new Option(say("なし", "none"), "-1"));
  for (const column of columns) select.append(new Option(table.variables[column], String(column)));
  select.value = String(chosen);
  label.append(" ", select);
  return { label, column: () => Number(select.value), onChange: (call) => select.addEventListener("change", call) };
}

// --- graph ---

function drawGraph(panel: HTMLElement, graph: Graph, names: Names): void {
  const figure = element("figure", "chart");
  const canvas = element("div", "canvas");
  figure.append(canvas);
  const { nodes, edges, left } = networkOf(graph, names);
  const remark = element("p", "remark");
  if (left > 0) remark.textContent = say(`つながりの多い${MOST_NODES}点だけを描いています（ほかに${left}点）。`, `The ${MOST_NODES} best connected nodes are drawn; ${left} more are not.`);
  if (nodes.length === 0) remark.textContent = say("資源どうしのつながりはありません。", "No links between resources.");
  panel.append(figure, remark);
  if (nodes.length === 0) return;
  void import("../charts/network").then(({ drawNetwork }) => {
    const options = { unit: "", stacked: true, xLabel: "", yLabel: "", groups: [] };
    const description = drawNetwork(canvas, { rows: [], extra: { nodes, edges }, options }, canvas.clientWidth);
    const picture = canvas.querySelector(".network");
    picture?.setAttribute("role", "img");
    picture?.setAttribute("aria-label", description);
  });
}

/** Resources as nodes, statements between two of them as edges; literals only lend their labels. */
export function networkOf(
  graph: Graph,
  names: Names,
): { nodes: { id: string; label: string; href: string | null }[]; edges: { source: string; target: string; label: string }[]; left: number } {
  const language = pageLanguage();
  const labels = new Map<string, string>();
  const degree = new Map<string, number>();
  const found: { source: string; target: string; label: string }[] = [];
  for (const [subject, predicate, object] of graph.triples) {
    if (object.type === "literal") {
      if (LABELS.has(predicate.value) && (!labels.has(subject.value) || object.language === language)) labels.set(subject.value, object.value);
      continue;
    }
    found.push({ source: subject.value, target: object.value, label: shortened(predicate.value, names) });
    for (const end of [subject.value, object.value]) degree.set(end, (degree.get(end) ?? 0) + 1);
  }
  const ids = [...degree.keys()].sort((one, other) => degree.get(other)! - degree.get(one)! || (one < other ? -1 : 1));
  const kept = new Set(ids.slice(0, MOST_NODES));
  return {
    nodes: [...kept].map((id) => ({ id, label: labels.get(id) ?? shortened(id, names), href: addressOf(id, names) })),
    edges: found.filter((edge) => kept.has(edge.source) && kept.has(edge.target)),
    left: ids.length - kept.size,
  };
}

export function element(name: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
