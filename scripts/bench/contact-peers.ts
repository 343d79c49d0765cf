import { newId } from "#app/base/ids.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { inOrg } from "#db/context.ts";
import { DIRECTUS_MISSING, DIRECTUS_REQUEST, startDirectus } from "./directus-peer.ts";
import { BUILD_DIRECTORY, buildPeer, compareTables } from "./list-page.ts";
import { load } from "./load.ts";
import { cpuOf, type Running, startPeer } from "./process.ts";
import { median, ratioOf, type Stage } from "./stage.ts";

const CONNECTIONS = 10;
/** A key may call ten times a second: a benchmark of the list rather than of its limit calls with many. */
const KEYS = 300;

type Firm = { org: string; cookie: string; member: string };
type Way = "ours" | "remix" | "api" | "http" | "directus";
type Rounds = { seconds: number; rounds: number };

/** The first page against a minimal Remix page, and its rows as JSON against node:http. Interleaved. */
export async function contactPeers(
	say: Stage["say"],
	url: string,
	{ server, firm, seconds, rounds }: Rounds & { server: Running; firm: Firm },
): Promise<void> {
	const keys = await makeKeys(firm);
	buildPeer();
	const page = await startPeer("remix-list/server.ts", url, { BUILD_DIRECTORY, ORG: firm.org });
	const json = await startPeer("contact-list.ts", url, { ORG: firm.org });
	const directus = await startDirectus(url, firm.org);
	const address = "/contacts?view=all";
	say(await compareTables(`${server.url}${address}`, `${page.url}/contacts`, firm.cookie));
	await compareRows(`${server.url}/api/crm/contacts?limit=50`, json.url, keys[0]!);
	let at = 0;
	const ways = {
		ours: [server, () => get(address, `Cookie: ${firm.cookie}`)],
		remix: [page, () => get("/contacts")],
		api: [server, () => get("/api/crm/contacts?limit=50", `Authorization: Bearer ${keys[at++ % keys.length]}`)],
		http: [json, () => get("/")],
		...(directus ? { directus: [directus, () => get(DIRECTUS_REQUEST.address, DIRECTUS_REQUEST.header)] } : {}),
	} satisfies Record<string, [Running, () => Buffer]>;
	const rates = { ours: [], remix: [], api: [], http: [], directus: [] } as Record<Way, number[]>;
	const used = { ours: [], remix: [], api: [], http: [], directus: [] } as Record<Way, number[]>;
	for (let round = -1; round < rounds; round++) {
		for (const [name, [target, next]] of Object.entries(ways)) {
			const before = cpuOf(target);
			const { perSecond, latencies, statuses } = await load(target.port, { connections: CONNECTIONS, seconds, next });
			if (statuses.size !== 1 || !statuses.has(200)) throw new Error(`${name}: ${[...statuses.keys()].join(", ")}`);
			// The first round warms all up.
			if (round < 0) continue;
			rates[name as Way].push(perSecond);
			used[name as Way].push((cpuOf(target) - before) / latencies.length);
		}
	}
	const each = (name: Way) => median(rates[name]).toFixed(0);
	// Says the same where other work keeps the machine busy and rates swing.
	const cpu = (ours: Way, peer: Way) =>
		`processor time, ours and peer's     ${median(used[ours]).toFixed(2)} and ${median(used[peer]).toFixed(2)} ms, peer's to ours ${ratioOf(used[peer], used[ours])}`;
	say(`list page, ours and minimal Remix   ${each("ours")} and ${each("remix")} pages/s`);
	say(`ratio (0.6 or more)                 ${ratioOf(rates.ours, rates.remix)}`);
	say(cpu("ours", "remix"));
	say(`JSON of it, ours and node:http      ${each("api")} and ${each("http")} pages/s`);
	say(`ratio (0.4 or more)                 ${ratioOf(rates.api, rates.http)}`);
	say(cpu("api", "http"));
	if (directus) {
		say(`JSON of it, ours and Directus       ${each("api")} and ${each("directus")} pages/s`);
		say(`ratio (5 or more)                   ${ratioOf(rates.api, rates.directus)}`);
	} else say(DIRECTUS_MISSING);
	await Promise.all([page.kill(), json.kill(), directus?.kill()]);
}

function get(address: string, ...headers: string[]): Buffer {
	return Buffer.from(`${[`GET ${address} HTTP/1.1`, "Host: 127.0.0.1", ...headers].join("\r\n")}\r\n\r\n`);
}

async function makeKeys({ org, member }: Firm): Promise<string[]> {
	const actor = { kind: "member", id: member, name: "Bench", role: "owner", userId: "" } as const;
	return inOrg({ org, actor, requestId: newId() }, async (ctx) => {
		const keys: string[] = [];
		for (let at = 0; at < KEYS; at++) {
			keys.push((await createApiKey(ctx, { name: `Bench ${at}`, scopes: ["contacts:read"] })).key);
		}
		return keys;
	});
}

/** Throws unless both answer the same records. */
async function compareRows(ours: string, theirs: string, key: string): Promise<void> {
	const read = async (url: string, headers: Record<string, string>) => {
		const { data } = (await (await fetch(url, { headers })).json()) as { data: Record<string, unknown>[] };
		return data.map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));
	};
	const [a, b] = [await read(ours, { authorization: `Bearer ${key}` }), await read(theirs, {})];
	if (a.length === 50 && a.join() === b.join()) return;
	throw new Error(`The rows differ: ${a[0]} and ${b[0]}`);
}
