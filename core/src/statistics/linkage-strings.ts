/**
 * How alike two texts are, by code points (never by bytes or UTF-16 halves: 𠮷 is one character), for record linkage between
 * departments' files (部门比对; papers 000 §2.1, 001 §2.1, §4). Sources: Jaro 1989; Winkler 1990; Levenshtein 1966; Damerau 1964.
 */

/** Characters of a text; callers that compare one text often split it once. @example characters("𠮷明") // => ["𠮷", "明"] */
export const characters = (text: string): readonly string[] => [...text];

/** Similarity of Jaro, 0 … 1: two empty texts are alike, an empty and a full one are not. @example jaro(characters("MARTHA"), characters("MARHTA")) // => 0.944… */
export function jaro(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 1 : 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const common: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const to = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (taken[j] === 1 || a[i] !== b[j]) continue;
      taken[j] = 1;
      common.push(a[i] ?? "");
      break;
    }
  }
  const c = common.length;
  if (c === 0) return 0;
  let crossed = 0;
  for (let j = 0, at = 0; j < b.length; j++) if (taken[j] === 1 && b[j] !== common[at++]) crossed++;
  // whole transpositions, as in Winkler's own strcmp95
  return (c / a.length + c / b.length + (c - Math.floor(crossed / 2)) / c) / 3;
}

/**
 * Jaro–Winkler: Jaro raised by a common beginning, p = 0.1 for each of at most four characters. 0 … 1.
 * @example jaroWinkler("DIXON", "DICKSONX") // => 0.8133…
 */
export function jaroWinkler(a: string | readonly string[], b: string | readonly string[]): number {
  const [x, y] = [typeof a === "string" ? characters(a) : a, typeof b === "string" ? characters(b) : b];
  const alike = jaro(x, y);
  let prefix = 0;
  while (prefix < 4 && prefix < x.length && prefix < y.length && x[prefix] === y[prefix]) prefix++;
  return alike + prefix * 0.1 * (1 - alike);
}

/**
 * Least number of characters to insert, delete or replace; with `transpositions` two neighbours that changed places count once
 * (Damerau, optimal string alignment: no part is edited twice). Beyond `most` any larger number may come back. @example levenshtein("kitten", "sitting") // => 3
 */
export function levenshtein(a: string | readonly string[], b: string | readonly string[], transpositions = false, most = Infinity): number {
  const [x, y] = [typeof a === "string" ? characters(a) : a, typeof b === "string" ? characters(b) : b];
  if (Math.abs(x.length - y.length) > most) return most + 1;
  let before: number[] = [];
  let above = Array.from({ length: y.length + 1 }, (_, j) => j);
  for (let i = 1; i <= x.length; i++) {
    const row = [i];
    let nearest = i;
    for (let j = 1; j <= y.length; j++) {
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (x[i - 1] === y[j - 1] ? 0 : 1));
      if (transpositions && i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
      if (least < nearest) nearest = least;
    }
    // an exchange of neighbours may still come from the row before
    if (nearest > most + (transpositions ? 1 : 0)) return most + 1;
    before = above;
    above = row;
  }
  return above[y.length] ?? 0;
}

/** 1 − distance / longer length, 0 … 1; two empty texts are alike. @example levenshteinSimilarity("kitten", "sitting") // => 0.571… */
export function levenshteinSimilarity(a: string | readonly string[], b: string | readonly string[], transpositions = false): number {
  const [x, y] = [typeof a === "string" ? characters(a) : a, typeof b === "string" ? characters(b) : b];
  const longer = Math.max(x.length, y.length);
  return longer === 0 ? 1 : 1 - levenshtein(x, y, transpositions) / longer;
}

/**
 * Whether one keystroke makes one text of the other: a character replaced, missed or added, or two neighbours exchanged. Equal
 * texts are not one slip apart. Linear in the length. @example oneSlip("990102", "990120") // => true
 */
export function oneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (a.length !== b.length) return a.length > b.length ? a.slice(at + 1) === b.slice(at) : a.slice(at) === b.slice(at + 1);
  if (a.slice(at + 1) === b.slice(at + 1)) return true;
  return a.charCodeAt(at) === b.charCodeAt(at + 1) && a.charCodeAt(at + 1) === b.charCodeAt(at) && a.slice(at + 2) === b.slice(at + 2);
}
