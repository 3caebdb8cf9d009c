/** Who is connected to whom: places on circles about the best connected, the same picture every time. */

import cytoscape from "cytoscape";
import { say } from "../language";
import { colourOf, legend } from "./colour";
import { asRow, distinct, hrefOf, numberOf, textOf, type Source } from "./data";

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

export function drawNetwork(canvas: HTMLElement, source: Source, width: number): string {
  const { nodes, edges } = readNetwork(source);
  const groups = distinct(nodes.map((node) => node.group), source.options.groups);
  const colour = colourOf(groups);
  const list = legend(groups, colour);
  if (list) canvas.append(list);
  const box = document.createElement("div");
  box.className = "network";
  box.style.height = `${Math.round(Math.min(560, Math.max(340, width * 0.62)))}px`;
  canvas.append(box, status());
  paint(box, nodes, edges, colour);
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

function paint(box: HTMLElement, nodes: readonly Node[], edges: readonly Edge[], colour: (group: string) => string): void {
  const page = getComputedStyle(document.documentElement);
  const value = (name: string): string => page.getPropertyValue(name).trim() || "#000";
  const resolved = (name: string): string => value(name.replace(/^var\((.*)\)$/, "$1"));
  const heaviest = Math.max(...edges.map((edge) => edge.weight), 1);
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
        data: { ...edge, id: `e${at}`, thick: THINNEST + ((THICKEST - THINNEST) * edge.weight) / heaviest },
      })),
    ],
    layout: layoutFor(nodes.length),
    style: [
      {
        selector: "node",
        style: {
          label: "data(label)",
          "background-color": "data(colour)",
          color: value("--ink"),
          "font-family": getComputedStyle(document.body).fontFamily,
          "font-size": 12,
          "text-outline-color": value("--paper"),
          "text-outline-width": 2,
          "text-valign": "bottom",
          "text-margin-y": 3,
          width: 16,
          height: 16,
        },
      },
      {
        selector: "edge",
        style: { width: "data(thick)", "line-color": value("--line"), "curve-style": "bezier", opacity: 0.9 },
      },
      { selector: "edge[label]", style: { "font-size": 10, color: value("--soft") } },
      { selector: ".far", style: { opacity: 0.15 } },
      { selector: ".near", style: { "line-color": value("--c1"), label: "data(weight)", "font-size": 11, color: value("--ink"), "text-background-color": value("--paper"), "text-background-opacity": 1, "text-background-padding": "2px" } },
    ],
    userZoomingEnabled: false,
    userPanningEnabled: true,
    boxSelectionEnabled: false,
    autoungrabify: true,
    minZoom: 0.2,
    maxZoom: 1.2,
  });
  follow(graph);
  new ResizeObserver(() => {
    graph.resize();
    graph.fit(undefined, 30);
  }).observe(box);
}

/** A layout without chance: circles by the number of links, or one circle for a few nodes. */
function layoutFor(count: number): cytoscape.LayoutOptions {
  if (count <= 3) return { name: "circle", padding: 30, animate: false };
  return {
    name: "concentric",
    padding: 30,
    animate: false,
    minNodeSpacing: 60,
    startAngle: -Math.PI / 2,
    concentric: (node) => (node as unknown as cytoscape.NodeSingular).connectedEdges().reduce((sum: number, edge) => sum + Number(edge.data("weight")), 0),
    levelWidth: (all) => Math.max((all as unknown as cytoscape.NodeCollection).reduce((most: number, node) => Math.max(most, node.connectedEdges().reduce((sum: number, edge) => sum + Number(edge.data("weight")), 0)), 1) / 3, 1),
  };
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
