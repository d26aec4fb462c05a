/**
 * How alike two ID numbers are (GB 11643-1999; methods guide §d): a missed digit or two that changed places are the commonest
 * faults of hand-copied lists, so they are levels of their own; birthday and region inside the number still speak when the rest differs.
 */
import { upgrade15 } from "../id-number.ts";
import { oneSlip } from "../statistics/linkage-strings.ts";

/** From unlike to equal. `sameOld`: one is the 15-digit form of the other. */
export const certificateLevels = ["different", "sameBirth", "sameBirthAndRegion", "oneSlip", "sameOld", "same"] as const;

/** Half width, upper case, no spaces or dashes; of a disability certificate the ID number in it. @example bareCertificate(" 99010319730615401x ") // => "99010319730615401X" */
export function bareCertificate(text: string): string {
  const bare = text.normalize("NFKC").replace(/[\s\-'’`]/gu, "").toUpperCase();
  return /^\d{17}[\dX]\d{2}(\d{2})?$/.test(bare) ? bare.slice(0, 18) : bare;
}

export interface ReadyCertificate { readonly bare: string; readonly long: string }
export function readyCertificate(text: string): ReadyCertificate {
  const bare = bareCertificate(text);
  return { bare, long: /^\d{15}$/.test(bare) ? upgrade15(bare) : bare };
}

/** Level of likeness, 0 … 5 = `certificateLevels`. @example compareCertificates(readyCertificate("110105491231002"), readyCertificate("11010519491231002X")) // => 4 */
export function compareCertificates(a: ReadyCertificate, b: ReadyCertificate): number {
  if (a.bare === b.bare) return 5;
  if (a.long === b.long) return 4;
  if (oneSlip(a.long, b.long) || oneSlip(a.bare, b.bare)) return 3;
  if (a.long.length < 17 || b.long.length < 17 || a.long.slice(6, 14) !== b.long.slice(6, 14)) return 0;
  return a.long.slice(0, 6) === b.long.slice(0, 6) ? 2 : 1;
}
