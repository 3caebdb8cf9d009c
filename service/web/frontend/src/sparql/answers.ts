/** Asking the service: a query out, a table, a truth value, a graph or a problem back. */

import type { Term } from "./terms";

export interface Table {
  readonly kind: "table";
  readonly variables: readonly string[];
  readonly rows: readonly (readonly (Term | null)[])[];
}

export interface Truth {
  readonly kind: "truth";
  readonly value: boolean;
}

export interface Graph {
  readonly kind: "graph";
  readonly triples: readonly (readonly [Term, Term, Term])[];
}

export type Answer = Table | Truth | Graph;

/** Problem details (RFC 9457) as the service gives them. */
export class AnswerProblem extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    readonly status: number,
    readonly line: number | null = null,
    readonly column: number | null = null,
  ) {
    super(`${title}: ${detail}`);
  }
}

export const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9, application/problem+json;q=0.1";

/** Raises AnswerProblem for what the service refuses, and the error of fetch when it cannot be reached. */
export async function ask(request: Request): Promise<Answer> {
  const response = await fetch(request);
  if (!response.ok) throw await problemOf(response);
  const type = response.headers.get("content-type") ?? "";
  const text = await response.text();
  if (type.includes("n-triples")) return { kind: "graph", triples: triplesOf(text) };
  return readResults(JSON.parse(text) as Results);
}

/** A request of the SPARQL 1.1 Protocol, by POST so that no query is too long for an address. */
export function queryRequest(query: string, accept: string, signal?: AbortSignal): Request {
  return new Request("/sparql", {
    method: "POST",
    headers: { accept },
    body: new URLSearchParams({ query }),
    ...(signal ? { signal } : {}),
  });
}

export async function problemOf(response: Response): Promise<AnswerProblem> {
  const text = await response.text();
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    const number = (name: string): number | null => (typeof said[name] === "number" ? said[name] : null);
    return new AnswerProblem(String(said["title"]), String(said["detail"]), response.status, number("line"), number("column"));
  } catch {
    return new AnswerProblem(response.statusText || String(response.status), text.slice(0, 500), response.status);
  }
}

interface Results {
  readonly head: { readonly vars?: readonly string[] };
  readonly boolean?: boolean;
  readonly results?: { readonly bindings: readonly Record<string, Record<string, string>>[] };
}

export function readResults(results: Results): Answer {
  if (typeof results.boolean === "boolean") return { kind: "truth", value: results.boolean };
  const variables = results.head.vars ?? [];
  const rows = (results.results?.bindings ?? []).map((binding) =>
    variables.map((name): Term | null => {
      const bound = binding[name];
      if (!bound) return null;
      const language = bound["xml:lang"];
      return {
        type: bound["type"] === "uri" || bound["type"] === "bnode" ? bound["type"] : "literal",
        value: bound["value"] ?? "",
        ...(language ? { language } : {}),
        ...(bound["datatype"] ? { datatype: bound["datatype"] } : {}),
      };
    }),
  );
  return { kind: "table", variables, rows };
}

const TERM = String.raw`<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?`;
const LINE = new RegExp(String.raw`^\s*(?:${TERM})\s+(?:${TERM})\s+(?:${TERM})\s*\.\s*$`);

/** The triples of N-Triples (RDF 1.1), which has one on each line. */
export function triplesOf(text: string): [Term, Term, Term][] {
  const found: [Term, Term, Term][] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const parts = LINE.exec(line);
    if (!parts) throw new Error(`not a triple: ${line.slice(0, 200)}`);
    found.push([termAt(parts, 1), termAt(parts, 6), termAt(parts, 11)]);
  }
  return found;
}

function termAt(parts: RegExpExecArray, at: number): Term {
  const [iri, blank, text, language, datatype] = parts.slice(at, at + 5);
  if (iri !== undefined) return { type: "uri", value: unescaped(iri) };
  if (blank !== undefined) return { type: "bnode", value: blank };
  return {
    type: "literal",
    value: unescaped(text ?? ""),
    ...(language ? { language } : {}),
    ...(datatype ? { datatype } : {}),
  };
}

const ESCAPES: Record<string, string> = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four?: string, eight?: string, one?: string) => {
    const code = four ?? eight;
    return code ? String.fromCodePoint(parseInt(code, 16)) : (ESCAPES[one!] ?? one!);
  });
}
