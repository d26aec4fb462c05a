/** Characters as they come from files: full width, odd spaces, dashes, apostrophes, rare and broken characters. */

const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/g;
const oddSpaces = /[\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u2064\u3000\uFEFF]|^\s|\s$/;
const anyOdd = /[\u00A0\u00AD\u2000-\u2015\u202A-\u202F\u205F-\u2064\u2212\u3000\uFE63\uFEFF\uFF01-\uFF5E]|^['‘’`´]|^\s|\s$/;

export interface Cleaned { readonly text: string; readonly fullWidth: boolean; readonly spaces: boolean; readonly apostrophe: boolean }

/** The commonest case costs one test and no allocation. */
export function clean(raw: string): Cleaned {
  if (!anyOdd.test(raw)) return { text: raw, fullWidth: false, spaces: false, apostrophe: false };
  let text = raw.replace(invisible, "");
  const noSpaces = text.replace(/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, " ");
  const half = noSpaces.replace(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[\u2010-\u2015\u2212\uFE63]/g, "-");
  const fullWidth = half !== noSpaces;
  text = half.trim();
  const bare = /^['‘’`´]./.test(text) ? text.slice(1).trim() : text;
  return { text: bare, fullWidth, spaces: oddSpaces.test(raw), apostrophe: bare !== text };
}

/** What people write for "nothing here". */
export const isNothing = (text: string): boolean => text === "" || /^(-+|\/+|\\+|—+|_+|\.+|n\/?a|null|none|nil|空|未填|未填写|无数据|暂无|\(空\)|\(空白\))$/i.test(text);

export const isErrorCell = (text: string): boolean => /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)/.test(text);

/** Han characters outside the common block U+4E00–9FFF (Extension A–H and compatibility): 㑇 䶮 𠮷. @example rareCharacters("赵㑇") // => ["㑇"] */
export const rareCharacters = (name: string): string[] => [...name].filter((c) => {
  const n = c.codePointAt(0) ?? 0;
  return (n >= 0x3400 && n <= 0x4dbf) || (n >= 0xf900 && n <= 0xfaff) || (n >= 0x20000 && n <= 0x3ffff);
});

/** Characters that no name has: digits, question marks, replacement and private-use characters, symbols. @example brokenCharacters("李?明") // => ["?"] */
export const brokenCharacters = (name: string): string[] => [...name].filter((c) => /[\d?\uFFFD\uE000-\uF8FF*#@!$%^&+=<>[\]{}|~;:"]/u.test(c) || /[\u{F0000}-\u{10FFFF}]/u.test(c));

/** U+ notation. @example codePoint("㑇") // => "U+3447" */
export const codePoint = (c: string): string => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** A name as it is stored: no spaces inside Chinese names, one kind of middle dot in names of other peoples. @example cleanName("张 三") // => "张三" */
export function cleanName(text: string): string {
  const dotted = text.replace(/[•・‧∙●⋅]/g, "·").replace(/(?<=\p{Script=Han})[.．](?=\p{Script=Han})/gu, "·");
  return dotted.replace(/(?<=[\p{Script=Han}·])\s+(?=[\p{Script=Han}·])/gu, "");
}

/** Secrets in findings and previews: enough to find the cell, not enough to use it. @example masked("990102198304172411") // => "990102********2411" */
export const masked = (text: string): string => (text.length <= 7 ? text : `${text.slice(0, text.length > 12 ? 6 : 3)}${"*".repeat(Math.max(1, text.length - (text.length > 12 ? 10 : 7)))}${text.slice(-4)}`);

/** At most so many characters, for sentences. */
export const shortened = (text: string, max = 40): string => (text.length > max ? `${text.slice(0, max)}…` : text);
