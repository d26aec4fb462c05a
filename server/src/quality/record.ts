/**
 * Findings on record follow what a check sees: new ones are found, those that vanished are corrected and wait for verification,
 * those that came back are reopened (issue: 「states (found → assigned → corrected/explained → verified)」). Everything goes in
 * sets, so that an import of 100,000 persons spends its time on persons, not on findings.
 */
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import type { Args, Finding } from "@diguan/core/quality/rule.ts";
import { afterCheck, type FindingAct, type FindingState } from "@diguan/core/quality/states.ts";
import { addDays } from "@diguan/core/time.ts";
import { derivedId, memberId } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";

/** What a check found in one household of one year; no findings = the household is sound now. */
export interface Checked { readonly county: number; readonly householdId: string; readonly region: number; readonly year: number; readonly findings: readonly Finding[] }

/** A finding of an area check, already tied to its rows; `memberId` and `householdId` may be null. */
export interface AreaFinding { readonly county: number; readonly householdId: string | null; readonly memberId: string | null; readonly region: number; readonly year: number; readonly finding: Finding }

export interface How { readonly today: string; readonly batchId?: string; /** days to settle a finding (policy parameter QUALITY_FINDING_DAYS) */ readonly days?: number; /** rules that read other slices were asked too; without it what they found is left alone (an import knows the record only) */ readonly beyond?: true }
export interface Recorded { readonly found: number; readonly corrected: number; readonly reopened: number; readonly kept: number }

interface Present { readonly county: number; readonly id: string; readonly region: number; readonly householdId: string | null; readonly memberId: string | null; readonly year: number; readonly finding: Finding }
interface OnRecord { readonly county: number; readonly id: string; readonly region: number; readonly householdId: string | null; readonly memberId: string | null; readonly year: number; readonly rule: string; readonly severity: string; readonly field: string | null; readonly args: Args; readonly state: FindingState; readonly outcome: "corrected" | "explained" | null; readonly assignedTo: string | null; readonly version: number }

/** The same fault always has the same id; a duplicate number is one fault per level (county, city, province). */
const findingId = (county: number, householdId: string | null, member: string | null, year: number, f: Finding, overArea: boolean): string =>
  derivedId("finding", county, `${householdId ?? ""}|${member ?? ""}|${year}|${f.rule}|${f.field ?? ""}|${overArea ? (f.args["level"] ?? f.args["village"] ?? "area") : ""}`);

const sameArgs = (a: Args, b: Args): boolean => { const keys = Object.keys(a); return keys.length === Object.keys(b).length && keys.every((k) => a[k] === b[k]); };

const columns = "f.county, f.id, f.region, f.household_id as \"householdId\", f.member_id as \"memberId\", f.year, f.rule, f.severity, f.field, f.args, f.state, f.outcome, f.assigned_to as \"assignedTo\", f.version";

/** Records what single households' checks found. Findings of area checks are left alone. */
export async function recordFindings(tx: Tx, checked: readonly Checked[], how: How): Promise<Recorded> {
  if (checked.length === 0) return { found: 0, corrected: 0, reopened: 0, kept: 0 };
  // lists instead of a join: without statistics a join with unnest scans the table once per household (40 s in an import)
  const asked = new Set(checked.map((c) => `${c.householdId}|${c.year}`));
  const onRecord = (await tx.sql<OnRecord[]>`
    select ${tx.sql.unsafe(columns)}
      from quality.finding f
     where f.county = any (${[...new Set(checked.map((c) => c.county))]}::int[]) and f.household_id = any (${[...new Set(checked.map((c) => c.householdId))]}::uuid[]) and f.year = any (${[...new Set(checked.map((c) => c.year))]}::smallint[])
       and not f.over_area and f.region between ${tx.scope.lo} and ${tx.scope.hi}`).filter((r) => asked.has(`${r.householdId}|${r.year}`) && (how.beyond === true || ruleOf(r.rule)?.needs === undefined));
  const present = checked.flatMap((c) => c.findings.map((finding): Present => {
    const member = finding.memberCode ? memberId(c.county, finding.memberCode) : null;
    return { county: c.county, id: findingId(c.county, c.householdId, member, c.year, finding, false), region: c.region, householdId: c.householdId, memberId: member, year: c.year, finding };
  }));
  return settle(tx, present, onRecord, how, false);
}

/** Records what an area check of these rules found in a range and year; findings of the rules that are gone are corrected. */
export async function recordAreaFindings(tx: Tx, area: { readonly county: number; readonly lo: number; readonly hi: number; readonly year: number; readonly rules: readonly string[] }, found: readonly AreaFinding[], how: How): Promise<Recorded> {
  const onRecord = await tx.sql<OnRecord[]>`
    select ${tx.sql.unsafe(columns)}
      from quality.finding f
     where f.county = ${area.county} and f.region between ${Math.max(area.lo, tx.scope.lo)} and ${Math.min(area.hi, tx.scope.hi)} and f.year = ${area.year} and f.over_area and f.rule = any (${area.rules as string[]})`;
  const present = found.map((f): Present => ({ ...f, id: findingId(f.county, f.householdId, f.memberId, f.year, f.finding, true) }));
  return settle(tx, present, onRecord, how, true);
}

interface Exception { readonly county: number; readonly householdId: string; readonly memberId: string | null; readonly rule: string; readonly field: string | null }
const exceptionKey = (e: { readonly householdId: string | null; readonly memberId: string | null; readonly rule: string; readonly field: string | null }): string => `${e.householdId ?? ""}|${e.memberId ?? ""}|${e.rule}|${e.field ?? ""}`;

/** Rules that may be broken in these households today: the latest row of each says until when. */
async function exceptionsOf(tx: Tx, rows: readonly { readonly county: number; readonly householdId: string | null }[], today: string): Promise<ReadonlySet<string>> {
  const households = new Map(rows.flatMap((r) => (r.householdId === null ? [] : [[r.householdId, r.county] as const])));
  if (households.size === 0) return new Set();
  const found = await tx.sql<Exception[]>`
    select county, "householdId", "memberId", rule, field from (
      select distinct on (e.county, e.household_id, e.member_id, e.rule, e.field) e.county, e.household_id as "householdId", e.member_id as "memberId", e.rule, e.field, e.valid_until
        from unnest(${[...households.values()]}::int[], ${[...households.keys()]}::uuid[]) as k (county, household_id)
        join quality.exception e on e.county = k.county and e.household_id = k.household_id
       where e.region between ${tx.scope.lo} and ${tx.scope.hi}
       order by e.county, e.household_id, e.member_id, e.rule, e.field, e.at desc) latest
     where valid_until >= ${today}`;
  return new Set(found.map(exceptionKey));
}

async function settle(tx: Tx, seen: readonly Present[], onRecord: readonly OnRecord[], how: How, overArea: boolean): Promise<Recorded> {
  const present = new Map(seen.map((p) => [p.id, p]));
  const known = new Map(onRecord.map((r) => [r.id, r]));
  const fresh = [...present.values()].filter((p) => !known.has(p.id));
  const excepted = fresh.length + onRecord.length > 0 ? await exceptionsOf(tx, [...fresh, ...onRecord.filter((r) => r.state === "verified")], how.today) : new Set<string>();
  const tally = new Tally();
  const deadline = addDays(how.today, how.days ?? defaultSettings.QUALITY_FINDING_DAYS);
  const moved: Move[] = [];
  const restated: OnRecord[] = [];
  for (const r of onRecord) {
    const now = present.get(r.id);
    const step = afterCheck(r, now !== undefined, excepted.has(exceptionKey(r)));
    if (now && !sameArgs(now.finding.args, r.args)) restated.push({ ...r, args: now.finding.args });
    if (step === "reopen") moved.push({ row: r, state: "returned", act: "reopened", deadline });
    if (step === "correct") moved.push({ row: r, state: "corrected", act: "corrected", deadline: null });
  }
  const found = await insertFresh(tx, fresh, { ...how, deadline, overArea, excepted }, tally);
  if (restated.length > 0) await tx.sql`
    update quality.finding f set args = k.args::jsonb
      from unnest(${restated.map((r) => r.county)}::int[], ${restated.map((r) => r.id)}::uuid[], ${restated.map((r) => JSON.stringify(r.args))}::text[]) as k (county, id, args)
     where f.county = k.county and f.id = k.id`;
  const done = await move(tx, moved, tally);
  await tally.keep(tx);
  const reopened = done.filter((m) => m.act === "reopened").length;
  return { found, reopened, corrected: done.length - reopened, kept: onRecord.length - done.length };
}

async function insertFresh(tx: Tx, fresh: readonly Present[], how: How & { readonly deadline: string; readonly overArea: boolean; readonly excepted: ReadonlySet<string> }, tally: Tally): Promise<number> {
  if (fresh.length === 0) return 0;
  const isExcepted = (p: Present): boolean => how.excepted.has(exceptionKey({ ...p, rule: p.finding.rule, field: p.finding.field ?? null }));
  const added = new Set((await tx.sql<{ id: string }[]>`
    insert into quality.finding (county, id, region, household_id, member_id, year, rule, severity, field, args, over_area, state, outcome, deadline, batch_id)
    select county, id, region, household_id, member_id, year, rule, severity, field, args::jsonb, ${how.overArea}, case when excepted = 1 then 'verified' else 'found' end, case when excepted = 1 then 'explained' end, ${how.deadline}, ${how.batchId ?? null}
      from unnest(${fresh.map((p) => p.county)}::int[], ${fresh.map((p) => p.id)}::uuid[], ${fresh.map((p) => p.region)}::bigint[], ${fresh.map((p) => p.householdId)}::uuid[], ${fresh.map((p) => p.memberId)}::uuid[],
                  ${fresh.map((p) => p.year)}::smallint[], ${fresh.map((p) => p.finding.rule)}::text[], ${fresh.map((p) => p.finding.severity)}::text[], ${fresh.map((p) => p.finding.field ?? null)}::text[],
                  ${fresh.map((p) => JSON.stringify(p.finding.args))}::text[], ${fresh.map((p) => (isExcepted(p) ? 1 : 0))}::smallint[])
           as k (county, id, region, household_id, member_id, year, rule, severity, field, args, excepted)
    on conflict (county, id) do nothing
    returning id`).map((r) => r.id));
  const events: Event[] = [];
  for (const p of fresh) {
    if (!added.has(p.id)) continue;
    const known = isExcepted(p);
    tally.add({ ...p, rule: p.finding.rule, severity: p.finding.severity }, known ? "verified" : "found", 1);
    if (known) events.push({ county: p.county, id: p.id, region: p.region, householdId: p.householdId, act: "excepted" });
  }
  await addEvents(tx, events);
  return added.size;
}

interface Move { readonly row: OnRecord; readonly state: FindingState; readonly act: FindingAct; readonly deadline: string | null }

/** Moves findings whose row nobody changed meanwhile, with event and count. */
async function move(tx: Tx, moves: readonly Move[], tally: Tally): Promise<Move[]> {
  if (moves.length === 0) return [];
  const settledBy = tx.actor?.accountId ?? null;
  const done = new Set((await tx.sql<{ id: string }[]>`
    update quality.finding f set state = k.state, outcome = null, settled_by = case when k.state = 'corrected' then ${settledBy}::uuid end, deadline = coalesce(k.deadline, f.deadline), version = f.version + 1
      from unnest(${moves.map((m) => m.row.county)}::int[], ${moves.map((m) => m.row.id)}::uuid[], ${moves.map((m) => m.row.version)}::int[], ${moves.map((m) => m.state)}::text[], ${moves.map((m) => m.deadline)}::date[]) as k (county, id, version, state, deadline)
     where f.county = k.county and f.id = k.id and f.version = k.version
    returning f.id`).map((r) => r.id));
  const moved = moves.filter((m) => done.has(m.row.id));
  for (const m of moved) { tally.add(m.row, m.row.state, -1); tally.add(m.row, m.state, 1); }
  await addEvents(tx, moved.map((m) => ({ county: m.row.county, id: m.row.id, region: m.row.region, householdId: m.row.householdId, act: m.act })));
  return moved;
}

export interface Event { readonly county: number; readonly id: string; readonly region: number; readonly householdId: string | null; readonly act: FindingAct; readonly note?: string; readonly evidence?: string; readonly detail?: Readonly<Record<string, string | null>> }

/** Appends to the history of findings in the name of the person of the transaction, or of the platform. */
export async function addEvents(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await tx.sql`
    insert into quality.finding_event (county, finding_id, region, household_id, act, account_id, by_name, by_role, note, evidence, detail)
    select county, id, region, household_id, act, ${tx.actor?.accountId ?? null}::uuid, ${tx.actor?.name ?? null}::text, ${tx.actor?.role ?? null}::text, note, evidence, detail::jsonb
      from unnest(${events.map((e) => e.county)}::int[], ${events.map((e) => e.id)}::uuid[], ${events.map((e) => e.region)}::bigint[], ${events.map((e) => e.householdId)}::uuid[], ${events.map((e) => e.act)}::text[],
                  ${events.map((e) => e.note ?? null)}::text[], ${events.map((e) => e.evidence ?? null)}::uuid[], ${events.map((e) => JSON.stringify(e.detail ?? {}))}::text[]) as k (county, id, region, household_id, act, note, evidence, detail)`;
}

/** Changes of the counts by village, year, rule and state, written once per transaction in a fixed order (no deadlocks). */
export class Tally {
  readonly #changes = new Map<string, { county: number; region: number; year: number; rule: string; severity: string; state: string; n: number }>();
  add(of: { readonly county: number; readonly region: number; readonly year: number; readonly rule: string; readonly severity: string }, state: FindingState, n: number): void {
    const key = `${of.county}|${of.region}|${of.year}|${of.rule}|${state}`;
    const change = this.#changes.get(key);
    if (change) change.n += n;
    else this.#changes.set(key, { county: of.county, region: of.region, year: of.year, rule: of.rule, severity: of.severity, state, n });
  }
  async keep(tx: Tx): Promise<void> {
    const rows = [...this.#changes].filter(([, c]) => c.n !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, c]) => c);
    if (rows.length === 0) return;
    await tx.sql`
      insert into quality.tally as t (county, region, year, rule, severity, state, n)
      select * from unnest(${rows.map((r) => r.county)}::int[], ${rows.map((r) => r.region)}::bigint[], ${rows.map((r) => r.year)}::smallint[], ${rows.map((r) => r.rule)}::text[], ${rows.map((r) => r.severity)}::text[], ${rows.map((r) => r.state)}::text[], ${rows.map((r) => r.n)}::int[])
      on conflict (county, region, year, rule, state) do update set n = t.n + excluded.n`;
  }
}
