/**
 * Invented names: surnames cluster by village, given names follow the fashion of the birth decade, a few rare characters
 * (㑇 䶮 𠮷) that break fonts and code pages (domain guide §11.4: never real persons; paper 001 §2.3).
 */
import type { Random } from "../statistics/random.ts";

const list = (text: string): readonly string[] => text.split(" ");

/** Surnames from which a village draws its clusters: common ones, and those of the ethnic groups of the invented province. */
export const surnames = list("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 章 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文 欧阳 司马 上官");
export const ethnicSurnames: Readonly<Record<number, readonly string[]>> = { 6: list("杨 龙 吴 石 麻 廖 张 李 潘 侯"), 7: list("安 禄 陇 罗 李 王 杨 陈 卢 普"), 9: list("罗 岑 王 韦 黄 陆 班 莫 蒙 卢"), 12: list("吴 杨 石 陆 龙 姚 潘 粟 梁 欧"), 15: list("田 向 彭 覃 冉 杨 张 谭 李 白") };

/** Given names by sex and period of birth: before 1950, 1950–1969, 1970–1989, 1990 and later. */
const given: Readonly<Record<1 | 2, readonly (readonly string[])[]>> = {
  1: [
    list("福 贵 德 全 有才 长生 金山 富贵 德才 永福 兴发 万财 元 昌 国兴 开明 正德 光荣 先知 连升 寿 银宝 大发 明礼 朝贵 世荣 廷 绍武 成章 应祥"),
    list("建国 国强 卫东 志刚 建军 解放 跃进 援朝 文革 爱国 红旗 卫国 明 军 华 永强 正兴 国平 建平 胜利 光明 贵生 忠 学文 平安 德明 友 世明 云 向东 光辉 家富"),
    list("伟 强 军 勇 涛 斌 磊 鹏 辉 波 健 华 超 志强 志伟 建华 明辉 海军 永刚 小龙 俊 林 东 飞 刚 洪 家兴 文武 国辉 春林 江 平 正平 小军 昌盛 大勇"),
    list("浩 宇 杰 博文 子轩 宇航 浩然 俊杰 家豪 鑫 旭 天宇 梓豪 睿 晨 煜 佳明 嘉伟 子涵 一鸣 明轩 文博 俊熙 航 阳 凯 思远 志豪 佳俊 宇轩 鸿 铭"),
  ],
  2: [
    list("秀英 桂英 玉兰 秀兰 凤英 素珍 桂花 翠花 金花 玉珍 菊 梅 兰香 大妹 银花 桂珍 仙 秀 德芬 正英 维珍 朝珍 世英 光秀 国芬 腊梅 春香 莲 水仙 福珍"),
    list("秀珍 玉梅 桂兰 红 丽华 素芳 淑芬 秀芳 建英 国芳 卫红 爱华 莲英 金凤 玉芬 明珍 菊花 正芬 光珍 群 开秀 学珍 荣 彩云 云芬 丽 桂芳 小妹 兰芝 春梅"),
    list("艳 敏 静 丽 霞 芳 娟 燕 玲 梅 萍 红梅 晓燕 海燕 春燕 丽娟 小芳 玉 琴 兰 群英 琼 美 云霞 晓丽 凤 秋菊 莉 芝 艳梅 小红 洪英 英 莲 慧 翠明"),
    list("欣怡 子涵 梓涵 雨涵 诗涵 思雨 婷 雪 佳怡 欣妍 梦瑶 雅静 佳慧 雨欣 嘉欣 可馨 语嫣 静怡 梦婷 馨 颖 晓雯 依 思琪 紫萱 雨桐 慧敏 佳琪 倩 洁 心怡 美琳"),
  ],
};
const rare = ["㑇", "䶮", "𠮷"] as const;
/** Share of names with a rare character. */
export const rareShare = 0.003;

/** A given name. `birthYear` picks the period. @example givenName(r, 2, 1944) // => "秀英", or another name of the time */
export function givenName(r: Random, sex: 1 | 2, birthYear: number): string {
  const period = birthYear < 1950 ? 0 : birthYear < 1970 ? 1 : birthYear < 1990 ? 2 : 3;
  if (r.chance(rareShare)) return r.pick(rare);
  const first = r.pick(given[sex][period] ?? given[sex][3] ?? []);
  // One name in three of one character gets a second one: names then repeat about as often as real ones do.
  return first.length === 1 && r.chance(0.35) ? first + r.pick(seconds[sex]) : first;
}
const seconds: Readonly<Record<1 | 2, readonly string[]>> = { 1: list("国 明 光 德 正 兴 富 成 林 平 海 山 春 龙 祥 荣 才 生 清 文"), 2: list("英 芬 兰 花 珍 琴 秀 香 仙 凤 莲 菊 霞 云 芝 翠 碧 珠 玉 华") };
