/**
 * Chinese names in departments' files (部门比对; papers 000 §2.1, 001 §2.1): the same person is written 刘晓岭 or 劉曉嶺, 张 or 章,
 * typed by sound. Levels of likeness as in the methods guide §d; pronunciation and simplification are given as functions,
 * because their tables are large. Surnames of several readings (单 Shàn, 仇 Qiú, 曾 Zēng, 解 Xiè, 查 Zhā) are told in front position.
 */
import { characters, jaroWinkler } from "../statistics/linkage-strings.ts";

export interface NameTables {
  /** Toneless syllables of a name, the surname read as a surname; a character without reading stands for itself. */ readonly pinyin: (name: string) => readonly string[];
  /** Traditional to simplified characters. */ readonly simplify: (text: string) => string;
}

/** From unlike to the same. */
export const nameLevels = ["different", "similar", "samePinyin", "sameFolded", "same"] as const;

/** Surnames of two characters that are still borne (《百家姓》 and the surveys of the Ministry of Public Security). */
export const compoundSurnames: readonly string[] = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 端木 夏侯 轩辕 宇文 长孙 司空 鲜于 闾丘 赫连 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 呼延 东郭 南宫 百里 西门 独孤 拓跋 第五 左丘 梁丘 公西 漆雕 乐正 公良 谷梁 亓官 司寇 巫马 达奚 哥舒 完颜 那拉 叶赫 纳兰 万俟 闻人".split(" ");
const compound = new Set(compoundSurnames);

/** Forms of one character that registers mix and simplification leaves apart. */
const variants = new Map("邨村 甯宁 喆哲 昇升 峯峰 堃坤 淼渺 賸剩 晧皓 祐佑 珮佩 埜野 燿耀 炤照 勛勋 逹达 竒奇 敍叙 喦岩 崐昆 弍二 畧略 迺乃 苐第 艸草 嶌岛 栢柏 樑梁 靑青 髙高 扵于 並并 囯国 囻国 徳德 恵惠 栄荣 眞真".split(" ").map((pair) => { const [from = "", to = ""] = characters(pair); return [from, to] as const; }));

/** Without spaces, the dots of transcribed names and what does not belong to a name. @example bareName("阿依古丽 · 买买提") // => "阿依古丽买买提" */
export const bareName = (text: string): string => text.normalize("NFKC").replace(/[\s·•・．.‧*＊]/gu, "").toUpperCase();

/** Simplified, and with the common form of each character. @example foldName("劉曉峯", simplify) // => "刘晓峰" */
export const foldName = (text: string, simplify: NameTables["simplify"]): string => characters(simplify(bareName(text))).map((c) => variants.get(c) ?? c).join("");

/** @example splitName("欧阳修") // => { surname: "欧阳", given: "修" } */
export function splitName(name: string): { readonly surname: string; readonly given: string } {
  const all = characters(bareName(name));
  const two = all.slice(0, 2).join("");
  const n = all.length > 2 && compound.has(two) ? 2 : 1;
  return { surname: all.slice(0, n).join(""), given: all.slice(n).join("") };
}

/** A name made ready for many comparisons. */
export interface ReadyName { readonly bare: string; readonly folded: string; readonly letters: readonly string[]; readonly sound: string; readonly spelt: readonly string[] }

export function readyName(text: string, tables: NameTables): ReadyName {
  const bare = bareName(text);
  const folded = foldName(bare, tables.simplify);
  const sound = tables.pinyin(folded).join(" ").toLowerCase();
  return { bare, folded, letters: characters(folded), sound, spelt: characters(sound.replaceAll(" ", "")) };
}

/** Least Jaro–Winkler of two spellings by sound that counts as similar. */
const soundsAlike = 0.9;

/**
 * Level of likeness of two names, 0 … 4 = `nameLevels`: the same characters; the same after folding; the same toneless sound; sound
 * alike (Jaro–Winkler ≥ 0.9) or a character in common; else different.
 * @example compareNames(readyName("单田芳", t), readyName("單田芳", t)) // => 3
 */
export function compareNames(a: ReadyName, b: ReadyName): number {
  if (a.bare === b.bare) return 4;
  if (a.folded === b.folded) return 3;
  if (a.sound === b.sound) return 2;
  if (a.letters.some((c) => b.letters.includes(c))) return 1;
  return jaroWinkler(a.spelt, b.spelt) >= soundsAlike ? 1 : 0;
}
