/** The part of the region tree that a file needs, its places resolved, and the new ones made. */
import { resolvePlaces, foldPlace, majority, type ClosedRegion, type KnownRegion, type ProposedRegion, type ResolvedPlace, type WrittenPlace } from "@diguan/core/intake/places.ts";
import { ancestorAt, countyOf } from "@diguan/core/region-code.ts";
import { ensureRegions } from "../regions/service.ts";
import type { Tx } from "../postgres/pool.ts";

interface Tree { readonly known: readonly KnownRegion[]; readonly closed: readonly ClosedRegion[] }

/** Provinces, cities and counties all; towns and villages only of counties that the file may mean, closed ones with their successors. */
async function treeFor(tx: Tx, written: readonly WrittenPlace[], home: number | undefined): Promise<Tree> {
  const upper = await tx.sql<KnownRegion[]>`select code, name, level, parent, through from regions.region where level <= 3 and valid_to is null`;
  const closed = await tx.sql<ClosedRegion[]>`
    select distinct on (code) code, name, level, parent, successor from regions.region r
     where level <= 3 and successor <> code and not exists (select from regions.region n where n.code = r.code and n.valid_to is null) order by code, valid_from desc`;
  const names = new Set(written.flatMap((w) => [foldPlace(w.county), foldPlace(w.city)]).filter((n) => n !== ""));
  const lowest = (r: KnownRegion): number => r.through ?? r.level;
  const counties = new Set([...upper, ...closed].filter((r) => lowest(r) >= 3 && names.has(foldPlace(r.name))).map((r) => r.code));
  if (home !== undefined) { const county = ancestorAt(home, "county"); if (county !== undefined) counties.add(county); }
  for (const w of written) {
    if (/^\d{12}$/.test(w.code)) counties.add(countyOf(Number(w.code)) * 1_000_000);
    const prefix = majority(w.prefixes);
    if (prefix !== undefined) counties.add(prefix * 1_000_000);
  }
  const lower: KnownRegion[] = [];
  const gone: ClosedRegion[] = [];
  // a set that grows while it is walked: closed places lead to other counties
  for (const county of counties) {
    lower.push(...await tx.sql<KnownRegion[]>`select code, name, level, parent from regions.region where level > 3 and code between ${county} and ${county + 999_999} and valid_to is null`);
    const former = await tx.sql<ClosedRegion[]>`
      select distinct on (code) code, name, level, parent, successor from regions.region r
       where level > 3 and code between ${county} and ${county + 999_999} and valid_to is not null and successor <> code and not exists (select from regions.region n where n.code = r.code and n.valid_to is null) order by code, valid_from desc`;
    gone.push(...former);
    for (const successor of [...former, ...closed.filter((c) => c.code === county)].map((c) => c.successor)) counties.add(countyOf(successor) * 1_000_000);
  }
  return { known: [...upper, ...lower], closed: [...closed, ...gone] };
}

export interface Resolution { readonly places: readonly ResolvedPlace[]; readonly proposed: readonly ProposedRegion[] }

export async function resolve(tx: Tx, written: readonly WrittenPlace[], home: number | undefined): Promise<Resolution> {
  const county = home === undefined ? undefined : ancestorAt(home, "county");
  const { known, closed } = await treeFor(tx, written, home);
  return resolvePlaces(written, known, county, closed);
}

/** Makes the proposed regions inside the importer's area (and, for the system, anywhere). */
export const createRegions = async (tx: Tx, proposed: readonly ProposedRegion[], batchId: string): Promise<void> => {
  await ensureRegions(tx, proposed.toSorted((a, b) => a.level - b.level).map((r) => ({ code: r.code, name: r.name, provisional: true, source: `import ${batchId}` })));
};
