/** A browser with the extension, the server, and the two joined: what every test of this folder begins with. */
import type { BrowserKind, Driver } from "../e2e/support/driver.ts";
import { launch } from "../e2e/support/launch.ts";
import type { Bench } from "./attempt.ts";
import { bundleInsertion } from "./bundle.ts";
import { ExtensionWorld } from "./extension-world.ts";
import { EditorServer } from "./server.ts";

export interface Laboratory extends Bench {
	readonly driver: Driver;
	readonly close: () => Promise<void>;
}

export async function openLaboratory(kind: BrowserKind): Promise<Laboratory> {
	const server = await EditorServer.start();
	const driver = await launch(kind);
	try {
		const world = await ExtensionWorld.open(driver, await bundleInsertion());
		const page = await driver.browser.newPage();
		const close = async () => {
			await Promise.allSettled([driver.close(), server.close()]);
		};
		return { browser: kind, driver, page, world, server, close };
	} catch (error) {
		await Promise.allSettled([driver.close(), server.close()]);
		throw error;
	}
}
