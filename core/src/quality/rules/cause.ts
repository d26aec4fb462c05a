/** Causes of poverty and risks against what the members say (DQ-064…072). Cause decides the measure (paper 001 §2.3 因户施策), so it must be true. */
import type { HouseholdFacts, Rule } from "../rule.ts";
import { writer } from "../write.ts";

const { household } = writer("cause");

const [ill, disabled, schooling, noLabour, other] = [1, 2, 3, 8, 99];
/** `codeLists.risk`: 缺劳动力 4, 务工就业不稳 7, 99 其他; 2 alone would be 因自然灾害 without its kind. */
const [riskIll, riskDisaster, riskNoLabour, riskWork] = [1, 2, 4, 7];

const filled = (text: string | null): boolean => text !== null && text.trim() !== "";
const caused = (h: HouseholdFacts): boolean => h.c.household.causeMain !== null;

export const causeRules: readonly Rule[] = [
  household("DQ-064", "W", {
    says: ["主要致贫原因是“因病”，全家健康状况却都是“健康”", "The main cause is illness, but all members are healthy"],
    fix: ["核实致贫原因和家庭成员健康状况", "Check the cause and the members' health"],
    source: "NPIS 问题清单; G-5_15_015", field: "causeMain",
    when: (h) => h.c.household.causeMain === ill && h.members.length > 0 && h.members.every((f) => f.healthy),
  }),
  household("DQ-065", "W", {
    says: ["主要致贫原因是“因学”，家中没有在校生", "The main cause is schooling, but nobody is in school"],
    fix: ["核实致贫原因和在校生状况", "Check the cause and the members' schooling"],
    source: "NPIS 问题清单", field: "causeMain",
    when: (h) => h.c.household.causeMain === schooling && h.members.length > 0 && !h.members.some((f) => f.inSchool),
  }),
  household("DQ-066", "W", {
    says: ["主要致贫原因是“因残”，家中没有残疾成员", "The main cause is disability, but nobody is disabled"],
    fix: ["核实致贫原因和残疾证", "Check the cause and the certificates"],
    source: "NPIS 问题清单; G-2_11_001", field: "causeMain",
    when: (h) => h.c.household.causeMain === disabled && h.members.length > 0 && !h.members.some((f) => f.disabled),
  }),
  household("DQ-067", "E", {
    says: ["其他致贫原因里又填了主要致贫原因“{cause:cause}”", "The main cause “{cause:cause}” is repeated among the other causes"],
    fix: ["从其他致贫原因里去掉", "Take it out of the other causes"],
    source: "NPIS 问题清单", field: "causeOther",
    when: (h) => h.c.household.causeMain !== null && h.c.household.causeOther.includes(h.c.household.causeMain) && { cause: h.c.household.causeMain },
  }),
  // A household monitored since 2021 without ever having been registered as poor has risks instead of causes.
  household("DQ-068", "E", {
    says: ["主要致贫原因没有填", "The main cause of poverty is not filled in"],
    fix: ["入户核实后填一项主要致贫原因", "Visit and enter one main cause"],
    source: "NPIS 问题清单", field: "causeMain",
    when: (h) => !caused(h) && !(h.regime === "B" && h.c.household.risks.length > 0),
  }),
  household("DQ-069", "W", {
    says: ["致贫原因是“缺劳力”，但{share:word}（{labourers}/{members}人）有劳动能力", "The cause is lack of labour, but {share:word} ({labourers} of {members}) can work"],
    fix: ["核实致贫原因和成员劳动能力", "Check the cause and the members' ability to work"],
    source: "G-4_11_009, 5_11_029, 5_18_008", field: "causeMain", parameters: ["QUALITY_LABOUR_SHARE", "QUALITY_LABOUR_SHARE_SMALL", "QUALITY_LABOUR_SHARE_SIZE"],
    when: (h) => {
      const monitored = h.c.household.risks.includes(riskNoLabour);
      const [members, labourers] = [h.members.length, h.labourers];
      if ((h.c.household.causeMain !== noLabour && !monitored) || members === 0) return false;
      if (labourers === members) return { share: "all", labourers, members };
      if (members >= h.s.QUALITY_LABOUR_SHARE_SIZE && labourers * 100 > members * h.s.QUALITY_LABOUR_SHARE) return { share: "overHalf", labourers, members };
      return monitored && labourers * 100 > members * h.s.QUALITY_LABOUR_SHARE_SMALL && { share: "overQuarter", labourers, members };
    },
  }),
  household("DQ-070", "W", {
    says: ["风险是“因务工就业不稳”，但家中{kind:word}", "The risk is unstable work, but there is {kind:word}"],
    fix: ["核实风险类型和务工情况", "Check the risk and the work"],
    source: "G-5_15_013, 5_15_014", field: "risks",
    when: (h) => h.c.household.risks.includes(riskWork) && ((!h.anyLabour && { kind: "noLabour" }) || (!h.members.some((f) => f.works || f.m.publicPost.length > 0) && { kind: "noWork" })),
  }),
  household("DQ-071", "E", {
    says: ["{kind:word}", "Here {kind:word}"],
    fix: ["补选灾种；选“其他”的写明具体原因", "Choose the kind of disaster; describe what “other” means"],
    source: "G-2_11_004, 2_11_005", field: "causeText",
    when: (h) => {
      const { causeMain, causeOther, risks, causeText, remark } = h.c.household;
      if (risks.includes(riskDisaster)) return { kind: "subItem", field: "risks" };
      const hasOther = causeMain === other || causeOther.includes(other) || risks.includes(other);
      return hasOther && !filled(causeText) && !filled(remark) && { kind: "remark" };
    },
  }),
  household("DQ-072", "W", {
    says: ["识别时风险为“因病”，合规自付支出却为0", "Identified for illness, but the own medical cost is 0"],
    fix: ["按医保结算单补填合规自付支出", "Enter the own medical cost from the settlement"],
    source: "G-5_15_020", field: "risks", regime: "B",
    when: (h) => h.c.household.risks.includes(riskIll) && h.monitoring?.ownMedicalFen === 0,
  }),
];
