/** Units of the field table in English. */
export const englishUnits: Readonly<Record<string, string>> = { 月: "months", 人: "persons", 亩: "mu", 平方米: "m²", 公里: "km", 元: "yuan", 户: "households", 个: "", 所: "" };
