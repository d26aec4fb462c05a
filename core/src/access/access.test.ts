import { describe, expect, test } from "vitest";
import { roleNames, suitsLevel, widestLevel } from "./labels.ts";
import { passwordFault } from "./password.ts";
import { administrators, clearance, permits, policy, roles } from "./policy.ts";

describe("passwords", () => {
  test("length is counted in characters, Chinese ones too", () => {
    expect(passwordFault("短密码", [])).toBe("tooShort");
    expect(passwordFault("沿着水渠一直走到山下面", [])).toBeUndefined();
    expect(passwordFault("x".repeat(200), [])).toBe("tooLong");
  });
  test("leaked favourites are refused, also dressed up", () => {
    for (const bad of ["1234567890", "PASSWORD123", "P@ssword123", "Woaini1314520", "１２３４５６７８９０", "password 123"]) expect([bad, passwordFault(bad, [])]).toEqual([bad, "common"]);
  });
  test("sequences and repetitions are refused", () => { for (const bad of ["hijklmnopqrs", "zzzzzzzzzzzz", "abcabcabcabc"]) expect([bad, passwordFault(bad, [])]).toEqual([bad, "repeated"]); });
  test("a name with a few signs around it is refused, a sentence with the name in it is not", () => {
    expect(passwordFault("zhangsan2018", ["zhangsan"])).toBe("name");
    expect(passwordFault("zhangsan walks along the ditch", ["zhangsan"])).toBeUndefined();
  });
});

describe("policy", () => {
  test("administrators touch no business data, and none of them another's duty", () => {
    for (const role of administrators) for (const resource of ["household", "village", "attachment", "intake", "finding"] as const) expect(clearance(role, resource)).toBeUndefined();
    expect(administrators.filter((r) => policy[r].account)).toEqual(["securityAdmin"]);
    expect(administrators.filter((r) => policy[r].audit)).toEqual(["auditAdmin"]);
    expect(administrators.filter((r) => policy[r].system)).toEqual(["systemAdmin"]);
  });
  test("auditors change nothing but their own session and their audits", () => {
    const writes = Object.entries(policy.auditor).filter(([resource]) => resource !== "session" && resource !== "evaluation").flatMap(([, grant]) => grant.actions).filter((act) => !["view", "search", "reveal", "export"].includes(act));
    expect(writes).toEqual([]);
  });
  test("a field class above the grant is refused", () => {
    expect(permits("countyFinance", { action: "view", resource: "household", scope: "region", fields: "C2" })).toBe(true);
    expect(permits("countyFinance", { action: "view", resource: "household", scope: "region", fields: "C3" })).toBe(false);
  });
  test("every role has a name in both languages and a widest area", () => { for (const role of roles) { expect(roleNames[role].zh).toMatch(/^[\u4e00-\u9fff（）]+$/); expect(roleNames[role].en).toMatch(/^[A-Z]/); expect(suitsLevel(role, 990102101001)).toBe(true); expect(widestLevel[role]).toBeDefined(); } });
  test("a village post covers a village", () => { expect(suitsLevel("villageWorker", 990102000000)).toBe(false); expect(suitsLevel("provinceOverseer", 0)).toBe(true); });
});
