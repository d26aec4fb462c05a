/** House, water, land, road (DQ-088–093): 住房安全 and 饮水安全 of the 两不愁三保障, and quantities that cannot be. */
import type { HouseholdFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { household } = writer("conditions");

/** Guarantees that are not met, as field names; education only when asked. */
function gaps(h: HouseholdFacts, withSchool: boolean): string {
  const found: string[] = [];
  if (h.unsafeHouse) found.push("unsafeHouse");
  if (h.c.household.waterSafe === false) found.push("waterSafe");
  if (withSchool && h.members.some((f) => f.dropout)) found.push("student");
  if (h.members.some((f) => f.uninsured)) found.push("medResident");
  return found.join(",");
}

/** Land quantities that are negative, above the limit, or above the limit per head. */
function impossibleLand(h: HouseholdFacts): string {
  const { household: x } = h.c;
  const heads = Math.max(1, h.members.length);
  const { s } = h;
  const found: string[] = [];
  const ask = (key: "arableMu" | "forestMu" | "pastureMu" | "waterMu" | "orchardMu" | "returnedForestMu", max: number, perHead: number): void => {
    const mu = x[key];
    if (mu !== null && (mu < 0 || mu > max || mu / heads > perHead)) found.push(key);
  };
  ask("arableMu", s.QUALITY_ARABLE_MAX, s.QUALITY_ARABLE_HEAD_MAX);
  ask("forestMu", s.QUALITY_FOREST_MAX, s.QUALITY_FOREST_HEAD_MAX);
  ask("pastureMu", s.QUALITY_PASTURE_MAX, Infinity);
  ask("waterMu", s.QUALITY_PASTURE_MAX, Infinity);
  ask("orchardMu", s.QUALITY_ORCHARD_MAX, Infinity);
  ask("returnedForestMu", s.QUALITY_ORCHARD_MAX, Infinity);
  return found.join(",");
}

const keyFields = ["powerAtHome", "powerForWork", "waterHard", "waterSafe", "fuel", "toilet", "roadType"] as const;

export const conditionsRules: readonly Rule[] = [
  household("DQ-088", "E", {
    says: ["已脱贫户仍有未达标项：{gaps:fields}", "An exited household does not meet the standard in: {gaps:fields}"],
    fix: ["核实；属实的先解决再谈稳定脱贫，数据有误的改正", "Check; solve it if true, correct the data if not"],
    source: "NPIS 问题清单; G-1_11_005–008", field: "exitState",
    when: (h) => { if (h.c.household.exitState !== 1) return false; const found = gaps(h, true); return found !== "" && { gaps: found }; },
  }),
  household("DQ-089", "W", {
    says: ["有保障短板（{gaps:fields}），又未纳入监测", "A guarantee is missing ({gaps:fields}), and the household is not monitored"],
    fix: ["核实短板；属实的按监测程序纳入", "Check; if true, start the procedure for monitoring"],
    source: "G-1_02_001–003", field: "monitored", regime: "B",
    when: (h) => { if ((h.c.household.monitored ?? 0) > 0) return false; const found = gaps(h, false); return found !== "" && { gaps: found }; },
  }),
  household("DQ-090", "W", {
    says: ["住房面积没有填或为0", "The house area is empty or 0"],
    fix: ["入户丈量后填写；无房户说明", "Measure it; explain if there is no house"],
    source: "NPIS 问题清单; G-3_02_008", field: "houseAreaM2",
    when: (h) => h.c.household.houseAreaM2 === null || h.c.household.houseAreaM2 <= 0,
  }),
  household("DQ-091", "W", {
    says: ["面积不合常理：{fields:fields}", "Implausible area: {fields:fields}"],
    fix: ["核对单位（亩）和土地确权面积", "Check the unit (mu) and the land register"],
    source: "G-5_14_001–006; NPIS 问题清单", field: "arableMu",
    parameters: ["QUALITY_ARABLE_MAX", "QUALITY_ARABLE_HEAD_MAX", "QUALITY_FOREST_MAX", "QUALITY_FOREST_HEAD_MAX", "QUALITY_PASTURE_MAX", "QUALITY_ORCHARD_MAX"],
    when: (h) => { const fields = impossibleLand(h); return fields !== "" && { fields, field: fields.split(",", 1)[0] ?? "arableMu" }; },
  }),
  household("DQ-092", "W", {
    says: ["与村主干路距离 {km} 公里，超过 {max} 公里", "{km} km to the main village road, more than {max} km"],
    fix: ["核对单位（公里）和距离", "Check the unit (km) and the distance"],
    source: "G-5_14_007; NPIS 问题清单", field: "roadKm", parameters: ["QUALITY_ROAD_KM_MAX", "QUALITY_ROAD_KM_MAX_B"],
    when: (h) => {
      const km = h.c.household.roadKm;
      const max = h.regime === "B" ? h.s.QUALITY_ROAD_KM_MAX_B : h.s.QUALITY_ROAD_KM_MAX;
      return km !== null && km > max && { km, max };
    },
  }),
  household("DQ-093", "E", {
    says: ["生活条件没有填全：{fields:fields}", "Living conditions are not filled in: {fields:fields}"],
    fix: ["入户核实后补填", "Visit and fill them in"],
    source: "NPIS 问题清单", asks: keyFields,
    when: (h) => {
      const { household: x } = h.c;
      let fields = "";
      for (const key of keyFields) if (x[key] === null && !h.absent.has(key)) fields += fields === "" ? key : `,${key}`;
      return fields !== "" && { fields, field: fields.split(",", 1)[0] ?? "powerAtHome" };
    },
  }),
];
