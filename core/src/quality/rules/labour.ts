/** Ability to work and disability (DQ-017, 034–040, 078). Source: domain guide §1.4, §4.7. */
import type { MemberFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member } = writer("labour");

/** Level and category of disability as recorded, else as the 19th and 20th characters of the certificate say. */
function disability(f: MemberFacts): { readonly category: number | null; readonly level: number | null } {
  const inside = f.certNo.length >= 20;
  return { category: f.m.disabilityCategory ?? (inside ? Number(f.certNo.charAt(18)) : null), level: f.m.disabilityLevel ?? (inside ? Number(f.certNo.charAt(19)) : null) };
}
const limb = 4;

const told = (f: MemberFacts): { age: number; labour: number } => ({ age: f.age ?? 0, labour: f.m.labour ?? 0 });

export const labourRules: readonly Rule[] = [
  member("DQ-017", "E", {
    says: ["{age}岁，劳动能力没有填", "Aged {age}, ability to work is not filled in"],
    fix: ["按实际劳动能力填写", "Fill in what the person is able to do"],
    source: "NPIS 问题清单; G-2_12_001", field: "labour", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_LABOUR_TO"],
    when: (f, h) => f.m.labour === null && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && f.age <= h.s.QUALITY_LABOUR_TO && { age: f.age },
  }),
  member("DQ-034", "W", {
    says: ["{age}岁未满16周岁，劳动能力填“{labour:labour}”，应为“无劳动力”", "Aged {age}, under 16, with “{labour:labour}”; it should be “no labour”"],
    fix: ["改为“无劳动力”，或核对出生日期", "Change it to “no labour” or check the birth date"],
    source: "G-2_01_011", field: "labour", parameters: ["QUALITY_LABOUR_FROM"],
    when: (f, h) => f.m.labour !== null && f.m.labour !== 4 && f.age !== null && f.age < h.s.QUALITY_LABOUR_FROM && told(f),
  }),
  member("DQ-035", "W", {
    says: ["{age}岁、健康、不在校，劳动能力却填“{labour:labour}”", "Aged {age}, healthy and not a student, but “{labour:labour}”"],
    fix: ["入户核实：改健康状况或劳动能力", "Visit and correct health or ability to work"],
    source: "NPIS 问题清单; G-2_01_010", field: "labour", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_LABOUR_FULL_TO"],
    when: (f, h) => (f.m.labour === 3 || f.m.labour === 4) && f.healthy && !f.inSchool && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && f.age <= h.s.QUALITY_LABOUR_FULL_TO && told(f),
  }),
  member("DQ-036", "W", {
    says: ["{age}岁、健康，劳动能力却填“弱劳动力或半劳动力”", "Aged {age} and healthy, but “weak or half labour”"],
    fix: ["入户核实：改健康状况或劳动能力", "Visit and correct health or ability to work"],
    source: "G-1111_14, 1111_15", field: "labour", parameters: ["QUALITY_LABOUR_FROM", "QUALITY_LABOUR_FULL_TO"],
    when: (f, h) => f.m.labour === 5 && f.healthy && f.age !== null && f.age >= h.s.QUALITY_LABOUR_FROM && f.age <= h.s.QUALITY_LABOUR_FULL_TO && told(f),
  }),
  member("DQ-037", "W", {
    says: ["{age}岁已满60周岁，劳动能力填“{labour:labour}”，应为弱（半）劳动力或无劳动力", "Aged {age}, 60 or over, with “{labour:labour}”; it should be weak or no labour"],
    fix: ["按实际改正", "Correct it"],
    source: "G-2_12_005", field: "labour", parameters: ["QUALITY_LABOUR_FULL_TO"],
    when: (f, h) => (f.fullLabour || f.m.labour === 3) && f.age !== null && f.age > h.s.QUALITY_LABOUR_FULL_TO && told(f),
  }),
  member("DQ-038", "W", {
    says: ["在校生劳动能力填“{labour:labour}”，应为“无劳动力”", "A student with “{labour:labour}”; it should be “no labour”"],
    fix: ["改为“无劳动力”；已离校的改在校生状况", "Change it to “no labour”, or correct the schooling"],
    source: "G-1111_07", field: "labour",
    when: (f) => f.inSchool && f.m.labour !== null && f.m.labour !== 4 && { labour: f.m.labour },
  }),
  member("DQ-039", "W", {
    says: ["肢体残疾{level}级，劳动能力却填“普通劳动力”", "Physical disability of level {level}, but “ordinary labour”"],
    fix: ["对照残疾人证核实劳动能力", "Check the certificate and the ability to work"],
    source: "G-4_01_008", field: "labour",
    when: (f) => {
      if (f.m.labour !== 1) return false;
      const { category, level } = disability(f);
      return category === limb && (level === 1 || level === 2) && { level };
    },
  }),
  member("DQ-040", "W", {
    says: ["健康状况填“残疾”，没有残疾人证号", "Health is “disabled”, but there is no disability certificate"],
    fix: ["已办证的补填证号或残疾类别、等级；未办证的帮助办证并说明", "Enter the certificate, or help to obtain one and explain"],
    source: "NPIS 问题清单; G-4_12_003", field: "certNo",
    when: (f) => f.m.health.includes(4) && f.certNo.length < 20 && f.m.certType !== 2 && f.m.disabilityCategory === null && f.m.disabilityLevel === null,
  }),
];
