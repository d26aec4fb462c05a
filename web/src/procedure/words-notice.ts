/** Words of the public notice, on a stranger's phone. */
import { defineWords } from "../kit/i18n.tsx";

export const noticeWords = defineWords({
  "zh-CN": {
    brand: "滴灌　公示", daysLeft: "天后公示期满", period: (from: string, to: string) => `公示期 ${from} 至 ${to}，首尾两天都算`, decides: (step: string) => `现在进行：${step}。公示期满没有异议，或异议核查后不成立，才进入下一步。`, list: (n: string) => `公示名单（${n} 户）`, members: (n: string) => `${n} 人`, rights: (days: string) => `有异议的，可以在公示期内在这里提出，也可以找村委会、乡镇人民政府。${days} 日内核查并书面答复；您的姓名和联系方式保密。`, posted: (place: string) => `张贴地点：${place}`,
    object: "提出异议", objectTo: (name: string) => `对 ${name} 提出异议`, what: "您要反映什么？", whatHint: "请写清事情，例如：哪一年在哪里买了房。不要写身份证号、病情。", contact: "联系电话（选填，保密）", send: "提交", sending: "正在提交", cancel: "取消", least: "请至少写 4 个字。",
    thanks: "已收到", thanksNote: (on: string) => `${on} 前核查答复。请记下查询编号，凭编号在这里看答复：`, follow: "查看答复", reference: "查询编号", look: "查看", waiting: (on: string) => `已受理，${on} 前核查答复。`, answerOn: (on: string) => `${on} 答复`, upheld: "异议成立", dismissed: "异议不成立", unknown: "没有这个编号，请核对。",
    over: "公示期已满", overNote: "网页已撤下。公示材料由村里和县里存档；想了解结果，请联系村委会或乡镇人民政府。", missing: "没有这个公示", missingNote: "网址可能抄错了，请对照张贴的公示核对。", failed: "打不开", failedNote: "网络不通或系统繁忙，请稍后再试。", retry: "再试一次", loading: "正在打开", otherLanguage: "英文 English", notListed: "本村的公示不在网上列出，请看村务公开栏。", none: "本村现在没有公示。", village: (name: string) => `${name}的公示`,
  },
  en: {
    brand: "diguan  Public notice", daysLeft: "days left", period: (from: string, to: string) => `The notice stands ${from} to ${to}, both days included`, decides: (step: string) => `Now: ${step}. The next step follows when nobody objects, or when objections were checked and do not hold.`, list: (n: string) => `Households (${n})`, members: (n: string) => `${n} persons`, rights: (days: string) => `Object here until the last day, or speak to the village committee or township. It is checked and answered within ${days} days; your name and contact stay secret.`, posted: (place: string) => `Posted at: ${place}`,
    object: "Object", objectTo: (name: string) => `Object to ${name}`, what: "What is wrong?", whatHint: "Say what happened, for example where and when a house was bought. No ID numbers, no illnesses.", contact: "Telephone (optional, kept secret)", send: "Send", sending: "Sending", cancel: "Cancel", least: "Write at least 4 characters.",
    thanks: "Received", thanksNote: (on: string) => `It will be checked and answered by ${on}. Keep this reference to read the answer here:`, follow: "Read an answer", reference: "Reference", look: "Look", waiting: (on: string) => `Received; it will be answered by ${on}.`, answerOn: (on: string) => `Answered on ${on}`, upheld: "The objection holds", dismissed: "The objection does not hold", unknown: "There is no such reference.",
    over: "This notice is over", overNote: "Its page was taken down. The papers are kept by the village and the county; ask there for the result.", missing: "There is no such notice", missingNote: "Compare the address with the notice on the board.", failed: "Cannot be opened", failedNote: "No connection, or the system is busy. Try again later.", retry: "Try again", loading: "Opening", otherLanguage: "Chinese", notListed: "Notices of this village are not listed on the net; see the village board.", none: "No notice stands in this village now.", village: (name: string) => `Notices of ${name}`,
  },
});
