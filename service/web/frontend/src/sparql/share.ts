/** A query as something to take along: a link, and the lines that ask it from a shell, Python or R. */

/** Longer addresses are cut or refused on their way by some programs. */
export const LONGEST_LINK = 8000;

export function linkOf(origin: string, query: string): string {
  return `${origin}/sparql?${new URLSearchParams({ query })}`;
}

/** The media type in which an answer to this form of query is most used. */
export function mediaType(form: string): string {
  return form === "CONSTRUCT" || form === "DESCRIBE" ? "text/turtle" : form === "ASK" ? "application/sparql-results+json" : "text/csv";
}

export function asCurl(origin: string, query: string, form: string): string {
  return `curl --fail-with-body -H ${quoted(`Accept: ${mediaType(form)}`)} \\\n  --data-urlencode ${quoted(`query=${query}`)} \\\n  ${quoted(`${origin}/sparql`)}\n`;
}

/** One word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function asPython(origin: string, query: string, form: string): string {
  const table = mediaType(form) === "text/csv";
  const head = [
    ...(table ? ["import csv", "import io"] : []),
    "from urllib.parse import urlencode",
    "from urllib.request import Request, urlopen",
    "",
    `query = ${pythonText(query)}`,
    `request = Request("${origin}/sparql", urlencode({"query": query}).encode(), {"Accept": "${mediaType(form)}"})`,
    "with urlopen(request) as answer:",
  ];
  const tail = table
    ? ['    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))', "for row in rows:", "    print(row)"]
    : ['    print(answer.read().decode("utf-8"))'];
  return [...head, ...tail, ""].join("\n");
}

/** A string of Python: readable where it can be, escaped where it must be (JSON strings are strings of Python). */
function pythonText(text: string): string {
  return text.includes('"""') || /["\\]$/.test(text) ? JSON.stringify(text) : `r"""${text}"""`;
}

export function asR(origin: string, query: string, form: string): string {
  const lines = [
    "library(httr2)",
    "",
    `query <- ${rText(query)}`,
    `answer <- request("${origin}/sparql") |>`,
    "  req_body_form(query = query) |>",
    `  req_headers(Accept = "${mediaType(form)}") |>`,
    "  req_perform() |>",
    "  resp_body_string()",
  ];
  lines.push(mediaType(form) === "text/csv" ? "table <- read.csv(text = answer)" : "cat(answer)");
  return [...lines, ""].join("\n");
}

/** A raw string of R with as many dashes as the text needs. */
function rText(text: string): string {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
}
