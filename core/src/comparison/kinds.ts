/** All finding kinds of the comparison, by id. */
import type { Kind } from "./kind.ts";
import { inclusionKinds } from "./kinds-inclusion.ts";
import { omissionKinds } from "./kinds-omission.ts";
import { statusKinds } from "./kinds-status.ts";

export const kinds: readonly Kind[] = [...inclusionKinds, ...statusKinds, ...omissionKinds];
/** Kinds that data can show; the others say what they wait for. */
export const computed: readonly Kind[] = kinds.filter((k) => k.waits === undefined);
const byId: ReadonlyMap<string, Kind> = new Map(kinds.map((k) => [k.id, k]));
/** @example kindOf("X03")?.zh // => "车辆" */
export const kindOf = (id: string): Kind | undefined => byId.get(id);
/** Kinds to be compared again when a feed has arrived. @example kindsOfFeed("deaths") // => ["X09", "D01"] */
export const kindsOfFeed = (feed: string): string[] => computed.filter((k) => k.feeds.includes(feed)).map((k) => k.id);
