/** What waits for a post, counted: read by the home page too, and therefore free of every other slice. */
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Tasks { readonly due: number; readonly overdue: number; readonly objections: number; readonly appeals: number; readonly closable: number; readonly nearest: string | null }

/** Steps that the role of this post takes in a place; a notice that still runs is nobody's task until its days are over or somebody objects. */
export async function tasksFor(tx: Tx, region: number | undefined, today: string): Promise<Tasks> {
  const role = tx.actor?.role ?? "";
  const range = region === undefined ? undefined : rangeOf(region);
  const { lo, hi, own } = tx.scope;
  const [row] = await tx.sql<Tasks[]>`
    select count(*)::int as due, count(*) filter (where c.due_on < ${today})::int as overdue, count(*) filter (where c.objections > 0)::int as objections, count(*) filter (where c.purpose = 'appeal')::int as appeals,
           count(*) filter (where c.notice_to < ${today} and c.objections = 0)::int as closable, min(c.due_on) as nearest
      from procedure.case_file c
     where c.status = 'open' and ${role} = any (c.next_roles) and (c.notice_to is null or c.notice_to < ${today} or c.objections > 0) and c.region between ${range ? Math.max(range.lo, lo) : lo} and ${range ? Math.min(range.hi, hi) : hi}
           ${own === undefined ? tx.sql`` : tx.sql`and c.household_id = any (${own as string[]}::uuid[])`}`;
  return row ?? { due: 0, overdue: 0, objections: 0, appeals: 0, closable: 0, nearest: null };
}
