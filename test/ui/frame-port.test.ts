// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";
import { awaitPort } from "../../src/ui/frame-port.ts";
import { asTrusted } from "./support/surface.ts";

function handover(data: unknown, trusted = true): MessagePort {
	const { port1, port2 } = new MessageChannel();
	const event = new MessageEvent("message", { data });
	Object.defineProperty(event, "ports", { value: [port2] });
	window.dispatchEvent(trusted ? asTrusted(event) : event);
	return port1;
}
const heard = (port: MessagePort) =>
	new Promise((resolve) => {
		port.onmessage = ({ data }) => resolve(data);
	});

it("takes one handover, and only a real one", async () => {
	const onMessage = vi.fn();
	const { post } = awaitPort(onMessage);
	post({ kind: "focused" });
	handover({ sotto: "port", ticket: "made by a script" }, false);
	handover("noise");
	handover(null);
	handover({ sotto: "port", ticket: 7 });
	handover({ sotto: "other", ticket: "t" });
	expect(onMessage).not.toHaveBeenCalled();

	const port = handover({ sotto: "port", ticket: "mine" });
	expect(await heard(port)).toEqual({ kind: "ready" });
	expect(onMessage).toHaveBeenCalledExactlyOnceWith({ kind: "ticket", ticket: "mine" });

	handover({ sotto: "port", ticket: "of the page" });
	expect(onMessage).toHaveBeenCalledTimes(1);

	post({ kind: "height", px: 48 });
	expect(await heard(port)).toEqual({ kind: "height", px: 48 });
	port.close();
});
