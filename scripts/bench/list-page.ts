import { execFileSync } from "node:child_process";
import path from "node:path";
import { newId } from "#app/base/ids.ts";
import { fillWithLeads } from "./list-page-rows.ts";
import { load } from "./load.ts";
import { cpuOf, type Running, startPeer, startServer } from "./process.ts";
import { signInForBench } from "./sign-in.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, ratioOf, type Stage } from "./stage.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const CONNECTIONS = 10;
/** Where the peer is built. */
export const BUILD_DIRECTORY = path.resolve(".cache/bench-remix-list");

/**
 * The signed-in lead board as a table of 50 rows, with 100,000 leads: against a minimal Remix page that draws the same
 * table, byte for byte, from one statement and without a session; and against itself with 1,000 leads. Interleaved.
 */
export async function listPage({ say }: Omit<Stage, "url">): Promise<void> {
	buildPeer();
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const full = await prepareOrg(url, 100_000);
		const small = await prepareOrg(url, 1_000);
		await house.close();
		const ours = await startServer("web", url);
		const theirs = await startPeer("remix-list/server.ts", url, { BUILD_DIRECTORY, ORG: full.org });
		const page = request("/leads", full.cookie);
		const smallPage = request("/leads", small.cookie);
		const bare = request("/");
		say(await compareTables(`${ours.url}/leads`, theirs.url, full.cookie));
		const runs = { full: [] as Run[], bare: [] as Run[], small: [] as Run[] };
		for (let round = -1; round < ROUNDS; round++) {
			// The first round warms both up.
			const [a, b, c] = [await measure(ours, page), await measure(theirs, bare), await measure(ours, smallPage)];
			if (round < 0) continue;
			runs.full.push(a);
			runs.bare.push(b);
			runs.small.push(c);
		}
		report(say, runs);
		await ours.stop();
		await theirs.kill();
	});
}

/** The peer is a Remix app of its own, built by Remix's own plugin. */
export function buildPeer(): void {
	execFileSync(
		process.execPath,
		["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "scripts/bench/peers/remix-list"],
		{ env: { ...process.env, NODE_ENV: "production", BUILD_DIRECTORY }, stdio: ["ignore", "ignore", "inherit"] },
	);
}

async function prepareOrg(url: string, leads: number): Promise<{ org: string; cookie: string }> {
	const org = newId();
	await makeBenchOrg(org);
	await fillWithLeads(url, org, leads);
	return { org, cookie: await signInForBench(org) };
}

function request(address: string, cookie?: string): Buffer {
	const lines = [`GET ${address} HTTP/1.1`, "Host: 127.0.0.1", ...(cookie ? [`Cookie: ${cookie}`] : [])];
	return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
}

type Run = { perSecond: number; median: number; p99: number; cpu: number };

async function measure(server: Running, wanted: Buffer): Promise<Run> {
	const next = () => wanted;
	const used = cpuOf(server);
	const { perSecond, latencies, statuses } = await load(server.port, {
		connections: CONNECTIONS,
		seconds: SECONDS,
		next,
	});
	if (statuses.size !== 1 || !statuses.has(200)) throw new Error(`${server.url}: ${[...statuses.keys()].join(", ")}`);
	return {
		perSecond,
		median: median(latencies),
		p99: quantile(latencies, 0.99),
		cpu: (cpuOf(server) - used) / latencies.length,
	};
}

/** Throws unless both draw the same table. A minute may turn between the two; then once more. */
export async function compareTables(ours: string, theirs: string, cookie: string): Promise<string> {
	for (let tries = 0; ; tries++) {
		const mine = await text(ours, { cookie });
		const peers = await text(theirs, {});
		// React's streams, which the peer uses, put zeros where a sign of two bytes falls on the edge of their buffer.
		const [a, b] = [tableOf(mine), tableOf(peers.replaceAll("\0", ""))];
		const size = (page: string) => `${(Buffer.byteLength(page) / 1_000).toFixed(1)} kB`;
		if (a === b) return `one table of ${size(a)} in pages of ${size(mine)} (ours) and ${size(peers)}`;
		if (tries < 2) continue;
		const at = [...a].findIndex((sign, index) => sign !== b[index]);
		throw new Error(`The tables differ: ${a.slice(at - 60, at + 60)}\nand ${b.slice(at - 60, at + 60)}`);
	}
}

async function text(url: string, headers: Record<string, string>): Promise<string> {
	const response = await fetch(url, { headers });
	if (!response.ok) throw new Error(`${url} answered ${response.status}`);
	return response.text();
}

function tableOf(page: string): string {
	const table = /<table.*<\/table>/s.exec(page)?.[0];
	if (table?.split("<tr").length !== 52) throw new Error("a page without its table of fifty rows");
	return table;
}

function report(say: Stage["say"], { full, bare, small }: { full: Run[]; bare: Run[]; small: Run[] }): void {
	const rates = (runs: Run[]) => runs.map((run) => run.perSecond);
	const times = (runs: Run[]) => runs.map((run) => run.median);
	const cpu = (runs: Run[]) => runs.map((run) => run.cpu);
	const line = (label: string, runs: Run[]) =>
		say(
			`${label}${median(rates(runs)).toFixed(0)} pages/s, median ${median(times(runs)).toFixed(1)} ms, p99 ${median(runs.map((run) => run.p99)).toFixed(1)} ms`,
		);
	line("ours, signed in, 100,000 leads          ", full);
	line("ours, signed in, 1,000 leads            ", small);
	line("minimal Remix page, 100,000 leads       ", bare);
	say(`ratio of rates (0.6 or more)            ${ratioOf(rates(full), rates(bare))}`);
	say(`time, 100,000 to 1,000 (1.2 or less)    ${ratioOf(times(full), times(small))}`);
	// Says the same where other work keeps the machine busy and rates swing.
	say(`processor time a page, ours and peer's  ${median(cpu(full)).toFixed(1)} and ${median(cpu(bare)).toFixed(1)} ms`);
	say(`ratio, peer's to ours                   ${ratioOf(cpu(bare), cpu(full))}`);
}
