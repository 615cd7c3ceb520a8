/** `npm test`: installs what is missing and runs every check. `npm run test:apps` runs the real applications, `test:editors` the editors, `test:newcomer` what each path costs a person. */
import { canUseApt, ensureBrowsers } from "./browsers.mjs";
import { checkNode, ensureDependencies } from "./install.mjs";
import { mustRun, run, tool } from "./process.mjs";

checkNode();
await ensureDependencies();
await ensureBrowsers(["chromium", "firefox"]);

const project = process.argv[2];
if (project === "apps" || project === "editors" || project === "newcomer") {
	if (project === "apps" && canUseApt()) {
		const { installServers } = await import("./servers.mjs");
		await installServers();
	}
	// A server that is still missing fails its own test: an application that was not run is not a pass.
	// `.ci/run` has just built them.
	for (const env of process.env["SOTTO_BUILT"] === "1" ? [] : [{ SOTTO_TEST_BUILD: "1" }, {}]) {
		await mustRun(tool("wxt"), ["build", "-b", "chrome"], "The build failed.", { env });
		await mustRun(tool("wxt"), ["build", "-b", "firefox", "--mv3"], "The build failed.", { env });
	}
	process.exit(await run(tool("vitest"), ["run", "--project", project]));
}
process.exit(await run("npm", ["run", "--silent", "verify"]));
