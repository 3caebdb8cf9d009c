/** What a figure of a page says: its kind, its options, its rows; read without trust in their form. */

export type Row = Readonly<Record<string, unknown>>;

export interface Options {
  readonly unit: string;
  readonly stacked: boolean;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Groups in the order of their colours; those not named follow as they come. */
  readonly groups: readonly string[];
}

export interface Source {
  readonly rows: readonly Row[];
  readonly extra: Row;
  readonly options: Options;
}

/** A figure cannot be drawn from what the page gives. */
export class SourceError extends Error {}

export function readSource(figure: HTMLElement): Source {
  const id = figure.dataset["source"] ?? "";
  const script = document.getElementById(id);
  if (!script?.textContent) throw new SourceError(`no data #${id}`);
  const data: unknown = JSON.parse(script.textContent);
  const given = asRow(JSON.parse(figure.dataset["options"] || "{}"));
  const options = {
    unit: textOf(given["unit"]),
    stacked: given["stacked"] !== false,
    xLabel: textOf(given["xLabel"]),
    yLabel: textOf(given["yLabel"]),
    groups: Array.isArray(given["groups"]) ? given["groups"].map(textOf) : [],
  };
  if (Array.isArray(data)) return { rows: data.map(asRow), extra: {}, options };
  return { rows: [], extra: asRow(data), options };
}

export function asRow(value: unknown): Row {
  return typeof value === "object" && value !== null ? (value as Row) : {};
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** A finite number, or null; a text that is one counts. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** A path of this site, or null: no other scheme or host becomes a link. */
export function hrefOf(value: unknown): string | null {
  return typeof value === "string" && /^(?:[/?#](?!\/)|$)/.test(value) && value !== "" ? value : null;
}

/** The distinct values in the order in which they come, those of `first` before the others. */
export function distinct(values: Iterable<string>, first: readonly string[] = []): string[] {
  const found = new Set(values);
  return [...first.filter((each) => found.has(each)), ...[...found].filter((each) => !first.includes(each))];
}

export interface Span {
  readonly start: Date;
  /** The first moment after the span. */
  readonly end: Date;
}

/** The span that a printed date means: a year, a month or a day (UTC); null for what is none. */
export function spanOf(value: unknown): Span | null {
  const found = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(textOf(value));
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)];
  const start = new Date(Date.UTC(year, month, day));
  if (start.getUTCMonth() !== month || start.getUTCDate() !== day) return null;
  const end = found[3]
    ? Date.UTC(year, month, day + 1)
    : found[2]
      ? Date.UTC(year, month + 1, 1)
      : Date.UTC(year + 1, 0, 1);
  return { start, end: new Date(end) };
}
