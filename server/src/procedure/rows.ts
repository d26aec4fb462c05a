/** Rows of cases: read under lock, folded into what core knows, and written back with the event that changed them. */
import type { Definition } from "@diguan/core/procedure/definition.ts";
import { dueOf } from "@diguan/core/procedure/engine.ts";
import { standingOf, type Event, type Standing } from "@diguan/core/procedure/history.ts";
import type { EvidenceKind, Purpose, Subject } from "@diguan/core/procedure/names.ts";
import type { Terms } from "@diguan/core/procedure/terms.ts";
import type { Tx } from "../postgres/pool.ts";
import { inside } from "../registry/service.ts";
import { definitionOf } from "./definitions.ts";

export interface Key { readonly county: number; readonly id: string }
export interface CaseFile {
  readonly county: number; readonly id: string; readonly region: number; readonly subject: Subject; readonly householdId: string | null; readonly number: string; readonly purpose: Purpose; readonly definitionId: string; readonly definitionRegion: number; readonly definitionVersion: number;
  readonly terms: Terms; readonly openedOn: string; readonly name: string; readonly groupName: string | null; readonly members: number | null; readonly exitState: number | null; readonly detail: Readonly<Record<string, unknown>>; readonly about: string | null;
  readonly status: Standing["status"]; readonly nextStep: string | null; readonly dueOn: string | null; readonly noticeId: string | null; readonly version: number; readonly overOn: string | null; readonly overReason: string | null;
}
export const caseColumns = `c.county, c.id, c.region, c.subject, c.household_id as "householdId", c.number, c.purpose, c.definition_id as "definitionId", c.definition_region as "definitionRegion", c.definition_version as "definitionVersion", c.terms, c.opened_on as "openedOn",
  c.name, c.group_name as "groupName", c.members, c.exit_state as "exitState", c.detail, c.about, c.status, c.next_step as "nextStep", c.due_on as "dueOn", c.notice_id as "noticeId", c.version, c.over_on as "overOn", c.over_reason as "overReason"`;

/** A case with its list of events and what they come to. */
export interface Opened { readonly file: CaseFile; readonly definition: Definition; readonly events: readonly Event[]; readonly standing: Standing }

interface EventRow { readonly caseId: string; readonly body: Event; readonly on: string; readonly by: string | null; readonly role: Event["role"] }

/** Cases inside the caller's area, in a fixed order; `lock` keeps other officers out until the transaction ends. */
export async function openFiles(tx: Tx, keys: readonly Key[], lock: boolean): Promise<Opened[]> {
  const files = await tx.sql<CaseFile[]>`
    select ${tx.sql.unsafe(caseColumns)}
      from procedure.case_file c join unnest(${keys.map((k) => k.county)}::int[], ${keys.map((k) => k.id)}::uuid[]) as k (county, id) on c.county = k.county and c.id = k.id
     where ${inside(tx, "c.region", "c.household_id")}
     order by c.county, c.id ${lock ? tx.sql`for update of c` : tx.sql``}`;
  if (files.length === 0) return [];
  const events = await tx.sql<EventRow[]>`
    select e.case_id as "caseId", e.body, e.on_date as "on", e.account_id as by, e.by_role as role
      from procedure.event e join unnest(${files.map((f) => f.county)}::int[], ${files.map((f) => f.id)}::uuid[]) as k (county, id) on e.county = k.county and e.case_id = k.id
     where ${inside(tx, "e.region", "e.household_id")}
     order by e.case_id, e.ordinal`;
  const byCase = Map.groupBy(events, (e) => e.caseId);
  const out: Opened[] = [];
  for (const file of files) {
    const definition = await definitionOf(tx, { id: file.definitionId, region: file.definitionRegion, version: file.definitionVersion });
    const list = (byCase.get(file.id) ?? []).map((e): Event => ({ ...e.body, on: e.on, by: e.by, role: e.role }));
    out.push({ file, definition, events: list, standing: standingOf(definition, file.openedOn, list, file.terms) });
  }
  return out;
}

export interface Written { readonly opened: Opened; readonly event: Event; readonly standing: Standing; readonly evidence: readonly string[]; readonly sittingId?: string | undefined; readonly noticeId?: string | undefined; /** merged into the case's detail */ readonly detail?: Readonly<Record<string, unknown>> | undefined }

/** Appends events, one per case, and makes the rows of the cases say what the lists now say. */
export async function append(tx: Tx, list: readonly Written[]): Promise<void> {
  if (list.length === 0) return;
  const by = tx.actor;
  await tx.sql`
    insert into procedure.event ${tx.sql(list.map(({ opened: { file }, event, evidence, sittingId, noticeId }) => ({
      county: file.county, case_id: file.id, ordinal: file.version + 1, region: file.region, household_id: file.householdId, on_date: event.on, act: event.act, step: event.step, body: tx.sql.json(event as never),
      evidence: evidence as string[], sitting_id: sittingId ?? null, notice_id: noticeId ?? null, account_id: event.by, by_name: by?.name ?? null, by_role: event.role,
    })))}`;
  for (const { opened: { file, definition }, standing: s, noticeId, detail } of list) {
    await tx.sql`
      update procedure.case_file set status = ${s.status}, next_step = ${s.next?.name ?? null}, next_roles = ${(s.next?.roles ?? []) as string[]}, since = ${s.since}, due_on = ${dueOf(definition, s, file.terms)},
             notice_id = ${s.notice ? (noticeId ?? file.noticeId) : null}, notice_from = ${s.notice?.from ?? null}, notice_to = ${s.notice?.to ?? null}, objections = ${s.objections.length}, suspicions = ${s.suspicions},
             over_on = ${s.over?.on ?? null}, over_reason = ${s.over?.reason || null}, detail = detail || ${tx.sql.json((detail ?? {}) as never)}, version = version + 1, updated_at = now()
       where county = ${file.county} and id = ${file.id} and ${inside(tx)}`;
  }
}

/** Things of a whole village: nothing for those who see single households only. */
export const ofPlace = (tx: Tx, region = "region"): ReturnType<Tx["sql"]> => (tx.scope.own === undefined ? tx.sql`${tx.sql(region)} between ${tx.scope.lo} and ${tx.scope.hi}` : tx.sql`false`);

export interface Evidence { readonly id: string; readonly kind: EvidenceKind; readonly region: number; readonly name: string; readonly type: string }
export const evidenceOf = (tx: Tx, county: number, ids: readonly string[]): Promise<Evidence[]> =>
  (ids.length === 0 ? Promise.resolve([]) : tx.sql<Evidence[]>`select id, kind, region, name, media_type as type from procedure.evidence where county = ${county} and id = any (${ids as string[]}::uuid[]) and ${ofPlace(tx)}`);
