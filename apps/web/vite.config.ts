import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const entries = { command: "index.html", field: "field.html", resident: "resident.html" };

/** The development server answers like the real one: /field… and /r… are pages of their own, the rest is the command entry. */
const entryFallback: Plugin = {
  name: "gezhi-entries",
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = request.url?.split("?")[0] ?? "/";
      if (/^\/field(\/[^.]*)?$/.test(path)) request.url = "/field.html";
      else if (/^\/r(\/[^.]*)?$/.test(path)) request.url = "/resident.html";
      next();
    });
  },
};

export default defineConfig({
  plugins: [react(), entryFallback],
  build: {
    target: "es2022",
    rolldownOptions: { input: entries },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    port: 1411,
    proxy: { "/api": "http://127.0.0.1:1410", "/open311": "http://127.0.0.1:1410" },
  },
});
