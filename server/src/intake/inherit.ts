/**
 * What a row does not say and another place of the file does (issue 2 item 6: several sheets, merged and hand-made layouts):
 * the village of its household's other rows, and the year of the other sheets or of the file's name.
 */
import { note } from "@diguan/core/intake/findings.ts";
import { locate } from "@diguan/core/intake/household.ts";
import type { Understood } from "./understand.ts";

/** Rows without a village (members beside a sheet of households, lists that write it once) stand where their household stands. */
export function inheritPlaces(u: Understood): void {
  const home = new Map<number, number>();
  const orphans: number[] = [];
  u.codeOf.forEach((code, i) => {
    if (code < 0) return;
    const place = u.places[u.placeOf[i] ?? -1];
    if (place === undefined || (place.village === "" && place.code === "")) orphans.push(i);
    else if (!home.has(code)) home.set(code, i);
  });
  for (const i of orphans) {
    const from = home.get(u.codeOf[i] ?? -1);
    if (from === undefined) continue;
    const plan = u.plan(i);
    const cells = u.cells(i);
    u.moveRow(i, u.placeOf[from] ?? -1, /^\d{6}/.exec(cells[plan.column("member", "certNo")] ?? "")?.[0]);
    // where the code is left out as well, that is told already
    const code = (cells[plan.column("household", "householdCode")] ?? "").trim();
    if (plan.kind === "persons" && plan.place.village !== undefined && code !== "") u.findings.push(locate({ plan, row: u.store.rowNumber(i) }, plan.place.village, note("IM-31", { first: u.store.rowNumber(from), kept: u.places[u.placeOf[from] ?? -1]?.village ?? "" })));
  }
}

/** A sheet that states no year takes the one of the other sheets, of the file's name, or this year; each is told. */
export function inheritYears(u: Understood, name: string, thisYear: number): void {
  const stated = new Set(u.yearOf);
  stated.delete(0);
  const [only] = stated;
  const named = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(name)?.[1];
  const [year, basis] = stated.size === 1 && only !== undefined ? [only, "其他工作表"] : named !== undefined ? [Number(named), "文件名"] : [thisYear, "今年"];
  const villages = new Set(u.villageRows);
  const told = new Set<number>();
  u.yearOf.forEach((of, i) => {
    if (of !== 0 || ((u.codeOf[i] ?? -1) < 0 && !villages.has(i))) return;
    u.yearOf[i] = year;
    const plan = u.plan(i);
    if (told.has(plan.sheet)) return;
    told.add(plan.sheet);
    u.findings.push(locate({ plan, row: plan.layout.headingRows[0] ?? 1 }, -1, note("IM-80", { year, basis })));
  });
}
