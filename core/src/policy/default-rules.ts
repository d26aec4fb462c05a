/**
 * Rules of the guide as a province may begin with them (domain guide §2.4 who may be registered, §4.2 exit, §4.5 monitoring). They are
 * laid out in the demonstration as rules of 示例省, and offered as a start when a new rule is written; every number is a parameter.
 */
import type { Purpose } from "./states.ts";

export interface DefaultRule { readonly purpose: Purpose; readonly zh: string; readonly en: string; readonly source: string; readonly note: string; readonly text: string }

export const defaultRules: readonly DefaultRule[] = [
  {
    purpose: "identification", zh: "贫困户识别规则", en: "who is registered as poor",
    source: "domain guide §2.4、§2.5：收入低于标准，或“两不愁三保障”有一项未解决，且无排除情形", note: "按国家标准和省常用工作线起草",
    text: `// 收入：人均纯收入低于当年标准
(perCapitaYuan < POVERTY_LINE
// 义务教育：适龄儿童失学
|| dropouts > DROPOUTS_ALLOWED
// 基本医疗：有成员未参保
|| uninsured > UNINSURED_ALLOWED
// 住房安全：C、D 级或认定为危房
|| houseGrade in ["C", "D"]
|| unsafeHouse
// 饮水安全
|| !waterSafe)
// 排除：经入户核实、县级认定的情形（疑点本身不排除任何人）
&& exclusionsDecided == 0
`,
  },
  {
    purpose: "exit", zh: "贫困户退出标准", en: "exit of a household",
    source: "关于建立贫困退出机制的意见（2016）；domain guide §4.2：收入稳定超过标准，不愁吃穿，义务教育、基本医疗、住房安全有保障，饮水安全", note: "按国家退出标准起草",
    text: `// 收入稳定超过标准（幅度由省定）
perCapitaYuan >= POVERTY_LINE * EXIT_MARGIN
// 三保障和饮水安全
&& dropouts <= DROPOUTS_ALLOWED
&& uninsured <= UNINSURED_ALLOWED
&& !(houseGrade in ["C", "D"])
&& !unsafeHouse
&& waterSafe
`,
  },
  {
    purpose: "monitoring", zh: "防返贫监测范围", en: "households to be monitored",
    source: "国开发〔2020〕6号；domain guide §4.5：人均纯收入在监测范围内，且有致贫返贫风险", note: "按过渡期监测要求起草",
    text: `// 收入在监测范围内
perCapitaYuan < MONITOR_LINE
// 且有风险：大病、重残、劳动力负担重、保障不稳
&& (seriouslyIll >= MONITOR_ILL_LIMIT
|| severelyDisabled > 0
|| labourers == 0
|| persons / labourers > MONITOR_DEPENDENCY
|| dropouts > DROPOUTS_ALLOWED
|| uninsured > UNINSURED_ALLOWED
|| unsafeHouse
|| !waterSafe)
`,
  },
  {
    purpose: "measure", zh: "雨露计划（职业教育补助）资格", en: "aid for vocational schooling (雨露计划)",
    source: "domain guide §3.1 教育帮扶：建档立卡户中接受中高等职业教育的学生；未脱贫、预脱贫、返贫户及脱贫后不摘政策的户", note: "示例",
    text: `// 在册或已脱贫（不摘政策），且有非义务教育在校生
exitState in ["未脱贫", "预脱贫", "返贫", "已脱贫"]
&& upperStudents > 0
`,
  },
];
