/** Build of the web room: each entry page becomes files in `dist`, which the server hands out. */
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  plugins: [react()],
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:8080" } },
  appType: "mpa",
  build: {
    outDir: path.join(root, "dist"),
    emptyOutDir: true,
    target: "es2022",
    // antd and the chart library are large by nature; they load once and stay in the cache.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { desk: path.join(root, "desk.html") } },
  },
});
