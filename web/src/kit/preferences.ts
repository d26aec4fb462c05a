/** What one person prefers on one machine (language, theme, density), kept in the browser and shared by all tabs. */
import { useSyncExternalStore } from "react";

export interface Preference<T extends string> { readonly get: () => T; readonly set: (value: T) => void; readonly use: () => readonly [T, (value: T) => void] }

const stored = (key: string): string | null => { try { return globalThis.localStorage.getItem(key); } catch { return null; } };

/** A remembered choice among `allowed`; anything else that lies in the store counts as the first of them. */
export function preference<T extends string>(name: string, allowed: readonly [T, ...T[]]): Preference<T> {
  const key = `diguan.${name}`;
  const listeners = new Set<() => void>();
  const read = (): T => { const found = stored(key); return allowed.find((value) => value === found) ?? allowed[0]; };
  let current: T | undefined;
  const get = (): T => (current ??= read());
  const tell = (): void => { for (const listener of listeners) listener(); };
  const set = (value: T): void => {
    current = value;
    try { globalThis.localStorage.setItem(key, value); } catch { /* private mode: remembered until the page closes */ }
    tell();
  };
  const onStorage = (event: StorageEvent): void => { if (event.key === key) { current = undefined; tell(); } };
  const subscribe = (listener: () => void): (() => void) => {
    if (listeners.size === 0) globalThis.addEventListener("storage", onStorage);
    listeners.add(listener);
    return () => { listeners.delete(listener); if (listeners.size === 0) globalThis.removeEventListener("storage", onStorage); };
  };
  return { get, set, use: () => [useSyncExternalStore(subscribe, get, get), set] };
}

export const localePreference = preference("locale", ["zh-CN", "en"]);
export const themePreference = preference("theme", ["system", "light", "dark"]);
export const densityPreference = preference("density", ["middle", "compact", "loose"]);

const media = (query: string): { readonly use: () => boolean } => {
  const list = (): MediaQueryList | undefined => (typeof globalThis.matchMedia === "function" ? globalThis.matchMedia(query) : undefined);
  const subscribe = (listener: () => void): (() => void) => { const at = list(); at?.addEventListener("change", listener); return () => at?.removeEventListener("change", listener); };
  return { use: () => useSyncExternalStore(subscribe, () => list()?.matches ?? false, () => false) };
};

export const systemDark = media("(prefers-color-scheme: dark)");
export const reducedMotion = media("(prefers-reduced-motion: reduce)");
export const narrow = media("(max-width: 699px)");
