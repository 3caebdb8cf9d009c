/** One palette for all pictures, told apart by colour-blind readers (Okabe and Ito 2008), as variables of the page. */

/** Custom properties defined in enhance.css for light and dark. */
export const COLOURS = ["1", "2", "3", "4", "5", "6", "7", "8"].map((each) => `var(--c${each})`);
export const OTHER = "var(--c0)";

/** The colour of each group; the ninth and later ones share the colour of the others. */
export function colourOf(groups: readonly string[]): (group: string) => string {
  return (group) => COLOURS[groups.indexOf(group)] ?? OTHER;
}

/** A list that names the colours; null when there is one group only. */
export function legend(groups: readonly string[], colour: (group: string) => string): HTMLElement | null {
  if (groups.length < 2) return null;
  const list = document.createElement("ul");
  list.className = "legend";
  for (const group of groups) {
    const item = document.createElement("li");
    const swatch = document.createElement("span");
    swatch.style.background = colour(group);
    item.append(swatch, group);
    list.append(item);
  }
  return list;
}
