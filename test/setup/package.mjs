/** `npm run package`: the zip of each browser and the sources zip that reviewers build from. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkNode, ensureDependencies } from "./install.mjs";
import { mustRun, root, tool } from "./process.mjs";

checkNode();
await ensureDependencies();
await mustRun(tool("wxt"), ["zip", "-b", "chrome"], "The Chromium zip failed.");
await mustRun(tool("wxt"), ["zip", "-b", "firefox", "--mv3"], "The Firefox zip failed.");

const folder = join(root, ".output");
for (const name of readdirSync(folder)
	.filter((entry) => entry.endsWith(".zip"))
	.sort()) {
	const path = join(folder, name);
	console.log(`${path}  ${Math.ceil(statSync(path).size / 1024)} kB`);
}
