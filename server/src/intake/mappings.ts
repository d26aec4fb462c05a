/** Corrected mappings of headings, kept per area and found again by the headings of the next file. */
import { createHash } from "node:crypto";
import type { SheetKind } from "@diguan/core/intake/headings.ts";
import type { Tx } from "../postgres/pool.ts";
import { foreignOf, type Foreign } from "@diguan/core/intake/foreign.ts";
import { Problem } from "@diguan/core/problem.ts";
import { mappingsOf } from "../registry/service.ts";
import type { Correction } from "./understand.ts";

const digest = (signature: string): string => createHash("sha256").update(signature).digest("hex");

/** All mappings of the area (there are few), as a look-up by signature. */
export async function savedMapping(tx: Tx): Promise<(signature: string) => Correction | undefined> {
  const rows = await tx.sql<{ signature: string; kind: SheetKind; headings: Record<string, string> }[]>`
    select encode(signature, 'hex') as signature, kind, headings from intake.mapping where region between ${tx.scope.lo} and ${tx.scope.hi} order by at`;
  const known = new Map(rows.map((r) => [r.signature, { kind: r.kind, headings: r.headings }]));
  return (signature) => known.get(digest(signature));
}

/** The codes of a declared system; one that nobody has described is refused. */
export async function foreignCodes(tx: Tx, system: string | undefined): Promise<Foreign | undefined> {
  if (system === undefined) return undefined;
  const all = await mappingsOf(tx);
  const own = all.filter((m) => m.system === system);
  if (own.length === 0) throw new Problem("intake.unknownSystem", { system, known: [...new Set(all.map((m) => m.system))].join("、") });
  return foreignOf(system, own);
}

export async function keepMapping(tx: Tx, signature: string, correction: Correction): Promise<void> {
  await tx.sql`
    insert into intake.mapping (region, signature, kind, headings, account_id) values (${tx.scope.lo}, decode(${digest(signature)}, 'hex'), ${correction.kind ?? "persons"}, ${tx.sql.json(correction.headings as never)}, ${tx.actor?.accountId ?? null})
    on conflict (region, signature) do update set kind = excluded.kind, headings = excluded.headings, account_id = excluded.account_id, at = clock_timestamp()`;
}
