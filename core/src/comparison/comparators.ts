/**
 * The comparison functions of `diguan link` and of the comparison centre: each gives a level of likeness, 0 = unlike, the highest
 * = the very same (issue: exact, jaro-winkler, levenshtein, date, id-number, chinese-name; methods guide §d).
 */
import { characters, jaroWinkler, levenshtein, levenshteinSimilarity, oneSlip } from "../statistics/linkage-strings.ts";
import { bareCertificate, certificateLevels, compareCertificates, readyCertificate } from "./certificates.ts";
import { bareDate, compareDates, dateLevels } from "./days.ts";
import { bareName, compareNames, nameLevels, readyName, type NameTables } from "./names.ts";

export const methods = ["exact", "jaro-winkler", "levenshtein", "damerau", "date", "id-number", "chinese-name"] as const;
export type Method = (typeof methods)[number];

export interface Comparator {
  /** Names of the levels, from unlike to the same. */ readonly levels: readonly string[];
  /** Lowest level that counts as an agreement when agreements are counted. */ readonly agreesFrom: number;
  /** Lowest level at which the value itself is the same, so that its rarity speaks (term frequency). */ readonly sameFrom: number;
  /** What makes two values the very same: its frequency is their rarity. Undefined: the text itself. */ readonly identity: ((text: string) => string) | undefined;
  /** Level of two of the values, by their places; what can be prepared is prepared once per value. */ readonly over: (values: readonly string[]) => (i: number, j: number) => number;
}

/** A comparator of values that are made ready once and compared often. */
export function comparator<T>(levels: readonly string[], agreesFrom: number, sameFrom: number, prepare: (text: string) => T, compare: (a: T, b: T) => number, identity?: (text: string) => string): Comparator {
  return {
    levels, agreesFrom, sameFrom, identity,
    over: (values) => {
      const ready: T[] = [];
      const known: boolean[] = [];
      const at = (i: number): T => {
        const found = ready[i];
        if (known[i] === true && found !== undefined) return found;
        known[i] = true;
        return (ready[i] = prepare(values[i] ?? ""));
      };
      return (i, j) => compare(at(i), at(j));
    },
  };
}

/** The number beside a birthday that is compared by itself: same, the 15-digit form, one slip; a birthday in it would be counted twice. */
export const numberComparator = comparator(["different", "oneSlip", "sameOld", "same"], 1, 2, readyCertificate, (a, b) => Math.max(0, compareCertificates(a, b) - 2), bareCertificate);

/** Levels of a similarity: the same, at or above each threshold (highest first), below. */
const graded = (thresholds: readonly number[], alike: (a: readonly string[], b: readonly string[]) => number): Comparator => {
  const falling = [...thresholds].toSorted((a, b) => b - a);
  const n = falling.length;
  return comparator(["different", ...falling.map((t) => `≥${t}`).toReversed(), "same"], 1, n + 1, characters, (a, b) => {
    if (a.length === b.length && a.every((c, i) => c === b[i])) return n + 1;
    const likeness = alike(a, b);
    const at = falling.findIndex((t) => likeness >= t);
    return at < 0 ? 0 : n - at;
  });
};

/** Levels of a distance: the same, within each number of edits (fewest first), beyond. */
const within = (edits: readonly number[], transpositions: boolean): Comparator => {
  const rising = [...edits].toSorted((a, b) => a - b);
  const n = rising.length;
  // the commonest question, «one slip or not», needs no table; characters beyond the basic plane take the long way
  const quick = transpositions && n === 1 && rising[0] === 1;
  return comparator(["different", ...rising.map((d) => `≤${d}`).toReversed(), "same"], 1, n + 1, (text) => ({ text, letters: characters(text) }), (a, b) => {
    if (quick && a.letters.length === a.text.length && b.letters.length === b.text.length) return a.text === b.text ? 2 : oneSlip(a.text, b.text) ? 1 : 0;
    const distance = levenshtein(a.letters, b.letters, transpositions, rising.at(-1));
    if (distance === 0) return n + 1;
    const at = rising.findIndex((d) => distance <= d);
    return at < 0 ? 0 : n - at;
  });
};

/** Thresholds when a comparison names none: as Splink's for Jaro–Winkler, one and two edits for the distances. */
export const usualThresholds = { "jaro-winkler": [0.92, 0.8], levenshtein: [1, 2], damerau: [1, 2] } as const;

/**
 * The comparator of a method. Thresholds below 1 are similarities (distance / longer length, for the edit distances), whole numbers
 * from 1 on are edits. Throws RangeError when thresholds mix both or are out of range.
 * @example comparatorOf("levenshtein", [0.85], tables).levels // => ["different", "≥0.85", "same"]
 */
export function comparatorOf(method: Method, thresholds: readonly number[] | undefined, tables: NameTables): Comparator {
  switch (method) {
    case "exact": return comparator(["different", "same"], 1, 1, (t) => t, (a, b) => (a === b ? 1 : 0));
    case "date": return comparator(dateLevels, 3, 5, bareDate, compareDates, bareDate);
    case "id-number": return comparator(certificateLevels, 3, 4, readyCertificate, compareCertificates, bareCertificate);
    case "chinese-name": return comparator(nameLevels, 2, 3, (t) => readyName(t, tables), compareNames, bareName);
    case "jaro-winkler": {
      const asked = thresholds ?? usualThresholds[method];
      if (asked.some((t) => !(t > 0 && t < 1))) throw new RangeError("a threshold of jaro-winkler lies between 0 and 1, such as 0.85");
      return graded(asked, jaroWinkler);
    }
    case "levenshtein": case "damerau": {
      const asked = thresholds ?? usualThresholds[method];
      const transpositions = method === "damerau";
      if (asked.every((t) => t > 0 && t < 1)) return graded(asked, (a, b) => levenshteinSimilarity(a, b, transpositions));
      if (asked.every((t) => Number.isInteger(t) && t >= 1)) return within(asked, transpositions);
      throw new RangeError(`thresholds of ${method} are similarities between 0 and 1, such as 0.85, or whole numbers of edits, such as 1`);
    }
  }
}
