/** One finding with what people need to decide it: the record beside it (masked as everywhere), its history, the household's other findings. */
import { Problem } from "@diguan/core/problem.ts";
import type { FindingDetail } from "@diguan/core/quality/contract.ts";
import { ruleOf } from "@diguan/core/quality/catalogue.ts";
import { shownBeside } from "@diguan/core/quality/shown.ts";
import type { FindingAct } from "@diguan/core/quality/states.ts";
import { memberFields, householdFields, villageFields } from "@diguan/core/registry/fields.ts";
import type { Household, Member } from "@diguan/core/registry/record.ts";
import type { Value } from "@diguan/core/registry/history.ts";
import { memberId, type FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { masked, seesClass, showName, sightOf } from "../registry/view.ts";
import { caseOf } from "./cases.ts";
import type { Key } from "./acts.ts";
import { inside, namedRows, shownRow } from "./worklist.ts";

type Fact = FindingDetail["facts"][number];

/** Values of one record for the fields asked, masked or left out by the post's clearance. */
function facts(tx: Tx, of: "household" | "member", record: Household | Member, keys: readonly string[], faulty: ReadonlySet<string>): Fact[] {
  const sight = sightOf(tx);
  const fields = of === "household" ? householdFields : memberFields;
  return keys.flatMap((key): Fact[] => {
    const field = fields.find((f) => f.key === key);
    if (!field || !seesClass(sight, field.cls === "C4" ? "C2" : field.cls)) return [];
    const value = (record as unknown as Record<string, Value>)[key] ?? null;
    if (of === "member" && key === "name") {
      const name = showName(String(value ?? ""), null, (record as Member).relation === 1, sight);
      return [{ of, field: key, value: name, masked: name !== value, faulty: faulty.has(key) }];
    }
    const hidden = masked(field, value);
    return [{ of, field: key, value: hidden ?? (Array.isArray(value) ? [...value as number[]] : value as string | number | boolean | null), masked: hidden !== undefined, faulty: faulty.has(key) }];
  });
}

async function villageFacts(tx: Tx, village: number, year: number, keys: readonly string[], faulty: ReadonlySet<string>): Promise<Fact[]> {
  const [row] = await tx.sql<{ data: Record<string, unknown> }[]>`select data from registry.village_year where county = ${Math.floor(village / 1e6)} and village = ${village} and year = ${year} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
  if (!row) return [];
  return keys.flatMap((key): Fact[] => {
    const value = row.data[key];
    return villageFields.some((f) => f.key === key) ? [{ of: "village", field: key, value: typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : null, masked: false, faulty: faulty.has(key) }] : [];
  });
}

export async function detail(tx: Tx, crypto: FieldCrypto, key: Key, today: string): Promise<FindingDetail> {
  const { sql } = tx;
  const [raw] = await namedRows(tx, sql`select f.county, f.id from quality.finding f where f.county = ${key.county} and f.id = ${key.id} and ${inside(tx)}`);
  if (!raw) throw new Problem("thing.unknown");
  const row = shownRow(tx, raw, today);
  const shown = shownBeside[ruleOf(raw.rule)?.group ?? "household"];
  const found: Fact[] = [];
  // a rule that looks at several fields names them in its details
  const faulty = new Set([raw.field ?? "", ...String(raw.args["fields"] ?? raw.args["gaps"] ?? "").split(",")]);
  if (raw.householdId !== null) {
    const own = await caseOf(tx, crypto, raw.county, raw.householdId, raw.year);
    const member = own?.case.members.find((m) => memberId(raw.county, m.memberCode) === raw.memberId);
    const householdKeys = raw.field !== null && householdFields.some((f) => f.key === raw.field) && !(shown.household as readonly string[]).includes(raw.field) ? [raw.field, ...shown.household] : shown.household;
    if (own) found.push(...facts(tx, "household", own.case.household, householdKeys, faulty));
    if (member) found.push(...facts(tx, "member", member, shown.member, faulty));
  } else found.push(...await villageFacts(tx, raw.region, raw.year, shown.village, faulty));
  const peers = raw.householdId === null ? [] : await namedRows(tx, sql`
    select f.county, f.id from quality.finding f
     where f.county = ${raw.county} and f.household_id = ${raw.householdId} and f.year = ${raw.year} and f.id <> ${raw.id} and f.state <> 'verified' and ${inside(tx)} limit 50`);
  const events = await sql<{ act: FindingAct; at: string; by: string | null; role: string | null; note: string | null; evidence: string | null; detail: Record<string, string | null> }[]>`
    select act, at, by_name as by, by_role as role, note, evidence, detail from quality.finding_event f
     where f.county = ${raw.county} and f.finding_id = ${raw.id} and ${inside(tx)} order by f.id`;
  const [exception] = await sql<{ reason: string; validUntil: string }[]>`
    select reason, valid_until as "validUntil" from quality.exception f where f.county = ${raw.county} and f.finding_id = ${raw.id} and ${inside(tx)} order by f.at desc limit 1`;
  return {
    ...row, facts: found.toSorted((a, b) => Number(b.faulty) - Number(a.faulty)), events, batchId: raw.batchId, exception: exception ?? null,
    peers: peers.map((p) => { const s = shownRow(tx, p, today); return { county: s.county, id: s.id, rule: s.rule, severity: s.severity, args: s.args, memberName: s.memberName, state: s.state }; }),
  };
}
