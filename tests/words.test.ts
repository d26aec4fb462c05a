/** Every dictionary of every slice says the same things in both languages: same keys, same arguments, nothing empty in one alone. */
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../web/src");
const files = fs.readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /(^|\/)words(-[a-z]+)?\.ts$/.test(file)).toSorted();

/** Sentences by path; functions are called with markers, which must all come out again. */
function sentences(words: unknown, at = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words as Record<string, unknown>)) {
    const here = `${at}${key}`;
    if (typeof value === "string") found.set(here, value);
    else if (typeof value === "function") found.set(here, (value as (...args: string[]) => string)(...Array.from({ length: value.length }, (_, i) => `7${i}7`)));
    else for (const [inner, text] of sentences(value, `${here}.`)) found.set(inner, text);
  }
  return found;
}

test("dictionaries are found", () => { expect(files).toEqual(expect.arrayContaining(["kit/words.ts", "shells/words.ts", "overview/words.ts"])); });

test.each(files)("%s", async (file) => {
  const module = (await import(path.join(root, file))) as Record<string, unknown>;
  for (const dictionary of Object.values(module)) {
    if (typeof dictionary !== "object" || dictionary === null || !("zh-CN" in dictionary) || !("en" in dictionary)) continue;
    const [zh, en] = [sentences(dictionary["zh-CN"]), sentences(dictionary.en)];
    expect([...en.keys()].toSorted()).toEqual([...zh.keys()].toSorted());
    for (const [key, text] of zh) {
      const other = en.get(key) ?? "";
      expect([key, text.trim() === ""]).toEqual([key, other.trim() === ""]);
      expect([key, [...new Set(other.match(/7\d7/g))].toSorted()]).toEqual([key, [...new Set(text.match(/7\d7/g))].toSorted()]);
      // no exclamation marks; English may quote an official Chinese term, but is not Chinese
      expect([key, /[!！]/.test(text + other)]).toEqual([key, false]);
      expect([key, key.startsWith("languages.") || !/[\u4e00-\u9fff]/.test(other) || /[a-z]{3}/.test(other)]).toEqual([key, true]);
    }
  }
});
