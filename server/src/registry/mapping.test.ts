import { beforeAll, describe, expect, test } from "vitest";
import { codeLists, labelOf, type Code, type CodeList } from "@diguan/core/registry/codes.ts";
import { testDatabase, type TestDatabase } from "../../../tests/database.ts";
import { mappingsOf, translator, type CodeMapping } from "./mapping.ts";

let t: TestDatabase;
let all: CodeMapping[];
beforeAll(async () => { t = await testDatabase(); all = await t.db.asSystem((tx) => mappingsOf(tx)); });

describe("codes of foreign systems", () => {
  test("every mapping leads to a code of ours and names its source", () => {
    expect(all.length).toBeGreaterThan(50);
    for (const m of all) {
      const list: readonly Code[] | undefined = codeLists[m.list as CodeList];
      expect(list?.some((c) => c.value === m.ours), `${m.system} ${m.list} ${m.theirs}`).toBe(true);
      expect(m.source).not.toBe("");
    }
  });
  test("the same number means another thing elsewhere, and an unknown one is not taken over", () => {
    const local = translator(all, "local-ethnic");
    expect([labelOf("ethnic", local("ethnic", "02")), labelOf("ethnic", local("ethnic", "04")), local("ethnic", "03")]).toEqual(["满族", "蒙古族", undefined]);
    expect(labelOf("relation", translator(all, "minzheng-gbt4761")("relation", "10"))).toBe("配偶");
    expect(labelOf("exitState", translator(all, "local-state")("exitState", "1"))).toBe("预脱贫");
    expect(translator(all, "local-state")("exitState", "3")).toBeUndefined();
  });
});
