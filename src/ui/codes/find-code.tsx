/** Their code: by the camera, from the screen, from a file, pasted or dropped. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../strings.ts";
import { trusted } from "../trusted.ts";
import { errorWords } from "../words.ts";
import { type Found, inFile, inTransfer } from "./from-file.ts";
import type { Taking } from "./taking.ts";
import { onHidden, openSource, type Source, watch } from "./watching.ts";

interface FindCodeProps {
	readonly taking: Taking;
	/** Whether the screen is looked at, from before the browser asks for it. */
	readonly onScreen: (looks: boolean) => void;
}

export function FindCode({ taking, onScreen }: FindCodeProps) {
	const video = useRef<HTMLVideoElement>(null);
	const [source, setSource] = useState<Source | null>(null);
	const stop = useRef<AbortController | null>(null);
	const [text, setText] = useState("");
	useEffect(() => () => stop.current?.abort(), []);

	const look = async (from: Source) => {
		stop.current?.abort();
		const ends = new AbortController();
		stop.current = ends;
		taking.forget();
		onScreen(from === "screen");
		// From now on: the tab can be left while the browser still asks for its leave.
		const unheard = from === "camera" ? onHidden(() => ends.abort()) : () => undefined;
		try {
			await lookAt(from, ends);
		} catch {
			taking.fail(errorWords.internal);
		} finally {
			unheard();
			if (stop.current === ends) {
				setSource(null);
				onScreen(false);
			}
		}
	};
	const lookAt = async (from: Source, ends: AbortController) => {
		const stream = await openSource(from);
		if (ends.signal.aborted && typeof stream === "string") return;
		if (typeof stream === "string") {
			if (from === "screen" && stream === "refused") taking.fail("codeScreenRefused");
			else taking.fail(stream === "refused" ? "codeCameraRefused" : "codeCameraNone");
			return;
		}
		if (ends.signal.aborted || video.current === null) {
			for (const track of stream.getTracks()) track.stop();
			return;
		}
		setSource(from);
		const how = from === "camera" ? "frame" : "picture";
		const qr = await watch(stream, video.current, how, ends.signal);
		if (stop.current === ends) setSource(null);
		if (qr !== null) await taking.take({ qr }, from === "camera" ? "seen" : "carried");
	};
	const found = async (what: Promise<Found | "none" | "unreadable" | null>) => {
		stop.current?.abort();
		taking.forget();
		const code = await what.catch(() => "failed" as const);
		if (code === "failed") taking.fail(errorWords.internal);
		else if (code === "none") taking.fail("codeNone");
		else if (code === "unreadable") taking.fail("codeUnreadable");
		else if (code !== null) await taking.take(code, "carried");
	};
	return (
		<section
			class="codes-part stack"
			aria-label={t("codeTheirs")}
			onDragOver={(event) => event.preventDefault()}
			onDrop={(event) => {
				event.preventDefault();
				if (event.isTrusted) void found(inTransfer(event.dataTransfer));
			}}
		>
			<h2>{t("codeTheirs")}</h2>
			<video
				ref={video}
				class="codes-video"
				hidden={source === null}
				muted
				playsInline
				aria-label={t("codeCameraPicture")}
			/>
			<div class="actions">
				{source === null ? (
					<button type="button" class="primary" onClick={trusted(() => void look("camera"))}>
						{t("codeCamera")}
					</button>
				) : (
					<button type="button" onClick={trusted(() => stop.current?.abort())}>
						{t("codeCameraStop")}
					</button>
				)}
				<button type="button" onClick={trusted(() => void look("screen"))}>
					{t("codeScreen")}
				</button>
				<span class="small quiet" role="status">
					{source === null ? "" : t("codeLooking")}
				</span>
			</div>
			<label class="field" for="code-file">
				<span>{t("codeFile")}</span>
				<input
					id="code-file"
					type="file"
					accept="image/png,image/jpeg,image/webp,.sotto,text/plain"
					onChange={(event) => {
						const [file] = event.currentTarget.files ?? [];
						if (file !== undefined) void found(inFile(file));
						event.currentTarget.value = "";
					}}
				/>
			</label>
			<form
				class="stack"
				onSubmit={(event) => {
					event.preventDefault();
					if (event.isTrusted && text.trim() !== "") void found(Promise.resolve({ text }));
				}}
			>
				<label class="field" for="code-text">
					<span>{t("codePaste")}</span>
					<textarea
						id="code-text"
						class="armor"
						rows={3}
						autocomplete="off"
						spellcheck={false}
						value={text}
						onInput={(event) => setText(event.currentTarget.value)}
						onPaste={(event) => {
							// A text stays to be seen; a picture cannot stand in a text box.
							if (event.isTrusted && event.clipboardData?.files.length) {
								event.preventDefault();
								void found(inTransfer(event.clipboardData));
							}
						}}
					/>
				</label>
				<div class="actions">
					<button type="submit" disabled={text.trim() === ""}>
						{t("read")}
					</button>
				</div>
			</form>
		</section>
	);
}
