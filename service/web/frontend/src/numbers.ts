/** Figures as people read them: yen in a unit that fits, plain numbers with separators. */

import type { Language } from "./language";

export interface Scale {
  /** What a value is divided by before it is shown. */
  readonly divisor: number;
  /** The name of the unit, for the axis. */
  readonly unit: string;
}

const YEN: Record<Language, readonly (readonly [number, string])[]> = {
  ja: [
    [1e8, "億円"],
    [1e6, "百万円"],
    [1e3, "千円"],
    [1, "円"],
  ],
  en: [
    [1e6, "¥ million"],
    [1e3, "¥ thousand"],
    [1, "¥"],
  ],
};

/** The unit in which the largest of these amounts of yen has at least two figures before the point, if any has. */
export function yenScale(amounts: Iterable<number>, language: Language): Scale {
  let largest = 0;
  for (const amount of amounts) largest = Math.max(largest, Math.abs(amount));
  const [divisor, unit] = YEN[language].find(([each]) => largest >= each * 10) ?? YEN[language].at(-1)!;
  return { divisor, unit };
}

/** A figure with separators and at most this many decimals. */
export function shown(value: number, language: Language, decimals = 2): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: decimals }).format(value);
}

/** An amount of yen to the last yen: `1,234円` or `¥1,234`. */
export function yen(amount: number, language: Language): string {
  return language === "ja" ? `${shown(amount, language, 0)}円` : `¥${shown(amount, language, 0)}`;
}

/** A figure with its unit: yen as yen, others with what is printed behind it. */
export function withUnit(value: number, unit: string, language: Language): string {
  if (unit === "yen") return yen(value, language);
  const gap = unit === "" || unit === "%" || language === "ja" ? "" : " ";
  return `${shown(value, language)}${gap}${unit}`;
}
