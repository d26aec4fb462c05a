/**
 * What a password must be (ASVS 5.0 §6.2: length before composition, known passwords refused; GB/T 22239-2019 §8.1.4.1).
 * No forced mixture of characters, no forced change: a mixture rule gives "Abc123456!" in every office.
 */

/** Shortest password, in characters. */
export const passwordMin = 10;
export const passwordMax = 128;

/** Most frequent passwords of published breaches that reach the minimum length, with the Chinese favourites; compared after folding. */
const common: ReadonlySet<string> = new Set([
  "1234567890", "0123456789", "0987654321", "9876543210", "1234567891", "12345678910", "123456789a", "a123456789", "123456789q", "q123456789", "1qaz2wsx3edc", "1q2w3e4r5t", "1q2w3e4r5t6y", "q1w2e3r4t5", "qwertyuiop", "qwerty1234", "qwerty12345", "qwerty123456", "asdfghjkl1", "asdfghjkl123",
  "abcdefghij", "abcd123456", "abc1234567", "abc123456789", "aa12345678", "aa123456789", "aaa123456789", "password12", "password123", "password1234", "password12345", "passw0rd123", "p@ssw0rd123", "p@ssword123", "admin12345", "admin123456", "admin1234567", "administrator", "administrator1", "iloveyou12", "iloveyou123", "iloveyou520",
  "woaini1314", "woaini520", "woaini1314520", "woaini520520", "5201314520", "1314520520", "5201314521", "1234554321", "1122334455", "1472583690", "1478523690", "147258369a", "zxcvbnm123", "zxcvbnm1234", "qazwsxedc1", "qazwsxedcrfv", "q1w2e3r4t5y6", "changeme123", "welcome123", "welcome1234", "letmein123", "superman123", "sunshine123", "football123", "baseball123", "princess123", "dragon1234",
  "1111111111", "2222222222", "3333333333", "5555555555", "6666666666", "7777777777", "8888888888", "9999999999", "0000000000", "1010101010", "1212121212", "1231231231", "123123123123", "1234512345", "12341234123", "1234123412341234", "123456123456", "123456654321", "1234567899", "12345678900", "123456789123", "987654321a",
  "fupin12345", "fupin123456", "fupinban123", "fpb1234567", "jingzhunfupin", "tuopingongjian", "xiangcunzhenxing", "zhongguo123", "zhonghua123", "beijing123", "beijing2008", "guizhou123", "diguan12345", "diguan123456",
]);

export type PasswordFault = "tooShort" | "tooLong" | "common" | "repeated" | "name";

const fold = (text: string): string => text.normalize("NFKC").toLowerCase().replaceAll("@", "a").replaceAll("$", "s").replaceAll("!", "").replaceAll(/\s/g, "");

/** Sequence or repetition: every step between neighbours is the same (aaaa…, 3456…, 8765…), or one short block again and again. */
function isPattern(text: string): boolean {
  const points = Array.from(text, (c) => c.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, i) => point - (points[i] ?? 0)));
  return steps.size === 1 || /^(.{1,3})\1+.{0,2}$/.test(text);
}

/**
 * The first fault of a new password, or undefined when it may be used.
 * @param names the sign-in name and the display name: a password must not contain them
 * @example passwordFault("1234567890", []) // => "common"
 */
export function passwordFault(password: string, names: readonly string[]): PasswordFault | undefined {
  const length = [...password].length;
  if (length < passwordMin) return "tooShort";
  if (length > passwordMax) return "tooLong";
  const folded = fold(password);
  if (common.has(folded) || common.has(password.toLowerCase())) return "common";
  if (isPattern(folded)) return "repeated";
  // what is left of the password without the name must itself be long enough to be worth something
  const around = names.map(fold).filter((n) => [...n].length >= 2).reduce((rest, n) => rest.replaceAll(n, ""), folded);
  return [...around].length < passwordMin - 4 ? "name" : undefined;
}
