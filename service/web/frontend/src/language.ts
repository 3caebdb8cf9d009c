/** The language of the page, and words in it. */

export type Language = "ja" | "en";

export function pageLanguage(): Language {
  return document.documentElement.lang === "en" ? "en" : "ja";
}

/** The one of two wordings that the page speaks. */
export function say(ja: string, en: string): string {
  return pageLanguage() === "en" ? en : ja;
}
