/**
 * A department's file becomes a batch: asked for on a basis, read by its schema, matched, compared. One transaction: there is all of
 * it or nothing. The same file again is the same batch; a batch can be taken back while nobody has judged what it showed.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { bases, type BasisId, type Feed } from "@diguan/core/comparison/feed.ts";
import { feedOf } from "@diguan/core/comparison/departments.ts";
import { kindsOfFeed } from "@diguan/core/comparison/kinds.ts";
import type { Profile } from "@diguan/core/comparison/read.ts";
import { Problem } from "@diguan/core/problem.ts";
import { addDays } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { compare, yearOf, type Compared } from "./compare.ts";
import { frame } from "./frame.ts";
import { alike, type Unsettled } from "./alike.ts";
import { parse, type Parsed } from "./parse.ts";
import { villagesOf } from "./places.ts";
import { insertPersons, insertRecords, keep, type Kept } from "./rows.ts";
import { settingsAt } from "./settings.ts";

export type Way = "upload" | "pull" | "command" | "demonstration";
export interface Request { readonly county: number; readonly feed: string; readonly name: string; readonly basis: string; readonly purpose: string; readonly snapshotOn: string; readonly way: Way; readonly today: string }
export interface Taken { readonly id: string; /** The file was taken in before; nothing was done. */ readonly again: boolean; readonly state: "compared" | "superseded"; readonly profile: Profile; readonly compared: Compared }

const nothing: Compared = { found: 0, kept: 0, closed: 0, reopened: 0, members: 0, byKind: {}, seconds: 0 };
const rollFeed = "household_roll";

/** What must hold before anything is read: a known feed, a lawful basis of this feed, a purpose, a snapshot that has been. */
export function admitted(r: Pick<Request, "feed" | "basis" | "purpose" | "snapshotOn" | "today">): Feed {
  const feed = feedOf(r.feed);
  if (!feed) throw new Problem("thing.unknown");
  if (!feed.bases.includes(r.basis as BasisId) || r.purpose.trim() === "") throw new Problem("comparison.basis", { feed: feed.zh, bases: feed.bases.map((b) => bases[b].zh).join("；") });
  if (r.snapshotOn > r.today) throw new Problem("comparison.snapshot", { on: r.snapshotOn });
  return feed;
}

export async function fingerprint(path: string): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  return hash.digest();
}

/** Takes a file in and compares. */
export async function takeIn(tx: Tx, crypto: FieldCrypto, asked: Request, path: string): Promise<Taken> {
  const feed = admitted(asked);
  const { county } = asked;
  const sha256 = await fingerprint(path);
  await tx.sql`select pg_advisory_xact_lock(28536, ${county})`;
  const [same] = await tx.sql<{ id: string; state: "compared" | "superseded"; profile: Profile }[]>`
    select id, state, profile from comparison.batch
     where county = ${county} and feed = ${feed.key} and sha256 = ${sha256} and snapshot_on = ${asked.snapshotOn} and state in ('compared', 'superseded') and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (same) return { ...same, again: true, compared: nothing };
  return store(tx, crypto, asked, feed, sha256, await parse(feed, path, asked.name));
}

/** The same for rows that are in memory already; with `later`, likeness and comparison are left to the caller (several files at once). */
export async function store(tx: Tx, crypto: FieldCrypto, asked: Request, feed: Feed, sha256: Buffer, parsed: Parsed, later?: Unsettled[]): Promise<Taken> {
  const { county, today } = asked;
  const id = randomUUID();
  const settings = await settingsAt(tx, county * 1e6, today);
  const regionOf = await villagesOf(tx, county);
  const rows = parsed.rows.map(({ row, read }) => keep(feed, crypto, row, read, regionOf, county * 1e6));
  const newer = feed.coverage === "snapshot" && (await tx.sql`select from comparison.batch where county = ${county} and feed = ${feed.key} and state = 'compared' and snapshot_on > ${asked.snapshotOn} and region between ${tx.scope.lo} and ${tx.scope.hi} limit 1`).length > 0;
  const state = newer ? "superseded" : "compared";
  if (!newer && feed.coverage === "snapshot") await tx.sql`update comparison.batch set state = 'superseded' where county = ${county} and feed = ${feed.key} and state = 'compared' and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  const matched = await match(tx, county, rows, await yearOf(tx, county));
  const profile = { ...parsed.profiler.report(parsed.mapping, parsed.headings, { ...matched.counts, byLikeness: 0 }) };
  await tx.sql`
    insert into comparison.batch (county, id, region, feed, department, basis, purpose, fields, snapshot_on, retain_until, way, file_name, sha256, state, rows, profile, account_id, by_name)
    values (${county}, ${id}, ${county * 1e6}, ${feed.key}, ${feed.department}, ${asked.basis}, ${asked.purpose}, ${feed.columns.filter((c) => parsed.mapping.at.has(c.key)).map((c) => c.key)}, ${asked.snapshotOn}, ${addDays(today, settings.COMPARISON_RETENTION_DAYS)},
            ${asked.way}, ${asked.name.slice(0, 200)}, ${sha256}, ${state}, ${rows.length}, ${tx.sql.json(profile as never)}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
  if (feed.key === rollFeed) { await insertPersons(tx, crypto, { county, batch: id }, rows); await frame(tx, county, (await yearOf(tx, county)) ?? 0); }
  else await insertRecords(tx, crypto, feed, { county, batch: id }, rows, (r) => feed.keepsOthers || r.hex === null || matched.known.has(r.hex));
  const unsettled: Unsettled = { feed, batch: id, rows: feed.key === rollFeed ? [] : rows.filter((r) => r.hex === null || (matched.framed && !matched.known.has(r.hex))) };
  later?.push(unsettled);
  const byLikeness = later ? 0 : await alike(tx, crypto, { county, year: (await yearOf(tx, county)) ?? 0 }, [unsettled], settings.COMPARISON_SEND_PERCENT / 100);
  const compared = later === undefined && state === "compared" ? await compare(tx, crypto, { county, today, kinds: kindsOfFeed(feed.key) }) : nothing;
  await tx.sql`update comparison.batch set found = ${tx.sql.json({ found: compared.found, kept: compared.kept, closed: compared.closed, reopened: compared.reopened })} where county = ${county} and id = ${id}`;
  await told(tx, county, id, "compared", { rows: rows.length, found: compared.found });
  await audit(tx, "import", "comparison", { region: county * 1e6, target: id, purpose: asked.purpose, detail: { feed: feed.key, basis: asked.basis, rows: rows.length, fields: profile.columns.filter((c) => c.heading !== null).length, found: compared.found } });
  return { id, again: false, state, profile: { ...profile, byLikeness }, compared };
}

const told = (tx: Tx, county: number, batch: string, act: "compared" | "undone" | "expired" | "comparedAgain", detail: Readonly<Record<string, unknown>>): Promise<unknown> => tx.sql`
  insert into comparison.batch_event (county, batch_id, region, act, account_id, by_name, detail) values (${county}, ${batch}, ${county * 1e6}, ${act}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null}, ${tx.sql.json(detail as never)})`;

interface Matched { readonly known: ReadonlySet<string>; /** There is a frame, so that a number in neither is a slip or a stranger. */ readonly framed: boolean; readonly counts: { readonly byNumber: number; readonly notRegistered: number; readonly unknown: number } }

/** Whose rows these are, by number. */
async function match(tx: Tx, county: number, rows: readonly Kept[], year: number | undefined): Promise<Matched> {
  const registered = new Set((await tx.sql<{ hex: string }[]>`
    select encode(m.cert_idx, 'hex') as hex from registry.member_year m join registry.household_year y on y.county = m.county and y.household_id = m.household_id and y.year = m.year
     where m.county = ${county} and m.year = ${year ?? 0} and m.active and y.valid and coalesce(y.exit_state, 0) <> 9 and m.cert_idx is not null and m.region between ${tx.scope.lo} and ${tx.scope.hi}`).map((r) => r.hex));
  const framed = new Set((await tx.sql<{ hex: string }[]>`
    select encode(p.cert_idx, 'hex') as hex from comparison.rural_person p join comparison.batch b on b.county = p.county and b.id = p.batch_id and b.state = 'compared'
     where p.county = ${county} and p.cert_idx is not null and p.region between ${tx.scope.lo} and ${tx.scope.hi}`).map((r) => r.hex));
  let [byNumber, notRegistered] = [0, 0];
  for (const r of rows) { if (r.hex === null) continue; if (registered.has(r.hex)) byNumber++; else if (framed.has(r.hex)) notRegistered++; }
  return { known: new Set([...registered, ...framed]), framed: framed.size > 0, counts: { byNumber, notRegistered, unknown: rows.length - byNumber - notRegistered } };
}

/** Likeness of the rows of several batches at once. */
export const settleAlike = async (tx: Tx, crypto: FieldCrypto, asked: { readonly county: number; readonly today: string }, later: readonly Unsettled[]): Promise<number> =>
  alike(tx, crypto, { county: asked.county, year: (await yearOf(tx, asked.county)) ?? 0 }, later, (await settingsAt(tx, asked.county * 1e6, asked.today)).COMPARISON_SEND_PERCENT / 100);

/** Compares the current data of some kinds again, e.g. after the register has changed. */
export async function compareAgain(tx: Tx, crypto: FieldCrypto, asked: { readonly county: number; readonly today: string; readonly kinds: readonly string[] }): Promise<Compared> {
  await tx.sql`select pg_advisory_xact_lock(28536, ${asked.county})`;
  const year = await yearOf(tx, asked.county);
  if (year !== undefined) await frame(tx, asked.county, year);
  return compare(tx, crypto, asked);
}

interface BatchRow { readonly county: number; readonly id: string; readonly feed: string; readonly state: string; readonly snapshotOn: string }
const batchOf = async (tx: Tx, county: number, id: string): Promise<BatchRow> => {
  const [found] = await tx.sql<BatchRow[]>`select county, id, feed, state, snapshot_on as "snapshotOn" from comparison.batch where county = ${county} and id = ${id} and region between ${tx.scope.lo} and ${tx.scope.hi} for update`;
  if (!found) throw new Problem("thing.unknown");
  return found;
};

/** Takes a batch back: its rows go, the snapshot before it speaks again, and what only it had shown is withdrawn. */
export async function undo(tx: Tx, crypto: FieldCrypto, asked: { readonly county: number; readonly id: string; readonly today: string }): Promise<Compared> {
  await tx.sql`select pg_advisory_xact_lock(28536, ${asked.county})`;
  const batch = await batchOf(tx, asked.county, asked.id);
  if (batch.state !== "compared" && batch.state !== "superseded") throw new Problem("comparison.batchState", { id: batch.id, state: batch.state, act: "undo" });
  const [judged] = await tx.sql<{ n: number }[]>`select count(*)::int as n from comparison.finding where county = ${batch.county} and batch_id = ${batch.id} and state in ('answered', 'returned', 'decided', 'objected') and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (judged && judged.n > 0) throw new Problem("comparison.decidedAlready", { count: judged.n });
  await tx.sql`update comparison.batch set state = 'undone' where county = ${batch.county} and id = ${batch.id}`;
  for (const table of ["record", "likeness", "rural_person"]) await tx.sql`delete from comparison.${tx.sql(table)} where county = ${batch.county} and batch_id = ${batch.id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (batch.state === "compared") await tx.sql`
    update comparison.batch set state = 'compared' where county = ${batch.county} and id = (
      select id from comparison.batch where county = ${batch.county} and feed = ${batch.feed} and state = 'superseded' and region between ${tx.scope.lo} and ${tx.scope.hi} order by snapshot_on desc, at desc limit 1)
       and not exists (select from comparison.batch where county = ${batch.county} and feed = ${batch.feed} and state = 'compared')`;
  if (batch.feed === rollFeed) await frame(tx, batch.county, (await yearOf(tx, batch.county)) ?? 0);
  const compared = await compare(tx, crypto, { county: batch.county, today: asked.today, kinds: kindsOfFeed(batch.feed), withdrawn: batch.id });
  await told(tx, batch.county, batch.id, "undone", { closed: compared.closed });
  await audit(tx, "undo", "comparison", { region: batch.county * 1e6, target: batch.id, detail: { feed: batch.feed, closed: compared.closed } });
  return compared;
}

/** On the day of retention the rows go, and with them what findings kept of the identity as the department wrote it; decisions stay. */
export async function expire(tx: Tx, today: string): Promise<number> {
  const due = await tx.sql<{ county: number; id: string }[]>`select county, id from comparison.batch where retain_until < ${today} and state <> 'expired' and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  for (const b of due) {
    for (const table of ["record", "likeness", "rural_person"]) await tx.sql`delete from comparison.${tx.sql(table)} where county = ${b.county} and batch_id = ${b.id} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
    await tx.sql`update comparison.finding set sealed = null where county = ${b.county} and batch_id = ${b.id} and sealed is not null and region between ${tx.scope.lo} and ${tx.scope.hi}`;
    await tx.sql`update comparison.batch set state = 'expired' where county = ${b.county} and id = ${b.id}`;
    await told(tx, b.county, b.id, "expired", {});
  }
  return due.length;
}
