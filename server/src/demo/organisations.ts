/**
 * Invented organisations of every kind at every level, with their staff, equipment and budget lines (paper 001 §3.1 人员配置、
 * 软硬件配置、经费); the towns differ, so that the comparison of levels shows gaps.
 */
import type { Role } from "@diguan/core/access/policy.ts";
import { creditCheck } from "@diguan/core/regions/credit-code.ts";
import type { FundingLevel, OrganisationKind, Section } from "@diguan/core/regions/organisation.ts";
import type { County } from "@diguan/core/demo/places.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { derivedId, type FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { createOrganisation } from "../regions/organisations.ts";
import { saveLines, type LineAsk } from "../regions/lines.ts";

interface Planned { readonly key: string; readonly kind: OrganisationKind; readonly name: string; readonly region: number; readonly parent?: string; readonly size: "large" | "middle" | "small" | "none"; readonly role?: Role; readonly funding: FundingLevel }
const province = 990_000_000_000;
const city = 990_100_000_000;
const years = [2017, 2018] as const;

/** What stands at each level, from the top, so that parents come first. */
function planned(counties: readonly County[]): readonly Planned[] {
  const above: Planned[] = [
    { key: "province", kind: "office", name: "示例省扶贫开发办公室", region: province, size: "large", role: "provinceOverseer", funding: "province" },
    { key: "centre", kind: "department", name: "示例省扶贫大数据中心", region: province, parent: "province", size: "large", role: "systemAdmin", funding: "province" },
    { key: "city", kind: "office", name: "滴灌市扶贫开发办公室", region: city, parent: "province", size: "middle", role: "cityOverseer", funding: "city" },
    { key: "auditor", kind: "auditor", name: "滴灌市审计局", region: city, size: "small", role: "auditor", funding: "city" },
  ];
  return [...above, ...counties.flatMap((c, i) => {
    const at = c.code * 1_000_000;
    const of = (key: string): string => `${key}-${c.code}`;
    const first = i === 0;
    const entry = (key: string, kind: OrganisationKind, name: string, size: Planned["size"], role?: Role, parent?: string): Planned => ({ key: of(key), kind, name: `${c.name}${name}`, region: at, size, funding: "county", ...(parent ? { parent } : {}), ...(role && first ? { role } : {}) });
    return [
      entry("government", "government", "人民政府", "none"), entry("office", "office", "扶贫开发办公室", "middle", "countyOfficer", "city"), entry("finance", "department", "财政局", "small", "countyFinance", of("government")),
      entry("education", "department", "教育局", "small", "departmentOfficer", of("government")), entry("health", "department", "卫生健康局", "small", undefined, of("government")), entry("housing", "department", "住房和城乡建设局", "small", undefined, of("government")),
      entry("water", "department", "水利局", "small", undefined, of("government")), entry("civil", "department", "民政局", "small", undefined, of("government")),
      entry("bank", "bank", "农村信用合作联社", "none", "bank"), entry("enterprise", "enterprise", "山泉茶业有限公司", "none", "enterprise"), entry("garments", "enterprise", "润丰制衣有限公司", "none"),
      entry("cooperative", "cooperative", "云岭核桃种植农民专业合作社", "none"), entry("charity", "socialOrganisation", "春雨助学协会", "none", "socialOrganisation"),
      ...c.towns.map((t): Planned => ({ key: String(t.code), kind: "office", name: `${t.name}扶贫工作站`, region: t.code, parent: of("office"), size: "small", funding: "county", ...(first && t.name === "石门镇" ? { role: "townOfficer" as const } : {}) })),
      ...c.villages.filter((v) => first && v.town.name === "石门镇").map((v): Planned => ({ key: String(v.code), kind: "villageCommittee", name: `${v.name}村民委员会`.replace("村村民", "村民"), region: v.code, parent: String(v.town.code), size: "none", funding: "county", ...(v.name === "石门村" ? { role: "villageWorker" as const } : {}) })),
    ];
  })];
}

/** Writes them and answers who employs the demonstration accounts. */
export async function seedOrganisations(tx: Tx, crypto: FieldCrypto, counties: readonly County[]): Promise<ReadonlyMap<Role, string>> {
  const employers = new Map<Role, string>();
  let number = 0;
  for (const o of planned(counties)) {
    const id = derivedId("organisation", countyOf(o.region), o.key);
    const r = new Random("organisation", o.key);
    number += 1;
    const first17 = `${o.kind === "enterprise" || o.kind === "cooperative" || o.kind === "bank" ? "91" : "11"}${countyOf(o.region)}MB${String(number).padStart(7, "0")}`;
    await createOrganisation(tx, crypto, {
      id, region: o.region, kind: o.kind, name: o.name, creditCode: first17 + creditCheck(first17), parentId: o.parent ? derivedId("organisation", countyOf(parentRegion(o, counties)), o.parent) : null,
      contact: `${r.pick(["杨", "罗", "陈", "韦", "石", "何"])}${r.pick(["国强", "丽", "明辉", "秀芳", "建平"])}`, phone: `1991${String(number).padStart(7, "0")}`, openedOn: "2014-01-01", closedOn: null, reason: "演示数据",
    });
    if (o.role) employers.set(o.role, id);
    if (o.size === "none") continue;
    for (const year of years) await saveLines(tx, countyOf(o.region), id, { year, lines: lines(r, o, year), reason: "演示数据" });
  }
  return employers;
}

/** Parents lie in the same place, or at the level that their key names. */
function parentRegion(o: Planned, counties: readonly County[]): number {
  if (o.parent === "province") return province;
  if (o.parent === "city") return city;
  if (o.kind === "villageCommittee") return Math.floor(o.region / 1000) * 1000;
  return counties.some((c) => countyOf(o.region) === c.code) ? countyOf(o.region) * 1_000_000 : o.region;
}

const scale = { large: 12, middle: 5, small: 1 } as const;
function lines(r: Random, o: Planned, year: number): readonly LineAsk[] {
  const times = o.size === "none" ? 0 : scale[o.size];
  const source = `${year}年度部门预算`;
  const line = (section: Section, kind: string, count: number, each: number): LineAsk => {
    const actual = Math.max(0, count - (r.chance(0.3) ? r.integer(1, Math.max(1, Math.ceil(count / 3))) : 0));
    return { section, kind, fundingLevel: o.funding, version: 0, planned: count, actual, plannedFen: count * each * 100, actualFen: Math.round(actual * each * r.between(0.86, 1)) * 100, source, note: null, removed: false };
  };
  const money = (kind: string, yuan: number): LineAsk => ({ section: "budget", kind, fundingLevel: o.funding, version: 0, planned: 1, actual: 1, plannedFen: yuan * 100, actualFen: Math.round(yuan * r.between(0.7, 1)) * 100, source, note: null, removed: false });
  return [
    line("staff", "collector", Math.max(2, times), 52_000), ...(times > 1 ? [line("staff", "reviewer", times, 60_000), line("staff", "dataKeeper", Math.ceil(times / 2), 66_000)] : [line("staff", "declarer", 1, 52_000)]),
    line("equipment", "handset", Math.max(3, times * 2), 1800), line("equipment", "desktop", Math.max(2, times), 4500), ...(times > 4 ? [line("equipment", "server", Math.ceil(times / 4), 68_000), line("equipment", "backup", 1, 42_000)] : []),
    money("collection", times * 36_000 + r.integer(0, 9) * 1000), money("operation", times * 22_000 + r.integer(0, 9) * 1000), money("training", times * 8000),
  ];
}
