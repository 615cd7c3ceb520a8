/**
 * Megolm as matrix-sdk-crypto-wasm does it: two machines with their stores in memory, keys exchanged and the room key shared as
 * a homeserver would carry them, then only `encryptRoomEvent` and `decryptRoomEvent` are measured.
 */
import {
	DecryptionSettings,
	DeviceId,
	DeviceLists,
	EncryptionSettings,
	initAsync,
	OlmMachine,
	RequestType,
	RoomId,
	TrustRequirement,
	UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";

const room = "!bench:example.org";
const sender = { user: "@ann:example.org", device: "ANNSDEVICE" };
const reader = { user: "@ben:example.org", device: "BENSDEVICE" };

export interface Megolm {
	/** @returns the event as the homeserver would hand it out. */
	readonly seal: (text: string) => Promise<string>;
	readonly open: (event: string) => Promise<string>;
}

export async function createMegolm(): Promise<Megolm> {
	await initAsync();
	const [ann, ben] = await Promise.all([sender, reader].map(machine));
	if (!ann || !ben) throw new Error("no machine");
	const [annsKeys, bensKeys] = [await upload(ann), await upload(ben)];
	await learn(ann, reader, bensKeys);
	await learn(ben, sender, annsKeys);
	await shareRoomKey(ann, ben, bensKeys);
	const roomId = new RoomId(room);
	const settings = new DecryptionSettings(TrustRequirement.Untrusted);
	let count = 0;
	return {
		seal: async (text) => {
			const message = JSON.stringify({ msgtype: "m.text", body: text });
			const content = await ann.encryptRoomEvent(roomId, "m.room.message", message);
			count += 1;
			const envelope = `"type":"m.room.encrypted","event_id":"$${count}:example.org","sender":"${sender.user}"`;
			return `{${envelope},"room_id":"${room}","origin_server_ts":1,"unsigned":{},"content":${content}}`;
		},
		open: async (event) => {
			const opened = await ben.decryptRoomEvent(event, roomId, settings);
			return (JSON.parse(opened.event) as { content: { body: string } }).content.body;
		},
	};
}

const machine = ({ user, device }: typeof sender) => OlmMachine.initialize(new UserId(user), new DeviceId(device));

interface Uploaded {
	device_keys: object;
	one_time_keys: Record<string, object>;
}

/** Takes the device's upload and says that all of it arrived. */
async function upload(of: OlmMachine): Promise<Uploaded> {
	const request = (await of.outgoingRequests()).find(({ type }) => type === RequestType.KeysUpload);
	if (!request) throw new Error("no keys to upload");
	const body = JSON.parse(request.body) as Uploaded;
	await answer(of, request, { one_time_key_counts: { signed_curve25519: Object.keys(body.one_time_keys).length } });
	return body;
}

async function learn(who: OlmMachine, whom: typeof sender, keys: Uploaded): Promise<void> {
	await who.updateTrackedUsers([new UserId(whom.user)]);
	for (const request of await who.outgoingRequests()) {
		if (request.type !== RequestType.KeysQuery) continue;
		const asked = Object.keys((JSON.parse(request.body) as { device_keys: object }).device_keys);
		const known = asked.includes(whom.user) ? { [whom.user]: { [whom.device]: keys.device_keys } } : {};
		await answer(who, request, { device_keys: known, failures: {} });
	}
}

async function shareRoomKey(ann: OlmMachine, ben: OlmMachine, bensKeys: Uploaded): Promise<void> {
	const claim = await ann.getMissingSessions([new UserId(reader.user)]);
	if (!claim) throw new Error("nothing to claim");
	const [[name, key] = []] = Object.entries(bensKeys.one_time_keys);
	if (!name || !key) throw new Error("no one-time key");
	await answer(ann, claim, { one_time_keys: { [reader.user]: { [reader.device]: { [name]: key } } }, failures: {} });

	const settings = new EncryptionSettings();
	settings.rotationPeriodMessages = 10_000n;
	const shared = await ann.shareRoomKey(new RoomId(room), [new UserId(reader.user)], settings);
	const events: object[] = [];
	for (const request of shared) {
		const { messages } = JSON.parse(request.body) as { messages: Record<string, Record<string, object>> };
		const content = messages[reader.user]?.[reader.device];
		if (content) events.push({ type: request.event_type, sender: sender.user, content });
		await answer(ann, request, {});
	}
	await ben.receiveSyncChanges(JSON.stringify(events), new DeviceLists(), new Map(), new Set());
}

/** Every request has an id once it is one to send. */
async function answer(of: OlmMachine, to: { id: string | undefined; type: RequestType }, body: object): Promise<void> {
	if (to.id === undefined) throw new Error("a request without an id");
	await of.markRequestAsSent(to.id, to.type, JSON.stringify(body));
}
