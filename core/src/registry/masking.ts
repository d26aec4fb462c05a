/** How personal data are shown unasked (domain guide §10.3): enough to recognise, too little to misuse. Whole values need a logged reveal. */

const letters = (text: string): string[] => [...text];

/**
 * A name: first and last character with one star between, a minor's surname with two stars.
 * @example maskName("李秀兰") // => "李*兰"
 */
export function maskName(name: string, minor = false): string {
  const all = letters(name);
  const [first = "", ...rest] = all;
  if (rest.length === 0) return name === "" ? "" : "*";
  if (minor) return `${first}**`;
  return rest.length === 1 ? `${first}*` : `${first}*${all.at(-1) ?? ""}`;
}

/** A certificate number: six first, eight stars, four last. @example maskCertificate("990103197306154015") // => "990103********4015" */
export const maskCertificate = (no: string): string => (no.length < 12 ? "*".repeat(no.length) : `${no.slice(0, 6)}${"*".repeat(no.length - 10)}${no.slice(-4)}`);

/** A phone: three first, four last. @example maskPhone("13812345678") // => "138****5678" */
export const maskPhone = (no: string): string => (no.length < 9 ? "*".repeat(no.length) : `${no.slice(0, 3)}****${no.slice(-4)}`);

/** A bank account: four last. @example maskAccount("6230990000000021234") // => "**** **** **** 1234" */
export const maskAccount = (no: string): string => (no.length < 8 ? "*".repeat(no.length) : `**** **** **** ${no.slice(-4)}`);

/** What stands for health and other facts that have no harmless part. */
export const maskedWhole = "●●●●";

/** How long an opened field stays open on the page (look.md §9). */
export const revealSeconds = 120;
