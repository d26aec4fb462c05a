/** Passkeys in the browser: the ceremonies between server and authenticator. */
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { addPasskey, beginPasskey, passkeyQuestion, passkeySignIn } from "@diguan/core/access/contract.ts";
import { call, type Ask } from "../api.ts";

/** A passkey belongs to a host name; an address of numbers has none. */
export const passkeysWork = (): boolean => typeof PublicKeyCredential === "function" && globalThis.isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

type SignInOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type AddOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

export async function signInWithPasskey(): Promise<void> {
  const options = await call(passkeyQuestion, {});
  const response = await startAuthentication({ optionsJSON: options as unknown as SignInOptions });
  await call(passkeySignIn, { body: { response } as unknown as Ask<typeof passkeySignIn>["body"] });
}

export async function registerPasskey(name: string, password: string): Promise<void> {
  const options = await call(beginPasskey, { body: { password } });
  const response = await startRegistration({ optionsJSON: options as unknown as AddOptions });
  await call(addPasskey, { body: { name, response } as unknown as Ask<typeof addPasskey>["body"] });
}
