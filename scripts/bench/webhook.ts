import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { asSystem, inOrg } from "#db/context.ts";
import { signDelivery } from "../demo/shop-deliveries.ts";
import { load } from "./load.ts";
import { type Running, startPeer, startServer } from "./process.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, ratioOf, type Stage } from "./stage.ts";

const SECONDS = 4;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECRET = "whsec_cGVyaWdlZS1iZW5jaC1zZWNyZXQtb2YtMzItYnl0ZXM=";
const org = newId();
const connection = newId();
const location = newId();

/**
 * Webhook to lead, its door: signed orders at 50 connections, one in twenty sent twice, verified, stored and enqueued
 * in a committed transaction; against a bare node:http server that does the same in one statement. Interleaved.
 */
export async function webhook({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		await prepare();
		await house.close();
		const ours = await startServer("web", url);
		const theirs = await startPeer("webhook.ts", url, { SECRET });
		const path = `/hooks/shop/${connection}`;
		await measure(ours, path, 1);
		await measure(theirs, "/hook", 1);
		const [ourRuns, theirRuns] = [[], []] as [Run[], Run[]];
		for (let round = 0; round < ROUNDS; round++) {
			ourRuns.push(await measure(ours, path, SECONDS));
			theirRuns.push(await measure(theirs, "/hook", SECONDS));
		}
		report(say, ourRuns, theirRuns);
		await countLoss(url, say, ourRuns);
		await ours.stop();
		await theirs.kill();
	});
}

type Run = { perSecond: number; p99: number; taken: number };

async function measure(server: Running, path: string, seconds: number): Promise<Run> {
	const requests = makeRequests(path, seconds * 9_000);
	let index = 0;
	const { perSecond, latencies, statuses } = await load(server.port, {
		connections: 50,
		seconds,
		next: () => requests[index++],
	});
	const odd = [...statuses.keys()].filter((status) => status !== 200 && status !== 202);
	if (odd.length > 0) throw new Error(`${server.url} answered ${odd.join(", ")}`);
	return { perSecond, p99: quantile(latencies, 0.99), taken: statuses.get(202) ?? 0 };
}

/** Signed requests, made before the clock runs; one in twenty is the one before it again. */
function makeRequests(path: string, count: number): Buffer[] {
	const requests: Buffer[] = [];
	for (let n = 0; n < count; n++) {
		if (n % 20 === 19) {
			requests.push(requests[n - 1]!);
			continue;
		}
		const body = orderBody(newId());
		const { ...headers } = signDelivery(body, SECRET, new Date());
		const head = Object.entries({
			...headers,
			"content-type": "application/json",
			"content-length": Buffer.byteLength(body),
		});
		const lines = head.map(([name, value]) => `${name}: ${value}`).join("\r\n");
		requests.push(Buffer.from(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}\r\n\r\n${body}`));
	}
	return requests;
}

function orderBody(id: string): string {
	const now = new Date().toISOString();
	const data = {
		id,
		locationId: "bench-location",
		status: "Estimate",
		number: 1,
		name: "Window tint",
		customerId: null,
		vehicleId: null,
		totalCostCents: 24_900,
		createdDate: now,
		updatedDate: now,
	};
	return JSON.stringify({ table: "order", operation: "INSERT", data });
}

async function prepare(): Promise<void> {
	await makeBenchOrg(org);
	await inOrg({ org, actor: { kind: "system", name: "Bench" }, requestId: "bench" }, async ({ db }) => {
		await db
			.insertInto("locations")
			.values({ org_id: org, id: location, name: "Bench", slug: "bench", time_zone: "UTC" })
			.execute();
		await db
			.insertInto("shop_connections")
			.values({
				org_id: org,
				id: connection,
				kind: "shopmonkey",
				name: "Bench",
				base_url: "https://shop.example.com/v3",
				api_key_sealed: seal("key", `shop-key:${connection}`),
				webhook_secret_sealed: seal(SECRET, `shop-secret:${connection}`),
				lead_statuses: ["Estimate"],
			})
			.execute();
		await db
			.insertInto("shop_locations")
			.values({ org_id: org, connection_id: connection, external_id: "bench-location", location_id: location })
			.execute();
	});
	await asSystem(async () => undefined);
}

function report(say: Stage["say"], ours: Run[], theirs: Run[]): void {
	const rates = (runs: Run[]) => runs.map((run) => run.perSecond);
	const tails = (runs: Run[]) => runs.map((run) => run.p99);
	say(
		`ours                              ${median(rates(ours)).toFixed(0)} requests/s, p99 ${median(tails(ours)).toFixed(1)} ms`,
	);
	say(
		`bare node:http, one statement     ${median(rates(theirs)).toFixed(0)} requests/s, p99 ${median(tails(theirs)).toFixed(1)} ms`,
	);
	say(`ratio of rates (0.5 or more)      ${ratioOf(rates(ours), rates(theirs))}`);
	say(`ratio of p99 (3 or less)          ${ratioOf(tails(ours), tails(theirs))}`);
}

/** Everything answered 202 is there, once, with its job. */
async function countLoss(url: string, say: Stage["say"], runs: Run[]): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	const { rows } = await client.query(`
		select (select count(*) from shop_deliveries where state = 'received')::int as kept,
			(select count(*) from pgboss.job where name like '%import-order%')::int as jobs`);
	await client.end();
	const taken = runs.reduce((sum, run) => sum + run.taken, 0);
	say(`answered 202: ${taken} and a warm-up; deliveries kept: ${rows[0].kept}; jobs: ${rows[0].jobs}`);
}
