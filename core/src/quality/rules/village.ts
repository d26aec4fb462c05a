/** The village record (DQ-107–110). Source: domain guide §1.8, §4.2, §4.7. */
import type { Rule, VillageFacts } from "../rule.ts";
import { writer } from "../write.ts";

const { village } = writer("village");

const count = (v: VillageFacts, key: string): number => { const n = v.data[key]; return typeof n === "number" ? n : 0; };
const land = ["arableMu", "irrigatedMu", "forestMu", "returnedForestMu", "orchardMu", "pastureMu", "waterMu"] as const;

/** What an exited village must have; flags must be true, numbers above 0. */
const mustHave = ["hardRoad", "collectiveIncomeFen", "clinics", "doctors", "cultureRooms", "powerForWork"] as const;

const list = (keys: readonly string[]): false | { fields: string; field: string } => { const [field] = keys; return field !== undefined && { fields: keys.join(","), field }; };

export const villageRules: readonly Rule[] = [
  village("DQ-107", "E", {
    says: ["村数据没有填或为0：{fields:fields}", "Empty or 0 in the village record: {fields:fields}"], fix: ["按村级统计台账补填", "Fill in from the village statistics"],
    source: "G-1_03_002, 3_03_003", field: "persons",
    when: (v) => list(["persons", "households"].filter((key) => count(v, key) <= 0)),
  }),
  village("DQ-108", "W", {
    says: ["未实现饮水安全 {water} 户加危房 {house} 户，超过总户数 {households} 户", "{water} households without safe water and {house} in unsafe houses exceed the {households} households"], fix: ["核对三项户数", "Check the three numbers"],
    source: "G-3_03_001", field: "unsafeWaterHouseholds",
    when: (v) => {
      const [water, house, households] = [count(v, "unsafeWaterHouseholds"), count(v, "unsafeHouseHouseholds"), count(v, "households")];
      return households > 0 && water + house > households && { water, house, households };
    },
  }),
  village("DQ-109", "W", {
    says: ["全村面积小于本村建档户面积之和：{fields:fields}", "The village's land is less than that of its registered households: {fields:fields}"], fix: ["核对村和户的土地面积（亩）", "Check the land of village and households (mu)"],
    source: "G-3_03_002", field: "arableMu",
    // Sums of decimals differ in the last places: a hundredth of a mu is tolerated.
    when: (v) => list(land.filter((key) => typeof v.data[key] === "number" && count(v, key) + 0.01 < (v.poorLand[key] ?? 0))),
  }),
  village("DQ-110", "W", {
    says: ["已出列村缺：{fields:fields}", "An exited village lacks: {fields:fields}"], fix: ["核实；确有短板的补齐，漏填的补填", "Check; provide what is missing or fill it in"],
    source: "G-2_03_001, 1_03_003–016", field: "exited",
    when: (v) => v.data["exited"] === true && list(mustHave.filter((key) => v.data[key] !== true && count(v, key) <= 0)),
  }),
];
