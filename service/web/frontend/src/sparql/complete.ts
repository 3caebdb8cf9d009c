/** What can be written next: prefixes, classes, properties and concepts of the ontology, variables, keywords. */

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { pageLanguage } from "../language";

export interface VocabularyTerm {
  readonly name: string;
  readonly kind: "class" | "property" | "concept";
  readonly ja: string;
  readonly en: string;
  readonly comment_ja?: string;
  readonly comment_en?: string;
  /** Of a property: the classes that have it. */
  readonly of?: readonly string[];
  /** Of a concept: its scheme. */
  readonly scheme?: string;
}

export interface Vocabulary {
  readonly base: string;
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly VocabularyTerm[];
}

export type Slot = "subject" | "predicate" | "object" | "class";

export interface Place {
  readonly slot: Slot;
  readonly subject: string;
  readonly predicate: string;
}

const TOKEN = /<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"(?:@[\w-]+)?|'(?:[^'\\\n]|\\.)*'|[?$]\w+|[\w-]*:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-]|[\w-]*:|\w+|[{}.;,[\]()]|[/|^*+!]|\S/gu;
const KEYWORDS = "SELECT DISTINCT WHERE CONSTRUCT DESCRIBE ASK PREFIX OPTIONAL UNION MINUS FILTER BIND VALUES GRAPH ORDER BY GROUP BY HAVING LIMIT OFFSET COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT NOT EXISTS EXISTS AS ASC DESC LANG STR CONTAINS REGEX BOUND COALESCE IF YEAR STRSTARTS"
  .split(" ")
  .filter((word, at, all) => all.indexOf(word) === at);

/** In which place of a triple the text behind `before` stands; what went before it in the same triple. */
export function placeAfter(before: string): Place {
  const tokens = before.replace(/#.*$/gm, "").match(TOKEN) ?? [];
  let subject = "";
  let predicate = "";
  let slot: Slot = "subject";
  let path = false;
  for (const token of tokens) {
    if (/^[{}.]$/.test(token) || /^(?:OPTIONAL|UNION|MINUS|FILTER|GRAPH|WHERE)$/i.test(token)) [slot, subject, predicate] = ["subject", "", ""];
    else if (token === ";") [slot, predicate] = ["predicate", ""];
    else if (token === "[") [slot, subject, predicate] = ["predicate", "[]", ""];
    else if (token === ",") slot = isType(predicate) ? "class" : "object";
    else if (/^[/|^*+!()]$/.test(token)) path = /^[/|^!]$/.test(token);
    else if (slot === "subject") [slot, subject] = ["predicate", token];
    else if (slot === "predicate") [slot, predicate] = [isType(token) ? "class" : "object", token];
    else if (path) [predicate, path] = [token, false];
    if (path && slot !== "subject") slot = "predicate";
  }
  return { slot, subject, predicate };
}

function isType(token: string): boolean {
  return token === "a" || token === "rdf:type";
}

/** The class that the query states of a variable, or "". */
export function classOf(query: string, variable: string): string {
  if (!/^[?$]\w+$/.test(variable)) return "";
  const stated = new RegExp(`\\${variable}\\s+(?:a|rdf:type)\\s+([\\w-]*:[\\w-]+)`).exec(query);
  return stated?.[1] ?? "";
}

export function completer(vocabulary: Vocabulary): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const token = context.matchBefore(/[?$]\w*|[\w-]*:[\p{L}\p{N}_-]*|[\p{L}_][\p{L}\p{N}_-]*/u);
    if (!token && !context.explicit) return null;
    const text = context.state.doc.toString();
    const from = token?.from ?? context.pos;
    const written = token?.text ?? "";
    const before = text.slice(0, from);
    if (insideText(before)) return null;
    if (/\bPREFIX\s+$/i.test(before)) return { from, options: prefixOptions(vocabulary) };
    if (/^[?$]/.test(written)) return { from, options: variables(text, written) };
    const options = termOptions(vocabulary, placeAfter(before), text, written);
    if (!written.includes(":")) options.push(...KEYWORDS.filter((word) => word.startsWith(written.toUpperCase())).map((label) => ({ label, type: "keyword", boost: -1 })));
    return { from, options, filter: false };
  };
}

/** Whether the text ends inside a string, an IRI or a comment. */
function insideText(before: string): boolean {
  const line = before.slice(before.lastIndexOf("\n") + 1).replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["'#]|<[^<>\s]*$/.test(line);
}

function prefixOptions(vocabulary: Vocabulary): Completion[] {
  return Object.entries(vocabulary.prefixes).map(([prefix, namespace]) => ({
    label: `${prefix}: <${namespace}>`,
    type: "namespace",
  }));
}

function variables(text: string, written: string): Completion[] {
  const found = new Set(text.match(/[?$]\w+/g) ?? []);
  found.delete(written);
  return [...found].map((label) => ({ label, type: "variable" }));
}

/** The terms that fit the place and hold what is written, in their name or label; the likeliest first. */
export function ranked(vocabulary: Vocabulary, place: Place, query: string, written: string): VocabularyTerm[] {
  const wanted = written.toLowerCase();
  const ofClass = classOf(query, place.subject);
  const scores = vocabulary.terms.flatMap((term) => {
    const held = matched(term, wanted);
    if (held === 0) return [];
    const fits = fit(term, place, ofClass);
    return fits === 0 ? [] : [{ term, score: held + fits }];
  });
  return scores.sort((one, other) => other.score - one.score || (one.term.name < other.term.name ? -1 : 1)).map((each) => each.term);
}

/** How well a term holds what is written: in front of its name, of a part of it, or anywhere in name and labels. */
function matched(term: VocabularyTerm, wanted: string): number {
  const name = term.name.toLowerCase();
  if (wanted.includes(":")) return name.startsWith(wanted) ? 3 : 0;
  if (name.split(/[:-]/).some((part) => part.startsWith(wanted))) return 3;
  return `${name} ${term.ja} ${term.en}`.toLowerCase().includes(wanted) ? 1 : 0;
}

/** 0: cannot stand here; more: likelier. */
function fit(term: VocabularyTerm, place: Place, ofClass: string): number {
  if (place.slot === "class") return term.kind === "class" ? 4 : 0;
  if (place.slot === "predicate") return term.kind !== "property" ? 0 : ofClass && term.of?.includes(ofClass) ? 8 : 4;
  if (place.slot === "object") {
    const scheme = place.predicate.split(":")[1];
    if (term.kind === "concept") return term.scheme === scheme ? 8 : 2;
    return term.kind === "class" ? 1 : 0;
  }
  return 1;
}

function termOptions(vocabulary: Vocabulary, place: Place, query: string, written: string): Completion[] {
  const language = pageLanguage();
  return ranked(vocabulary, place, query, written).slice(0, 60).map((term) => {
    const comment = (language === "ja" ? term.comment_ja : term.comment_en) ?? "";
    return {
      label: term.name,
      detail: language === "ja" ? term.ja : term.en,
      type: term.kind === "property" ? "property" : term.kind === "class" ? "class" : "constant",
      ...(comment ? { info: comment } : {}),
      apply: (view, _, from, to) => {
        const changes = [{ from, to, insert: term.name }, ...declaration(vocabulary, view.state.doc.toString(), term.name)];
        const shift = changes.slice(1).reduce((sum, change) => sum + change.insert.length, 0);
        view.dispatch({ changes, selection: { anchor: from + term.name.length + shift }, userEvent: "input.complete" });
      },
    };
  });
}

/** The PREFIX line that a name still needs, as an insertion at the top. */
export function declaration(vocabulary: Vocabulary, query: string, name: string): { from: number; insert: string }[] {
  const prefix = name.slice(0, name.indexOf(":"));
  const namespace = vocabulary.prefixes[prefix];
  if (!namespace || new RegExp(`\\bPREFIX\\s+${prefix}:`, "i").test(query)) return [];
  return [{ from: 0, insert: `PREFIX ${prefix}: <${namespace}>\n` }];
}
