import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { indexLargeOrganisations } from "#app/domain/knowledge/indexing/index-large-organisations.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { type Actor, inOrg } from "#db/context.ts";
import { fillPassages } from "./search-rows.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, ratioOf, type Stage } from "./stage.ts";
import { prepareTenant } from "./text-search.ts";

/** Passages altogether, and what share of them each organisation has. BENCH_PASSAGES makes it smaller. */
const ALL = Number(process.env.BENCH_PASSAGES ?? 1_000_000);
const SHARES = [0.0002, 0.002, 0.02, 0.17];
const DIMENSIONS = 384;
const QUERIES = Number(process.env.BENCH_QUERIES ?? 30);
const READERS = 10;
const OF_NEIGHBOUR = 19_000;
/** A reader who may see one passage of a hundred. */
const OPEN = 0.01;

/**
 * Search over many passages of organisations of very different sizes, as the application role under row level security:
 * recall@10 of the vector half against measuring every vector, for who may read all and for who may read 1 %; its time
 * beside the best raw SQL without policies (the same index or the same measuring); and the whole search's time.
 */
export async function search({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const [client, app] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
		await Promise.all([client.connect(), app.connect()]);
		const tenants: Tenant[] = [];
		for (const count of [...SHARES.map((share) => Math.max(20, Math.round(ALL * share))), ...neighbours()]) {
			const tenant = { org: newId(), open: newId(), closed: newId(), document: newId(), version: newId() };
			await makeBenchOrg(tenant.org);
			await prepareTenant(client, tenant);
			tenants.push({ ...tenant, count });
		}
		await fillPassages(client, tenants, { dimensions: DIMENSIONS, openShare: OPEN });
		await client.query("vacuum analyze");
		const began = performance.now();
		const { length } = await indexLargeOrganisations();
		say(`${length} ${length === 1 ? "index" : "indexes"} made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
		for (const tenant of tenants.slice(0, SHARES.length))
			for (const reader of ["owner", "viewer"] as const) say(await measure({ client, app }, tenant, reader));
		say(await measureTogether(client, tenants[SHARES.length - 1]!));
		await Promise.all([client.end(), app.end()]);
		await house.close();
	});
}

type Tenant = {
	org: string;
	open: string;
	closed: string;
	document: string;
	version: string;
	count: number;
};

/** The passages of the rest, in organisations that have no index of their own. */
function neighbours(): number[] {
	const rest = Math.round(ALL * (1 - SHARES.reduce((sum, each) => sum + each, 0)));
	const counts = [];
	for (let left = rest; left > 0; left -= OF_NEIGHBOUR) counts.push(Math.min(left, OF_NEIGHBOUR));
	return counts;
}

async function measure({ client, app }: Sides, tenant: Tenant, role: "owner" | "viewer"): Promise<string> {
	const actor: Actor = { kind: "member", id: newId(), name: "Bench", role, userId: newId() };
	const scope = { org: tenant.org, actor, requestId: newId() };
	const seen = role === "owner" ? [tenant.open, tenant.closed] : [tenant.open];
	const readable = (
		await client.query("select sum(passages)::int from collections where id = any ($1::uuid[])", [seen])
	).rows[0].sum as number;
	const samples = await client.query(
		`select v.embedding::text as vector, p.body from passage_vectors v join passages p on p.org_id = v.org_id and p.id = v.passage_id
		where v.org_id = $1 order by v.passage_id limit $2`,
		[tenant.org, QUERIES],
	);
	const times = { ours: [] as number[], whole: [] as number[] };
	const ways = WAYS.map((way) => ({ ...way, times: [] as number[], found: 0 }));
	let found = 0;
	let wanted = 0;
	for (const [round, { vector, body }] of (samples.rows as { vector: string; body: string }[]).entries()) {
		const { rows: exact } = await client.query(
			`select passage_id as id from passage_vectors where org_id = $1 and collection_id = any ($2::uuid[])
			order by (embedding <=> $3::halfvec) + 0 limit 10`,
			[tenant.org, seen, vector],
		);
		const count = (ids: string[]) => exact.filter(({ id }) => ids.includes(id)).length;
		wanted += exact.length;
		const sides = [
			async () => {
				// As often as the raw side asks for the same, to find it as warm.
				const asked: Asked[] = [];
				for (const _way of WAYS) asked.push(await near(app, tenant.org, { seen, readable }, vector));
				times.ours.push(Math.min(...asked.map(({ ms }) => ms)));
				found += count(asked[0]!.ids);
			},
			async () => {
				for (const way of ways) {
					const asked = await raw(client, way, tenant, seen, vector);
					way.times.push(asked.ms);
					way.found += count(asked.ids);
				}
			},
		];
		// Whoever comes second finds the pages in memory.
		for (const side of round % 2 === 0 ? sides : sides.reverse()) await side();
		const q = body.split(" ").slice(0, 3).join(" ");
		const values = JSON.parse(vector) as number[];
		const began = performance.now();
		await inOrg(scope, (ctx) => searchKnowledge(ctx, { q, vector: { model: "bench", values }, limit: 10 }));
		times.whole.push(performance.now() - began);
	}
	// The quickest of those that find as much as is wanted.
	const good = ways.filter((way) => way.found >= 0.95 * wanted).sort((a, b) => median(a.times) - median(b.times))[0]!;
	return `${tenant.count} passages, ${role === "owner" ? "all" : "1 %"} readable: recall@10 ${(found / wanted).toFixed(3)}, vectors ${median(times.ours).toFixed(1)} ms beside raw SQL's ${median(good.times).toFixed(1)} (${good.name}, recall ${(good.found / wanted).toFixed(3)}), ratio ${ratioOf(times.ours, good.times)}; whole search ${median(times.whole).toFixed(1)} ms, p95 ${quantile(times.whole, 0.95).toFixed(1)} ms`;
}

type Sides = { client: pg.Client; app: pg.Client };
type Asked = { ms: number; ids: string[] };

type Reach = { seen: readonly string[]; readable: number };

/**
 * The vectors' half as the application role, without the transaction around it, by the raw side's driver. What may be read
 * is known to both sides: a search finds it out once for both of its halves.
 */
async function near(app: pg.Client, org: string, { seen, readable }: Reach, vector: string): Promise<Asked> {
	await app.query(`begin; set local role perigee_app; select set_config('app.org_id', '${org}', true)`);
	const began = performance.now();
	const { rows } = await app.query("select n.id from near_passages($1::uuid[], 'bench', $2::halfvec, 10, $3) n", [
		seen,
		vector,
		readable,
	]);
	const ms = performance.now() - began;
	await app.query("commit");
	return { ms, ids: rows.map(({ id }) => id) };
}

/** The whole search by ten readers at once, each with their own questions. */
async function measureTogether(client: pg.Client, tenant: Tenant): Promise<string> {
	const { rows } = await client.query(
		`select v.embedding::text as vector, p.body from passage_vectors v join passages p on p.org_id = v.org_id and p.id = v.passage_id
		where v.org_id = $1 order by v.passage_id desc limit $2`,
		[tenant.org, READERS * 10],
	);
	const questions = rows.map(({ vector, body }) => ({
		q: (body as string).split(" ").slice(0, 3).join(" "),
		vector: { model: "bench", values: JSON.parse(vector) as number[] },
	}));
	const times: number[] = [];
	const began = performance.now();
	const reader = async (number: number) => {
		const actor: Actor = { kind: "member", id: newId(), name: "Bench", role: "owner", userId: newId() };
		for (let at = number; at < questions.length; at += READERS) {
			const start = performance.now();
			await inOrg({ org: tenant.org, actor, requestId: newId() }, (ctx) =>
				searchKnowledge(ctx, { ...questions[at]!, limit: 10 }),
			);
			times.push(performance.now() - start);
		}
	};
	await Promise.all(Array.from({ length: READERS }, (_, number) => reader(number)));
	const rate = (times.length / (performance.now() - began)) * 1000;
	return `${READERS} readers at once over ${tenant.count} passages: ${rate.toFixed(1)} searches a second, median ${median(times).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`;
}

const INDEXED = `embedding::halfvec(${DIMENSIONS}) <=> $2::halfvec(${DIMENSIONS})`;
/** Raw SQL's ways: every vector measured, and the index walked with so many in sight. */
const WAYS = [
	{ name: "measured", order: "(embedding <=> $2::halfvec) + 0", width: 40 },
	...[40, 100, 200].map((width) => ({ name: `index, ef_search ${width}`, order: INDEXED, width })),
];

/** One way of raw SQL, without policies. */
async function raw(
	client: pg.Client,
	{ order, width }: (typeof WAYS)[number],
	tenant: Tenant,
	seen: readonly string[],
	vector: string,
): Promise<Asked> {
	await client.query(`set hnsw.iterative_scan = 'relaxed_order'; set hnsw.ef_search = ${width}`);
	const began = performance.now();
	const { rows } = await client.query(
		`select passage_id as id from passage_vectors where org_id = '${tenant.org}' and model = 'bench' and collection_id = any ($1::uuid[])
		order by ${order} limit 10`,
		[seen, vector],
	);
	return { ms: performance.now() - began, ids: rows.map(({ id }) => id) };
}
