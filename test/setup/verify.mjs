/**
 * `npm run verify`: every check there is. Those of the source keep one core busy, so they go two at a time; the tests need both. The
 * builds go first, the shipped one last: each writes the configuration that the type checker reads.
 */
import { mustRun, run, runLane } from "./process.mjs";

for (const build of ["build:test", "build"]) await mustRun("npm", ["run", "--silent", build], "The build failed.");
const codes = await Promise.all([runLane(["typecheck", "lint:ext"]), runLane(["lint"])]);
process.exit(codes.find((code) => code !== 0) ?? (await run("npm", ["run", "--silent", "test:all"])));
