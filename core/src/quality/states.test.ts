/** The life of a finding and the rule of two persons. */
import { describe, expect, it } from "vitest";
import { afterCheck, allowedActs, findingStates, personActs, stateAfter, type FindingState, type PersonAct } from "./states.ts";

const at = (state: FindingState, settledBy: string | null = null): { state: FindingState; settledBy: string | null } => ({ state, settledBy });

describe("acts", () => {
  it("go from found over assigned and settled to verified", () => {
    expect(stateAfter("assign", at("found"), "a")).toBe("assigned");
    expect(stateAfter("explain", at("assigned"), "a")).toBe("explained");
    expect(stateAfter("verify", at("explained", "a"), "b")).toBe("verified");
    expect(stateAfter("sendBack", at("corrected", "a"), "b")).toBe("returned");
    expect(stateAfter("correct", at("returned"), "a")).toBe("corrected");
    expect(stateAfter("reopen", at("verified", "a"), "b")).toBe("returned");
  });
  it("refuse what does not fit the state, for every pair", () => {
    const ok: Record<PersonAct, FindingState[]> = { assign: ["found", "assigned", "returned"], correct: ["found", "assigned", "returned"], explain: ["found", "assigned", "returned"], verify: ["corrected", "explained"], sendBack: ["corrected", "explained"], reopen: ["verified"] };
    const refused = personActs.flatMap((act) => findingStates.filter((state) => { try { stateAfter(act, at(state), "a"); return false; } catch { return true; } }).map((state) => `${act} ${state}`));
    const expected = personActs.flatMap((act) => findingStates.filter((state) => !ok[act].includes(state)).map((state) => `${act} ${state}`));
    expect(refused).toEqual(expected);
  });
  it("need two persons to settle and to verify; sending back one's own work is allowed", () => {
    expect(() => stateAfter("verify", at("explained", "a"), "a")).toThrow(/两人|另一/);
    expect(stateAfter("verify", at("corrected"), "a")).toBe("verified");
    expect(allowedActs(at("explained", "a"), "a")).toEqual(["sendBack"]);
    expect(allowedActs(at("explained", "a"), "b")).toEqual(["verify", "sendBack"]);
  });
});

describe("a new check", () => {
  it("clears, keeps or reopens", () => {
    const after = (state: FindingState, outcome: "corrected" | "explained" | null, present: boolean, excepted = false): string => afterCheck({ state, outcome }, present, excepted);
    expect(after("found", null, true)).toBe("keep");
    expect(after("found", null, false)).toBe("correct");
    expect(after("returned", null, false)).toBe("correct");
    expect(after("explained", null, true)).toBe("keep");
    expect(after("explained", null, false)).toBe("correct");
    expect(after("corrected", null, true)).toBe("reopen");
    expect(after("corrected", null, false)).toBe("keep");
    expect(after("verified", "corrected", true)).toBe("reopen");
    expect(after("verified", "explained", true, true)).toBe("keep");
    expect(after("verified", "explained", true, false)).toBe("reopen");
    expect(after("verified", "explained", false, true)).toBe("keep");
  });
});
