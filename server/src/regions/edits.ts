/**
 * Acts that change the tree (paper 001 §3.1; domain guide §0.2: 省定标准, 县抓落实): each has a day, a reason and an audit line,
 * lies below the caller's own area, and leaves the earlier state readable.
 */
import { contains, levelOf } from "@diguan/core/region-code.ts";
import { levelNumber, parentOf } from "@diguan/core/regions/place.ts";
import { Problem } from "@diguan/core/problem.ts";
import { addDays } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { history, type HistoryRow } from "./queries.ts";

/** Source of rows that people enter; a list does not close them. */
const byHand = "local";

interface Current { readonly code: number; readonly name: string; readonly validFrom: string; readonly provisional: boolean }

/** A post changes what lies below its area, not the area itself. */
export const mayEdit = (tx: Tx, code: number): boolean => contains(tx.scope, code) && contains(tx.scope, parentOf(code));
function mustBeBelow(tx: Tx, code: number): void { if (!mayEdit(tx, code)) throw new Problem("region.notBelow", { code }); }

async function current(tx: Tx, code: number): Promise<Current> {
  const [row] = await tx.sql<Current[]>`select code, name, valid_from as "validFrom", provisional from regions.region where code = ${code} and valid_to is null for update`;
  if (!row) throw new Problem("region.unknown", { code });
  return row;
}

async function record(tx: Tx, act: "create" | "edit", code: number, reason: string, detail: Readonly<Record<string, unknown>>): Promise<{ code: number; history: HistoryRow[] }> {
  await audit(tx, act, "region", { region: code, target: String(code), purpose: reason, detail });
  return { code, history: await history(tx, code) };
}

async function insert(tx: Tx, code: number, name: string, on: string): Promise<void> {
  const parent = parentOf(code);
  if (parent !== 0 && (await tx.sql`select from regions.region where code = ${parent} and valid_to is null`).length === 0) throw new Problem("region.parentUnknown", { parent });
  const [known] = await tx.sql<{ name: string; validTo: string | null }[]>`select name, valid_to as "validTo" from regions.region where code = ${code} order by valid_from desc limit 1`;
  if (known && known.validTo === null) throw new Problem("region.exists", { code, name: known.name });
  if (known?.validTo && known.validTo >= on) throw new Problem("region.date", { on, from: addDays(known.validTo, 1) });
  await tx.sql`insert into regions.region (code, valid_from, level, parent, name, source) values (${code}, ${on}, ${levelNumber(levelOf(code))}, ${parent}, ${name}, ${byHand})`;
}

/** Ends the present row the day before; refuses when regions still lie below. */
async function end(tx: Tx, row: Current, on: string, successor: number | null): Promise<void> {
  if (on <= row.validFrom) throw new Problem("region.date", { on, from: row.validFrom });
  const [below] = await tx.sql<{ n: number }[]>`select count(*)::int as n from regions.region where parent = ${row.code} and code <> ${row.code} and valid_to is null`;
  if (below && below.n > 0) throw new Problem("region.hasChildren", { code: row.code, children: below.n });
  await tx.sql`update regions.region set valid_to = ${addDays(on, -1)}, successor = ${successor} where code = ${row.code} and valid_to is null`;
}

const succeed = (tx: Tx, from: number, to: number, on: string, act: "merge" | "split" | "recode", reason: string): Promise<unknown> =>
  tx.sql`insert into regions.succession (predecessor, successor, on_date, act, reason, account_id) values (${from}, ${to}, ${on}, ${act}, ${reason}, ${tx.actor?.accountId ?? null}) on conflict do nothing`;

type Changed = Promise<{ code: number; history: HistoryRow[] }>;

export async function createRegion(tx: Tx, ask: { code: number; name: string; on: string; reason: string }): Changed {
  mustBeBelow(tx, ask.code);
  await insert(tx, ask.code, ask.name, ask.on);
  return record(tx, "create", ask.code, ask.reason, { act: "create", name: ask.name, on: ask.on });
}

export async function renameRegion(tx: Tx, code: number, ask: { name: string; on: string; reason: string }): Changed {
  mustBeBelow(tx, code);
  const row = await current(tx, code);
  if (row.name !== ask.name) {
    if (ask.on <= row.validFrom) throw new Problem("region.date", { on: ask.on, from: row.validFrom });
    await tx.sql`update regions.region set valid_to = ${addDays(ask.on, -1)} where code = ${code} and valid_to is null`;
    await tx.sql`
      insert into regions.region (code, valid_from, level, through, parent, name, provisional, source)
      select code, ${ask.on}, level, through, parent, ${ask.name}, provisional, ${byHand} from regions.region where code = ${code} order by valid_from desc limit 1`;
  }
  return record(tx, "edit", code, ask.reason, { act: "rename", old: row.name, new: ask.name, on: ask.on });
}

export async function closeRegion(tx: Tx, code: number, ask: { on: string; successor?: number | undefined; reason: string }): Changed {
  mustBeBelow(tx, code);
  const row = await current(tx, code);
  const { successor } = ask;
  if (successor !== undefined && (successor === code || levelOf(successor) !== levelOf(code) || (await tx.sql`select from regions.region where code = ${successor} and valid_to is null`).length === 0)) throw new Problem("region.successor", { code: successor });
  await end(tx, row, ask.on, successor ?? null);
  if (successor !== undefined) await succeed(tx, code, successor, ask.on, "recode", ask.reason);
  return record(tx, "edit", code, ask.reason, { act: "close", name: row.name, on: ask.on, successor: successor ?? null });
}

export async function mergeRegions(tx: Tx, into: number, ask: { from: readonly number[]; on: string; reason: string }): Changed {
  mustBeBelow(tx, into);
  await current(tx, into);
  for (const code of new Set(ask.from)) {
    mustBeBelow(tx, code);
    if (code === into || levelOf(code) !== levelOf(into)) throw new Problem("region.successor", { code: into });
    const row = await current(tx, code);
    await end(tx, row, ask.on, into);
    await succeed(tx, code, into, ask.on, "merge", ask.reason);
    await record(tx, "edit", code, ask.reason, { act: "merge", name: row.name, into, on: ask.on });
  }
  return { code: into, history: await history(tx, into) };
}

export async function splitRegion(tx: Tx, code: number, ask: { into: readonly { code: number; name: string }[]; keep: boolean; on: string; reason: string }): Changed {
  mustBeBelow(tx, code);
  const row = await current(tx, code);
  for (const part of ask.into) {
    mustBeBelow(tx, part.code);
    if (levelOf(part.code) !== levelOf(code)) throw new Problem("region.successor", { code: part.code });
    await insert(tx, part.code, part.name, ask.on);
    await succeed(tx, code, part.code, ask.on, "split", ask.reason);
    await record(tx, "create", part.code, ask.reason, { act: "split", from: code, name: part.name, on: ask.on });
  }
  if (!ask.keep) await end(tx, row, ask.on, ask.into[0]?.code ?? null);
  return record(tx, "edit", code, ask.reason, { act: "split", name: row.name, into: ask.into.map((p) => p.code), keep: ask.keep, on: ask.on });
}

/** A name that an import spelled wrongly was never in force, so it is corrected in place; the audit line keeps it. */
export async function confirmRegion(tx: Tx, code: number, ask: { name?: string | undefined; reason: string }): Changed {
  mustBeBelow(tx, code);
  const row = await current(tx, code);
  if (!row.provisional) throw new Problem("region.notProvisional", { code });
  await tx.sql`update regions.region set provisional = false, name = ${ask.name ?? row.name} where code = ${code} and valid_to is null`;
  return record(tx, "edit", code, ask.reason, { act: "confirm", old: row.name, new: ask.name ?? row.name });
}

/** Groups (村民小组) of a village: only names, without codes. */
export async function saveGroups(tx: Tx, village: number, ask: { add: readonly string[]; remove: readonly string[]; reason: string }): Promise<void> {
  if (levelOf(village) !== "village" || !contains(tx.scope, village)) throw new Problem("region.notBelow", { code: village });
  await current(tx, village);
  const county = Math.floor(village / 1_000_000);
  if (ask.remove.length > 0) await tx.sql`delete from regions.village_group where county = ${county} and village = ${village} and name in ${tx.sql([...ask.remove])}`;
  if (ask.add.length > 0) await tx.sql`insert into regions.village_group ${tx.sql(ask.add.map((name) => ({ county, village, name })))} on conflict do nothing`;
  await audit(tx, "edit", "region", { region: village, target: String(village), purpose: ask.reason, detail: { act: "groups", add: ask.add, remove: ask.remove } });
}
