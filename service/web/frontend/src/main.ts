/** The entry of every page: looks what there is to enhance and loads only the code for that. */

async function enhance(): Promise<void> {
  const figures = [...document.querySelectorAll<HTMLElement>("figure.chart[data-chart]")];
  const tables = [...document.querySelectorAll<HTMLTableElement>("table[data-sortable]")];
  const work: Promise<unknown>[] = [];
  if (figures.length > 0) work.push(import("./charts/figure").then((module) => module.enhanceFigures(figures)));
  if (tables.length > 0) work.push(import("./tables").then((module) => tables.forEach(module.enhanceTable)));
  const editor = document.querySelector<HTMLFormElement>("form[data-sparql-editor]");
  if (editor) work.push(import("./sparql/page").then((module) => module.enhanceSparqlPage(editor)));
  const answer = document.querySelector<HTMLElement>("[data-answer]");
  if (answer) work.push(import("./sparql/stored").then((module) => module.enhanceStored(answer)));
  await Promise.all(work);
  document.documentElement.dataset["enhanced"] = "";
}

void enhance();

export {};
