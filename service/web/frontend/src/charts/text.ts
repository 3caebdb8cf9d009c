/** How wide a text is on the page. */

const FONT_SIZE = 12;

const measuring = document.createElement("canvas").getContext("2d");

/** The width of a text in pixels, in the font of the page. */
export function textWidth(text: string, size = FONT_SIZE): number {
  if (!measuring) return text.length * size;
  measuring.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  return measuring.measureText(text).width;
}

/** As much of a text as fits into a width, with an ellipsis where it was cut. */
export function fitted(text: string, width: number, size = FONT_SIZE): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  let [low, high] = [0, letters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (textWidth(`${letters.slice(0, middle).join("")}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return `${letters.slice(0, low).join("")}…`;
}
