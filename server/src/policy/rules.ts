/** Rule sets in versions: written, submitted, approved by a second person from a day on, sent back, retired. Texts and events are never changed. */
import { randomUUID } from "node:crypto";
import { permits } from "@diguan/core/access/policy.ts";
import { createRuleSet, saveVersion as saveContract, actOnVersion, type RuleSet, type RuleSets } from "@diguan/core/policy/contract.ts";
import { activeOn, allowedActs, mayAct, periods, stateOf, type Period, type Purpose, type RuleAct, type RuleEvent, type VersionState } from "@diguan/core/policy/states.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionExists, regionNames } from "../regions/service.ts";
import { placesAbove, treeOf } from "./asked.ts";
import { placeOf } from "./parameters.ts";

export interface SetRow { readonly id: string; readonly region: number; readonly purpose: Purpose; readonly zh: string; readonly en: string; readonly byName: string }
export interface VersionRow { readonly setId: string; readonly version: number; readonly text: string; readonly source: string; readonly note: string; readonly writtenBy: string | null; readonly byName: string; readonly at: string }
interface EventRow extends RuleEvent { readonly setId: string; readonly version: number; readonly id: number; readonly runId: string | null; readonly note: string; readonly byName: string; readonly at: string }

/** Everything about some sets, read at once. */
export interface Law { readonly set: SetRow; readonly versions: readonly VersionRow[]; readonly events: readonly EventRow[]; readonly periods: readonly Period[] }

export async function laws(tx: Tx, which: { readonly ids: readonly string[] } | { readonly regions: readonly number[]; readonly within?: { readonly lo: number; readonly hi: number } }): Promise<Law[]> {
  const { sql } = tx;
  const sets = await sql<SetRow[]>`
    select id, region, purpose, name_zh as zh, name_en as en, by_name as "byName" from policy.rule_set
     where ${"ids" in which ? sql`id = any (${which.ids as string[]}::uuid[])` : sql`(region = any (${which.regions as number[]}::bigint[]) ${which.within ? sql`or region between ${which.within.lo} and ${which.within.hi}` : sql``})`}
     order by region, purpose, name_zh limit 500`;
  const ids = sets.map((s) => s.id);
  const versions = await sql<VersionRow[]>`select set_id as "setId", version, text, source, note, written_by as "writtenBy", by_name as "byName", written_at as at from policy.rule_version where set_id = any (${ids}::uuid[]) order by version`;
  const events = await sql<EventRow[]>`
    select set_id as "setId", version, id, act, run_id as "runId", active_from as "activeFrom", note, account_id as "accountId", by_name as "byName", at
      from policy.rule_event where set_id = any (${ids}::uuid[]) order by id`;
  return sets.map((set) => {
    const own = events.filter((e) => e.setId === set.id);
    const retired = new Map(own.filter((e) => e.act === "retired").map((e) => [e.version, e.activeFrom ?? ""]));
    return { set, versions: versions.filter((v) => v.setId === set.id), events: own, periods: periods(own.filter((e) => e.act === "approved").map((e) => ({ version: e.version, activeFrom: e.activeFrom ?? "", at: e.id })), retired) };
  });
}

export async function lawOf(tx: Tx, id: string): Promise<Law> {
  const [law] = await laws(tx, { ids: [id] });
  if (!law) throw new Problem("thing.unknown");
  return law;
}
export const versionOf = (law: Law, version: number): VersionRow => { const v = law.versions.find((x) => x.version === version); if (!v) throw new Problem("thing.unknown"); return v; };
/** The version in force on a day. */
export const activeVersion = (law: Law, on: string): VersionRow | undefined => { const p = activeOn(law.periods, on); return p && law.versions.find((v) => v.version === p.version); };

const mineToWrite = (tx: Tx, region: number): boolean => { const range = rangeOf(region); return contains(tx.scope, range.lo) && contains(tx.scope, range.hi); };
const eventsOf = (law: Law, version: number): readonly EventRow[] => law.events.filter((e) => e.version === version);

function standing(tx: Tx, law: Law, v: VersionRow, today: string): { readonly state: VersionState; readonly simulated: boolean; readonly run: string | null; readonly acts: readonly RuleAct[] } {
  const own = eventsOf(law, v.version);
  const run = own.findLast((e) => e.act === "simulated")?.runId ?? null;
  const state = stateOf(v.version, own, law.periods, today);
  const authors = [v.writtenBy, ...own.filter((e) => e.act === "submitted").map((e) => e.accountId)].filter((a) => a !== null);
  const may = tx.actor !== undefined && permits(tx.actor.role, actOnVersion.access) && mineToWrite(tx, law.set.region);
  return { state, simulated: run !== null, run, acts: may ? allowedActs({ state, simulated: run !== null, authors, by: tx.actor?.accountId ?? "" }) : [] };
}

export async function listSets(tx: Tx, region: number | undefined, today: string): Promise<RuleSets> {
  const at = region ?? placeOf(tx);
  const found = await laws(tx, { regions: placesAbove(at), within: rangeOf(at) });
  const names = await regionNames(tx, found.map((l) => l.set.region));
  return {
    may: { create: tx.actor !== undefined && permits(tx.actor.role, createRuleSet.access) },
    rows: found.flatMap((law) => {
      const newest = law.versions.at(-1);
      const active = activeOn(law.periods, today);
      return newest ? [{ ...law.set, place: names.get(law.set.region) ?? String(law.set.region), mayEdit: tx.actor !== undefined && permits(tx.actor.role, saveContract.access) && mineToWrite(tx, law.set.region), versions: law.versions.length, active: active ? { version: active.version, from: active.from } : null, newest: { version: newest.version, state: standing(tx, law, newest, today).state, at: newest.at, byName: newest.byName } }] : [];
    }),
  };
}

export async function showSet(tx: Tx, id: string, today: string): Promise<RuleSet> {
  const law = await lawOf(tx, id);
  const names = await regionNames(tx, [law.set.region]);
  // the newest simulation of each version that lies in the reader's own area
  const runs = new Map((await tx.sql<{ version: number; id: string }[]>`
    select distinct on (version) version, id from policy.rule_run where set_id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} order by version, started_at desc`).map((r) => [r.version, r.id]));
  return {
    ...law.set, place: names.get(law.set.region) ?? String(law.set.region), mayEdit: tx.actor !== undefined && permits(tx.actor.role, saveContract.access) && mineToWrite(tx, law.set.region),
    versions: law.versions.map((v) => {
      const { acts, ...s } = standing(tx, law, v, today);
      const period = law.periods.find((p) => p.version === v.version);
      return { version: v.version, text: v.text, source: v.source, note: v.note, byName: v.byName, at: v.at, ...s, run: runs.get(v.version) ?? null, acts: [...acts], activeFrom: period?.from ?? null, activeTo: period?.to ?? null };
    }),
    events: law.events.map(({ version, act, activeFrom, note, byName, at }) => ({ version, act, activeFrom, note, byName, at })),
  };
}

export interface Written { readonly key: string; readonly text: string; readonly source: string; readonly note: string }
const author = (tx: Tx): { readonly account: string | null; readonly name: string } => ({ account: tx.actor?.accountId ?? null, name: tx.actor?.name ?? "系统" });

async function addVersion(tx: Tx, set: { readonly id: string; readonly region: number }, version: number, w: Written): Promise<void> {
  const by = author(tx);
  await tx.sql`insert into policy.rule_version ${tx.sql({ set_id: set.id, version, key: w.key, region: set.region, text: w.text, source: w.source, note: w.note, written_by: by.account, by_name: by.name })}`;
  await addEvent(tx, set, version, { act: "drafted", note: w.note });
  await audit(tx, "draft", "parameter", { region: set.region, target: set.id, detail: { version } });
}
export async function addEvent(tx: Tx, set: { readonly id: string; readonly region: number }, version: number, e: { readonly act: RuleEvent["act"]; readonly note?: string; readonly activeFrom?: string | undefined; readonly run?: string; readonly by?: { readonly account: string | null; readonly name: string } }): Promise<void> {
  const by = e.by ?? author(tx);
  await tx.sql`insert into policy.rule_event ${tx.sql({ set_id: set.id, version, region: set.region, act: e.act, note: e.note ?? "", active_from: e.activeFrom ?? null, run_id: e.run ?? null, account_id: by.account, by_name: by.name })}`;
}

/** A text saved twice under one key is one version; the same key with other text is refused. */
const savedBefore = async (tx: Tx, w: Written): Promise<{ id: string; version: number } | undefined> => {
  const [found] = await tx.sql<{ id: string; version: number; same: boolean }[]>`select set_id as id, version, (text, source) = (${w.text}, ${w.source}) as same from policy.rule_version where key = ${w.key}`;
  if (found && !found.same) throw new Problem("key.reused");
  return found && { id: found.id, version: found.version };
};

export async function createSet(tx: Tx, asked: Written & { readonly region: number; readonly purpose: Purpose; readonly zh: string; readonly en: string; readonly id?: string }): Promise<{ readonly id: string; readonly version: number }> {
  if (!mineToWrite(tx, asked.region)) throw new Problem("thing.unknown");
  treeOf(asked.text);
  const before = await savedBefore(tx, asked);
  if (before) return before;
  if (!await regionExists(tx, asked.region)) throw new Problem("region.unknown", { code: asked.region });
  const set = { id: asked.id ?? randomUUID(), region: asked.region };
  const by = author(tx);
  await tx.sql`insert into policy.rule_set ${tx.sql({ ...set, purpose: asked.purpose, name_zh: asked.zh, name_en: asked.en, created_by: by.account, by_name: by.name })}`;
  await addVersion(tx, set, 1, asked);
  return { id: set.id, version: 1 };
}

export async function saveVersion(tx: Tx, id: string, w: Written): Promise<{ readonly id: string; readonly version: number }> {
  // two people saving at once: the second waits and gets the next number
  await tx.sql`select pg_advisory_xact_lock(hashtext('policy.rule_set'), hashtext(${id}))`;
  const law = await lawOf(tx, id);
  if (!mineToWrite(tx, law.set.region)) throw new Problem("thing.unknown");
  treeOf(w.text);
  const before = await savedBefore(tx, w);
  if (before) return before;
  const newest = law.versions.at(-1);
  if (newest && newest.text === w.text && newest.source === w.source) throw new Problem("rules.unchanged", { version: newest.version });
  const version = (newest?.version ?? 0) + 1;
  await addVersion(tx, law.set, version, w);
  return { id, version };
}

const eventFor = { submit: "submitted", approve: "approved", sendBack: "returned", retire: "retired" } as const;

/** Submits, approves, sends back or retires; core says what is allowed. */
export async function decideVersion(tx: Tx, id: string, version: number, what: { readonly act: RuleAct; readonly activeFrom?: string | undefined; readonly note: string }, today: string): Promise<{ readonly state: VersionState }> {
  await tx.sql`select pg_advisory_xact_lock(hashtext('policy.rule_set'), hashtext(${id}))`;
  const law = await lawOf(tx, id);
  const v = versionOf(law, version);
  if (!mineToWrite(tx, law.set.region)) throw new Problem("thing.unknown");
  const at = standing(tx, law, v, today);
  const own = eventsOf(law, version);
  mayAct(what.act, { state: at.state, simulated: at.simulated, authors: [v.writtenBy, ...own.filter((e) => e.act === "submitted").map((e) => e.accountId)].filter((a) => a !== null), by: tx.actor?.accountId ?? "" });
  const dated = what.act === "approve" || what.act === "retire";
  // a rule may be put into force for days already gone only by the platform itself (demonstration, command line)
  if (dated && (what.activeFrom === undefined || (tx.actor !== undefined && what.activeFrom < today))) throw new Problem("rules.activeFrom", { today });
  if (what.act === "approve") treeOf(v.text);
  await addEvent(tx, law.set, version, { act: eventFor[what.act], note: what.note, activeFrom: dated ? what.activeFrom : undefined });
  await audit(tx, what.act, "parameter", { region: law.set.region, target: id, detail: { version, activeFrom: what.activeFrom ?? null, note: what.note } });
  const after = await lawOf(tx, id);
  return { state: standing(tx, after, v, today).state };
}
