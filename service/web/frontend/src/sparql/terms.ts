/** Terms of answers: how they are shown, and where they lead. */

export interface Term {
  readonly type: "uri" | "literal" | "bnode";
  readonly value: string;
  readonly language?: string;
  readonly datatype?: string;
}

export interface Names {
  /** Prefix → namespace. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** What the addresses of this service's things begin with. */
  readonly base: string;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const FIGURES = new Set(["integer", "decimal", "double", "float", "int", "long", "gYear"].map((name) => XSD + name));

/** A prefixed name, or the path behind the base of this service, or the IRI. */
export function shortened(iri: string, names: Names): string {
  for (const [prefix, namespace] of Object.entries(names.prefixes)) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(local)) return `${prefix}:${local}`;
  }
  return iri.startsWith(names.base) && iri !== names.base ? decoded(iri.slice(names.base.length)) : decoded(iri);
}

function decoded(iri: string): string {
  try {
    return decodeURI(iri);
  } catch {
    return iri;
  }
}

/** The page of a thing: here for those of this service, elsewhere for others; null for what is no web address. */
export function addressOf(iri: string, names: Names): string | null {
  const path = iri.startsWith(names.base) ? iri.slice(names.base.length) : null;
  if (path !== null && /^(?:id|doc|graph)\/|^def/.test(path)) return `/${path}`;
  return /^https?:\/\//.test(iri) ? iri : null;
}

/** The figure that a literal says, or null. */
export function figureOf(term: Term | null): number | null {
  if (term?.type !== "literal" || !term.datatype || !FIGURES.has(term.datatype)) return null;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : null;
}

/** Figures by size, else by letters in Japanese order; no value last. */
export function compareTerms(one: Term | null, other: Term | null, down: boolean): number {
  if (!one || !other) return Number(!one) - Number(!other);
  const [a, b] = [figureOf(one), figureOf(other)];
  const order = a !== null && b !== null ? a - b : one.value.localeCompare(other.value, "ja", { numeric: true });
  return down ? -order : order;
}
