/** What crosses the wire of signing in and of one's own account (domain guide §10; reliability guide §4.3). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { levels } from "../region-code.ts";
import { actions, roles, type Access } from "./policy.ts";

const open: Access = { action: "create", resource: "session", scope: "public", fields: "C0" };
const own = (action: "view" | "edit" | "create"): Access => ({ action, resource: "session", scope: "self", fields: "C2" });

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const postShape = z.object({ id: z.string(), role: z.enum(roles), roleName: z.string(), region: z.number(), regionName: z.string(), level: z.enum(levels), validFrom: date, validTo: date.nullable() });
export type Post = z.infer<typeof postShape>;

export const sessionShape = z.object({
  account: z.object({ id: z.string(), name: z.string(), signInName: z.string() }),
  post: postShape,
  posts: z.array(postShape),
  permissions: z.record(z.string(), z.array(z.enum(actions))),
  demonstration: z.boolean(),
  /** what must be done before anything else: change the one-time password, set up a second factor */
  todo: z.enum(["password", "secondFactor"]).nullable(),
}).meta({ id: "Session" });
export type Session = z.infer<typeof sessionShape>;

const done = z.object({ ok: z.literal(true) });
const credential = z.looseObject({ id: z.string().max(2000), rawId: z.string().max(2000), type: z.literal("public-key"), response: z.record(z.string(), z.unknown()), clientExtensionResults: z.record(z.string(), z.unknown()).default({}) });
/** Options for navigator.credentials, passed on as the WebAuthn library made them. */
const ceremony = z.looseObject({ challenge: z.string() });

export const getSession = contract({ method: "GET", path: "/api/session", summary: "Who is signed in, under which post", access: own("view"), answer: sessionShape });

export const signIn = contract({
  method: "POST", path: "/api/session/sign-in", summary: "Sign in with name and password", access: open,
  body: z.object({ name: z.string().min(1).max(200), password: z.string().min(1).max(1000) }),
  /** `secondFactor`: the password was right; one of `factors` must follow within five minutes */
  answer: z.object({ state: z.enum(["signedIn", "secondFactor"]), factors: z.array(z.enum(["totp", "passkey", "recovery"])) }),
});
export const secondFactor = contract({ method: "POST", path: "/api/session/second-factor", summary: "Second step: a code of the generator or a recovery code", access: open, body: z.object({ kind: z.enum(["totp", "recovery"]), code: z.string().min(6).max(40) }), answer: done });
export const passkeyQuestion = contract({ method: "POST", path: "/api/session/passkey/question", summary: "Begin signing in with a passkey (alone, or as the second step)", access: open, answer: ceremony });
export const passkeySignIn = contract({ method: "POST", path: "/api/session/passkey", summary: "Sign in with the answer of a passkey", access: open, body: z.object({ response: credential }), answer: done });
export const signOut = contract({ method: "POST", path: "/api/session/sign-out", summary: "End this session", access: { ...open, action: "edit" }, answer: done });
export const switchPost = contract({ method: "POST", path: "/api/session/post", summary: "Act under another of one's posts", access: own("edit"), body: z.object({ postId: z.uuid() }), answer: sessionShape });

export const changePassword = contract({ method: "POST", path: "/api/session/password", summary: "Change one's password; other sessions end", access: own("edit"), body: z.object({ current: z.string().min(1).max(1000), next: z.string().min(1).max(1000) }), answer: done });

export const listSessions = contract({
  method: "GET", path: "/api/session/sessions", summary: "One's own sessions", access: own("view"),
  answer: z.object({ rows: z.array(z.object({ id: z.string(), current: z.boolean(), userAgent: z.string(), address: z.string(), createdAt: z.string(), seenAt: z.string(), roleName: z.string(), regionName: z.string() })) }),
});
export const endSession = contract({ method: "POST", path: "/api/session/sessions/end", summary: "End one of one's sessions, or all others", access: own("edit"), body: z.object({ id: z.union([z.uuid(), z.literal("others")]) }), answer: z.object({ ended: z.number() }) });

export const factors = contract({
  method: "GET", path: "/api/session/factors", summary: "One's second factors", access: own("view"),
  answer: z.object({ totp: z.boolean(), required: z.boolean(), recoveryLeft: z.number(), passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string(), usedAt: z.string().nullable() })) }),
});
/** One's password again: a session left open must not be enough to change how one signs in. */
const again = z.object({ password: z.string().min(1).max(1000) });
export const beginTotp = contract({ method: "POST", path: "/api/session/totp", summary: "Begin to set up a code generator", access: own("create"), body: again, answer: z.object({ secret: z.string(), uri: z.string() }) });
export const confirmTotp = contract({ method: "POST", path: "/api/session/totp/confirm", summary: "Confirm the code generator with its first code; gives recovery codes once", access: own("create"), body: z.object({ code: z.string().min(6).max(10) }), answer: z.object({ recoveryCodes: z.array(z.string()) }) });
export const removeTotp = contract({ method: "POST", path: "/api/session/totp/remove", summary: "Remove the code generator", access: own("edit"), body: again, answer: done });
export const beginPasskey = contract({ method: "POST", path: "/api/session/passkeys/question", summary: "Begin to add a passkey", access: own("create"), body: again, answer: ceremony });
export const addPasskey = contract({ method: "POST", path: "/api/session/passkeys", summary: "Add a passkey", access: own("create"), body: z.object({ name: z.string().trim().min(1).max(60), response: credential }), answer: done });
export const removePasskey = contract({ method: "POST", path: "/api/session/passkeys/remove", summary: "Remove a passkey", access: own("edit"), body: z.object({ id: z.string().max(2000), password: z.string().min(1).max(1000) }), answer: done });

export const demonstrationAccounts = contract({
  method: "GET", path: "/api/session/demonstration", summary: "Accounts to try, on a demonstration instance only", access: { ...open, action: "view" },
  answer: z.object({ demonstration: z.boolean(), rows: z.array(z.object({ name: z.string(), displayName: z.string(), password: z.string(), role: z.enum(roles), roleName: z.string(), region: z.number(), regionName: z.string() })) }),
});
