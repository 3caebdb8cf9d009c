/** The page /sparql: the editor in place of the text field, and the answers below it. */

import { say } from "../language";
import { ACCEPT, ask, problemOf, queryRequest } from "./answers";
import type { Vocabulary } from "./complete";
import { createEditor, type Editor } from "./editor";
import { filled, termText, type Parameter } from "./fill";
import { save, showProblem } from "./panel";
import { asCurl, asPython, asR, linkOf, LONGEST_LINK } from "./share";
import { element, showAnswer } from "./views";

interface Stored {
  readonly name: string;
  readonly number: number;
  readonly title: { readonly ja: string; readonly en: string };
  readonly parameters: readonly Parameter[];
  /** Asks other servers too, which this one refuses. */
  readonly federated: boolean;
  readonly sparql: string;
}

interface Parts {
  readonly form: HTMLFormElement;
  readonly field: HTMLTextAreaElement;
  readonly host: HTMLElement;
  readonly state: HTMLElement;
  readonly answer: HTMLElement;
  readonly run: HTMLButtonElement;
  readonly cancel: HTMLButtonElement;
}

export async function enhanceSparqlPage(form: HTMLFormElement): Promise<void> {
  const field = form.querySelector("textarea");
  const answer = document.getElementById("answer");
  const address = form.dataset["vocabulary"];
  if (!field || !answer || !address) return;
  const vocabulary = (await (await fetch(address)).json()) as Vocabulary;
  const parts = build(form, field, answer);
  let running: AbortController | null = null;
  const run = (): void => {
    running?.abort();
    running = new AbortController();
    void runQuery(parts, editor, vocabulary, running);
  };
  const editor = createEditor(parts.host, { text: field.value, label: say("SPARQL クエリ", "SPARQL query"), vocabulary, run });
  parts.cancel.addEventListener("click", () => running?.abort());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  addShare(parts, editor);
  const problem = document.querySelector<HTMLElement>(".problem[data-line]");
  if (problem) editor.mark(Number(problem.dataset["line"]), Number(problem.dataset["column"]), problem.textContent ?? "");
  else if (new URLSearchParams(location.search).has("query") && !document.querySelector(".problem")) run();
  void addExamples(form, editor, vocabulary);
}

function build(form: HTMLFormElement, field: HTMLTextAreaElement, answer: HTMLElement): Parts {
  const host = element("div", "editor");
  field.after(host);
  field.hidden = true;
  for (const label of form.querySelectorAll<HTMLElement>(`label[for="${field.id}"], .without-scripts`)) label.hidden = true;
  const run = form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])")!;
  run.title = "Ctrl+Enter";
  const cancel = element("button", "plain", say("中止", "Cancel")) as HTMLButtonElement;
  cancel.type = "button";
  cancel.disabled = true;
  const state = element("span", "state");
  state.setAttribute("role", "status");
  run.after(cancel, state);
  return { form, field, host, state, answer, run, cancel };
}

async function runQuery(parts: Parts, editor: Editor, vocabulary: Vocabulary, control: AbortController): Promise<void> {
  const query = editor.text();
  editor.clear();
  parts.field.value = query;
  parts.cancel.disabled = false;
  parts.state.textContent = say("実行中…", "Running…");
  remember(query);
  const start = performance.now();
  try {
    const found = await ask(queryRequest(query, ACCEPT, control.signal));
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    parts.state.textContent = say(`${seconds} 秒`, `${seconds} s`);
    showAnswer(parts.answer, found, vocabulary, (format, mark) => void download(query, format, mark, parts));
  } catch (error) {
    if (control.signal.aborted) {
      parts.state.textContent = say("中止しました。", "Cancelled.");
    } else {
      parts.state.textContent = "";
      showProblem(parts.answer, error, editor);
    }
  } finally {
    parts.cancel.disabled = true;
  }
}

/** The address of the page becomes a link to the query, when it is short enough to be one. */
function remember(query: string): void {
  const link = linkOf("", query);
  if (link.length <= LONGEST_LINK) history.replaceState(null, "", link);
}

const TYPES: Record<string, string> = { csv: "text/csv", json: "application/sparql-results+json", turtle: "text/turtle", jsonld: "application/ld+json", ntriples: "application/n-triples" };
const ENDINGS: Record<string, string> = { csv: "csv", json: "json", turtle: "ttl", jsonld: "jsonld", ntriples: "nt" };

async function download(query: string, format: string, mark: boolean, parts: Parts): Promise<void> {
  const response = await fetch(queryRequest(query, TYPES[format]!));
  if (!response.ok) {
    showProblem(parts.answer, await problemOf(response));
    return;
  }
  save(await response.blob(), `renkei.${ENDINGS[format]}`, mark);
}

function addShare(parts: Parts, editor: Editor): void {
  const made: [string, () => string][] = [
    [say("リンク", "Link"), () => linkOf(location.origin, editor.text())],
    ["curl", () => asCurl(location.origin, editor.text(), editor.form())],
    ["Python", () => asPython(location.origin, editor.text(), editor.form())],
    ["R", () => asR(location.origin, editor.text(), editor.form())],
  ];
  const box = element("div", "share");
  const shown = element("pre", "shared");
  shown.hidden = true;
  shown.tabIndex = 0;
  const state = element("span", "state");
  state.setAttribute("role", "status");
  box.append(element("span", "", say("コピー：", "Copy as:")));
  for (const [name, text] of made) {
    const button = element("button", "plain", name) as HTMLButtonElement;
    button.type = "button";
    button.addEventListener("click", () => {
      shown.textContent = text();
      shown.hidden = false;
      navigator.clipboard?.writeText(text()).then(
        () => (state.textContent = say("コピーしました。", "Copied.")),
        () => (state.textContent = say("下の文字列をコピーしてください。", "Copy the lines below.")),
      );
    });
    box.append(button);
  }
  box.append(state);
  parts.form.append(box, shown);
}

async function addExamples(form: HTMLFormElement, editor: Editor, vocabulary: Vocabulary): Promise<void> {
  const response = await fetch("/queries", { headers: { accept: "application/json" } });
  if (!response.ok) return;
  const stored = ((await response.json()) as Stored[]).filter((each) => !each.federated);
  if (stored.length === 0) return;
  const box = element("div", "examples");
  const label = element("label", "", say("質問の例", "Example questions"));
  const select = document.createElement("select");
  select.append(new Option(say("選んでください", "choose one"), ""));
  for (const each of stored) select.append(new Option(`${each.number}. ${say(each.title.ja, each.title.en)}`, each.name));
  label.append(" ", select);
  const fields = element("div", "parameters");
  box.append(label, fields);
  form.prepend(box);
  select.addEventListener("change", () => {
    const chosen = stored.find((each) => each.name === select.value);
    if (chosen) offer(chosen, fields, editor, vocabulary.base);
  });
  const wanted = /^#example=([\w-]+)$/.exec(location.hash)?.[1];
  if (wanted && stored.some((each) => each.name === wanted)) {
    select.value = wanted;
    select.dispatchEvent(new Event("change"));
  }
}

/** The fields of a question's parameters; every change puts the question into the editor anew. */
function offer(stored: Stored, fields: HTMLElement, editor: Editor, base: string): void {
  const inputs = stored.parameters.map((parameter) => {
    const label = element("label", "", `${parameter.name} `);
    const input = document.createElement("input");
    input.value = parameter.example;
    input.required = !parameter.optional;
    label.append(input);
    return { parameter, label, input };
  });
  const put = (): void => {
    const terms: Record<string, string> = {};
    for (const { parameter, input } of inputs) {
      const text = input.value === "" ? null : termText(parameter, input.value, base);
      input.setCustomValidity(text === null && (input.value !== "" || !parameter.optional) ? say(`${parameter.type} の形ではありません。`, `Not of type ${parameter.type}.`) : "");
      input.setAttribute("aria-invalid", String(!input.validity.valid));
      if (text !== null) terms[parameter.name] = text;
    }
    editor.set(filled(stored.sparql.replace(/^#\+.*\n/gm, ""), terms));
  };
  for (const { input } of inputs) input.addEventListener("input", put);
  fields.replaceChildren(...inputs.map((each) => each.label));
  put();
}
