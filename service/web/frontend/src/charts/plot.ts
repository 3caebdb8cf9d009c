/** Observable Plot under a content security policy without inline styles, and what all plots share. */

import { plot, type PlotOptions } from "@observablehq/plot";

/** A plot without the style sheet that the library puts into it: enhance.css has those rules. */
export function plotted(options: PlotOptions): SVGSVGElement {
  const made = plot({ className: "plot", ...options });
  const svg = made instanceof SVGSVGElement ? made : made.querySelector("svg");
  if (!svg) throw new Error("the plot has no picture");
  for (const style of svg.querySelectorAll("style")) style.remove();
  return svg;
}
