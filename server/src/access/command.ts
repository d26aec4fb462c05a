/** `diguan user add | list | password`: accounts from the command line, before anybody can sign in. */
import { createInterface } from "node:readline";
import { roleNames } from "@diguan/core/access/labels.ts";
import { roles } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import { parseRegionCode, rangeOf } from "@diguan/core/region-code.ts";
import { chinaDate } from "@diguan/core/time.ts";
import { audit } from "../audit.ts";
import { Usage, type Command, type Told } from "../command.ts";
import type { Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { forgetFailures } from "./lockout.ts";
import { checkPassword, hashPassword, oneTimePassword } from "./password.ts";
import { createAccount, foldName, readRole } from "./service.ts";

/** One line of standard input: a password given as an argument would stand in the shell's history. */
async function passwordFromInput(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new Usage("--password-stdin was given, but standard input is empty");
}
const textOf = ({ values }: Told, name: string): string | undefined => { const v = values[name]; return typeof v === "string" ? v : undefined; };
const nameOf = ({ positionals }: Told, command: string): string => { const [name] = positionals; if (!name || positionals.length > 1) throw new Usage(`one sign-in name is needed: diguan ${command} NAME`); return name; };

/** 12 digits (or 2, 4, 6, 9), or 0 for the nation. */
const regionOf = (text: string | undefined): number => { if (text === undefined) throw new Usage("--region CODE is needed (2, 4, 6, 9 or 12 digits, 0 = nation)"); return text === "0" ? 0 : parseRegionCode(text); };
const rolesHelp = roles.map((r) => `  ${r.padEnd(20)}${roleNames[r].zh}  ${roleNames[r].en}`).join("\n");

export const addCommand: Command = {
  name: "user add", usage: "user add NAME --role R --region CODE", summary: "make an account with a post",
  help: `Without --password-stdin a one-time password is made and printed once; it must be changed at the first sign-in.\n--display 姓名   name shown to others (default NAME)\n--until DATE     last day of the post (2027-12-31)\n\nRoles:\n${rolesHelp}`,
  options: { role: { type: "string" }, region: { type: "string" }, display: { type: "string" }, until: { type: "string" }, "password-stdin": { type: "boolean" } },
  run: async (told) => {
    const signInName = nameOf(told, "user add");
    const roleText = textOf(told, "role");
    if (roleText === undefined) throw new Usage(`--role is needed: ${roles.join(", ")}`);
    const role = readRole(roleText);
    const region = regionOf(textOf(told, "region"));
    const until = textOf(told, "until");
    if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) throw new Usage("--until needs a date such as 2027-12-31");
    const own = told.values["password-stdin"] === true;
    const password = own ? await passwordFromInput() : oneTimePassword();
    const { db } = await told.open();
    const made = await db.asSystem(async (tx) => {
      const account = await createAccount(tx, { signInName, displayName: textOf(told, "display") ?? signInName, password, mustChange: !own, posts: [{ role, region, ...(until === undefined ? {} : { validTo: until }) }] }, chinaDate(Date.now()));
      await audit(tx, "create", "account", { region, target: account.id, detail: { role, from: "command line" } });
      return { ...account, place: await placeText(tx, region) };
    });
    if (made.place === undefined) told.say(`region ${region} is not in the tree yet (diguan regions import); the post is valid all the same`);
    const answer = { id: made.id, name: foldName(signInName), role, region, ...(own ? {} : { password }) };
    told.print(told.json ? JSON.stringify(answer) : `${answer.name}: ${roleNames[role].zh}, ${made.place ?? region}${own ? "" : `\none-time password: ${password}`}`);
    return 0;
  },
};

const placeText = async (tx: Tx, region: number): Promise<string | undefined> => (region === 0 ? "全国" : (await placeNames(tx, [region])).get(region) || undefined);

export const listCommand: Command = {
  name: "user list", usage: "user list [--region CODE]", summary: "list accounts and their posts",
  help: "Accounts with their posts in force; --region limits to posts inside a region.",
  options: { region: { type: "string" } },
  run: async (told) => {
    const text = textOf(told, "region");
    const lo = text === undefined ? 0 : regionOf(text);
    const range = rangeOf(lo);
    const { db } = await told.open();
    const rows = await db.asSystem((tx) => tx.sql<{ name: string; display: string; state: string; role: string; region: number; validFrom: string; validTo: string | null }[]>`
      select a.sign_in_name as name, a.display_name as display, a.state, p.role, p.region, p.valid_from as "validFrom", p.valid_to as "validTo"
        from access.account a join access.post p on p.account_id = a.id
       where p.ended_at is null and p.region between ${range.lo} and ${range.hi} order by a.sign_in_name, p.created_at`);
    told.print(told.json ? JSON.stringify({ users: rows }) : rows.map((r) => `${r.name}\t${r.display}\t${r.role}\t${r.region}\t${r.state}`).join("\n"));
    return 0;
  },
};

export const passwordCommand: Command = {
  name: "user password", usage: "user password NAME", summary: "give an account a new password and end its sessions",
  help: "Without --password-stdin a one-time password is made and printed once. Also unlocks the name and, with --factors, removes code generator and passkeys (lost phone).",
  options: { "password-stdin": { type: "boolean" }, factors: { type: "boolean" } },
  run: async (told) => {
    const name = foldName(nameOf(told, "user password"));
    const own = told.values["password-stdin"] === true;
    const password = own ? await passwordFromInput() : oneTimePassword();
    checkPassword(password, [name]);
    const hash = await hashPassword(password);
    const { db, crypto } = await told.open();
    await db.asSystem(async (tx) => {
      const [account] = await tx.sql<{ id: string; region: number }[]>`update access.account set password_hash = ${hash}, must_change = ${!own} where sign_in_name = ${name} returning id, region`;
      if (!account) throw new Problem("thing.unknown");
      await tx.sql`delete from access.session where account_id = ${account.id}`;
      if (told.values["factors"] === true) {
        await tx.sql`update access.account set totp_sealed = null, totp_pending = null where id = ${account.id}`;
        await tx.sql`delete from access.passkey where account_id = ${account.id}`;
        await tx.sql`delete from access.recovery_code where account_id = ${account.id}`;
      }
      await forgetFailures(tx, crypto, { name });
      await audit(tx, "resetPassword", "account", { region: account.region, target: account.id, detail: { from: "command line" } });
    });
    told.print(told.json ? JSON.stringify({ name, ...(own ? {} : { password }) }) : own ? `${name}: password changed` : `${name}: one-time password: ${password}`);
    return 0;
  },
};
