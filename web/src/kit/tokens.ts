/**
 * Every colour, font and shadow of the platform, once: the antd theme, the chart theme and the CSS variables read this table.
 * Text reaches 4.5 : 1 on surface and page (WCAG 2.2 AA), marks 3 : 1; neighbouring steps stay apart for colour-blind eyes.
 */
export interface Tokens {
  readonly bg: string; readonly surface: string; readonly sunken: string;
  readonly line: string; readonly line2: string; readonly ctl: string;
  readonly ink: string; readonly ink2: string; readonly ink3: string;
  readonly primary: string; readonly primaryHover: string; readonly primarySoft: string; readonly onPrimary: string;
  readonly ok: string; readonly okSoft: string; readonly warn: string; readonly warnSoft: string;
  readonly bad: string; readonly badSoft: string; readonly secret: string; readonly secretSoft: string;
  readonly rail: string; readonly railInk: string; readonly railOn: string; readonly railAct: string;
  readonly badge: string; readonly badgeInk: string; readonly pipe: string;
  /** More is better: coverage, paid, reached. Seven steps, palest first. */
  readonly water: readonly string[];
  /** More is worse: incidence, idle money, wrong inclusion. */
  readonly earth: readonly string[];
  /** Around zero: earth = worse, water = better, whatever the sign. */
  readonly change: readonly string[];
  readonly causes: readonly string[];
  readonly font: string; readonly float: string;
}

const font = '"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';

/** Colour, character and text colour of the causes of poverty, by code of `codeLists.cause`; the tile never stands without its word. */
export const causeTiles: Readonly<Record<number, { readonly colour: string; readonly mark: string; readonly darkText?: true }>> = {
  1: { colour: "#AC3D65", mark: "病" }, 2: { colour: "#511F20", mark: "残" }, 3: { colour: "#9877B2", mark: "学" }, 12: { colour: "#471F5E", mark: "婚" },
  8: { colour: "#9AAFDF", mark: "劳", darkText: true }, 7: { colour: "#465E9D", mark: "技" }, 9: { colour: "#9ADFDF", mark: "资", darkText: true }, 11: { colour: "#4F8382", mark: "志" },
  4: { colour: "#AD7060", mark: "灾" }, 5: { colour: "#AB9336", mark: "土", darkText: true }, 6: { colour: "#D1C3A7", mark: "水", darkText: true }, 10: { colour: "#405E26", mark: "路" },
  99: { colour: "#7F888A", mark: "他", darkText: true },
};
const causes = [1, 2, 3, 12, 8, 7, 9, 11, 4, 5, 6, 10].flatMap((code) => causeTiles[code]?.colour ?? []);

export const light: Tokens = {
  bg: "#F5F4F0", surface: "#FFFFFF", sunken: "#F0EFEA", line: "#E1DFD7", line2: "#CFCDC3", ctl: "#7F888A",
  ink: "#1C2629", ink2: "#4B575B", ink3: "#5F6A6E",
  primary: "#0B6374", primaryHover: "#08505E", primarySoft: "#E3F0F1", onPrimary: "#FFFFFF",
  ok: "#2F6B2A", okSoft: "#E8F1E2", warn: "#8A5300", warnSoft: "#FBF0DA", bad: "#A8322A", badSoft: "#FAE9E5", secret: "#5B4B9E", secretSoft: "#EDEAF6",
  rail: "#0D2E36", railInk: "#A9C4C8", railOn: "#FFFFFF", railAct: "#17454F", badge: "#E3AE57", badgeInk: "#2B1D00", pipe: "#7FB3BA",
  water: ["#EDF4F3", "#C9E1E1", "#9FC9CC", "#6FADB5", "#3F8E9A", "#176C7B", "#0A4654"],
  earth: ["#F7F0E3", "#EEDCBB", "#E0C08A", "#CB9D58", "#AC7834", "#85551F", "#573510"],
  change: ["#7A4A16", "#B07C3A", "#DDBE8C", "#F1EFEA", "#A8D0D1", "#4B98A3", "#0E5B69"],
  causes, font, float: "0 8px 24px rgba(16,38,43,.12)",
};

export const dark: Tokens = {
  bg: "#10181A", surface: "#182225", sunken: "#121B1D", line: "#2A373B", line2: "#3A494E", ctl: "#76858A",
  ink: "#E6ECEC", ink2: "#AEBABC", ink3: "#8E9B9E",
  primary: "#5DB9C6", primaryHover: "#7CCBD5", primarySoft: "#16363C", onPrimary: "#0C1315",
  ok: "#86C07A", okSoft: "#1C3320", warn: "#E3AE57", warnSoft: "#3A2C12", bad: "#F0938A", badSoft: "#40211F", secret: "#B3A5E8", secretSoft: "#2B2745",
  rail: "#0B1214", railInk: "#8FA6AA", railOn: "#E6ECEC", railAct: "#173138", badge: "#E3AE57", badgeInk: "#2B1D00", pipe: "#3C7680",
  water: ["#1A2E32", "#1D454D", "#23626C", "#31818D", "#54A2AD", "#88C5CD", "#C6E7EA"],
  earth: ["#2A2418", "#4A3A1E", "#6D5326", "#92702F", "#B89045", "#D8B573", "#F0DDB4"],
  change: ["#B07C3A", "#8A6430", "#5C4727", "#2A373B", "#23626C", "#54A2AD", "#88C5CD"],
  causes, font, float: "0 8px 24px rgba(0,0,0,.5)",
};

const kebab = (key: string): string => key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);

/** One theme as CSS declarations: `--ink`, `--primary-soft`, `--w1` … `--w7`, `--e1` … `--e7`, `--c1` … `--c7`. */
export function cssVariables(t: Tokens): string {
  const single = Object.entries(t).flatMap(([key, value]: [string, unknown]) => (typeof value === "string" ? [`--${kebab(key)}:${value}`] : []));
  const scale = (letter: string, colours: readonly string[]): string[] => colours.map((colour, i) => `--${letter}${i + 1}:${colour}`);
  return [...single, ...scale("w", t.water), ...scale("e", t.earth), ...scale("c", t.change)].join(";");
}

export const themeSheet = `:root{${cssVariables(light)};color-scheme:light}[data-theme=dark]{${cssVariables(dark)};color-scheme:dark}`;
