/**
 * Who a person is: certificate number, birth, sex (DQ-001…008, 057, 058). 「身份证号」 is the key by which every department is
 * compared later, so its faults come first (paper 001 §2.3). Certificates 「无证件」 and 「其他」 (passport) have no number to check.
 */
import { checkCharacter, readIdNumber } from "../../id-number.ts";
import { ageOn, isRealDate } from "../../time.ts";
import type { MemberFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { member, household } = writer("identity");

const wellFormed = /^\d{17}[\dX](?:\d{2}(?:\d{2})?)?$/;
const mobile = /^1[3-9]\d{9}$/;
const old15 = /^\d{15}$/;

const exempt = (f: MemberFacts): boolean => f.m.certType === 3 || f.m.certType === 9;
const lengthFits = (n: string): boolean => n.length === 18 || n.length === 20 || n.length === 22;
const checksumFits = (n: string): boolean => wellFormed.test(n) && checkCharacter(n) === n.charAt(17);

/** Birth date inside a number of 15, 18, 20 or 22 characters; undefined when the places hold no digits or the number has another length. */
function birthInside(n: string): string | undefined {
  const digits = old15.test(n) ? `19${n.slice(6, 12)}` : lengthFits(n) ? n.slice(6, 14) : "";
  return /^\d{8}$/.test(digits) ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}` : undefined;
}

/** First two digits of GB/T 2260; 99 is the fictitious province of demonstrations. */
const provinces = new Set([11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91, 99]);

export const identityRules: readonly Rule[] = [
  member("DQ-001", "E", {
    says: ["证件号码应为18位（残疾人证20或22位），现为{length}位", "The certificate number must have 18 characters (disability certificate 20 or 22); it has {length}"],
    fix: ["对照户口簿或身份证原件补正；确无证件的，证件类型选“无证件”", "Correct it from the household register or ID card; if there is none, choose “none” as certificate"],
    source: "NPIS 问题清单; G-1_12_002", field: "certNo",
    when: (f) => !exempt(f) && !lengthFits(f.certNo) && !old15.test(f.certNo) && { length: f.certNo.length },
  }),
  member("DQ-002", "E", {
    says: ["证件号码是15位旧号码", "The certificate number is an old one of 15 digits"],
    fix: ["核对原件后升为18位", "Check the original and upgrade it to 18 digits"],
    source: "NPIS 问题清单", field: "certNo",
    when: (f) => !exempt(f) && old15.test(f.certNo),
  }),
  member("DQ-003", "E", {
    says: ["身份证号码校验位不对（GB 11643-1999），号码有错字", "The check digit of the ID number is wrong (GB 11643-1999): some digit is mistyped"],
    fix: ["对照身份证原件逐位核对", "Compare every digit with the original"],
    source: "NPIS 问题清单; G-1_01_003; GB 11643-1999", field: "certNo",
    when: (f) => !exempt(f) && f.certNo.length === 18 && !checksumFits(f.certNo),
  }),
  member("DQ-004", "E", {
    says: ["残疾人证号不对：前18位应为本人身份证号，第19位（类别）1–7，第20位（等级）1–4", "The disability certificate number is wrong: 18 characters of the ID number, then category 1–7, then level 1–4"],
    fix: ["对照残疾人证原件补正", "Correct it from the disability certificate"],
    source: "NPIS 问题清单; G-1_01_004", field: "certNo",
    when: (f) => !exempt(f) && (f.certNo.length === 20 || f.certNo.length === 22) && !(checksumFits(f.certNo) && "1234567".includes(f.certNo.charAt(18)) && "1234".includes(f.certNo.charAt(19))),
  }),
  member("DQ-005", "E", {
    says: ["证件号码里的出生日期 {birth} 不可能", "The birth date in the certificate number, {birth}, is impossible"],
    fix: ["对照身份证原件核对第7至14位", "Check characters 7 to 14 with the original"],
    source: "diguan", field: "certNo", parameters: ["QUALITY_MAX_AGE"],
    when: (f, h) => {
      if (exempt(f)) return false;
      const birth = birthInside(f.certNo);
      return birth !== undefined && (!isRealDate(birth) || birth > h.today || ageOn(birth, h.asOf) > h.s.QUALITY_MAX_AGE) && { birth };
    },
  }),
  member("DQ-006", "W", {
    says: ["性别填“{sex:sex}”，与身份证号第17位（单数男、双数女）不一致", "The sex is “{sex:sex}”, but character 17 of the ID number (odd male, even female) says otherwise"],
    fix: ["核对原件，改性别或号码", "Check the original; correct the sex or the number"],
    source: "diguan; GB 11643-1999", field: "sex",
    when: (f) => {
      if (f.sex === null || exempt(f)) return false;
      const id = readIdNumber(f.certNo);
      return typeof id !== "string" && id.sex !== f.sex && { sex: f.sex };
    },
  }),
  member("DQ-007", "W", {
    says: ["身份证号前六位 {prefix} 不是区划代码（999999为无证占位）", "The first six digits of the ID number, {prefix}, are no region code (999999 stands for “no ID”)"],
    fix: ["核对原件；确无证件的，证件类型选“无证件”", "Check the original; if there is none, choose “none” as certificate"],
    source: "G-4_01_003; GB/T 2260", field: "certNo",
    when: (f, h) => {
      if (exempt(f) || !lengthFits(f.certNo)) return false;
      const prefix = Number(f.certNo.slice(0, 6));
      const known = prefix !== 999_999 && provinces.has(Math.floor(prefix / 10_000)) && (h.knownPrefixes === undefined || h.knownPrefixes.has(prefix));
      return Number.isInteger(prefix) && !known && { prefix: f.certNo.slice(0, 6) };
    },
  }),
  // Two members of one household are found here; the same number in two households is found over the whole area (SQL).
  member("DQ-008", "E", {
    says: ["证件号码重复：另有 {count} 人在册（{level:word}），一人只能在一户", "The certificate number is registered for {count} other person(s) as well ({level:word}); one person belongs to one household"],
    fix: ["查明本人实际所在户，其余作自然减少或剔除", "Find out where the person really lives and remove the other records"],
    source: "NPIS 问题清单; G-1_01_001", field: "certNo",
    when: (f, h) => {
      if (f.certNo.length < 15) return false;
      const own = f.certNo.slice(0, 18);
      let count = 0;
      for (const other of h.members) if (other !== f && other.certNo.length >= 15 && other.certNo.slice(0, 18) === own) count++;
      return count > 0 && { count, level: "household" };
    },
  }),
  {
    ...member("DQ-057", "E", {
      says: ["联系电话不是11位手机号", "The phone is not a mobile number of 11 digits"],
      fix: ["与本人核对后填11位手机号；没有手机的留空", "Ask the person and enter 11 digits; leave it empty if there is none"],
      source: "G-2_01_013, 2_01_014", field: "memberPhone",
      when: (f) => f.m.memberPhone !== null && f.m.memberPhone !== "" && !mobile.test(f.m.memberPhone),
    }),
    ofHousehold: (h) => h.c.household.householdPhone !== null && h.c.household.householdPhone !== "" && !mobile.test(h.c.household.householdPhone) && { field: "householdPhone" },
  },
  // Across households by SQL; inside one household here: two people cannot work in two places with one phone.
  household("DQ-058", "R", {
    says: ["同一电话有 {count} 处在用（{level:word}）", "One phone is used {count} times ({level:word})"],
    fix: ["核实是否代填；各人各留自己的号码", "Find out whether someone else's number was entered; each person gives an own one"],
    source: "G-5_15_021, 5_15_022", field: "memberPhone",
    when: (h) => {
      for (const f of h.members) {
        if (!f.m.memberPhone || f.m.workPlace === null) continue;
        for (const other of h.members) {
          if (other.index <= f.index || other.m.memberPhone !== f.m.memberPhone || other.m.workPlace === null || other.m.workPlace === f.m.workPlace) continue;
          if (f.m.workPlace >= 3 || other.m.workPlace >= 3) return { count: 2, level: "workPlaces" };
        }
      }
      return false;
    },
  }),
];
