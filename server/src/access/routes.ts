/** Routes of signing in and of one's own account. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as contracts from "@diguan/core/access/contract.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import { localeOf, serve, type Deps } from "../serve.ts";
import { demonstrationAccounts } from "./demonstration.ts";
import * as own from "./own.ts";
import * as passkey from "./passkey.ts";
import { closeStep, signInByCode, signInByPassword, tryStep, type Visitor } from "./sign-in.ts";
import { dropCookie, giveCookie, hashToken, readCookie } from "./session.ts";
import * as totp from "./totp.ts";

const done = { ok: true } as const;

export function registerAccess(api: FastifyInstance, deps: Deps): void {
  const { db, config, now } = deps;
  const visitor = (request: FastifyRequest): Visitor => ({ address: request.ip, userAgent: request.headers["user-agent"] ?? "", replaces: readCookie(request, config, "session") });
  const token = (request: FastifyRequest): string => { const t = readCookie(request, config, "session"); if (t === undefined) throw new Problem("access.signedOut"); return t; };
  const step = (request: FastifyRequest, cookie: "step" | "passkey"): string => { const t = readCookie(request, config, cookie); if (t === undefined) throw new Problem("access.stepOver"); return t; };

  serve(api, deps, contracts.getSession, ({ request }) => db.asSystem(async (tx) => own.describeSession(tx, deps, await own.present(tx, deps, token(request), request.ip), localeOf(request))));

  serve(api, deps, contracts.signIn, async ({ body, request, reply }) => {
    const opened = await signInByPassword(deps, body, visitor(request));
    if ("session" in opened) { giveCookie(reply, config, "session", opened.session); return { state: "signedIn" as const, factors: [] }; }
    giveCookie(reply, config, "step", opened.step);
    return { state: "secondFactor" as const, factors: opened.factors };
  });
  serve(api, deps, contracts.secondFactor, async ({ body, request, reply }) => {
    giveCookie(reply, config, "session", await signInByCode(deps, step(request, "step"), body, visitor(request)));
    dropCookie(reply, config, "step");
    return done;
  });
  serve(api, deps, contracts.passkeyQuestion, async ({ request, reply }) => db.asSystem(async (tx) => {
    const pending = readCookie(request, config, "step");
    const account = pending === undefined ? null : await tryStep(tx, pending, "secondFactor", now()).then((s) => s.accountId, () => null);
    const { options, step: opened } = await passkey.askToSignIn(tx, deps, account);
    giveCookie(reply, config, "passkey", opened);
    return options;
  }));
  serve(api, deps, contracts.passkeySignIn, async ({ body, request, reply }) => {
    giveCookie(reply, config, "session", await passkey.signInWith(deps, step(request, "passkey"), body.response as unknown as AuthenticationResponseJSON, visitor(request)));
    const pending = readCookie(request, config, "step");
    if (pending !== undefined) await db.asSystem((tx) => closeStep(tx, pending));
    dropCookie(reply, config, "passkey");
    dropCookie(reply, config, "step");
    return done;
  });
  serve(api, deps, contracts.signOut, async ({ request, reply }) => {
    const present = readCookie(request, config, "session");
    if (present !== undefined) await db.asSystem(async (tx) => {
      const [gone] = await tx.sql<{ accountId: string; postId: string; role: Role; region: number }[]>`delete from access.session s using access.post p where s.token_hash = ${hashToken(present)} and p.id = s.post_id returning s.account_id as "accountId", p.id as "postId", p.role, p.region`;
      if (gone) await audit({ ...tx, actor: { ...gone, name: "", scope: tx.scope, address: request.ip } }, "signOut", "session", { region: gone.region, target: gone.accountId });
    });
    dropCookie(reply, config, "session");
    // nothing of this person stays in the browser for the next one at the same desk
    reply.header("clear-site-data", '"cache"');
    return done;
  });
  serve(api, deps, contracts.switchPost, ({ body, request }) => db.asSystem(async (tx) => {
    await own.switchPost(tx, deps, await own.present(tx, deps, token(request), request.ip), body.postId);
    return own.describeSession(tx, deps, await own.present(tx, deps, token(request), request.ip), localeOf(request));
  }));
  serve(api, deps, contracts.changePassword, async ({ body, actor, request }) => { await own.changePassword(deps, actor, token(request), body); return done; });
  serve(api, deps, contracts.listSessions, ({ actor, request }) => db.asSystem(async (tx) => ({ rows: await own.listSessions(tx, actor.accountId, token(request), localeOf(request)) })));
  serve(api, deps, contracts.endSession, ({ body, actor, request }) => db.asSystem(async (tx) => ({ ended: await own.endSessions(tx, actor, body.id, token(request)) })));

  serve(api, deps, contracts.factors, ({ actor }) => db.asSystem((tx) => own.factorsOf(tx, deps, actor)));
  serve(api, deps, contracts.beginTotp, async ({ body, actor }) => {
    const account = await own.confirmPassword(deps, actor, body.password);
    return db.asSystem((tx) => totp.beginTotp(tx, deps.crypto, account));
  });
  serve(api, deps, contracts.confirmTotp, ({ body, actor, request }) => db.asSystem(async (tx) => {
    const recoveryCodes = await totp.confirmTotp(tx, deps.crypto, actor.accountId, body.code, now());
    // the code was proven in this very session
    await tx.sql`update access.session set two_factors = true where token_hash = ${hashToken(token(request))}`;
    await audit({ ...tx, actor }, "addFactor", "session", { region: actor.scope.lo, target: actor.accountId, detail: { factor: "totp" } });
    return { recoveryCodes: [...recoveryCodes] };
  }));
  serve(api, deps, contracts.removeTotp, async ({ body, actor }) => {
    await own.confirmPassword(deps, actor, body.password);
    return db.asSystem(async (tx) => {
      await own.mayRemoveFactor(tx, deps, actor);
      await totp.removeTotp(tx, actor.accountId);
      await audit({ ...tx, actor }, "removeFactor", "session", { region: actor.scope.lo, target: actor.accountId, detail: { factor: "totp" } });
      return done;
    });
  });
  serve(api, deps, contracts.beginPasskey, async ({ body, actor, reply }) => {
    const account = await own.confirmPassword(deps, actor, body.password);
    const { options, step: opened } = await db.asSystem((tx) => passkey.askToAdd(tx, deps, account));
    giveCookie(reply, config, "passkey", opened);
    return options;
  });
  serve(api, deps, contracts.addPasskey, ({ body, actor, request, reply }) => db.asSystem(async (tx) => {
    await passkey.addPasskey(tx, deps, actor.accountId, step(request, "passkey"), body.name, body.response as unknown as RegistrationResponseJSON);
    await tx.sql`update access.session set two_factors = true where token_hash = ${hashToken(token(request))}`;
    await audit({ ...tx, actor }, "addFactor", "session", { region: actor.scope.lo, target: actor.accountId, detail: { factor: "passkey" } });
    dropCookie(reply, config, "passkey");
    return done;
  }));
  serve(api, deps, contracts.removePasskey, async ({ body, actor }) => {
    await own.confirmPassword(deps, actor, body.password);
    return db.asSystem(async (tx) => {
      await own.mayRemoveFactor(tx, deps, actor);
      await passkey.removePasskey(tx, actor, body.id);
      await audit({ ...tx, actor }, "removeFactor", "session", { region: actor.scope.lo, target: actor.accountId, detail: { factor: "passkey" } });
      return done;
    });
  });
  serve(api, deps, contracts.demonstrationAccounts, ({ request }) => db.asSystem((tx) => demonstrationAccounts(tx, config, localeOf(request))));
}
