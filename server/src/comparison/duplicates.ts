/** 查重 as people see it: counts, the list, two records side by side, and decisions with their reason and their undo (papers 000 §2.1, 001 §2.1). */
import { permits } from "@diguan/core/access/policy.ts";
import { afterPairAct, allowedPairActs, pairStates, type PairAct, type PairKind, type PairState } from "@diguan/core/comparison/duplicates.ts";
import { decideDuplicate, exportDuplicates, searchDuplicates, type DuplicateSummary, type PairDetail, type PairRow, type pairSegments } from "@diguan/core/comparison/duplicates-contract.ts";
import { maskName } from "@diguan/core/registry/masking.ts";
import { ancestorAt, rangeOf } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ageOn } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { seesClass, showName, sightOf } from "../registry/service.ts";

type Part = ReturnType<Tx["sql"]>;
export interface Key { readonly county: number; readonly id: string }

/** Area and own households, said in the statement too. */
function inside(tx: Tx, region?: number, alias = "p"): Part {
  const asked = region === undefined ? tx.scope : rangeOf(region);
  const of = (column: string): Part => tx.sql`${tx.sql(`${alias}.${column}`)}`;
  return tx.sql`${of("region")} between ${Math.max(tx.scope.lo, asked.lo)} and ${Math.min(tx.scope.hi, asked.hi)} ${tx.scope.own ? tx.sql`and ${of("household_id")} = any (${tx.scope.own as string[]}::uuid[])` : tx.sql``}`;
}

type Fact = PairDetail["facts"][number];
interface Raw {
  readonly county: number; readonly id: string; readonly kind: PairKind; readonly state: PairState; readonly weight: number; readonly probability: number; readonly year: number; readonly shared: number; readonly version: number; readonly foundAt: string; readonly evidence: readonly Fact[];
  readonly region: number; readonly householdId: string; readonly memberId: string; readonly otherCounty: number; readonly otherRegion: number; readonly otherHousehold: string; readonly otherMember: string; readonly task: PairRow["task"];
  readonly code: string | null; readonly head: string | null; readonly name: string | null; readonly birth: string | null; readonly relation: number | null;
  readonly otherCode: string | null; readonly otherHead: string | null; readonly otherName: string | null; readonly otherBirth: string | null; readonly otherRelation: number | null;
}

/** Pairs with the names of both sides; a record outside the reader's area stays without. */
const named = (tx: Tx, which: Part): Promise<Raw[]> => tx.sql<Raw[]>`
  with page as materialized (${which})
  select p.county, p.id, p.kind, p.state, p.weight, p.probability, p.year, p.shared, p.version, p.found_at as "foundAt", p.evidence, p.region, p.household_id as "householdId", p.member_id as "memberId",
         p.other_county as "otherCounty", p.other_region as "otherRegion", p.other_household as "otherHousehold", p.other_member as "otherMember", t.state as task,
         h.household_code as code, h.head_name as head, m.name, m.birth, m.relation, oh.household_code as "otherCode", oh.head_name as "otherHead", om.name as "otherName", om.birth as "otherBirth", om.relation as "otherRelation"
    from page join comparison.duplicate_pair p on p.county = page.county and p.id = page.id
    left join comparison.duplicate_task t on t.county = p.county and t.pair_id = p.id
    left join registry.household_year h on h.county = p.county and h.household_id = p.household_id and h.year = p.year
    left join registry.member_year m on m.county = p.county and m.member_id = p.member_id and m.year = p.year
    left join registry.household_year oh on oh.county = p.other_county and oh.household_id = p.other_household and oh.year = p.year and oh.region between ${tx.scope.lo} and ${tx.scope.hi}
    left join registry.member_year om on om.county = p.other_county and om.member_id = p.other_member and om.year = p.year and om.region between ${tx.scope.lo} and ${tx.scope.hi}
   order by p.probability desc, p.id`;

async function shown(tx: Tx, raws: readonly Raw[]): Promise<PairRow[]> {
  // places inside the reader's area are told below it, others below their province
  const codes = [...new Set(raws.flatMap((r) => [r.region, r.otherRegion]))];
  const near = (code: number): boolean => code >= tx.scope.lo && code <= tx.scope.hi;
  const places = new Map([...await placeNames(tx, codes.filter(near), tx.scope.lo), ...await placeNames(tx, codes.filter((c) => !near(c)), ancestorAt(raws[0]?.region ?? 0, "province") ?? 0)]);
  const sight = sightOf(tx);
  const head = (name: string | null): string | null => (name === null ? null : seesClass(sight, "C2") ? name : maskName(name));
  return raws.map((r): PairRow => {
    const stored = r.evidence.find((e) => e.field === "name");
    const name = (live: string | null, birth: string | null, relation: number | null, masked: string): string => (live === null ? masked : showName(live, birth === null ? null : ageOn(birth, `${r.year}-12-31`), relation === 1, sight));
    return {
      county: r.county, id: r.id, kind: r.kind, state: r.state, weight: r.weight, probability: r.probability, year: r.year, shared: r.shared, version: r.version, task: r.task, foundAt: r.foundAt,
      left: { county: r.county, region: r.region, place: places.get(r.region) ?? String(r.region), householdId: r.householdId, householdCode: r.code, memberId: r.memberId, headName: head(r.head), name: name(r.name, r.birth, r.relation, stored?.left ?? ""), outside: false },
      right: { county: r.otherCounty, region: r.otherRegion, place: places.get(r.otherRegion) ?? String(r.otherRegion), // a record outside the reader's area is told by its place and masked name alone
        householdId: r.otherName === null ? "" : r.otherHousehold, householdCode: r.otherCode, memberId: r.otherName === null ? "" : r.otherMember, headName: head(r.otherHead), name: name(r.otherName, r.otherBirth, r.otherRelation, stored?.right ?? ""), outside: r.otherName === null },
    };
  });
}

export interface Filters { readonly region?: number | undefined; readonly state: (typeof pairSegments)[number]; readonly kind?: PairKind | undefined; readonly after?: string | undefined; readonly limit: number }

const cursorOf = (r: PairRow): string => Buffer.from(`${r.probability}|${r.id}`).toString("base64url");
const readCursor = (text: string | undefined): { readonly probability: number; readonly id: string } | undefined => {
  const m = text === undefined ? null : /^(\d[\d.e+-]*)\|([0-9a-f-]{36})$/.exec(Buffer.from(text, "base64url").toString("utf8"));
  return m ? { probability: Number(m[1]), id: m[2] ?? "" } : undefined;
};

/** One page, most probable first. */
export async function listPairs(tx: Tx, q: Filters): Promise<{ rows: PairRow[]; next: string | null }> {
  const after = readCursor(q.after);
  const raws = await named(tx, tx.sql`
    select p.county, p.id from comparison.duplicate_pair p
     where ${inside(tx, q.region)} and p.state = ${q.state} ${q.kind ? tx.sql`and p.kind = ${q.kind}` : tx.sql``}
       ${after ? tx.sql`and (p.probability < ${after.probability} or (p.probability = ${after.probability} and p.id > ${after.id}::uuid))` : tx.sql``}
     order by p.probability desc, p.id limit ${q.limit + 1}`);
  const rows = await shown(tx, raws.slice(0, q.limit));
  const last = raws.length > q.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? cursorOf(last) : null };
}

export async function summaryOf(tx: Tx, region: number, today: string, searching: boolean): Promise<DuplicateSummary> {
  const { sql } = tx;
  const states = await sql<{ state: PairState; kind: PairKind; n: number }[]>`select p.state, p.kind, count(*)::int as n from comparison.duplicate_pair p where ${inside(tx, region)} group by p.state, p.kind`;
  const [tasks] = await sql<{ n: number }[]>`select count(*)::int as n from comparison.duplicate_task p where ${inside(tx, region)} and p.state = 'open'`;
  const county = Math.floor(region / 1e6);
  const [run] = await sql<{ at: string; year: number; persons: number; pairs: number }[]>`
    select ended_at as at, year, persons, pairs from comparison.duplicate_run where county = ${county} and region between ${rangeOf(county * 1e6).lo} and ${rangeOf(county * 1e6).hi} order by id desc limit 1`;
  const least = await parameter(tx, "DUPLICATE_LEAST_PERCENT", region, today);
  const role = tx.actor?.role;
  return {
    region, tasks: tasks?.n ?? 0, searching, lastRun: run ?? null,
    counts: Object.fromEntries(pairStates.map((s) => [s, states.filter((r) => r.state === s).reduce((n, r) => n + r.n, 0)])) as DuplicateSummary["counts"],
    byKind: states.filter((r) => r.state === "open").map(({ kind, n }) => ({ kind, n })),
    least: least ? { code: least.code, percent: least.value, validFrom: least.validFrom, source: least.source } : null,
    may: { decide: role !== undefined && permits(role, decideDuplicate.access), search: role !== undefined && permits(role, searchDuplicates.access) && county > 0, export: role !== undefined && permits(role, exportDuplicates.access) },
  };
}

/** Masked values with the names as the reader may see them, and places by name. */
function factsOf(raw: Raw, row: PairRow): Fact[] {
  return raw.evidence.map((e): Fact => {
    if (e.field === "region") return { ...e, left: row.left.place, right: row.right.place };
    if (e.field !== "name") return e;
    const cut = (marks: readonly number[], name: string): number[] => marks.filter((at) => at < [...name].length);
    return { ...e, left: row.left.name, right: row.right.name, leftMarks: cut(e.leftMarks, row.left.name), rightMarks: cut(e.rightMarks, row.right.name) };
  });
}

export async function detailOf(tx: Tx, key: Key): Promise<PairDetail> {
  const { sql } = tx;
  const [raw] = await named(tx, sql`select p.county, p.id from comparison.duplicate_pair p where p.county = ${key.county} and p.id = ${key.id} and ${inside(tx)}`);
  const [row] = await shown(tx, raw ? [raw] : []);
  if (!raw || !row) throw new Problem("thing.unknown");
  const houses = [raw.householdId, raw.otherHousehold];
  const beside = await shown(tx, await named(tx, sql`
    select p.county, p.id from comparison.duplicate_pair p
     where p.county = ${raw.county} and p.household_id = any (${houses}::uuid[]) and p.other_household = any (${houses}::uuid[]) and p.id <> ${raw.id} and p.state <> 'gone' and ${inside(tx)} limit 20`));
  const history = await sql<PairDetail["history"]>`
    select act, was, reason, by_name as by, by_role as role, at from comparison.duplicate_decision p where p.county = ${raw.county} and p.pair_id = ${raw.id} and ${inside(tx)} order by p.id`;
  const facts = factsOf(raw, row);
  const role = tx.actor?.role;
  return {
    ...row, facts, prior: raw.weight - facts.reduce((sum, f) => sum + f.weight, 0), allowed: role !== undefined && permits(role, decideDuplicate.access) ? [...allowedPairActs(raw.state)] : [], history: [...history],
    beside: beside.map((b) => ({ county: b.county, id: b.id, left: b.left.name, right: b.right.name, probability: b.probability, state: b.state })),
  };
}

export interface Decision { readonly pair: Key; readonly version: number; readonly act: PairAct; readonly reason: string; readonly key: string }

/** Decides one pair. The same key decides once. «same» raises a task for the registry; an undo withdraws it. */
export async function decidePair(tx: Tx, asked: Decision): Promise<PairDetail> {
  const { sql } = tx;
  const by = tx.actor;
  if (!by) throw new Problem("access.signedOut");
  const [pair] = await sql<{ state: PairState; version: number; region: number; householdId: string }[]>`
    select p.state, p.version, p.region, p.household_id as "householdId" from comparison.duplicate_pair p where p.county = ${asked.pair.county} and p.id = ${asked.pair.id} and ${inside(tx)} for update`;
  if (!pair) throw new Problem("thing.unknown");
  const [done] = await sql<{ pairId: string }[]>`select pair_id as "pairId" from comparison.duplicate_decision where county = ${asked.pair.county} and key = ${asked.key} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (done) {
    if (done.pairId !== asked.pair.id) throw new Problem("change.conflict", { version: pair.version });
    return detailOf(tx, asked.pair);
  }
  if (pair.version !== asked.version) throw new Problem("change.conflict", { version: pair.version });
  const state = afterPairAct(asked.act, pair.state, asked.reason, await stateBefore(tx, asked.pair));
  await sql`insert into comparison.duplicate_decision (county, pair_id, region, household_id, key, act, was, reason, account_id, by_name, by_role)
    values (${asked.pair.county}, ${asked.pair.id}, ${pair.region}, ${pair.householdId}, ${asked.key}, ${asked.act}, ${pair.state}, ${asked.reason}, ${by.accountId}, ${by.name}, ${by.role})`;
  await sql`update comparison.duplicate_pair set state = ${state}, version = version + 1 where county = ${asked.pair.county} and id = ${asked.pair.id}`;
  if (state === "same") await sql`
    insert into comparison.duplicate_task (county, pair_id, region, household_id, state) values (${asked.pair.county}, ${asked.pair.id}, ${pair.region}, ${pair.householdId}, 'open')
    on conflict (county, pair_id) do update set state = 'open', changed_at = clock_timestamp()`;
  else if (pair.state === "same") await sql`update comparison.duplicate_task set state = 'withdrawn', changed_at = clock_timestamp() where county = ${asked.pair.county} and pair_id = ${asked.pair.id} and state = 'open'`;
  await audit(tx, asked.act, "comparison", { region: pair.region, target: asked.pair.id, purpose: asked.reason, detail: { duplicate: true, from: pair.state, to: state } });
  return detailOf(tx, asked.pair);
}

/** What an undo goes back to: the state before the latest decision that still stands; decisions already taken back are passed over in pairs. */
async function stateBefore(tx: Tx, key: Key): Promise<PairState> {
  const acts = await tx.sql<{ act: string; was: PairState }[]>`
    select p.act, p.was from comparison.duplicate_decision p where p.county = ${key.county} and p.pair_id = ${key.id} and ${inside(tx)} order by p.id`;
  const standing: PairState[] = [];
  for (const { act, was } of acts) { if (act === "undo") standing.pop(); else if (act === "gone" || act === "back") standing.length = 0; else standing.push(was); }
  return standing.at(-1) ?? "open";
}
