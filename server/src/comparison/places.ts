/** Villages as departments write them: twelve digits, or names with or without the town; what is not clear stays with the county. */
import { contains, levelOf, rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

const bare = (name: string): string => name.normalize("NFKC").replace(/\s/g, "").replace(/(村民委员会|村委会|居民委员会|社区居委会)$/, "村").replace(/(行政村)$/, "村");

/** A reader of written places of one county. */
export async function villagesOf(tx: Tx, county: number): Promise<(written: string) => number> {
  const range = rangeOf(county * 1e6);
  const rows = await tx.sql<{ code: number; name: string }[]>`select code, name from regions.region where code between ${range.lo} and ${range.hi} and valid_to is null`;
  const towns = rows.filter((r) => levelOf(r.code) === "town").map((t) => ({ code: t.code, name: bare(t.name) }));
  const villages = new Map<string, number[]>();
  for (const v of rows.filter((r) => levelOf(r.code) === "village")) villages.set(bare(v.name), [...(villages.get(bare(v.name)) ?? []), v.code]);
  const known = new Map<string, number>();
  const find = (written: string): number => {
    if (/^\d{12}$/.test(written)) return contains(range, Number(written)) ? Number(written) : range.lo;
    const text = bare(written);
    const exact = villages.get(text);
    if (exact?.length === 1) return exact[0] ?? range.lo;
    const town = towns.find((t) => text.includes(t.name));
    const inside = [...villages].filter(([name]) => text.endsWith(name) || text.includes(name)).toSorted((a, b) => b[0].length - a[0].length)[0]?.[1] ?? [];
    const fitting = town ? inside.filter((code) => contains(rangeOf(town.code), code)) : inside;
    return fitting.length === 1 ? (fitting[0] ?? range.lo) : town && fitting.length === 0 ? town.code : range.lo;
  };
  return (written) => {
    let code = known.get(written);
    if (code === undefined) known.set(written, (code = find(written)));
    return code;
  };
}
