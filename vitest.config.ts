import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "core", include: ["core/src/**/*.test.ts", "web/src/**/*.test.ts", "web/src/**/*.test.tsx"], testTimeout: 20_000 } },
      { test: { name: "server", include: ["server/src/**/*.test.ts", "tests/**/*.test.ts"], exclude: ["tests/stories/**"], globalSetup: ["tests/global-setup.ts"], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 } },
      { test: { name: "stories", include: ["tests/stories/**/*.test.ts"], globalSetup: ["tests/stories/global-setup.ts"], testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false, maxWorkers: 1 } },
    ],
  },
});
