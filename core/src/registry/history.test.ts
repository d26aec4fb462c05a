import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { patchOf, presence, rewind, type PastChange, type Values, type YearState } from "./history.ts";
import { maskAccount, maskCertificate, maskName, maskPhone } from "./masking.ts";

const value = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constantFrom("甲", "乙"), fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }));
const values = fc.record({ a: value, b: value, c: value });

describe("history", () => {
  test("a past state is the present one with the later changes taken back", () => {
    fc.assert(fc.property(values, fc.array(fc.record({ of: fc.constantFrom("", "m1", "m2"), to: values, remove: fc.boolean() }), { maxLength: 12 }), (start, steps) => {
      const states: YearState[] = [{ household: start, members: {} }];
      const changes: PastChange[] = [];
      for (const step of steps) {
        const now = states.at(-1);
        if (!now) continue;
        if (step.of === "") {
          changes.unshift({ memberId: null, patch: patchOf(now.household ?? {}, step.to) });
          states.push({ ...now, household: step.to });
          continue;
        }
        const was: Values | undefined = now.members[step.of];
        if (step.remove && was) {
          changes.unshift({ memberId: step.of, patch: { ...Object.fromEntries(Object.entries(was).map(([k, v]) => [k, [v, null] as const])), [presence]: [true, false] } });
          const { [step.of]: _gone, ...left } = now.members;
          states.push({ ...now, members: left });
        } else {
          changes.unshift({ memberId: step.of, patch: was ? patchOf(was, step.to) : { ...patchOf({}, step.to), [presence]: [false, true] } });
          states.push({ ...now, members: { ...now.members, [step.of]: step.to } });
        }
      }
      const last = states.at(-1);
      if (!last) return;
      for (let back = 0; back < states.length; back++) expect(rewind(last, changes.slice(0, back))).toEqual(states[states.length - 1 - back]);
    }));
  });
  test("masks of domain guide §10.3", () => {
    expect([maskName("张明"), maskName("张晓明"), maskName("欧阳晓明"), maskName("周小雨", true), maskName("𠮷田一郎"), maskName("")]).toEqual(["张*", "张*明", "欧*明", "周**", "𠮷*郎", ""]);
    expect(maskCertificate("990103197306154015")).toBe("990103********4015");
    expect(maskPhone("13812345678")).toBe("138****5678");
    expect(maskAccount("6230990000000021234")).toBe("**** **** **** 1234");
  });
});
