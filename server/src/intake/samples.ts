/** What the wizard shows of a column: a few samples, masked where they could tell who somebody is, and the name of its field. */
import { shownOf } from "@diguan/core/intake/cells.ts";
import { masked, shortened } from "@diguan/core/intake/clean.ts";
import { placeColumns, type PlaceColumn, type Target } from "@diguan/core/intake/headings.ts";
import { fieldOf, type Field } from "@diguan/core/registry/fields.ts";

/** Samples help to recognise a column; numbers that identify people are masked in them, also in columns nobody recognised. */
export function sampleOf(target: Target | undefined, text: string): string {
  const [of, key] = (target ?? ".").split(".") as ["household" | "member" | "village", string];
  const field = target === undefined || target.startsWith("place.") ? undefined : fieldOf(of, key);
  if (field) return shownOf(field, text);
  return /\d{11,}[\dX]?/i.test(text.replace(/\s/g, "")) || target === "place.headCertNo" ? masked(text) : shortened(text);
}

export function labelOfTarget(target: Target): string {
  const [of, key] = target.split(".") as [Field["of"] | "place", string];
  return of === "place" ? placeColumns[key as PlaceColumn][0] : fieldOf(of, key)?.zh ?? key;
}
