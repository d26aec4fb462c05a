/** `diguan precision`: base measures, the six precisions and the composite of a place, its towns and villages, with intervals and the source of the truth. */
import type { IndexKey } from "@diguan/core/evaluation/indices.ts";
import type { MeasureKey, PlaceShown, Report } from "@diguan/core/evaluation/report.ts";
import { indexNames, measureNames, waitReasons } from "@diguan/core/evaluation/labels.ts";
import { ancestorAt, levelOf, parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { Usage, type Command } from "../command.ts";
import type { Db } from "../postgres/pool.ts";
import { placeNames, regionExists } from "../regions/service.ts";
import { groundOf, reportOf, type Ground } from "./reports.ts";
import { truthGround, truthYears } from "./truth.ts";

interface Source { readonly kind: "audit" | "truth"; readonly text: string; readonly simulated: boolean; readonly quarter: string | null; readonly frame?: string }
interface Told { readonly region: number; readonly name: string; readonly level: string; readonly year: number; readonly source: Source; readonly report: Report }

const digits = (v: number | null, n = 4): string => (v === null ? "–" : v.toFixed(n));
const span = (low: number | null, high: number | null): string => (low === null || high === null ? "" : `[${digits(low)}, ${digits(high)}]`);

/** Places at and below one inside a county: itself, its towns, its villages. */
const placesOf = (ground: Ground, region: number): number[] => {
  const { lo, hi } = rangeOf(region);
  const villages = [...new Set([...ground.villages.keys(), ...ground.counts.keys()])].filter((v) => v >= lo && v <= hi).toSorted((a, b) => a - b);
  const towns = levelOf(region) === "county" ? [...new Set(villages.map((v) => ancestorAt(v, "town") ?? v))] : [];
  return [...new Set([region, ...towns, ...villages])];
};

async function told(db: Db, ground: Ground, region: number, year: number, source: Source): Promise<Told[]> {
  const places = placesOf(ground, region);
  const names = await db.asSystem((tx) => placeNames(tx, places, 0));
  return places.map((code) => ({ region: code, name: names.get(code) ?? String(code), level: levelOf(code), year, source, report: reportOf(ground, code) }));
}

async function fromTruth(db: Db, region: number, year: number | undefined): Promise<Told[]> {
  const { lo, hi } = rangeOf(region);
  const known = (await truthYears(db, lo, hi)).filter((t) => year === undefined || t.year === year);
  const all = [];
  for (const { county, year: of } of known) {
    const place = levelOf(region) === "county" || region > county * 1e6 ? region : county * 1e6;
    const ground = await truthGround(db, county, place, of);
    const frame = { hukou: "all rural households of the household register", villageRecords: "households of the village records", none: "no frame of all rural households" }[ground.frame];
    all.push(...await told(db, ground, place, of, { kind: "truth", text: `planted truth of the demonstration; population: ${frame}`, simulated: true, quarter: null, frame: ground.frame }));
  }
  return all;
}

async function fromAudits(db: Db, region: number, year: number | undefined): Promise<Told[]> {
  const { lo, hi } = rangeOf(region);
  const county = ancestorAt(region, "county");
  // below a county: the audit closed last that covers the place; else that of each whole county, or of a part of it where there is no other
  const covers = [region, county ?? -1, ancestorAt(region, "town") ?? -1];
  const below = county !== undefined && county !== region;
  const audits = await db.asSystem((tx) => tx.sql<{ county: number; id: string; region: number; year: number; seed: string; name: string; simulated: boolean; quarter: string; answered: number }[]>`
    select distinct on (a.county) a.county, a.id, a.region, a.year, a.seed, a.name, a.simulated, a.quarter, c.answered
      from evaluation.audit a join evaluation.closing c on c.county = a.county and c.audit_id = a.id
     where a.county between ${Math.floor(lo / 1e6)} and ${Math.floor(hi / 1e6)} and ${below ? tx.sql`a.region = any (${covers}::bigint[])` : tx.sql`a.region between ${lo} and ${hi}`}
       ${year === undefined ? tx.sql`` : tx.sql`and a.year = ${year}`}
     order by a.county, ${below ? tx.sql`` : tx.sql`a.region % 1000000 = 0 desc,`} a.year desc, a.quarter desc, c.at desc`);
  const all = [];
  for (const a of audits) {
    const ground = await db.asSystem((tx) => groundOf(tx, a));
    const place = region > a.region ? region : a.region;
    all.push(...await told(db, ground, place, a.year, { kind: "audit", text: `audit «${a.name}», ${a.answered} households answered${a.simulated ? ", SIMULATED" : ""}`, simulated: a.simulated, quarter: a.quarter }));
  }
  return all;
}

function shown(t: Told): string {
  const { report: r } = t;
  const measure = (key: MeasureKey): string | null => { const m = r.measures.find((x) => x.key === key); return m ? `  ${measureNames[key].zh.padEnd(12, "　")}${measureNames[key].en.padEnd(46)} ${digits(m.value).padStart(8)}  ${span(m.low, m.high)}${m.n === null ? "" : `  ${m.found ?? 0} of ${m.n}`}` : null; };
  const indices = r.indices.map((i) => `  ${i.key} ${indexNames[i.key].zh}  weight ${i.weight.toFixed(3)}  ${i.value === null ? `not computed: ${i.waits ? waitReasons[i.waits].en : "unknown"}` : `${digits(i.value)}  ${span(i.low, i.high)}`}`);
  const composite = r.composite.value === null ? `  composite (PAPI): not computed, ${r.composite.missing.join(", ")} ${r.composite.missing.length === 1 ? "is" : "are"} missing` : `  composite (PAPI): ${digits(r.composite.value)} ${span(r.composite.low, r.composite.high)}  grade ${r.composite.grade ?? ""}  arithmetic ${digits(r.composite.arithmetic)}`;
  const part = r.partial ? `  partial composite of ${r.partial.of.map((k) => `${k} ${(r.partial?.weights[k] ?? 0).toFixed(3)}`).join(" + ")} (weights renormalised; not the composite): ${digits(r.partial.value)} ${span(r.partial.low, r.partial.high)}  arithmetic ${digits(r.partial.arithmetic)}` : "";
  const limits = r.limits.map((l) => `  ${measureNames[l.key].en}: ${l.below ? "below" : l.above ? "above" : "cannot be said to be below"} ${(l.limit * 100).toFixed(1)} %${l.below || l.above ? "" : `; ${l.moreAtRate === null ? "" : `${l.moreAtRate} more households at the same rate, `}${l.moreIfNone ?? "–"} more without a case`}`);
  const stability = r.stability ? `  ranks under ±${Math.round(r.stability.change * 100)} % of the weights: Spearman ${r.stability.spearman.toFixed(3)} (5 % lowest ${r.stability.spearmanLow.toFixed(3)}), Kendall ${r.stability.kendall.toFixed(3)}` : "";
  return [`${t.name} ${t.region} (${t.level}), ${t.year}`, `  truth: ${t.source.text}`, ...r.measures.map((m) => measure(m.key)), ...indices, composite, part, ...limits, stability].filter((l) => l !== null && l !== "").join("\n");
}

/** One line per place below: S1, S6 and the composite, or the partial one over the same parts as above, with interval. */
const row = (t: Told, among: ReadonlyMap<number, PlaceShown>): string => {
  const of = among.get(t.region);
  const at = (key: IndexKey): string => digits(of?.indices[key] ?? null);
  return `${String(t.region).padEnd(12)}  ${at("S1").padStart(6)}  ${at("S4").padStart(6)}  ${at("S6").padStart(6)}  ${digits(of?.value ?? null).padStart(6)}  ${span(of?.low ?? null, of?.high ?? null).padEnd(18)}  ${t.name}`;
};

export const command: Command = {
  name: "precision", usage: "precision [--region CODE] [--year N] [--truth] [--json]",
  summary: "print the precision of a place: errors, the six precisions, the composite, with intervals",
  help: "  --region CODE  2, 4, 6, 9 or 12 digits; default: everything\n  --year N       year of the register; default: the latest\n  --truth        against the planted truth of the demonstration instead of the audit closed last\n  --json         {source, places:[{region, name, level, year, source, report:{measures, indices, composite, partial, places, stability, limits, …}}]}\n\nParts that cannot be computed say what they wait for and are never zero; the composite is then not computed.\nIntervals: error rates by the design of the audit, the precisions by resampling villages; the planted truth has no sampling error.\nExit codes: 0 printed, 2 unusable arguments, 3 failed or nothing to measure with.",
  options: { region: { type: "string" }, year: { type: "string" }, truth: { type: "boolean" } },
  run: async ({ values, positionals, json, open, say, print }) => {
    if (positionals.length > 0) throw new Usage(`«${positionals.join(" ")}» is not understood`);
    const region = typeof values["region"] === "string" ? parseRegionCode(values["region"]) : 0;
    const year = typeof values["year"] === "string" ? Number(values["year"]) : undefined;
    if (year !== undefined && !(Number.isInteger(year) && year >= 1990 && year <= 2100)) throw new Usage(`--year ${String(values["year"])} is no year`);
    const { db } = await open();
    if (region !== 0 && !await db.asSystem((tx) => regionExists(tx, region))) throw new Usage(`region ${region} does not exist`);
    const places = values["truth"] === true ? await fromTruth(db, region, year) : await fromAudits(db, region, year);
    if (places.length === 0) { say(values["truth"] === true ? "there is no planted truth here: only demonstrations have one" : "no audit of this place is closed yet: draw one on the page 评估, or use --truth in a demonstration"); return 3; }
    if (json) { print(JSON.stringify({ truth: values["truth"] === true, places })); return 0; }
    const top = Math.min(...places.map((p) => ["county", "town", "village"].indexOf(p.level)));
    const heads = places.filter((p) => ["county", "town", "village"].indexOf(p.level) === top);
    print(heads.map(shown).join("\n\n"));
    const below = places.filter((p) => !heads.includes(p));
    const among = new Map(places.flatMap((p) => p.report.places.map((x) => [x.region, x] as const)));
    if (below.length > 0) print(`\ncode              S1      S4      S6   value  interval            place (value: composite, or the partial composite where parts are missing)\n${below.map((t) => row(t, among)).join("\n")}`);
    return 0;
  },
};
