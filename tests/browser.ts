/** A real Chromium with a Chinese font, on a machine that has neither: both come from npm. */
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { chromium, type Browser } from "playwright-core";
import { chineseFonts, woffToSfnt } from "../server/src/registry/font.ts";

function fontConfig(): string {
  const dir = path.join(os.tmpdir(), `diguan-fonts-${process.getuid?.() ?? 0}`);
  chineseFonts(path.join(dir, "ttf"));
  // the Chinese subset holds no Latin letters and digits; they come from a second file of the same family, renamed below
  const home = path.dirname(createRequire(import.meta.url).resolve("@fontsource/noto-sans-sc/package.json"));
  for (const weight of [400, 700]) fs.writeFileSync(path.join(dir, "ttf", `latin-${weight}.ttf`), woffToSfnt(fs.readFileSync(path.join(home, "files", `noto-sans-sc-latin-${weight}-normal.woff`))));
  const file = path.join(dir, "fonts.conf");
  const alias = ["sans-serif", "serif", "monospace", "system-ui"].map((n) => `<alias><family>${n}</family><prefer><family>Diguan Latin</family><family>Noto Sans SC</family></prefer></alias>`).join("");
  fs.writeFileSync(file, `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${dir}/ttf</dir><dir>/usr/share/fonts</dir><cachedir>${dir}/cache-2</cachedir><match target="scan"><test name="file" compare="contains"><string>/latin-</string></test><edit name="family" mode="assign_replace"><string>Diguan Latin</string></edit></match>${alias}</fontconfig>`);
  return file;
}

/** The package's own flags are left out: --single-process and --disable-web-security would make the tests dishonest. */
export async function openBrowser(): Promise<Browser> {
  const env = { ...process.env, FONTCONFIG_FILE: fontConfig() } as Record<string, string>;
  const launch = async (extra: Record<string, string> = {}): Promise<Browser> => {
    Object.assign(process.env, extra);
    const { default: packaged } = await import("@sparticuz/chromium");
    const executablePath = await packaged.executablePath();
    return chromium.launch({ executablePath, args: ["--disable-gpu", "--no-first-run", "--disable-background-networking"], chromiumSandbox: false, env: { ...env, ...(process.env["LD_LIBRARY_PATH"] ? { LD_LIBRARY_PATH: process.env["LD_LIBRARY_PATH"] } : {}) } });
  };
  try { return await launch(); } catch (e) {
    // a bare machine lacks libnss3 and friends: the package brings its own copies when it believes itself on Lambda
    if (!/shared librar/.test(String(e))) throw e;
    return launch({ AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" });
  }
}
