/** Words of the regions and organisations pages. */
import { defineWords } from "../kit/i18n.tsx";

export const regionWords = defineWords({
  "zh-CN": {
    title: (place: string) => `${place}的区划`, nation: "全国", path: "所在位置", levels: { nation: "全国", province: "省", city: "市", county: "县", town: "乡镇", village: "村" },
    held: { province: "个省", city: "个市", county: "个县", town: "个乡镇", village: "个村" }, holds: (parts: string) => `现有${parts}`, waiting: (n: string) => `${n} 个待确认`,
    asOn: (date: string) => `${date} 的区划`, onDay: "看某一天的区划", today: "看现行区划", search: "查区划名称", searchHint: "名称开头几个字", nothingFound: "没有这个名称。",
    list: (place: string) => `${place}的下级区划`, code: "代码", name: "名称", level: "级别", below: "下级", state: "状态", source: "来源",
    provisional: "待确认", current: "现行", closed: "已撤销", twoLevels: (a: string, b: string) => `${a}、${b}合一`, emptyBelow: "没有下级区划。", emptyTree: "还没有区划。在服务器上运行 diguan regions import 可载入全国五级区划（约 62 万个村）。",
    detail: "区划详情", byHand: "本地登记", history: "沿革", from: "起", to: "止", now: "至今", successor: "由谁承接", related: "撤并拆分", tookOver: (name: string, act: string) => `${act}，承接自${name}`, gaveTo: (name: string, act: string) => `${act}，由${name}承接`,
    acts: { rename: "更名", merge: "合并", split: "拆分", recode: "改码", close: "撤销", create: "登记", confirm: "确认", groups: "村民小组" }, groups: "村民小组", noGroups: "没有登记村民小组。", groupHint: "每行一个组名",
    pick: "点一行看它的沿革。", notYet: "那一天还没有这个区划，或已撤销。", exportCsv: "导出区划表（CSV）",
    create: (place: string) => `登记${place}的下级`, createAct: "登记", renameAct: (name: string) => `${name}更名`, closeAct: (name: string) => `撤销${name}`, mergeAct: (name: string) => `并入${name}`, splitAct: (name: string) => `拆分${name}`, confirmAct: (name: string) => `确认${name}`, groupsAct: (name: string) => `${name}的村民小组`,
    fields: { code: "12 位代码", name: "名称", newName: "新名称", on: "生效日期", reason: "依据（文号或事由）", from: "并入哪些区划", into: "新设区划", successor: "由谁承接（选填）", keep: "原区划保留", end: "原区划撤销" }, addPart: "再加一个", needCode: "填 12 位数字，前几位与上级相同。", need: "请填写。", saved: "已登记。", keepOrEnd: "原区划",
    status: (villages: string) => `区划库里有 ${villages} 个村`, statusWaiting: (n: string) => `${n} 个区划由导入带入，等待确认`, statusUnit: "个", statusSource: "区划库", lastImport: (source: string, at: string) => `最近载入 ${source}，${at}`, noImport: "还没有载入过区划表。", imports: "载入记录", added: "新增", renamed: "更名", closedCount: "撤销", unchanged: "未变", seconds: "秒", problems: "问题", at: "时间", validFrom: "生效日期",
    confirmList: "待确认的区划", allConfirmed: "没有待确认的区划。", cancel: "不改了", count: "个数", provisionalCount: "其中待确认",
  },
  en: {
    title: (place: string) => `Regions of ${place}`, nation: "the nation", path: "Where this is", levels: { nation: "nation", province: "province", city: "city", county: "county", town: "township", village: "village" },
    held: { province: " provinces", city: " cities", county: " counties", town: " townships", village: " villages" }, holds: (parts: string) => `Now ${parts}`, waiting: (n: string) => `${n} awaiting confirmation`,
    asOn: (date: string) => `as on ${date}`, onDay: "See the tree of a day", today: "See the present tree", search: "Find a region by name", searchHint: "first characters of the name", nothingFound: "No such name.",
    list: (place: string) => `Regions below ${place}`, code: "Code", name: "Name", level: "Level", below: "Below", state: "State", source: "Source",
    provisional: "provisional", current: "in force", closed: "closed", twoLevels: (a: string, b: string) => `${a} and ${b} in one`, emptyBelow: "There is nothing below.", emptyTree: "There are no regions yet. Run diguan regions import on the server to load the five levels of the whole country (some 620,000 villages).",
    detail: "Region", byHand: "entered here", history: "History", from: "From", to: "To", now: "today", successor: "Taken over by", related: "Merged, split", tookOver: (name: string, act: string) => `${act}: took over from ${name}`, gaveTo: (name: string, act: string) => `${act}: taken over by ${name}`,
    acts: { rename: "Rename", merge: "Merge", split: "Split", recode: "New code", close: "Close", create: "Register", confirm: "Confirm", groups: "Groups" }, groups: "Groups", noGroups: "No groups are registered.", groupHint: "one name per line",
    pick: "Choose a row to see its history.", notYet: "On that day the region did not exist, or was closed.", exportCsv: "Export the list (CSV)",
    create: (place: string) => `Register a region below ${place}`, createAct: "Register", renameAct: (name: string) => `Rename ${name}`, closeAct: (name: string) => `Close ${name}`, mergeAct: (name: string) => `Merge into ${name}`, splitAct: (name: string) => `Split ${name}`, confirmAct: (name: string) => `Confirm ${name}`, groupsAct: (name: string) => `Groups of ${name}`,
    fields: { code: "12-digit code", name: "Name", newName: "New name", on: "First day", reason: "Ground (document or cause)", from: "Regions to merge", into: "New regions", successor: "Taken over by (optional)", keep: "The old region stays", end: "The old region ends" }, addPart: "One more", needCode: "12 digits, beginning like the region above.", need: "Please fill in.", saved: "Registered.", keepOrEnd: "Old region",
    status: (villages: string) => `The tree holds ${villages} villages`, statusWaiting: (n: string) => `${n} regions made by imports await confirmation`, statusUnit: "regions", statusSource: "region tree", lastImport: (source: string, at: string) => `last loaded: ${source}, ${at}`, noImport: "No list has been loaded yet.", imports: "Loadings", added: "Added", renamed: "Renamed", closedCount: "Closed", unchanged: "Unchanged", seconds: "Seconds", problems: "Problems", at: "At", validFrom: "From day",
    confirmList: "Regions to confirm", allConfirmed: "Nothing awaits confirmation.", cancel: "Leave as it is", count: "Number", provisionalCount: "provisional",
  },
});
