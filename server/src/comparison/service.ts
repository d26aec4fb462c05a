/** The door of the comparison for other slices: proposals for the procedures, the frame of rural households, a new comparison after the register has changed. */
import type { Tx } from "../postgres/pool.ts";

export { compareAgain, expire, takeIn } from "./batches.ts";
export { compare } from "./compare.ts";

export interface Proposal { readonly county: number; readonly id: string; readonly findingId: string; readonly region: number; readonly householdId: string | null; readonly ruralId: string | null; readonly kind: "removal" | "invitation"; readonly subject: string; readonly reason: string; readonly notBefore: string }

/**
 * What the county has proposed and no procedure has taken up: removal of wrongly included households (not before the household's time
 * to object is over, and not while an objection is open) and invitations of households that may have been missed.
 */
export const openProposals = (tx: Tx, asked: { readonly county: number; readonly today: string; readonly kind?: "removal" | "invitation" }): Promise<Proposal[]> => tx.sql<Proposal[]>`
  select p.county, p.id, p.finding_id as "findingId", p.region, p.household_id as "householdId", p.rural_id as "ruralId", p.kind, p.subject, p.reason, p.not_before as "notBefore"
    from comparison.proposal p join comparison.finding f on f.county = p.county and f.id = p.finding_id
   where p.county = ${asked.county} and p.state = 'open' and f.state <> 'objected' and p.not_before <= ${asked.today} ${asked.kind ? tx.sql`and p.kind = ${asked.kind}` : tx.sql``}
     and p.region between ${tx.scope.lo} and ${tx.scope.hi} ${tx.scope.own ? tx.sql`and p.household_id = any (${tx.scope.own as string[]}::uuid[])` : tx.sql``}
   order by p.not_before, p.at`;

/** A procedure has taken a proposal up; `reference` names its case. False when it was taken up or withdrawn meanwhile. */
export const takeUpProposal = async (tx: Tx, asked: { readonly county: number; readonly id: string; readonly reference: string }): Promise<boolean> =>
  (await tx.sql`update comparison.proposal set state = 'takenUp', reference = ${asked.reference} where county = ${asked.county} and id = ${asked.id} and state = 'open' and region between ${tx.scope.lo} and ${tx.scope.hi} returning id`).length > 0;
