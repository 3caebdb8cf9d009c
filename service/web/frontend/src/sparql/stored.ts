/** The answer of a stored query: the table that the page brought, with the views of the editor. */

import { ask } from "./answers";
import type { Vocabulary } from "./complete";
import { save, showProblem } from "./panel";
import { showAnswer } from "./views";

const ACCEPT: Record<string, string> = { csv: "text/csv", json: "application/json" };

export async function enhanceStored(box: HTMLElement): Promise<void> {
  const [address, source] = [box.dataset["vocabulary"], box.dataset["answer"]];
  if (!address || !source) return;
  const name = source.split("?")[0]!.split("/").at(-1)!;
  const request = (accept: string): Request => new Request(source, { headers: { accept } });
  try {
    const vocabulary = (await (await fetch(address)).json()) as Vocabulary;
    showAnswer(box, await ask(request("application/sparql-results+json")), vocabulary, (format, mark) => {
      void fetch(request(ACCEPT[format]!)).then(async (response) => {
        save(await response.blob(), `${name}.${format}`, mark);
      });
    });
  } catch (error) {
    showProblem(box, error);
  }
}
