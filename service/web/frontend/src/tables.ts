/** Tables marked `data-sortable`: a click on a head sorts by that column; long ones get a filter. */

import { say } from "./language";

const FILTER_FROM = 14;

export function enhanceTable(table: HTMLTableElement): void {
  const body = table.tBodies[0];
  const heads = table.tHead?.rows[table.tHead.rows.length - 1]?.cells;
  if (!body || !heads || body.rows.length < 2) return;
  for (const head of heads) {
    if (head.colSpan > 1 || head.textContent?.trim() === "" || head.querySelector(".hidden")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sortBy(table, head));
  }
  if (body.rows.length >= FILTER_FROM) addFilter(table, body);
}

function sortBy(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const body = table.tBodies[0]!;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement!.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const column = head.cellIndex;
  const keyed = [...body.rows].map((row) => ({ row, text: textAt(row, column) }));
  keyed.sort((one, other) => compare(one.text, other.text, down));
  body.append(...keyed.map((each) => each.row));
}

/** What a cell sorts by: `data-sort` where the page says so, else its text. */
function textAt(row: HTMLTableRowElement, column: number): string {
  const cell = row.cells[column];
  return (cell?.dataset["sort"] ?? cell?.textContent ?? "").trim();
}

/** Figures by size, else Japanese order; empty cells always last. */
export function compare(one: string, other: string, down: boolean): number {
  if (one === "" || other === "") return Number(one === "") - Number(other === "");
  const [a, b] = [figure(one), figure(other)];
  const order = a !== null && b !== null ? a - b : one.localeCompare(other, "ja", { numeric: true });
  return down ? -order : order;
}

/** The figure that a cell begins with (`¥1,200` `1,200円` `-3.5%`), or null. */
export function figure(text: string): number | null {
  const found = /^[¥￥△▲]?\s*([-−]?[\d,]+(?:\.\d+)?)\s*[^\d\s.,/:-]*$/.exec(text.normalize("NFKC"));
  if (!found) return null;
  const value = Number(found[1]!.replaceAll(",", "").replace("−", "-"));
  return /^[△▲]/.test(text) ? -value : value;
}

function addFilter(table: HTMLTableElement, body: HTMLTableSectionElement): void {
  const label = document.createElement("label");
  label.className = "table-filter";
  const input = document.createElement("input");
  input.type = "search";
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  label.append(say("絞り込む", "Filter"), input);
  const box = document.createElement("div");
  box.className = "table-tools";
  box.append(label, count);
  const head = table.closest(".table")?.querySelector(":scope > .table-head");
  if (head) head.prepend(box);
  else (table.closest(".scroll") ?? table).before(box);
  input.addEventListener("input", () => {
    const wanted = input.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      const text = (row.textContent ?? "").normalize("NFKC").toLowerCase();
      row.hidden = !wanted.every((each) => text.includes(each));
      if (!row.hidden) shown += 1;
    }
    count.textContent = wanted.length === 0 ? "" : say(`${shown}件 / ${body.rows.length}件`, `${shown} of ${body.rows.length}`);
  });
}
