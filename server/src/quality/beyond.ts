/** What other slices know about households, for the rules that need it (Beyond): one query per slice and page of households. */
import type { Beyond } from "@diguan/core/quality/rule.ts";
import { collectionOf, helpersKept, helpersOf } from "../helpers/read.ts";
import { measuresKept, measuresOf, workPeriodsOf } from "../measures/read.ts";
import { exitEvidenceOf, exitFilesKept } from "./exit-files.ts";
import type { Tx } from "../postgres/pool.ts";

/** Slices that a county keeps, as empty facts: enough to tell which rules are asked there. */
export async function keptIn(tx: Tx, county: number, year: number): Promise<Beyond> {
  const [measures, helpers, exitFiles] = await Promise.all([measuresKept(tx, county), helpersKept(tx, county), exitFilesKept(tx, county, year)]);
  return {
    ...(measures.measures ? { measures: { firstOn: null, list: [], toTheDead: [] } } : {}), ...(measures.workPeriods ? { workPeriods: new Map() } : {}),
    ...(helpers.helpers ? { helpers: { assigned: 0, membersWhoHelp: [], overQuota: [] } } : {}), ...(helpers.collection ? { collection: { farMetres: null, hurriedMinutes: null } } : {}),
    ...(exitFiles ? { identification: { exitEvidence: [] } } : {}),
  };
}

/** Facts of these households of one county and year, only of the slices that are kept. */
export async function beyondOf(tx: Tx, kept: Beyond, asked: { readonly county: number; readonly year: number; readonly ids: readonly string[]; readonly today: string }): Promise<ReadonlyMap<string, Beyond>> {
  if (asked.ids.length === 0 || Object.keys(kept).length === 0) return new Map();
  const [measures, workPeriods, helpers, collection, exits] = await Promise.all([
    kept.measures ? measuresOf(tx, asked, asked.today) : undefined, kept.workPeriods ? workPeriodsOf(tx, asked) : undefined,
    kept.helpers ? helpersOf(tx, asked) : undefined, kept.collection ? collectionOf(tx, asked) : undefined,
    kept.identification ? exitEvidenceOf(tx, asked.county, asked.ids) : undefined,
  ]);
  return new Map(asked.ids.map((id) => {
    const [m, w, h, c] = [measures?.get(id), workPeriods?.get(id), helpers?.get(id), collection?.get(id)];
    return [id, { ...(m ? { measures: m } : {}), ...(w ? { workPeriods: w } : {}), ...(h ? { helpers: h } : {}), ...(c ? { collection: c } : {}), ...(exits ? { identification: { exitEvidence: exits.get(id) ?? [] } } : {}) }];
  }));
}
