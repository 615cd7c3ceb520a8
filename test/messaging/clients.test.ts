import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const runtime = vi.hoisted(() => ({ send: vi.fn(), alive: true }));
vi.mock("../../src/platform/runtime.ts", () => ({
	send: runtime.send,
	requestId: () => "ab".repeat(16),
	extensionAlive: () => runtime.alive,
	isFromBackground: () => true,
	onMessage: () => () => undefined,
}));

const pages = await import("../../src/messaging/client.ts");
const content = await import("../../src/messaging/content-client.ts");

beforeEach(() => {
	runtime.send.mockReset();
	runtime.alive = true;
});

describe("the client of our pages", () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it("asks again under the same request id when the worker died, three times more and no longer", async () => {
		runtime.send.mockRejectedValueOnce(new Error("port closed")).mockResolvedValueOnce({ ok: true, value: null });
		const answer = pages.ask("popup/lock", null);
		await vi.advanceTimersByTimeAsync(250);
		expect(await answer).toEqual({ ok: true, value: null });
		expect(runtime.send.mock.calls[0]).toEqual(runtime.send.mock.calls[1]);

		runtime.send.mockReset().mockResolvedValue(undefined);
		const none = pages.ask("popup/lock", null);
		await vi.advanceTimersByTimeAsync(250 + 750 + 2000);
		expect(await none).toEqual({ ok: false, code: "internal" });
		expect(runtime.send).toHaveBeenCalledTimes(4);
	});

	it("that only look ask a worker again that neither answers nor fails; what does something waits for its answer", async () => {
		const ticket = { ticket: "ab".repeat(16) };
		runtime.send.mockReturnValueOnce(new Promise(() => undefined)).mockResolvedValueOnce({ ok: true, value: "seen" });
		const answer = pages.ask("reader/open", ticket);
		await vi.advanceTimersByTimeAsync(4999);
		expect(runtime.send).toHaveBeenCalledTimes(1);
		await vi.advanceTimersByTimeAsync(1);
		expect(await answer).toEqual({ ok: true, value: "seen" });
		expect(runtime.send.mock.calls[0]).toEqual(runtime.send.mock.calls[1]);

		runtime.send.mockReset().mockReturnValue(new Promise(() => undefined));
		void pages.ask("popup/lock", null);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(runtime.send).toHaveBeenCalledTimes(1);
	});

	it("does not repeat a refusal", async () => {
		runtime.send.mockResolvedValue({ ok: false, code: "locked" });
		expect(await pages.ask("popup/contacts", null)).toEqual({ ok: false, code: "locked" });
		expect(runtime.send).toHaveBeenCalledTimes(1);
	});
});

const onPage = { order: ["00000000000"], at: 0, label: "" };

describe("the client of content scripts", () => {
	it("knows a reply and a refusal, and nothing else", async () => {
		runtime.send.mockResolvedValueOnce({ ok: true, value: { ticket: "t" } });
		const ask = { mount: "m", armor: [], place: { url: "", title: "", header: "" }, onPage };
		expect(await content.ask("content/request-reader", ask)).toEqual({ ticket: "t" });
		runtime.send.mockResolvedValue({ ok: false, code: "refused" });
		expect(await content.ask("content/request-reader", ask)).toBeNull();
		expect(runtime.send).toHaveBeenCalledTimes(2);
	});

	it("wakes a worker again that neither answers nor fails, and takes whichever answer comes", async () => {
		vi.useFakeTimers();
		try {
			const never = new Promise(() => undefined);
			for (const answers of ["first", "second"]) {
				let reply = (_reply: unknown): void => undefined;
				const one = new Promise((resolve) => {
					reply = resolve;
				});
				const inOrder = answers === "first" ? [one, never] : [never, one];
				runtime.send.mockReset();
				for (const promise of inOrder) runtime.send.mockReturnValueOnce(promise);
				const answer = content.ask("content/user-returned", null);
				await vi.advanceTimersByTimeAsync(4999);
				expect(runtime.send).toHaveBeenCalledTimes(1);
				await vi.advanceTimersByTimeAsync(1);
				expect(runtime.send).toHaveBeenCalledTimes(2);
				reply({ ok: true, value: answers });
				expect(await answer).toBe(answers);
			}
		} finally {
			vi.useRealTimers();
		}
	});

	it("asks nobody again once its extension is gone", async () => {
		runtime.send.mockRejectedValue(new Error("context invalidated"));
		runtime.alive = false;
		expect(await content.ask("content/user-returned", null)).toBeNull();
		expect(runtime.send).toHaveBeenCalledTimes(1);
	});
});
