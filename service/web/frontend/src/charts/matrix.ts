/** Who takes part in what: a table of marks that sorts by any row or column, filters, and is walked with the arrow keys. */

import { say } from "../language";
import { asRow, hrefOf, textOf, type Row, type Source } from "./data";

interface Head {
  readonly name: string;
  readonly href: string | null;
  readonly group: string;
}

export interface Matrix {
  readonly rows: readonly Head[];
  readonly columns: readonly Head[];
  /** By name of row and column; what is not here is empty. */
  readonly cells: ReadonlyMap<string, string>;
}

type Order = { readonly by: "given" | "name" | "count" } | { readonly by: "column"; readonly column: string };

export function readMatrix(given: readonly Row[]): Matrix {
  const rows = new Map<string, Head>();
  const columns = new Map<string, Head>();
  const cells = new Map<string, string>();
  for (const each of given) {
    const [row, column] = [textOf(each["row"]), textOf(each["column"])];
    if (row && !rows.has(row)) rows.set(row, head(row, each["rowHref"], each["rowGroup"]));
    if (column && !columns.has(column)) columns.set(column, head(column, each["columnHref"], each["columnGroup"]));
    const value = each["value"];
    if (!row || !column || value === false || value === null || value === "" || value === 0) continue;
    cells.set(key(row, column), value === undefined || value === true || value === 1 ? "●" : textOf(value));
  }
  return { rows: [...rows.values()], columns: [...columns.values()], cells };
}

/** The rows and columns to be shown, sorted, after both filters; only names that hold the text count. */
export function arranged(
  matrix: Matrix,
  order: Order,
  rowText: string,
  columnText: string,
): { rows: Head[]; columns: Head[] } {
  const has = (text: string, each: Head): boolean => folded(each.name).includes(folded(text));
  const columns = matrix.columns.filter((each) => has(columnText, each));
  const rows = matrix.rows.filter((each) => has(rowText, each));
  const count = (row: Head): number => columns.filter((column) => matrix.cells.has(key(row.name, column.name))).length;
  if (order.by === "name") rows.sort((one, other) => one.name.localeCompare(other.name, "ja"));
  if (order.by === "count") rows.sort((one, other) => count(other) - count(one));
  if (order.by === "column") {
    const in_ = (row: Head): number => Number(matrix.cells.has(key(row.name, order.column)));
    rows.sort((one, other) => in_(other) - in_(one));
  }
  return { rows, columns };
}

export function drawMatrix(canvas: HTMLElement, source: Source, _width: number, caption: string): string {
  const matrix = readMatrix(source.rows.map(asRow));
  const rowInput = filter(source.options.yLabel || say("行を絞り込む", "Filter rows"));
  const columnInput = filter(source.options.xLabel || say("列を絞り込む", "Filter columns"));
  const order = sorter();
  const tools = document.createElement("div");
  tools.className = "matrix-tools";
  tools.append(rowInput.label, columnInput.label, order.label);
  const scroll = document.createElement("div");
  scroll.className = "scroll tall";
  const count = document.createElement("p");
  count.className = "remark";
  count.setAttribute("role", "status");
  canvas.append(tools, scroll, count);
  let column: string | null = null;
  const draw = (): void => {
    const by: Order = column ? { by: "column", column } : { by: order.select.value as "given" };
    const found = arranged(matrix, by, rowInput.input.value, columnInput.input.value);
    scroll.replaceChildren(table(matrix, found.rows, found.columns, caption, column, (name) => {
      column = column === name ? null : name;
      draw();
      scroll.querySelector<HTMLElement>(`[data-column="${CSS.escape(name)}"]`)?.focus();
    }));
    count.textContent = say(
      `${found.rows.length}行 × ${found.columns.length}列`,
      `${found.rows.length} rows × ${found.columns.length} columns`,
    );
  };
  rowInput.input.addEventListener("input", draw);
  columnInput.input.addEventListener("input", draw);
  order.select.addEventListener("change", () => {
    column = null;
    draw();
  });
  scroll.addEventListener("keydown", walk);
  draw();
  return say(
    `行列表、${matrix.rows.length}行${matrix.columns.length}列、印${matrix.cells.size}個。`,
    `Matrix of ${matrix.rows.length} rows and ${matrix.columns.length} columns with ${matrix.cells.size} marks.`,
  );
}

function table(
  matrix: Matrix,
  rows: readonly Head[],
  columns: readonly Head[],
  caption: string,
  sorted: string | null,
  sort: (name: string) => void,
): HTMLTableElement {
  const made = document.createElement("table");
  made.className = "marks";
  made.setAttribute("role", "grid");
  if (caption) made.setAttribute("aria-label", caption);
  const top = made.createTHead().insertRow();
  top.append(element("td", ""));
  for (const column of columns) {
    const cell = element("th", "");
    cell.scope = "col";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = column.name;
    button.title = column.name;
    button.dataset["column"] = column.name;
    button.tabIndex = -1;
    button.addEventListener("click", () => sort(column.name));
    if (sorted === column.name) cell.setAttribute("aria-sort", "descending");
    cell.append(button);
    top.append(cell);
  }
  top.append(element("th", say("計", "Sum"), "sum"));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    const name = element("th", "");
    name.scope = "row";
    name.append(row.href ? link(row.href, row.name) : row.name);
    line.append(name);
    let sum = 0;
    for (const column of columns) {
      const value = matrix.cells.get(key(row.name, column.name));
      if (value !== undefined) sum += 1;
      const cell = element("td", value ?? "", value === undefined ? "" : "yes");
      cell.title = `${row.name} × ${column.name}`;
      line.append(cell);
    }
    line.append(element("td", String(sum), "sum"));
  }
  for (const cell of made.querySelectorAll<HTMLElement>("tbody td")) cell.tabIndex = -1;
  const first = made.querySelector<HTMLElement>("thead button") ?? made.querySelector<HTMLElement>("tbody td");
  if (first) first.tabIndex = 0;
  return made;
}

/** The arrow keys, Home and End move among the cells; one of them is in the order of the Tab key. */
function walk(event: KeyboardEvent): void {
  const steps: Record<string, readonly [number, number]> = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    Home: [0, -1e6],
    End: [0, 1e6],
  };
  const step = steps[event.key];
  const cell = (event.target as HTMLElement).closest<HTMLTableCellElement>("th, td");
  const row = cell?.parentElement as HTMLTableRowElement | null;
  const grid = cell?.closest("table");
  if (!step || !cell || !row || !grid) return;
  const to = grid.rows[Math.max(0, Math.min(grid.rows.length - 1, row.rowIndex + step[0]))];
  const next = to?.cells[Math.max(0, Math.min(to.cells.length - 1, cell.cellIndex + step[1]))];
  const target = next?.querySelector<HTMLElement>("button, a") ?? next;
  if (!target) return;
  event.preventDefault();
  for (const each of grid.querySelectorAll('[tabindex="0"]')) (each as HTMLElement).tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
}

function head(name: string, href: unknown, group: unknown): Head {
  return { name, href: hrefOf(href), group: textOf(group) };
}

function key(row: string, column: string): string {
  return `${row}\u0000${column}`;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function element(name: "td" | "th", text: string, className = ""): HTMLTableCellElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function link(href: string, text: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = text;
  return made;
}

function filter(name: string): { label: HTMLLabelElement; input: HTMLInputElement } {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  label.append(name, input);
  return { label, input };
}

function sorter(): { label: HTMLLabelElement; select: HTMLSelectElement } {
  const label = document.createElement("label");
  const select = document.createElement("select");
  const choices = [
    ["given", say("文書の順", "order given")],
    ["name", say("名前", "name")],
    ["count", say("印の多い順", "most marks")],
  ] as const;
  for (const [value, text] of choices) select.append(new Option(text, value));
  label.append(say("並べ替え", "Sort by"), select);
  return { label, select };
}
