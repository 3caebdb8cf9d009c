/** Who is connected to whom: a circle about the middle, the same picture every time. */

import cytoscape from "cytoscape";
import { say } from "../language";
import { colourOf, legend } from "./colour";
import { asRow, distinct, hrefOf, numberOf, textOf, type Source } from "./data";
import { textWidth } from "./text";

export interface Node {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly href: string | null;
}

export interface Edge {
  readonly source: string;
  readonly target: string;
  readonly weight: number;
  readonly label: string;
}

const THINNEST = 1;
const THICKEST = 7;
/** Height of the names in pixels. */
const NAME = 11.5;
/** Width of a node in pixels. */
const DOT = 12;
const ON_RING = 40;

export function drawNetwork(canvas: HTMLElement, source: Source, width: number): string {
  const { nodes, edges } = readNetwork(source);
  const groups = distinct(nodes.map((node) => node.group), source.options.groups);
  const colour = colourOf(groups);
  const list = legend(groups, colour);
  if (list) canvas.append(list);
  const box = document.createElement("div");
  box.className = "network";
  box.style.height = `${Math.round(Math.min(560, Math.max(340, width * 0.62)))}px`;
  canvas.append(box);
  const graph = paint(box, nodes, edges, groups, colour);
  canvas.append(thresholdOf(graph, nodes.length, edges), status());
  return say(
    `つながりの図、${nodes.length}点、${edges.length}本の線。`,
    `Network of ${nodes.length} nodes and ${edges.length} links.`,
  );
}

/** Nodes and edges as the page gives them; an end that is no node is made one, so no edge is lost. */
export function readNetwork(source: Source): { nodes: Node[]; edges: Edge[] } {
  const given = source.extra;
  const edgeRows = Array.isArray(given["edges"]) ? given["edges"].map(asRow) : source.rows;
  const nodeRows = Array.isArray(given["nodes"]) ? given["nodes"].map(asRow) : [];
  const nodes = new Map<string, Node>();
  for (const row of nodeRows) {
    const id = textOf(row["id"]);
    nodes.set(id, { id, label: textOf(row["label"]) || id, group: textOf(row["group"]), href: hrefOf(row["href"]) });
  }
  const edges = edgeRows.map((row) => ({
    source: textOf(row["source"]),
    target: textOf(row["target"]),
    weight: numberOf(row["weight"]) ?? 1,
    label: textOf(row["label"]),
  }));
  for (const id of edges.flatMap((edge) => [edge.source, edge.target])) {
    if (!nodes.has(id)) nodes.set(id, { id, label: id, group: "", href: null });
  }
  return { nodes: [...nodes.values()], edges };
}

function paint(
  box: HTMLElement,
  nodes: readonly Node[],
  edges: readonly Edge[],
  groups: readonly string[],
  colour: (group: string) => string,
): cytoscape.Core {
  const page = getComputedStyle(document.documentElement);
  const value = (name: string): string => page.getPropertyValue(name).trim() || "#000";
  const resolved = (name: string): string => value(name.replace(/^var\((.*)\)$/, "$1"));
  const heaviest = Math.max(...edges.map((edge) => edge.weight), 1);
  const lightest = Math.min(...edges.map((edge) => edge.weight), heaviest);
  // The library would add a style element, which the content security policy refuses; enhance.css has its rule.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const mark = document.createElement("meta");
    mark.id = "__________cytoscape_stylesheet";
    document.head.append(mark);
  }
  box.classList.add("__________cytoscape_container");
  const graph = cytoscape({
    container: box,
    elements: [
      ...nodes.map((node) => ({ data: { ...node, colour: resolved(colour(node.group)) } })),
      ...edges.map((edge, at) => ({
        data: { ...edge, id: `e${at}`, thick: THINNEST + ((THICKEST - THINNEST) * (edge.weight - lightest)) / Math.max(heaviest - lightest, 1) },
      })),
    ],
    layout: { name: "preset", fit: false },
    zoom: 1,
    pan: { x: 0, y: 0 },
    style: [
      {
        selector: "node",
        style: {
          label: "data(label)",
          "background-color": "data(colour)",
          color: value("--ink"),
          "font-family": getComputedStyle(document.body).fontFamily,
          "font-size": NAME,
          "text-outline-color": value("--paper"),
          "text-outline-width": 2,
          width: DOT,
          height: DOT,
        },
      },
      {
        selector: "edge",
        style: { width: "data(thick)", "line-color": value("--c0"), "curve-style": "straight", opacity: 0.55 },
      },
      { selector: "edge[label]", style: { "font-size": 10, color: value("--soft") } },
      { selector: ".far", style: { opacity: 0.15 } },
      { selector: ".near", style: { "line-color": value("--c1"), label: "data(weight)", "font-size": 11, color: value("--ink"), "text-background-color": value("--paper"), "text-background-opacity": 1, "text-background-padding": "2px" } },
    ],
    userZoomingEnabled: false,
    userPanningEnabled: true,
    boxSelectionEnabled: false,
    autoungrabify: true,
    minZoom: 1,
    maxZoom: 1,
  });
  follow(graph);
  const middle = middleOf(nodes, groups);
  place(graph, middle);
  new ResizeObserver(() => {
    graph.resize();
    place(graph, middle);
  }).observe(box);
  return graph;
}

/** Every node at its place in the box, its name outward. */
function place(graph: cytoscape.Core, middle: string): void {
  const nodes = graph.nodes().toArray();
  const widest = Math.max(...nodes.map((node) => textWidth(String(node.data("label")), NAME)));
  const found = places(nodes.map((node) => node.id()), middle, graph.width(), graph.height(), widest);
  graph.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  graph.batch(() => {
    for (const node of nodes) {
      const { x, y, side } = found.get(node.id())!;
      node.position({ x, y });
      node.style({ "text-halign": side || "center", "text-valign": side ? "center" : y < graph.height() / 2 - 1 ? "top" : "bottom" });
      node.style("text-margin-x", side === "left" ? -3 : side === "right" ? 3 : 0);
    }
  });
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** On which side the name stands; "" above or below. */
  readonly side: "left" | "right" | "";
}

/** One node in the middle, the others on ellipses about it: the same picture for the same nodes in a box of this size. */
export function places(ids: readonly string[], middle: string, width: number, height: number, widest: number): Map<string, Spot> {
  const centre = { x: width / 2, y: height / 2 };
  const found = new Map<string, Spot>();
  if (ids.includes(middle)) found.set(middle, { ...centre, side: "" });
  const around = ids.filter((id) => id !== middle);
  const rings = Math.max(1, Math.ceil(around.length / ON_RING));
  const high = Math.max(height / 2 - 26, 30);
  const wide = Math.min(Math.max(width / 2 - Math.min(widest, width * 0.3) - 16, 30), high * 1.35);
  around.forEach((id, at) => {
    const ring = at % rings;
    const angle = (2 * Math.PI * at) / around.length - Math.PI / 2;
    const share = 1 - (ring / rings) * 0.75;
    const aside = Math.cos(angle) * wide * share;
    const side = Math.abs(aside) < 6 ? "" : aside < 0 ? "left" : "right";
    found.set(id, { x: centre.x + aside, y: centre.y + Math.sin(angle) * high * share, side });
  });
  return found;
}

/** The weight from which on lines are drawn at first: at most three for each node, for more hide one another. */
export function firstThreshold(weights: readonly number[], nodes: number): number {
  const most = Math.max(3 * nodes, 12);
  const levels = [...new Set(weights)].sort((one, other) => one - other);
  return levels.find((level) => weights.filter((weight) => weight >= level).length <= most) ?? levels.at(-1) ?? 1;
}

/** A slider for the least weight of the lines, where not all of them can be told apart. */
function thresholdOf(graph: cytoscape.Core, nodes: number, edges: readonly Edge[]): HTMLElement {
  const weights = edges.map((edge) => edge.weight);
  const [low, high, first] = [Math.min(...weights), Math.max(...weights), firstThreshold(weights, nodes)];
  const label = document.createElement("label");
  label.className = "threshold";
  if (low === high || first === low) return label;
  const input = document.createElement("input");
  input.type = "range";
  [input.min, input.max, input.value] = [String(low), String(high), String(first)];
  const said = document.createElement("output");
  const draw = (): void => {
    const least = Number(input.value);
    const kept = weights.filter((weight) => weight >= least).length;
    graph.edges().forEach((edge) => {
      edge.style("display", Number(edge.data("weight")) >= least ? "element" : "none");
    });
    said.textContent = say(`${least}以上のつながり：${edges.length}本のうち${kept}本`, `links of ${least} and more: ${kept} of ${edges.length}`);
  };
  input.addEventListener("input", draw);
  label.append(say("線の太さの下限", "Least weight"), " ", input, " ", said);
  draw();
  return label;
}

/** The only node of the first group, where there are several groups; else "". */
function middleOf(nodes: readonly Node[], groups: readonly string[]): string {
  const first = nodes.filter((node) => groups.length > 1 && node.group === groups[0]);
  return first.length === 1 && nodes.length > 4 ? first[0]!.id : "";
}

/** Pointing at a node shows its links; a click follows its page. */
function follow(graph: cytoscape.Core): void {
  graph.on("mouseover tapstart", "node", (event) => {
    const near = (event.target as cytoscape.NodeSingular).closedNeighborhood();
    graph.elements().difference(near).addClass("far");
    near.edges().addClass("near");
  });
  graph.on("mouseout", "node", () => {
    graph.elements().removeClass("far near");
  });
  graph.on("tap", "node", (event) => {
    const href = (event.target as cytoscape.NodeSingular).data("href") as string | null;
    if (href) location.assign(href);
  });
}

function status(): HTMLElement {
  const note = document.createElement("p");
  note.className = "remark";
  note.textContent = say("点を指すと、そのつながりだけが濃く表示されます。", "Point at a node to see its links alone.");
  return note;
}
