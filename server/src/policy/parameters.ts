/** Policy parameters for people: what is in force where, how it came about, proposals, and the decision by a second person (issue 3 item 3). */
import { permits } from "@diguan/core/access/policy.ts";
import { decideParameter, proposeParameter, type ParameterHistory, type ParameterProposal, type ParameterValues } from "@diguan/core/policy/contract.ts";
import { parameterInfo, parameterList, type ParameterInfo, type ParameterRow } from "@diguan/core/policy/parameters.ts";
import { inForce, overlapsOf, timeline } from "@diguan/core/policy/periods.ts";
import { names as known } from "@diguan/core/policy/rules/names.ts";
import { contains, rangeOf } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionExists, regionNames } from "../regions/service.ts";
import { placesAbove } from "./asked.ts";

type Named = ParameterRow & { readonly place: string };
/** Name of a place; the nation has none of its own in the tree of regions. */
const nation = "全国";
const named = async <T extends { readonly region: number }>(tx: Tx, rows: readonly T[]): Promise<(T & { readonly place: string })[]> => {
  const names = await regionNames(tx, rows.map((r) => r.region));
  return rows.map((r) => ({ ...r, place: r.region === 0 ? nation : (names.get(r.region) ?? String(r.region)) }));
};
/** The place of a post: the region whose range its scope is. */
export const placeOf = (tx: Tx): number => (tx.scope.lo === 0 ? 0 : tx.scope.lo);
const inside = (tx: Tx, region: number): boolean => { const range = rangeOf(region); return region !== 0 && contains(tx.scope, range.lo) && contains(tx.scope, range.hi); };
/** Values for the whole nation are the province's business (an installation serves one province). */
const mayNation = (tx: Tx): boolean => tx.actor === undefined || tx.actor.role === "provinceOverseer";

const columns = (tx: Tx): ReturnType<Tx["sql"]> => tx.sql`code, region, valid_from as "validFrom", valid_to as "validTo", value, unit, source, sureness`;

/** How many rule sets read each parameter: newest text of each. */
export async function rulesReading(tx: Tx): Promise<readonly { readonly id: string; readonly zh: string; readonly en: string; readonly version: number; readonly codes: ReadonlySet<string> }[]> {
  const rows = await tx.sql<{ id: string; zh: string; en: string; version: number; text: string }[]>`
    select s.id, s.name_zh as zh, s.name_en as en, v.version, v.text from policy.rule_set s
      join lateral (select version, text from policy.rule_version where set_id = s.id order by version desc limit 1) v on true
     order by s.name_zh limit 500`;
  return rows.map(({ text, ...r }) => ({ ...r, codes: new Set((text.replace(/\/\/[^\n]*/g, "").match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []).map((name) => known.parameters.get(name)?.code ?? name)) }));
}

const bare = (code: string, unit: string): ParameterInfo => ({ code, topic: "rules", zh: code, en: code, unit, min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, usedBy: { zh: "", en: "" } });

/** All parameters with the value in force at a place on a day. */
export async function values(tx: Tx, asked: { readonly region?: number | undefined; readonly on: string }): Promise<ParameterValues> {
  const region = asked.region ?? placeOf(tx);
  const [rows, proposals, rules] = [
    await tx.sql<ParameterRow[]>`select ${columns(tx)} from policy.parameter where region = any (${placesAbove(region)}::bigint[]) order by code, region, valid_from`,
    await tx.sql<{ code: string; n: number }[]>`select p.code, count(*)::int as n from policy.parameter_proposal p where not exists (select from policy.parameter_decision d where d.proposal_id = p.id) group by p.code`,
    await rulesReading(tx),
  ];
  const byCode = Map.groupBy(rows, (r) => r.code);
  const infos = [...parameterList, ...[...byCode].flatMap(([code, [first]]) => (parameterInfo(code) || !first ? [] : [bare(code, first.unit)]))];
  const current = infos.map((info) => inForce(byCode.get(info.code) ?? [], placesAbove(region), asked.on));
  const shown = new Map((await named(tx, current.filter((r) => r !== undefined))).map((r) => [r.code, r]));
  const open = new Map(proposals.map((p) => [p.code, p.n]));
  const may = tx.actor !== undefined && permits(tx.actor.role, proposeParameter.access);
  return {
    region, place: (await named(tx, [{ region }]))[0]?.place ?? nation, on: asked.on, open: proposals.reduce((n, p) => n + p.n, 0), may: { propose: may, nation: may && mayNation(tx) },
    rows: infos.map((info) => ({ code: info.code, topic: info.topic, zh: info.zh, en: info.en, unit: info.unit, usedBy: info.usedBy, rules: rules.filter((r) => r.codes.has(info.code)).length, rows: byCode.get(info.code)?.length ?? 0, open: open.get(info.code) ?? 0, inForce: shown.get(info.code) ?? null })),
  };
}

const rowsOf = (tx: Tx, code: string): Promise<ParameterRow[]> => tx.sql<ParameterRow[]>`select ${columns(tx)} from policy.parameter where code = ${code} order by region, valid_from desc limit 2000`;

/** Everything about one parameter; rows of all places, as law is public. */
export async function history(tx: Tx, code: string): Promise<ParameterHistory> {
  const rows: Named[] = await named(tx, await rowsOf(tx, code));
  if (rows.length === 0 && !parameterInfo(code)) throw new Problem("parameters.code", { code });
  const places = [...Map.groupBy(rows, (r) => r.region)].map(([region, own]) => ({ region, place: own[0]?.place ?? "", stretches: timeline(own).map((s) => ({ from: s.from, to: s.to, value: s.row.value, validFrom: s.row.validFrom })) }));
  const rules = (await rulesReading(tx)).filter((r) => r.codes.has(code)).map(({ id, zh, en, version }) => ({ id, zh, en, version }));
  return { code, rows, places, proposals: await proposalsOf(tx, code), rules };
}

async function proposalsOf(tx: Tx, code: string): Promise<ParameterProposal[]> {
  const rows = await tx.sql<{ id: string; code: string; region: number; validFrom: string; validTo: string | null; value: number; unit: string; source: string; sureness: string; reason: string; accepted: string[]; proposedBy: string; byName: string; proposedAt: string; approved: boolean | null; note: string | null; decidedName: string | null; decidedAt: string | null }[]>`
    select p.id, p.code, p.region, p.valid_from as "validFrom", p.valid_to as "validTo", p.value, p.unit, p.source, p.sureness, p.reason, p.accepted, p.proposed_by as "proposedBy", p.by_name as "byName", p.proposed_at as "proposedAt",
           d.approved, d.note, d.by_name as "decidedName", d.decided_at as "decidedAt"
      from policy.parameter_proposal p left join policy.parameter_decision d on d.proposal_id = p.id
     where p.code = ${code} and (p.region = 0 or p.region between ${tx.scope.lo} and ${tx.scope.hi})
     order by (d.proposal_id is null) desc, p.proposed_at desc limit 100`;
  const mayVerify = tx.actor !== undefined && permits(tx.actor.role, decideParameter.access);
  return (await named(tx, rows)).map(({ approved, note, decidedName, decidedAt, proposedBy, ...p }) => {
    const own = proposedBy === tx.actor?.accountId;
    return { ...p, own, mayDecide: approved === null && mayVerify && !own && (p.region === 0 ? mayNation(tx) : inside(tx, p.region)), decision: approved === null ? null : { approved, note: note ?? "", byName: decidedName ?? "", at: decidedAt ?? "" } };
  });
}

export interface Proposal { readonly key: string; readonly code: string; readonly region: number; readonly validFrom: string; readonly validTo?: string | undefined; readonly value: number; readonly source: string; readonly sureness: string; readonly reason: string; readonly accept: readonly string[] }

/** Records a proposal. What it would cut off, yield to or bring back must have been accepted by its kind. */
export async function propose(tx: Tx, p: Proposal): Promise<{ readonly id: string }> {
  const info = parameterInfo(p.code);
  if (!info) throw new Problem("parameters.code", { code: p.code });
  if (p.region === 0 ? !mayNation(tx) : !inside(tx, p.region)) throw p.region === 0 ? new Problem("parameters.nation") : new Problem("thing.unknown");
  if (p.region !== 0 && !await regionExists(tx, p.region)) throw new Problem("region.unknown", { code: p.region });
  if (p.value < info.min || p.value > info.max) throw new Problem("parameters.bounds", { code: p.code, min: info.min, max: info.max, unit: info.unit });
  if (p.validTo !== undefined && p.validTo < p.validFrom) throw new Problem("parameters.period");
  const made = { code: p.code, region: p.region, valid_from: p.validFrom, valid_to: p.validTo ?? null, value: p.value, unit: info.unit, source: p.source, sureness: p.sureness, reason: p.reason };
  const [before] = await tx.sql<{ same: boolean }[]>`
    select (code, region, valid_from, valid_to, value, source) is not distinct from (${p.code}, ${p.region}::bigint, ${p.validFrom}::date, ${p.validTo ?? null}::date, ${p.value}::bigint, ${p.source}) as same from policy.parameter_proposal where id = ${p.key}`;
  if (before) { if (!before.same) throw new Problem("key.reused"); return { id: p.key }; }
  const own = (await rowsOf(tx, p.code)).filter((r) => r.region === p.region);
  const overlaps = overlapsOf(own, { code: p.code, region: p.region, validFrom: p.validFrom, validTo: p.validTo ?? null, value: p.value, unit: info.unit, source: p.source, sureness: p.sureness });
  if (!overlaps) throw new Problem("parameters.sameStart", { place: (await named(tx, [{ region: p.region }]))[0]?.place ?? "", on: p.validFrom });
  const unseen = overlaps.filter((o) => !p.accept.includes(o.kind));
  if (unseen.length > 0) throw new Problem("parameters.overlap", { detail: unseen.map((o) => `${o.kind} ${o.row.validFrom}–${o.row.validTo ?? ""} (${o.row.value}) → ${o.on}`).join("; "), kinds: unseen.map((o) => o.kind).join(",") });
  await tx.sql`insert into policy.parameter_proposal ${tx.sql({ id: p.key, ...made, accepted: overlaps.map((o) => o.kind), proposed_by: tx.actor?.accountId ?? p.key, by_name: tx.actor?.name ?? "system" })}`;
  await audit(tx, "propose", "parameter", { region: p.region, target: p.code, detail: { id: p.key, value: p.value, validFrom: p.validFrom, reason: p.reason } });
  return { id: p.key };
}

/** The second person's decision; an approval is the new row. */
export async function decide(tx: Tx, id: string, approve: boolean, note: string): Promise<{ readonly id: string; readonly approved: boolean }> {
  const [p] = await tx.sql<{ code: string; region: number; validFrom: string; proposedBy: string; decided: boolean }[]>`
    select p.code, p.region, p.valid_from as "validFrom", p.proposed_by as "proposedBy", exists (select from policy.parameter_decision d where d.proposal_id = p.id) as decided
      from policy.parameter_proposal p where p.id = ${id} and (p.region = 0 or p.region between ${tx.scope.lo} and ${tx.scope.hi})`;
  if (!p) throw new Problem("thing.unknown");
  if (p.region === 0 ? !mayNation(tx) : !inside(tx, p.region)) throw p.region === 0 ? new Problem("parameters.nation") : new Problem("thing.unknown");
  if (p.decided) throw new Problem("parameters.decided");
  if (p.proposedBy === tx.actor?.accountId) throw new Problem("parameters.ownProposal");
  if (approve && (await rowsOf(tx, p.code)).some((r) => r.region === p.region && r.validFrom === p.validFrom)) throw new Problem("parameters.sameStart", { place: (await named(tx, [p]))[0]?.place ?? "", on: p.validFrom });
  await tx.sql`select policy.decide_parameter(${id}, ${approve}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? ""}, ${note})`;
  await audit(tx, approve ? "approve" : "refuse", "parameter", { region: p.region, target: p.code, detail: { id, note } });
  return { id, approved: approve };
}
