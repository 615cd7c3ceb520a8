/** `npm run bench`: prints the figures, ours next to the peer's in the same run, and writes bench-results.json. */
import { ensureBrowsers } from "./browsers.mjs";
import { checkNode, ensureDependencies } from "./install.mjs";
import { mustRun, run, tool } from "./process.mjs";

checkNode();
await ensureDependencies();
await ensureBrowsers(["chromium"]);
await mustRun("npm", ["run", "--silent", "build"], "The build failed.");
await mustRun("npm", ["run", "--silent", "build:test"], "The build failed.");
process.exit(await run(tool("tsx"), ["test/bench/run.ts", ...process.argv.slice(2)]));
