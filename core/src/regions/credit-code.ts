/**
 * 统一社会信用代码: 18 characters that name every legal person and organisation of the country (GB 32100-2015); needed by
 * every organisation the platform lists (paper 001 §3.1 企业、社会组织、合作社).
 */
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

export type CreditCodeFault = "length" | "characters" | "region" | "check";
export const creditCodeFaults: Readonly<Record<CreditCodeFault, { readonly zh: string; readonly en: string }>> = {
  length: { zh: "不是 18 位", en: "not 18 characters" }, characters: { zh: "含有不允许的字符，代码中没有 I、O、S、V、Z", en: "characters that do not occur; there is no I, O, S, V, Z" },
  region: { zh: "第 3–8 位应为 6 位数字的登记机关区划码", en: "characters 3–8 must be the six digits of the registering region" }, check: { zh: "校验码不符", en: "check character does not match" },
};

/** Check character of the first 17: weights 3^(i−1) mod 31, GB 32100-2015 §5.5. @example creditCheck("91350100M000100Y4") // => "3" */
export function creditCheck(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const c of first17) { sum += alphabet.indexOf(c) * weight; weight = (weight * 3) % 31; }
  return alphabet[(31 - (sum % 31)) % 31] ?? "";
}

/** The code as it is stored (upper case, no spaces), or what is wrong with it. @example readCreditCode("91350100m000100y43") // => { code: "91350100M000100Y43" } */
export function readCreditCode(text: string): { readonly code: string } | { readonly fault: CreditCodeFault } {
  const code = text.replace(/[\s-]/g, "").toUpperCase();
  if (code.length !== 18) return { fault: "length" };
  if (![...code].every((c) => alphabet.includes(c))) return { fault: "characters" };
  if (!/^\d{6}$/.test(code.slice(2, 8))) return { fault: "region" };
  return creditCheck(code.slice(0, 17)) === code[17] ? { code } : { fault: "check" };
}
