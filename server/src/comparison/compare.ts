/**
 * The comparison: suspicions of the kinds that a feed brings, against those on record. New ones are found; known ones are kept and
 * restated; what newer data no longer support is closed as such while nobody has judged it; what came back is reopened. Running it
 * twice changes nothing. Nothing here decides about anybody (PIPL Art. 24).
 */
import { kindOf } from "@diguan/core/comparison/kinds.ts";
import { feedOf } from "@diguan/core/comparison/departments.ts";
import type { Facts } from "@diguan/core/comparison/kind.ts";
import { undecided, type FindingState, type Outcome, type RecordedAct } from "@diguan/core/comparison/states.ts";
import { derivedId, type FieldCrypto } from "../access/crypto.ts";
import { comparePersons } from "../linkage/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { layOut, type Run } from "./detect/base.ts";
import { inclusion } from "./detect/inclusion.ts";
import { omission } from "./detect/omission.ts";
import { status } from "./detect/status.ts";
import { addEvents } from "./events.ts";
import { identitiesOf, members, persons, written, type Identity } from "./identity.ts";
import { findingRow } from "./rows.ts";
import { settingsAt } from "./settings.ts";

interface Suspicion { readonly kind: string; readonly household: string | null; readonly rural: string | null; readonly member: string | null; readonly person: string | null; readonly region: number; readonly batch: string; readonly row: number | null; readonly feed: string; readonly snapshotOn: string; readonly subject: string; readonly key: string; readonly likeness: number | null; readonly facts: Facts }
interface Known { readonly id: string; readonly region: number; readonly household: string | null; readonly state: FindingState; readonly outcome: Outcome | null; readonly batch: string; readonly facts: Facts; readonly decidedOn: string | null; readonly live: boolean; readonly excused: boolean; readonly version: number }
export interface Compared { readonly found: number; readonly kept: number; readonly closed: number; readonly reopened: number; readonly members: number; readonly byKind: Readonly<Record<string, number>>; readonly seconds: number }

const idOf = (county: number, s: Suspicion): string => derivedId("comparison", county, `${s.kind}|${s.household ?? s.rural ?? ""}|${s.member ?? s.person ?? ""}|${s.key}`);

/** The newest year on record in a county. */
export const yearOf = async (tx: Tx, county: number): Promise<number | undefined> => (await tx.sql<{ year: number | null }[]>`select max(year) as year from registry.household_year where county = ${county} and region between ${tx.scope.lo} and ${tx.scope.hi}`)[0]?.year ?? undefined;

/** `withdrawn`: the batch that was undone; what only it had shown is withdrawn. */
export async function compare(tx: Tx, crypto: FieldCrypto, asked: { readonly county: number; readonly today: string; readonly kinds: readonly string[]; readonly withdrawn?: string }): Promise<Compared> {
  const began = performance.now();
  const { county, today } = asked;
  const year = await yearOf(tx, county);
  if (year === undefined) return { found: 0, kept: 0, closed: 0, reopened: 0, members: 0, byKind: {}, seconds: 0 };
  const run: Run = { tx, county, year, today, settings: await settingsAt(tx, county * 1e6, today), kinds: new Set(asked.kinds) };
  const size = await layOut(run);
  await inclusion(run);
  await status(run);
  await omission(run);
  const seen = new Map((await tx.sql<Suspicion[]>`
    select s.kind, s.household_id as household, s.rural_id as rural, s.member_id as member, s.person_id as person, s.region, s.batch_id as batch, s.row_no as row, b.feed, b.snapshot_on as "snapshotOn", s.subject, s.key, s.likeness, s.facts
      from t_suspicion s join t_batch b on b.id = s.batch_id
     where s.likeness is null or s.likeness * 100 >= ${run.settings.COMPARISON_SEND_PERCENT}
     order by s.kind, s.likeness desc nulls first, s.batch_id, s.row_no`).toReversed().map((s) => [idOf(county, s), s]));
  const known = new Map((await tx.sql<Known[]>`
    select f.id, f.region, f.household_id as household, f.state, f.outcome, f.batch_id as batch, f.facts, f.decided_on as "decidedOn", f.version, coalesce(b.state <> 'expired', false) as live,
           exists (select from comparison.exception e where e.county = f.county and e.finding_id = f.id and e.valid_until >= ${today}) as excused
      from comparison.finding f left join comparison.batch b on b.county = f.county and b.id = f.batch_id
     where f.county = ${county} and f.kind = any (${asked.kinds as string[]}) and f.region between ${tx.scope.lo} and ${tx.scope.hi}`).map((k) => [k.id, k]));
  const fresh = [...seen].filter(([id]) => !known.has(id));
  await insert(tx, crypto, { county, year }, fresh);
  const [closed, reopened, restated]: [Known[], [Known, Suspicion][], [Known, Suspicion][]] = [[], [], []];
  for (const k of known.values()) {
    const s = seen.get(k.id);
    if (s === undefined) { if (undecided.includes(k.state) && k.live) closed.push(k); continue; }
    if (k.state === "closed" || (k.outcome === "except" && !k.excused) || (k.outcome === "rectify" && k.decidedOn !== null && s.snapshotOn > k.decidedOn)) reopened.push([k, s]);
    else if (undecided.includes(k.state) && (k.batch !== s.batch || !sameFacts(k.facts, s.facts))) restated.push([k, s]);
  }
  await close(tx, county, closed, asked.withdrawn);
  await restate(tx, county, reopened, true);
  await restate(tx, county, restated, false);
  const byKind: Record<string, number> = {};
  for (const s of seen.values()) byKind[s.kind] = (byKind[s.kind] ?? 0) + 1;
  return { found: fresh.length, kept: known.size - closed.length - reopened.length, closed: closed.length, reopened: reopened.length, members: size, byKind, seconds: Math.round(performance.now() - began) / 1000 };
}

const sameFacts = (a: Facts, b: Facts): boolean => { const keys = Object.keys(a); return keys.length === Object.keys(b).length && keys.every((k) => a[k] === b[k]); };

/** Whom the finding is about, on the side of the register or the frame. */
async function ours(tx: Tx, crypto: FieldCrypto, of: { readonly county: number; readonly year: number }, list: readonly Suspicion[]): Promise<(s: Suspicion) => Identity | undefined> {
  const heads = new Map((await tx.sql<{ household: string; head: string }[]>`
    select household_id as household, head_member as head from registry.household_year
     where county = ${of.county} and year = ${of.year} and head_member is not null and household_id = any (${[...new Set(list.flatMap((s) => (s.member === null && s.household !== null ? [s.household] : [])))]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi}`).map((h) => [h.household, h.head]));
  const memberOf = (s: Suspicion): string | undefined => s.member ?? (s.household === null ? undefined : heads.get(s.household));
  const [known, others] = [await members(tx, crypto, of.county, of.year, [...new Set(list.flatMap((s) => memberOf(s) ?? []))]), await persons(tx, crypto, of.county, [...new Set(list.flatMap((s) => s.person ?? []))])];
  return (s) => (s.person === null ? known.get(memberOf(s) ?? "") : others.get(s.person));
}

/** Findings about a relative, or about the whole household: number and name were matched elsewhere, there is no pair to weigh. */
const unweighed = 1;

async function insert(tx: Tx, crypto: FieldCrypto, of: { readonly county: number; readonly year: number }, fresh: readonly (readonly [string, Suspicion])[]): Promise<void> {
  if (fresh.length === 0) return;
  const list = fresh.map(([, s]) => s);
  const theirs = await identitiesOf(tx, crypto, of.county, list.flatMap((s) => (s.row === null ? [] : [{ batch: s.batch, row: s.row }])));
  const side = await ours(tx, crypto, of, list);
  const rows = fresh.flatMap(([id, s]) => {
    const kind = kindOf(s.kind);
    if (!kind) return [];
    const row = s.row === null ? undefined : theirs.get(`${s.batch}|${s.row}`);
    const mine = side(s);
    const weighed = row && mine && (s.member !== null || s.person !== null) ? comparePersons(mine, written("row", row.identity, null)).probability : unweighed;
    return [{ id, s, kind, probability: s.likeness ?? weighed, sealed: row ? (crypto.seal(row.identity, findingRow(id))?.toString("base64") ?? null) : null }];
  });
  await tx.sql`
    insert into comparison.finding (county, id, region, kind, direction, severity, household_id, rural_id, member_id, person_id, year, feed, department, batch_id, row_no, snapshot_on, subject, facts, probability, sealed)
    select ${of.county}, r.id, r.region, r.kind, r.direction, r.severity, r.household, r.rural, r.member, r.person, ${of.year}, r.feed, r.department, r.batch, r.row_no, r.snapshot_on, r.subject, r.facts::jsonb, r.probability, decode(r.sealed, 'base64')
      from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.s.region)}::bigint[], ${rows.map((r) => r.s.kind)}::text[], ${rows.map((r) => r.kind.direction)}::text[], ${rows.map((r) => r.kind.severity)}::text[], ${rows.map((r) => r.s.household)}::uuid[], ${rows.map((r) => r.s.rural)}::uuid[],
                  ${rows.map((r) => r.s.member)}::uuid[], ${rows.map((r) => r.s.person)}::uuid[], ${rows.map((r) => r.s.feed)}::text[], ${rows.map((r) => feedOf(r.s.feed)?.department ?? "")}::text[], ${rows.map((r) => r.s.batch)}::uuid[], ${rows.map((r) => r.s.row)}::int[], ${rows.map((r) => r.s.snapshotOn)}::date[],
                  ${rows.map((r) => r.s.subject)}::text[], ${rows.map((r) => JSON.stringify(r.s.facts))}::text[], ${rows.map((r) => r.probability)}::real[], ${rows.map((r) => r.sealed)}::text[])
           as r (id, region, kind, direction, severity, household, rural, member, person, feed, department, batch, row_no, snapshot_on, subject, facts, probability, sealed)
    on conflict (county, id) do nothing`;
  await addEvents(tx, rows.map((r) => ({ county: of.county, id: r.id, region: r.s.region, household: r.s.household, act: "found" as const, detail: { batch: r.s.batch } })));
}

async function close(tx: Tx, county: number, list: readonly Known[], withdrawn: string | undefined): Promise<void> {
  if (list.length === 0) return;
  const outcome = (k: Known): "withdrawn" | "notConfirmed" => (k.batch === withdrawn ? "withdrawn" : "notConfirmed");
  await tx.sql`
    update comparison.finding f set state = 'closed', outcome = k.outcome, deadline = null, version = f.version + 1
      from unnest(${list.map((k) => k.id)}::uuid[], ${list.map(outcome)}::text[]) as k (id, outcome) where f.county = ${county} and f.id = k.id`;
  await addEvents(tx, list.map((k) => ({ county, id: k.id, region: k.region, household: k.household, act: outcome(k) satisfies RecordedAct, detail: { from: k.state } })));
}

/** The finding rests on newer rows now; reopened ones begin again. */
async function restate(tx: Tx, county: number, list: readonly (readonly [Known, Suspicion])[], again: boolean): Promise<void> {
  if (list.length === 0) return;
  await tx.sql`
    update comparison.finding f
       set batch_id = k.batch, row_no = k.row_no, snapshot_on = k.snapshot_on, facts = k.facts::jsonb, version = f.version + 1
           ${again ? tx.sql`, state = 'found', outcome = null, answer = null, ground = null, sent_on = null, deadline = null, answered_by = null, decided_by = null, decided_on = null, object_until = null, objected = false` : tx.sql``}
      from unnest(${list.map(([k]) => k.id)}::uuid[], ${list.map(([, s]) => s.batch)}::uuid[], ${list.map(([, s]) => s.row)}::int[], ${list.map(([, s]) => s.snapshotOn)}::date[], ${list.map(([, s]) => JSON.stringify(s.facts))}::text[]) as k (id, batch, row_no, snapshot_on, facts)
     where f.county = ${county} and f.id = k.id`;
  const told = again ? list : list.filter(([k, s]) => !sameFacts(k.facts, s.facts));
  await addEvents(tx, told.map(([k, s]) => ({ county, id: k.id, region: k.region, household: k.household, act: again ? ("reopened" as const) : ("restated" as const), detail: { batch: s.batch } })));
}
