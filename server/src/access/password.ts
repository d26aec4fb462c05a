/**
 * Password hashes: argon2id, 19 MiB, two passes, one lane (OWASP; 11 ms each, reliability guide §3.3). Few at a time: a flood of
 * sign-ins must not take the memory or the processors from the people at work.
 */
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { passwordFault } from "@diguan/core/access/password.ts";
import { Problem } from "@diguan/core/problem.ts";

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const atOnce = 2;
const waitingMost = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= waitingMost) throw new Problem("access.busy");
    await new Promise<void>((go) => { waiting.push(go); });   // the one that leaves hands its place on
  } else running += 1;
  try { return await work(); } finally {
    const next = waiting.shift();
    if (next) next(); else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize("NFKC"), cost));

/** Hash of a password nobody knows: verified for unknown names, so that they take as long as known ones. */
let nobody: Promise<string> | undefined;

/** Is this the password? `stored` undefined (no such account) costs the same and is always false. */
export async function passwordIs(stored: string | undefined, password: string): Promise<boolean> {
  nobody ??= hash(randomBytes(16).toString("hex"), cost);
  const against = stored ?? await nobody;
  const right = await inTurn(() => verify(against, password.normalize("NFKC")));
  return right && stored !== undefined;
}

/** Throws the Problem of a password that may not be used. */
export function checkPassword(password: string, names: readonly string[]): void {
  const fault = passwordFault(password, names);
  if (fault) throw new Problem(`access.password.${fault}`);
}

/** A one-time password to read out and copy: 20 signs without the ones that look alike, 95 bits. */
export function oneTimePassword(): string {
  const signs = "abcdefghjkmnpqrstuvwxyz23456789";
  const drawn = Array.from(randomBytes(64)).filter((b) => b < 248).slice(0, 20).map((b) => signs.charAt(b % signs.length));
  return (drawn.join("").match(/.{5}/g) ?? []).join("-");
}
