import { connect, type Socket } from "node:net";
import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { inOrg } from "#db/context.ts";
import { type Running, startPeer, startServer } from "./process.ts";
import { signInForBench } from "./sign-in.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, ratioOf, type Stage, sleep } from "./stage.ts";

const CLIENTS = 1_000;
/** How many streams a member, and an address, hold here: both are bounded (`app/doors/stream.ts`). */
const OF_ONE = 20;
const OF_ADDRESS = 100;
const CHANGES = 60;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WRITE_SECONDS = 2;
const org = newId();
const actor = { kind: "system", name: "Bench" } as const;
const change = { name: "lead.changed", subject: { type: "lead", id: newId() } };

/**
 * Live: from the start of a change's transaction to the last of 1,000 open streams, against a bare LISTEN-and-SSE
 * server whose change is one row and a NOTIFY; then the rate of writes with and without telling anybody.
 */
export async function live({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		await makeBenchOrg(org);
		const cookies = await Promise.all(Array.from({ length: CLIENTS / OF_ONE }, () => signInForBench(org)));
		const ours = await startServer("web", url);
		const theirs = await startPeer("live.ts", url);
		const bare = new pg.Client({ connectionString: url });
		await bare.connect();
		await bare.query("create table bare_changes (id bigserial primary key, name text not null)");
		const ourClients = await openClients(ours, "/events/stream", cookies);
		const theirClients = await openClients(theirs, "/", cookies);
		const [ourTails, theirTails] = [[], []] as [number[], number[]];
		for (let round = 0; round < ROUNDS; round++) {
			const [mine, peers] = [[], []] as [number[], number[]];
			for (let n = 0; n < CHANGES / ROUNDS; n++) {
				mine.push(await untilLast(ourClients, () => write()));
				peers.push(await untilLast(theirClients, () => bareWrite(bare)));
			}
			ourTails.push(quantile(mine, 0.99));
			theirTails.push(quantile(peers, 0.99));
		}
		say(`ours, change to the last of ${CLIENTS} streams     p99 ${median(ourTails).toFixed(1)} ms`);
		say(`bare LISTEN and SSE                        p99 ${median(theirTails).toFixed(1)} ms`);
		say(`ratio of p99 (1.5 or less)                 ${ratioOf(ourTails, theirTails)}`);
		for (const client of [...ourClients, ...theirClients]) client.destroy();
		await ours.stop();
		await theirs.kill();
		await bare.end();
		await writeRates(house, say);
		await house.close();
	});
}

async function writeRates(house: Awaited<ReturnType<typeof openHouse>>, say: Stage["say"]): Promise<void> {
	const publish = house.live.publish.bind(house.live);
	const [telling, silent] = [[], []] as [number[], number[]];
	for (let round = 0; round < ROUNDS; round++) {
		house.live.publish = publish;
		telling.push(await writesPerSecond());
		house.live.publish = () => undefined;
		silent.push(await writesPerSecond());
	}
	house.live.publish = publish;
	say(
		`writes that tell / that do not             ${median(telling).toFixed(0)} / ${median(silent).toFixed(0)} a second`,
	);
	say(`ratio (0.7 or more)                        ${ratioOf(telling, silent)}`);
}

async function writesPerSecond(): Promise<number> {
	const until = performance.now() + WRITE_SECONDS * 1_000;
	let count = 0;
	await Promise.all(
		Array.from({ length: 10 }, async () => {
			while (performance.now() < until) {
				await write();
				count += 1;
			}
		}),
	);
	return count / WRITE_SECONDS;
}

const write = () => inOrg({ org, actor, requestId: "bench" }, (ctx) => ctx.record(change));

async function bareWrite(client: pg.Client): Promise<void> {
	await client.query("begin");
	await client.query("insert into bare_changes (name) values ('lead.changed')");
	await client.query(`select pg_notify('bare_live', '{"topics":["leads"]}')`);
	await client.query("commit");
}

async function openClients(server: Running, path: string, cookies: string[]): Promise<Socket[]> {
	const clients: Socket[] = [];
	for (let n = 0; n < CLIENTS; n++) {
		const localAddress = `127.0.0.${2 + Math.floor(n / OF_ADDRESS)}`;
		clients.push(await openStream({ port: server.port, localAddress }, path, cookies[n % cookies.length] ?? ""));
	}
	await sleep(300);
	return clients;
}

function openStream(from: { port: number; localAddress: string }, path: string, cookie: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ ...from, host: "127.0.0.1" }, () =>
			socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`),
		);
		socket.once("error", reject);
		socket.once("data", (chunk) => {
			if (chunk.includes("200 OK")) resolve(socket);
			else reject(new Error(`no stream: ${chunk.toString().slice(0, 80)}`));
		});
	});
}

/** Milliseconds from the start of `act` until every client has heard of it. */
async function untilLast(clients: Socket[], act: () => Promise<void>): Promise<number> {
	const heard = Promise.all(
		clients.map(
			(client) =>
				new Promise<void>((resolve) => {
					const listen = (chunk: Buffer) => {
						if (!chunk.includes("event: change")) return;
						client.off("data", listen);
						resolve();
					};
					client.on("data", listen);
				}),
		),
	);
	const began = performance.now();
	await act();
	await heard;
	return performance.now() - began;
}
