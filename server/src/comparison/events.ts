/** The history of suspicions, appended in the name of the person of the transaction, or of the platform. */
import type { RecordedAct } from "@diguan/core/comparison/states.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Event { readonly county: number; readonly id: string; readonly region: number; readonly household: string | null; readonly act: RecordedAct; readonly note?: string; readonly detail?: Readonly<Record<string, unknown>> }

export async function addEvents(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  await tx.sql`
    insert into comparison.finding_event (county, finding_id, region, household_id, act, account_id, by_name, by_role, note, detail)
    select county, id, region, household, act, ${tx.actor?.accountId ?? null}::uuid, ${tx.actor?.name ?? null}::text, ${tx.actor?.role ?? null}::text, note, detail::jsonb
      from unnest(${events.map((e) => e.county)}::int[], ${events.map((e) => e.id)}::uuid[], ${events.map((e) => e.region)}::bigint[], ${events.map((e) => e.household)}::uuid[], ${events.map((e) => e.act)}::text[], ${events.map((e) => e.note ?? null)}::text[], ${events.map((e) => JSON.stringify(e.detail ?? {}))}::text[])
           as k (county, id, region, household, act, note, detail)`;
}
