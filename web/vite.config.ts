/** Build of the web room: each entry page becomes files in `dist`, which the server hands out. */
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const root = import.meta.dirname;

/** Pages live at their own addresses: in development, as on the server, each of them is answered with its entry. */
const deskForPages: Plugin = {
  name: "desk-for-pages",
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      if (request.headers.accept?.includes("text/html") && !request.url?.includes(".")) request.url = request.url?.startsWith("/notice") ? "/public.html" : "/desk.html";
      next();
    });
  },
};

export default defineConfig({
  root,
  plugins: [react(), deskForPages],
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:8080" } },
  appType: "mpa",
  build: {
    outDir: path.join(root, "dist"),
    emptyOutDir: true,
    target: "es2022",
    // antd and the chart library are large by nature; they load once and stay in the cache.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: { desk: path.join(root, "desk.html"), public: path.join(root, "public.html") } },
  },
});
