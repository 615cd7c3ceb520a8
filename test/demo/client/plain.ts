import { send, startRoom } from "./room.ts";

const form = document.querySelector("#compose") as HTMLFormElement;
const box = document.querySelector("#box") as HTMLTextAreaElement;

async function submit(): Promise<void> {
	const text = box.value;
	box.value = "";
	if (!(await send(text))) box.value = text;
}

form.addEventListener("submit", (event) => {
	event.preventDefault();
	void submit();
});
box.addEventListener("keydown", (event) => {
	if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
	event.preventDefault();
	void submit();
});
startRoom();
