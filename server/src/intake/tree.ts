/** The part of the region tree that a file needs, its places resolved, and the new ones made. */
import { resolvePlaces, foldPlace, majority, type KnownRegion, type ProposedRegion, type ResolvedPlace, type WrittenPlace } from "@diguan/core/intake/places.ts";
import { ancestorAt, countyOf } from "@diguan/core/region-code.ts";
import { ensureRegions } from "../regions/service.ts";
import type { Tx } from "../postgres/pool.ts";

/** Provinces, cities and counties all; towns and villages only of counties that the file may mean. */
async function knownRegions(tx: Tx, written: readonly WrittenPlace[], home: number | undefined): Promise<KnownRegion[]> {
  const upper = await tx.sql<KnownRegion[]>`select code, name, level, parent from regions.region where level <= 3 and valid_to is null`;
  const names = new Set(written.map((w) => foldPlace(w.county)).filter((n) => n !== ""));
  const counties = new Set(upper.filter((r) => r.level === 3 && names.has(foldPlace(r.name))).map((r) => r.code));
  if (home !== undefined) { const county = ancestorAt(home, "county"); if (county !== undefined) counties.add(county); }
  for (const w of written) {
    if (/^\d{12}$/.test(w.code)) counties.add(countyOf(Number(w.code)) * 1_000_000);
    const prefix = majority(w.prefixes);
    if (prefix !== undefined) counties.add(prefix * 1_000_000);
  }
  const lower: KnownRegion[] = [];
  for (const county of counties) lower.push(...await tx.sql<KnownRegion[]>`select code, name, level, parent from regions.region where level > 3 and code between ${county} and ${county + 999_999} and valid_to is null`);
  return [...upper, ...lower];
}

export interface Resolution { readonly places: readonly ResolvedPlace[]; readonly proposed: readonly ProposedRegion[] }

export async function resolve(tx: Tx, written: readonly WrittenPlace[], home: number | undefined): Promise<Resolution> {
  const county = home === undefined ? undefined : ancestorAt(home, "county");
  return resolvePlaces(written, await knownRegions(tx, written, home), county);
}

/** Makes the proposed regions inside the importer's area (and, for the system, anywhere). */
export const createRegions = async (tx: Tx, proposed: readonly ProposedRegion[], batchId: string): Promise<void> => {
  await ensureRegions(tx, proposed.toSorted((a, b) => a.level - b.level).map((r) => ({ code: r.code, name: r.name, provisional: true, source: `import ${batchId}` })));
};
