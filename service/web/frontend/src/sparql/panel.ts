/** What the page of the editor and those of the stored queries share: problems, and files for the reader. */

import { say } from "../language";
import { AnswerProblem } from "./answers";
import type { Editor } from "./editor";
import { element } from "./views";

export function showProblem(box: HTMLElement, error: unknown, editor: Editor | null = null): void {
  const said = element("div", "problem");
  said.setAttribute("role", "alert");
  if (!(error instanceof AnswerProblem)) {
    said.append(element("p", "", say("サービスに接続できませんでした。", "The service could not be reached.")));
    console.warn(error);
  } else {
    said.append(element("h2", "", error.title), element("p", "", error.detail));
    const { line, column } = error;
    if (line !== null && column !== null && editor) {
      const go = element("button", "plain", say(`${line}行${column}字目へ`, `Go to line ${line}, column ${column}`)) as HTMLButtonElement;
      go.type = "button";
      go.addEventListener("click", () => {
        editor.mark(line, column, error.detail);
        editor.focus();
      });
      said.append(go);
      editor.mark(line, column, error.detail);
    }
  }
  box.replaceChildren(said);
}

/** Hand a file to the reader; a byte order mark lets spreadsheets read Japanese. */
export function save(content: Blob, name: string, mark: boolean): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(mark ? new Blob(["\uFEFF", content], { type: content.type }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
