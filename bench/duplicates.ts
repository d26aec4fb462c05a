/**
 * 查重 of a county of 10,000 planted households: how long the search takes, how many of the planted double registrations it finds and how
 * many of its pairs are planted ones, beside a plain SQL join of equal numbers. The truth is read through the evaluation alone.
 */
import { allocate, makeCounty } from "@diguan/core/demo/places.ts";
import { searchCounty } from "../server/src/comparison/duplicates-search.ts";
import { regionRows } from "../server/src/demo/generate.ts";
import { loadCounty } from "../server/src/demo/load.ts";
import { ensureRegions } from "../server/src/regions/service.ts";
import { benchDatabase } from "./database.ts";
import type { Row } from "./row.ts";

const year = 2018;

interface Pair { readonly a: string; readonly b: string }

export async function bench(): Promise<Row[]> {
  const b = await benchDatabase();
  const households = Number(process.env["BENCH_HOUSEHOLDS"] ?? 10_000);
  const county = makeCounty(0);
  try {
    await b.db.asSystem(async (tx) => {
      await ensureRegions(tx, regionRows(1).map((r) => ({ code: r.code, name: r.name, source: "bench" })));
      await loadCounty(tx, b.crypto, { seed: "duplicates", profile: "A", county, starts: allocate(county, households), households, prefix: county.code }, { years: [year], errors: true, history: false, items: false });
    });
    await b.db.owner`analyze registry.member_year, registry.household_year`;
    const planted = new Set((await b.db.asEvaluation((sql) => sql<{ id: string }[]>`select member_id as id from demo.truth where kind in ('duplicateId', 'nearDuplicate') and county = ${county.code} and year = ${year}`)).map((p) => p.id));
    const began = performance.now();
    const searched = await searchCounty(b.db, b.crypto, county.code, `${year + 1}-01-10`);
    const seconds = (performance.now() - began) / 1000;
    const joining = performance.now();
    const equal = await b.db.owner<Pair[]>`
      select x.member_id as a, y.member_id as b from registry.member_year x join registry.member_year y on y.cert_idx = x.cert_idx and y.county = x.county and y.year = x.year and y.member_id > x.member_id
       where x.county = ${county.code} and x.year = ${year} and x.active and y.active`;
    const plain = (performance.now() - joining) / 1000;
    const found = await b.db.owner<Pair[]>`select member_id as a, other_member as b from comparison.duplicate_pair where county = ${county.code} and probability >= 0.5`;
    const rates = (pairs: readonly Pair[]): { recall: number; precision: number } => {
      const right = pairs.filter((p) => planted.has(p.a) || planted.has(p.b));
      const members = new Set(right.flatMap((p) => [p.a, p.b]).filter((id) => planted.has(id)));
      return { recall: members.size / Math.max(1, planted.size), precision: right.length / Math.max(1, pairs.length) };
    };
    const [ours, theirs] = [rates(found), rates(equal)];
    const of = `${searched.persons.toLocaleString("en")} persons, ${planted.size} planted double registrations`;
    return [
      { figure: `search for duplicates, ${of}`, value: seconds, unit: "s", reference: "join of equal numbers in SQL", referenceValue: plain, ratio: seconds / plain, promise: "≤ 30 s", kept: seconds <= 30 },
      { figure: "its recall from probability 0.5", value: ours.recall, unit: "", reference: "recall of the join", referenceValue: theirs.recall, ratio: ours.recall / theirs.recall, promise: "≥ 0.95", kept: ours.recall >= 0.95 },
      { figure: "its precision from probability 0.5", value: ours.precision, unit: "", reference: "precision of the join", referenceValue: theirs.precision, ratio: ours.precision / theirs.precision, promise: "≥ 0.9", kept: ours.precision >= 0.9 },
    ];
  } finally { await b.close(); }
}
