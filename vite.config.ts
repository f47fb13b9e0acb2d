// Builds what the browser runs: hashed files under dist/page/assets and a manifest that the server reads.
import { defineConfig } from "vite";

const ENTRIES = ["playground", "party", "invitation", "nearby", "plain"];

// biome-ignore lint/style/noDefaultExport: vite reads the default export of its configuration
export default defineConfig({
  base: "/",
  publicDir: false,
  build: {
    outDir: "dist/page",
    assetsDir: "assets",
    emptyOutDir: true,
    manifest: true,
    // The strict content policy has no room for data: fonts, and inline scripts are refused.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["chrome123", "firefox121", "safari17.5"],
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rollupOptions: { input: ENTRIES.map((name) => `adapters/web/page/${name}.ts`) },
  },
});
