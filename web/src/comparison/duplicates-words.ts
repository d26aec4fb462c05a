/** Words of 查重. */
import { duplicatesLabels } from "@diguan/core/comparison/duplicates-labels.ts";
import { defineWords } from "../kit/i18n.tsx";

const [zh, en] = [duplicatesLabels("zh-CN"), duplicatesLabels("en")];

export const duplicatesWords = defineWords({
  "zh-CN": {
    title: "查重", departments: "部门比对", tabs: "比对",
    head: (name: string, open: string) => `${name}　${open} 对待判定`, lastRun: (at: string, persons: string, pairs: string) => `${at} 查过 ${persons} 人，疑似 ${pairs} 对`, neverRun: "还没有查过", searching: "正在查重 …", search: "重新查重", started: "已开始，查完自动更新。",
    nation: "全国", state: "状态", list: "疑似重复人员",
    states: { ...zh.states }, kinds: { ...zh.kinds }, kind: "疑点",
    columns: { probability: "同一人概率", kind: "疑点", left: "一方", right: "另一方", place: "村", state: "状态", shared: "同两户", year: "年度", weight: "权重", task: "户档处理" },
    least: (percent: string) => `列出线 ${percent}`, leastSource: (code: string, from: string, source: string) => `参数 ${code}，${from} 起，${source}`,
    pick: "从左边选一对，在这里并排对照、判定。", empty: "没有疑似重复的人员。", emptyState: "没有这一状态的。", notYet: "还没有查过重。", position: (n: string, of: string) => `${n} / ${of}`, previous: "上一对", next: "下一对", close: "关闭",
    fields: { name: "姓名", certNo: "证件号", birth: "出生日期", sex: "性别", region: "住址", phone: "联系电话" }, sexes: { "1": "男", "2": "女" }, missing: "未填",
    household: "户", openHousehold: "打开户档", outside: "外县，只显示遮盖后的内容", headOf: (name: string) => `户主 ${name}`, evidence: "证据强弱", fact: "项目", compared: "比较", same: "一致", near: "相近", differs: "不一致", unknown: "缺一方",
    levels: { different: "不同", similar: "有相同的字", samePinyin: "同音", sameFolded: "简繁或异体", same: "相同", oneSlip: "差一位", sameOld: "15 位与 18 位", sameYear: "同年", sameDay: "同月日，年不同", oneDigit: "差一个数字", swapped: "月日互换", elsewhere: "不同县", sameCounty: "同县", sameTown: "同乡镇", sameVillage: "同村", "≤1": "差一个字", missing: "缺一方" },
    probability: "同一人概率", sum: (facts: string, prior: string, total: string) => `各项证据相加 ${facts}，两人本来相同的可能 ${prior}，合计 ${total}（比特）`, bits: (n: string) => `${n} 比特`,
    beside: (n: string) => `同两户还有 ${n} 对`, history: "判定记录", platform: "系统", notVerdict: "疑点，不是结论", neverMerged: "判定不会合并或删除任何人；判为同一人的，请到户档办理减少或更正。",
    acts: { same: "同一人", different: "不同的人", visit: "需入户", undo: "撤销判定", gone: "户档已改，疑点消除", back: "户档中又出现" }, actHint: { same: "列入户档处理", different: "不再提示", visit: "到户核实后再判" },
    reason: "理由（必填，至少 4 个字）", usual: { same: "两户的证件和照片为同一人|本人确认，重复登记", different: "证件原件核对，确为两人|号码录错，实为两人", visit: "证据不足，请村里入户核实", undo: "判错了，重新核对" },
    submit: "审定，看下一对", undo: "撤销", done: "已判定。", undone: "已撤销。", mayNot: "本岗位只能查看。", chooseFirst: "先按 1 2 3 选一项，再写理由，回车审定。", task: { open: "待户档处理", settled: "户档已处理", withdrawn: "已撤回" }, tasks: (n: string) => `${n} 对待户档处理`, keys: "键",
  },
  en: {
    title: "Duplicates", departments: "Departments", tabs: "Comparison",
    head: (name: string, open: string) => `${name}　${open} pairs to decide`, lastRun: (at: string, persons: string, pairs: string) => `${at}: ${persons} persons searched, ${pairs} possible pairs`, neverRun: "Never searched", searching: "Searching …", search: "Search again", started: "Started; the list updates by itself.",
    nation: "The nation", state: "State", list: "Possible duplicates",
    states: { ...en.states }, kinds: { ...en.kinds }, kind: "Suspicion",
    columns: { probability: "Probability", kind: "Suspicion", left: "One", right: "Other", place: "Village", state: "State", shared: "Same households", year: "Year", weight: "Weight", task: "In the registry" },
    least: (percent: string) => `listed from ${percent}`, leastSource: (code: string, from: string, source: string) => `Parameter ${code}, from ${from}, ${source}`,
    pick: "Choose a pair to compare and decide it here.", empty: "No possible duplicates.", emptyState: "None in this state.", notYet: "Not searched yet.", position: (n: string, of: string) => `${n} / ${of}`, previous: "Previous", next: "Next", close: "Close",
    fields: { name: "Name", certNo: "ID number", birth: "Birthday", sex: "Sex", region: "Place", phone: "Phone" }, sexes: { "1": "male", "2": "female" }, missing: "not given",
    household: "Household", openHousehold: "Open the record", outside: "another county: masked values only", headOf: (name: string) => `head ${name}`, evidence: "Weight of evidence", fact: "Fact", compared: "Compared", same: "the same", near: "alike", differs: "differs", unknown: "missing on a side",
    levels: { different: "different", similar: "a character in common", samePinyin: "same sound", sameFolded: "traditional or variant form", same: "the same", oneSlip: "one slip", sameOld: "15 and 18 digits", sameYear: "same year", sameDay: "same day, other year", oneDigit: "one digit off", swapped: "day and month swapped", elsewhere: "other county", sameCounty: "same county", sameTown: "same town", sameVillage: "same village", "≤1": "one character off", missing: "missing on a side" },
    probability: "Probability of one person", sum: (facts: string, prior: string, total: string) => `Evidence ${facts}, chance beforehand ${prior}, together ${total} (bits)`, bits: (n: string) => `${n} bits`,
    beside: (n: string) => `${n} more between these households`, history: "Decisions", platform: "the platform", notVerdict: "A suspicion, not a verdict", neverMerged: "A decision merges and deletes nobody; for the same person, correct the registry.",
    acts: { same: "Same person", different: "Different", visit: "Needs a visit", undo: "Decision undone", gone: "Records corrected, gone", back: "In the records again" }, actHint: { same: "a task for the registry", different: "not asked again", visit: "decide after a visit" },
    reason: "Reason (needed, at least 4 characters)", usual: { same: "Same papers and photograph in both|Confirmed by the person", different: "Originals seen: two persons|Number mistyped: two persons", visit: "Too little evidence, visit first", undo: "Decided wrongly, checked again" },
    submit: "Decide, next", undo: "Undo", done: "Decided.", undone: "Undone.", mayNot: "Your post may only look.", chooseFirst: "Press 1 2 3, write the reason, Enter decides.", task: { open: "waits for the registry", settled: "settled", withdrawn: "withdrawn" }, tasks: (n: string) => `${n} wait for the registry`, keys: "Keys",
  },
});
