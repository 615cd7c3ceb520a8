/** `npm start`: the demo chat with two people, from a machine that has only Node and npm. `--firefox` for Firefox. */
import { ensureBrowsers } from "./browsers.mjs";
import { checkNode, ensureDependencies } from "./install.mjs";
import { mustRun, run, tool } from "./process.mjs";

const kind = process.argv.includes("--firefox") ? "firefox" : "chromium";
checkNode();
await ensureDependencies();
await ensureBrowsers([kind]);
console.log("Building the extension ...");
const target = kind === "firefox" ? ["-b", "firefox", "--mv3"] : ["-b", "chrome"];
await mustRun(tool("wxt"), ["build", ...target], "The build failed.", { env: { SOTTO_TEST_BUILD: "1" } });
process.exit(await run(process.execPath, ["--import", "tsx", "test/demo/start.ts", ...process.argv.slice(2)]));
