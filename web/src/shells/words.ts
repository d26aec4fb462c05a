/** Words of the desk shell. */
import { defineWords } from "../kit/i18n.tsx";

export const shellWords = defineWords({
  "zh-CN": {
    platform: "滴灌 · 精准扶贫平台", skip: "跳到正文", waiting: "待办 ", mainNav: "主导航", place: "地区", year: "年度", yearOf: (year: string) => `${year} 年`, demonstration: "示例数据",
    search: "姓名、户编号、证件后四位", searchLabel: "查找农户", person: "我的岗位和设置",
    sections: { home: "首页", records: "户档", comparison: "比对", identification: "识别", procedure: "程序", intake: "导入", quality: "数据", rules: "规则", evaluation: "评估", helpers: "帮扶", regions: "区划", organisations: "组织", accounts: "账户", audit: "审计", settings: "设置" },
    look: "语言和明暗", language: "语言", languages: { chinese: "中文", english: "English" }, theme: "明暗", themes: { system: "跟随系统", light: "浅色", dark: "深色" },
    posts: "换岗位", mySessions: "我的登录", signOut: "退出登录", up: "上一级", keys: "全部按键", keysTitle: "键盘操作",
    keyList: { go: "再按一个字母，去那一栏", search: "查找", help: "看这张表", move: "上下一行", open: "打开", select: "选中，Shift 选一段", escape: "回到刚才的一行" },
    notFound: "没有这一页", notFoundWhat: "地址可能写错了，或者这一栏还没有启用。", goHome: "回首页", failed: "这一页打不开",
  },
  en: {
    platform: "diguan · precision poverty alleviation", skip: "Skip to content", waiting: "waiting ", mainNav: "Main navigation", place: "Place", year: "Year", yearOf: (year: string) => year, demonstration: "Demonstration data",
    search: "Name, household code, last 4 of ID", searchLabel: "Find a household", person: "My post and settings",
    sections: { home: "Home", records: "Records", comparison: "Compare", identification: "Identify", procedure: "Cases", intake: "Import", quality: "Quality", rules: "Rules", evaluation: "Precision", helpers: "Helpers", regions: "Places", organisations: "Bodies", accounts: "Accounts", audit: "Audit", settings: "Settings" },
    look: "Language and theme", language: "Language", languages: { chinese: "中文", english: "English" }, theme: "Theme", themes: { system: "As system", light: "Light", dark: "Dark" },
    posts: "Switch post", mySessions: "My sessions", signOut: "Sign out", up: "One level up", keys: "All keys", keysTitle: "Keyboard",
    keyList: { go: "then a letter: go to that section", search: "find", help: "this list", move: "next, previous row", open: "open", select: "select, with Shift a stretch", escape: "back to the row" },
    notFound: "No such page", notFoundWhat: "The address may be wrong, or this section is not in use yet.", goHome: "Go to the home page", failed: "This page cannot be opened",
  },
});
