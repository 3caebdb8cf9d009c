/** The editor: CodeMirror with the grammar of SPARQL 1.1, in a shadow root, for the page allows no inline styles. */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, toggleComment } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { linter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, type Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { say } from "../language";
import { completer, type Vocabulary } from "./complete";

const THEME = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid #848d9c", borderRadius: "4px", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "3px solid var(--p2)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "14rem", maxHeight: "32rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--soft)", borderRight: "1px solid var(--hair)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--link-wash) 45%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--link) 28%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--mark)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", border: "1px solid var(--line)", color: "var(--ink)", boxShadow: "0 4px 16px rgb(0 0 0 / .18)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "0.8125rem", maxHeight: "16rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--text)", opacity: "0.8" },
  ".cm-completionInfo": { maxWidth: "24rem", fontFamily: "var(--text)", padding: "0.4rem 0.6rem" },
  ".cm-panels": { backgroundColor: "var(--sheet)", color: "var(--ink)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)" },
  ".cm-lintPoint-error:after, .cm-lintPoint-warning:after": { borderBottomColor: "var(--warn)" },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.controlKeyword, tags.modifier], color: "var(--link)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName), tags.local(tags.variableName)], color: "var(--core)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.integer, tags.float], color: "var(--bad)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.name), tags.standard(tags.name)], color: "var(--p0)" },
  { tag: [tags.url, tags.namespace, tags.labelName], color: "var(--link)" },
]);

export interface Editor {
  readonly text: () => string;
  readonly set: (text: string) => void;
  /** SELECT, ASK, CONSTRUCT, DESCRIBE, or "" while it cannot be told. */
  readonly form: () => string;
  /** Mark a place that the service found wrong and go there; 1-based line and column. */
  readonly mark: (line: number, column: number, message: string) => void;
  readonly clear: () => void;
  readonly focus: () => void;
}

export interface Wishes {
  readonly text: string;
  readonly label: string;
  readonly vocabulary: Vocabulary;
  readonly run: () => void;
}

export function createEditor(host: HTMLElement, wishes: Wishes): Editor {
  const root = host.attachShadow({ mode: "open" });
  const run = (): boolean => {
    wishes.run();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root as unknown as Element,
    state: EditorState.create({
      doc: wishes.text,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run, preventDefault: true }, { key: "Mod-/", run: toggleComment }]),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        highlightSelectionMatches(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        autocompletion({ override: [completer(wishes.vocabulary)], icons: false }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        sparql(),
        syntaxHighlighting(COLOURS),
        linter((each) => syntaxProblems(each.state), { delay: 600 }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": wishes.label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        THEME,
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set: (text) => {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    form: () => formOf(view.state),
    mark: (line, column, message) => {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const from = Math.max(at.from, Math.min(at.from + column - 1, at.to - 1));
      const found: Diagnostic = { from, to: Math.min(from + 1, view.state.doc.length), severity: "error", message };
      view.dispatch(setDiagnostics(view.state, [found]), { selection: { anchor: from }, scrollIntoView: true });
    },
    clear: () => {
      view.dispatch(setDiagnostics(view.state, []));
    },
    focus: () => {
      view.focus();
    },
  };
}

/** Typing over a selection, done here: left to itself, Chromium adds an inline style, which the page does not allow. */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== "insertText" || empty || !text || view.composing) return false;
  event.preventDefault();
  const insert = (): Transaction => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, text, insert))) view.dispatch(insert());
  return true;
}

function formOf(state: EditorState): string {
  let found = "";
  syntaxTree(state).iterate({
    enter(node) {
      const form = /^(Select|Ask|Construct|Describe)Query$/.exec(node.name)?.[1];
      if (form && !found) found = form.toUpperCase();
      return !found;
    },
  });
  return found;
}

/** The first place where the text leaves the grammar; while typing a hint, no refusal: the service decides. */
function syntaxProblems(state: EditorState): Diagnostic[] {
  let first: Diagnostic | null = null;
  syntaxTree(state).iterate({
    enter(node) {
      if (first) return false;
      if (node.type.isError) {
        const to = Math.min(Math.max(node.to, node.from + 1), state.doc.length);
        const message = say("ここで SPARQL の構文から外れます。", "Here the text leaves the syntax of SPARQL.");
        first = { from: Math.min(node.from, to), to, severity: "warning", message };
      }
      return !first;
    },
  });
  return first ? [first] : [];
}
