/** The parameters of a stored query put into its text, so that it can be edited, copied and linked as it stands. */

import { SparqlLanguage } from "codemirror-lang-sparql";

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly example: string;
  readonly optional: boolean;
}

const FOLDERS = new Set(["municipality", "area", "agreement", "vision"]);
const PATH = /^[A-Za-z0-9._~/-]+$/;

/** The term of a value as SPARQL writes it; null for a value that is not of the type. */
export function termText(parameter: Parameter, value: string, base: string): string | null {
  if (FOLDERS.has(parameter.type)) {
    const path = value.replace(`${base}id/`, "").replace(new RegExp(`^${parameter.type}/`), "");
    return PATH.test(path) ? `<${base}id/${parameter.type}/${path}>` : null;
  }
  if (parameter.type === "year" || parameter.type === "integer") return /^[+-]?\d{1,18}$/.test(value) ? String(BigInt(value)) : null;
  if (parameter.type === "date") {
    return /^\d{4}-\d{2}-\d{2}$/.test(value) ? `"${value}"^^<http://www.w3.org/2001/XMLSchema#date>` : null;
  }
  return JSON.stringify(value);
}

/** Where a variable stands as a name and not for its value: there no term may stand. */
const NAMING = new Set(["SelectClause", "GroupClause", "GroupCondition", "DataBlock", "InlineData", "ValuesClause"]);

/**
 * Each variable of `terms` replaced in the pattern by its term, and kept for the other clauses by a VALUES: the
 * terms hold inside UNION, OPTIONAL, sub-queries and NOT EXISTS as parameters bound from outside do.
 */
export function filled(query: string, terms: Readonly<Record<string, string>>): string {
  const names = Object.keys(terms);
  if (names.length === 0) return query;
  const changes: { from: number; to: number; text: string }[] = [];
  let start = -1;
  SparqlLanguage.parser.parse(query).iterate({
    enter(node) {
      if (NAMING.has(node.name)) return false;
      if (node.name === "WhereClause" && start < 0) start = query.indexOf("{", node.from) + 1;
      const name = node.name === "Var" && start > 0 ? query.slice(node.from + 1, node.to) : "";
      if (names.includes(name) && !/\b(?:AS|BOUND\s*\()\s*$/i.test(query.slice(0, node.from))) {
        changes.push({ from: node.from, to: node.to, text: terms[name]! });
      }
      return true;
    },
  });
  if (start < 1) return query;
  const end = lastBrace(query);
  changes.push({
    from: start,
    to: start,
    text: `\n  VALUES (${names.map((name) => `?${name}`).join(" ")}) { (${names.map((name) => terms[name]).join(" ")}) }`,
  });
  return changes
    .filter((change) => change.from < end)
    .sort((one, other) => other.from - one.from)
    .reduce((text, { from, to, text: put }) => text.slice(0, from) + put + text.slice(to), query);
}

/** Where the outermost pattern ends; behind it ORDER BY and its like keep their variables. */
function lastBrace(query: string): number {
  let last = query.length;
  SparqlLanguage.parser.parse(query).iterate({
    enter(node) {
      if (node.name !== "WhereClause") return true;
      last = node.to;
      return false;
    },
  });
  return last;
}
