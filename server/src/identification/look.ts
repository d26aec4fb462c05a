/** Schemes of 四看法: proposed for a place by one person, approved by another, never changed; a new version is a new row (domain guide §2.7). */
import type { z } from "zod";
import { permits } from "@diguan/core/access/policy.ts";
import type { listSchemes, proposeScheme } from "@diguan/core/identification/contract.ts";
import { lookFaults, lookShape } from "@diguan/core/identification/look.ts";
import { Problem } from "@diguan/core/problem.ts";
import { ancestorAt, levelOf } from "@diguan/core/region-code.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { lookInForce } from "./context.ts";

interface Row { readonly id: string; readonly place: number; readonly version: string; readonly validFrom: string; readonly source: string; readonly content: unknown; readonly at: string; readonly byName: string | null; readonly proposedBy: string | null; readonly approvedAt: string | null; readonly approvedBy: string | null }

/** The place of a post that may keep a scheme: its province, city or county. */
const ownPlace = (tx: Tx, place: number): boolean => tx.scope.own === undefined && tx.scope.lo === place && ["nation", "province", "city", "county"].includes(levelOf(place));

export async function schemes(tx: Tx, region: number, year: number): Promise<z.input<typeof listSchemes.answer>> {
  const above = [0, ...(["province", "city", "county"] as const).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];
  const rows = await tx.sql<Row[]>`
    select s.id, s.place, s.version, s.valid_from as "validFrom", s.source, s.content, s.at, s.by_name as "byName", s.proposed_by as "proposedBy", a.at as "approvedAt", a.by_name as "approvedBy"
      from identification.look_scheme s left join identification.look_approval a on a.scheme_id = s.id
     where s.place = any (${above}::bigint[])
     order by s.place desc, s.valid_from desc, s.at desc limit 100`;
  const [now, names] = await Promise.all([lookInForce(tx, region, `${year}-12-31`), regionNames(tx, above)]);
  const may = (action: "create" | "verify"): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource: "parameter", scope: "region", fields: "C1" });
  return {
    rows: rows.map(({ proposedBy, content, ...r }) => ({ ...r, content: lookShape.parse(content), placeName: names.get(r.place) ?? "", inForce: r.id === now?.id, mayApprove: r.approvedAt === null && may("verify") && ownPlace(tx, r.place) && proposedBy !== tx.actor?.accountId })),
    mayPropose: may("create") && ownPlace(tx, tx.scope.lo),
  };
}

export async function propose(tx: Tx, asked: z.output<typeof proposeScheme.body>): Promise<{ id: string }> {
  if (!ownPlace(tx, asked.place)) throw new Problem("identification.schemePlace");
  const faults = lookFaults(asked.content);
  if (faults.length > 0) throw new Problem("identification.scheme", { detail: faults.map((f) => f.zh).join("；"), detailEn: faults.map((f) => f.en).join("; ") });
  const by = tx.actor;
  const done = await tx.sql`
    insert into identification.look_scheme (id, place, version, valid_from, content, source, proposed_by, by_name, by_role)
    values (${asked.id}, ${asked.place}, ${asked.version}, ${asked.validFrom}, ${tx.sql.json(asked.content as never)}, ${asked.source}, ${by?.accountId ?? null}, ${by?.name ?? null}, ${by?.role ?? null})
    on conflict do nothing`;
  if (done.count === 0) {
    // the same proposal sent twice is one proposal
    const [same] = await tx.sql<{ id: string }[]>`select id from identification.look_scheme where id = ${asked.id} and place = ${asked.place} and version = ${asked.version} and content = ${tx.sql.json(asked.content as never)}`;
    if (!same) throw new Problem("identification.schemeTaken", { version: asked.version });
    return same;
  }
  await audit(tx, "create", "parameter", { region: asked.place, target: asked.id, detail: { scheme: "look", version: asked.version, validFrom: asked.validFrom } });
  return { id: asked.id };
}

export async function approve(tx: Tx, id: string): Promise<{ id: string }> {
  const [row] = await tx.sql<{ place: number; version: string; proposedBy: string | null }[]>`select place, version, proposed_by as "proposedBy" from identification.look_scheme where id = ${id}`;
  if (!row) throw new Problem("thing.unknown");
  if (!ownPlace(tx, row.place)) throw new Problem(row.place >= tx.scope.lo && row.place <= tx.scope.hi ? "identification.schemePlace" : "thing.unknown");
  const by = tx.actor;
  if (row.proposedBy !== null && row.proposedBy === by?.accountId) throw new Problem("identification.ownScheme");
  const done = await tx.sql`
    insert into identification.look_approval (scheme_id, place, proposed_by, approved_by, by_name, by_role)
    values (${id}, ${row.place}, ${row.proposedBy}, ${by?.accountId ?? null}, ${by?.name ?? null}, ${by?.role ?? null}) on conflict do nothing`;
  if (done.count === 0) throw new Problem("identification.schemeTaken", { version: row.version });
  await audit(tx, "verify", "parameter", { region: row.place, target: id, detail: { scheme: "look", version: row.version } });
  return { id };
}
