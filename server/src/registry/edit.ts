/** Correcting fields of one year (issue: 「who, when, source of each field」; nothing is overwritten). */
import type { z } from "zod";
import { Problem } from "@diguan/core/problem.ts";
import { labelOf } from "@diguan/core/registry/codes.ts";
import type { editHousehold, Outcome } from "@diguan/core/registry/contract-write.ts";
import { fieldOf } from "@diguan/core/registry/fields.ts";
import { closedAfterDeparture } from "@diguan/core/registry/natural.ts";
import { checkVersion, follow, openDossier, openYear, save, typedValues, type Desk } from "./dossier.ts";
import type { Key, MemberRow } from "./rows.ts";
import { auditChange } from "./save.ts";

type Asked = z.output<typeof editHousehold.body>;

export async function edit(desk: Desk, key: Key, asked: Asked): Promise<Outcome> {
  const dossier = await openDossier(desk, key);
  const before = openYear(dossier, asked.year);
  checkVersion(before.row, asked.version);
  const household = typedValues("household", asked.household);
  const changes = new Map(asked.members.map((m) => [m.id, typedValues("member", m.values)]));
  for (const id of changes.keys()) if (!before.members.some((m) => m.id === id)) throw new Problem("thing.unknown");
  const members = before.members.map((m): MemberRow => {
    const values = changes.get(m.id);
    if (!values) return m;
    refuseClosed(m, Object.keys(values));
    return { ...m, member: { ...m.member, ...values } };
  });
  const after = { row: { ...before.row, household: { ...before.row.household, ...household } }, members };
  const outcome = await save(desk, before, after, { act: "corrected", source: asked.source, reason: asked.reason, evidence: asked.evidence, explanation: asked.explanation });
  if (!outcome.saved) return outcome;
  await auditChange(desk.tx, "edit", before.row, { fields: [...Object.keys(household), ...new Set([...changes.values()].flatMap((v) => Object.keys(v)))] }, asked.reason);
  await follow(desk, [{ key, region: before.row.region, years: [asked.year] }], asked.explanation);
  return outcome;
}

/** Who died or left works, learns and is insured no more in this household. */
function refuseClosed(m: MemberRow, keys: readonly string[]): void {
  if (m.active) return;
  const closed = keys.find((k) => closedAfterDeparture.has(k));
  if (closed !== undefined) throw new Problem("registry.memberLeft", { name: m.member.name, on: m.leftOn ?? "", why: labelOf("departure", m.departure), key: closed, field: fieldOf("member", closed)?.zh ?? closed });
}
