// Builds the pages when a source of them is newer than the last build: `npm start` and `npm test` on a fresh clone.
// Plain JavaScript for any Node >= 18; runs after scripts/setup.mjs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const hash = createHash("sha256");
const visit = (dir) => {
  for (const entry of readdirSync(dir, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === "node_modules" || entry.name === "dist") continue;
    const at = path.join(dir, entry.name);
    if (entry.isDirectory()) visit(at);
    else if (!entry.name.includes(".test.")) hash.update(path.relative(root, at)).update(readFileSync(at));
  }
};
visit(path.join(root, "web"));
visit(path.join(root, "core", "src"));
hash.update(readFileSync(path.join(root, "package-lock.json")));
const wanted = hash.digest("hex");
const stamp = path.join(root, "web", "dist", ".built-from");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.log("building the pages …");
  const done = spawnSync(process.execPath, [path.join(root, "node_modules", "vite", "bin", "vite.js"), "build", path.join(root, "web"), "--logLevel", "warn"], { cwd: root, stdio: "inherit", env: { ...process.env, NODE_ENV: "production" } });
  if (done.status !== 0) { console.error("the pages could not be built"); process.exit(done.status ?? 1); }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}
