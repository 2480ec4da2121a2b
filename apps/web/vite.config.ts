import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";

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

const phoneEntries = ["field", "resident"];
/** The map is large and without a network has nothing to show. */
const notKept = /MapLibreMap/;

/** Finds what the phone screens can ever load, so that phones do not keep the desk too. */
function phoneAssets() {
  const wanted = new Set<string>();
  const collect: Plugin = {
    name: "gezhi-phone-assets",
    apply: "build",
    generateBundle(_options, bundle) {
      const add = (name: string) => {
        const chunk = bundle[name];
        if (chunk?.type !== "chunk" || wanted.has(name) || notKept.test(name)) return;
        wanted.add(name);
        for (const css of chunk.viteMetadata?.importedCss ?? []) wanted.add(css);
        [...chunk.imports, ...chunk.dynamicImports].forEach(add);
      };
      for (const [name, chunk] of Object.entries(bundle))
        if (chunk.type === "chunk" && chunk.isEntry && phoneEntries.includes(chunk.name)) add(name);
      for (const entry of phoneEntries) wanted.add(`${entry}.html`);
    },
  };
  return { wanted, collect };
}
const phone = phoneAssets();

export default defineConfig({
  plugins: [
    react(),
    entryFallback,
    phone.collect,
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/service-worker",
      filename: "sw.ts",
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: "iife",
        maximumFileSizeToCacheInBytes: 4 << 20,
        manifestTransforms: [
          (kept) => ({ manifest: kept.filter(({ url }) => phone.wanted.has(url)), warnings: [] }),
        ],
      },
    }),
  ],
  build: {
    target: "es2022",
    // The server's content policy lets fonts and pictures come from files only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: entries,
      // Without groups every shared module becomes a file of its own: sixty requests before the first picture.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "core",
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next|zod)[\\/]/,
            },
            {
              name: "components",
              test: /node_modules[\\/](antd|@rc-component|@ant-design)[\\/]/,
              minShareCount: 3,
            },
            { name: "shared", test: /src[\\/]shared|packages[\\/]contract/, minShareCount: 3 },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    port: 1411,
    proxy: { "/api": "http://127.0.0.1:1410", "/open311": "http://127.0.0.1:1410" },
  },
});
