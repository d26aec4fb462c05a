/** A browser and system in words people know, from the User-Agent line; undefined when it tells nothing. */
const systems: readonly (readonly [RegExp, string])[] = [[/Android/, "Android"], [/iPhone|iPad/, "iOS"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/HarmonyOS|OpenHarmony/, "HarmonyOS"], [/Linux/, "Linux"]];
const browsers: readonly (readonly [RegExp, string])[] = [[/MicroMessenger/, "WeChat"], [/Edg\//, "Edge"], [/Firefox\//, "Firefox"], [/Chrome\/|Chromium/, "Chrome"], [/Safari\//, "Safari"]];

export function deviceOf(userAgent: string): string | undefined {
  const find = (table: readonly (readonly [RegExp, string])[]): string | undefined => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const parts = [find(browsers), find(systems)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" · ") : undefined;
}
