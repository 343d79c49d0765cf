import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { openMiniSearch, type Peer } from "./minisearch-peer.ts";
import { fillPassages, word } from "./search-rows.ts";
import { makeBenchOrg, median, onDatabase, openHouse, ratioOf, type Stage } from "./stage.ts";

/** Passages of the organisation that is searched; a neighbour has as many again. BENCH_PASSAGES makes it smaller. */
const ALL = Number(process.env.BENCH_PASSAGES ?? 100_000);
const ROUNDS = Number(process.env.BENCH_QUERIES ?? 15);

const QUESTIONS: Record<string, (round: number) => string> = {
	"rare word": (round) => word(19_000 + round),
	"two words": (round) => `${word(200 + round)} ${word(900 + round)}`,
	"commonest word": () => word(1),
	"part of a word": (round) => word(19_100 + round).slice(0, -1),
};

/** A session plans each of the first five anew. */
const UNMEASURED = 6;

/**
 * The words' half of the knowledge's search as the application role, policies forced, beside the best raw SQL without
 * policies for the same question: passages with any of its words ranked by ts_rank, all or the first 4,000, or words found
 * by trigrams for a part. What is compared differs: ours weighs rare words (BM25), ts_rank does not. MiniSearch, which weighs them as ours
 * does, is shown beside both.
 */
export async function textSearch({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const [client, app] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
		await Promise.all([client.connect(), app.connect()]);
		const tenants = [];
		for (let number = 0; number < 2; number++) {
			const tenant = { org: newId(), open: newId(), closed: newId(), document: newId(), version: newId(), count: ALL };
			await makeBenchOrg(tenant.org);
			await prepareTenant(client, tenant);
			tenants.push(tenant);
		}
		await fillPassages(client, tenants, { dimensions: 8, openShare: 1 });
		await client.query("vacuum analyze");
		const mini = await openMiniSearch(client, tenants[0]!.org);
		for (const [name, question] of Object.entries(QUESTIONS)) {
			say(await measure({ client, app, tenant: tenants[0]!, mini }, name, question));
		}
		await Promise.all([client.end(), app.end()]);
		await house.close();
	});
}

type Tenant = { org: string; open: string; closed: string; document: string; version: string };

/** Two collections, and the document that all of an organisation's passages are of. */
export async function prepareTenant(client: pg.Client, tenant: Tenant): Promise<void> {
	const { org, open, closed, document, version } = tenant;
	await client.query(
		"insert into collections (org_id, id, name, visibility, roles) values ($1, $2, 'Open', 'all', '{}'), ($1, $3, 'Closed', 'roles', '{owner}')",
		[org, open, closed],
	);
	await client.query(
		"insert into documents (org_id, id, title, state, collection_id) values ($1, $2, 'Bench', 'ready', $3)",
		[org, document, open],
	);
	await client.query(
		"insert into document_versions (org_id, id, document_id, number, name, kind, sha256, created_by) values ($1, $2, $3, 1, 'b', 'text', '\\x00', 'bench')",
		[org, version, document],
	);
	await client.query("update documents set current_version_id = $2 where org_id = $1", [org, version]);
}

type Sides = { client: pg.Client; app: pg.Client; tenant: Tenant; mini: Peer | undefined };

async function measure({ client, app, tenant, mini }: Sides, name: string, question: (round: number) => string) {
	const times = { ours: [] as number[], raw: [] as number[], mini: [] as number[] };
	const isPart = name === "part of a word";
	let found = 0;
	for (let round = -UNMEASURED; round < ROUNDS; round++) {
		if (round === 0) for (const side of Object.values(times)) side.length = 0;
		if (round === 0) found = 0;
		const q = question(round + UNMEASURED);
		const sides = [
			async () => {
				const asked = await best(isPart ? 1 : 2, () => ours(app, tenant, q));
				times.ours.push(asked.ms);
				found += asked.found;
			},
			async () => times.raw.push(await raw(client, tenant.org, q, isPart)),
		];
		// Whoever comes second finds the pages of a word in memory.
		for (const side of round % 2 === 0 ? sides : sides.reverse()) await side();
		if (mini) times.mini.push(mini(q, isPart));
	}
	const beside = mini ? `; MiniSearch in memory ${median(times.mini).toFixed(1)} ms` : "";
	return `${name}: ${median(times.ours).toFixed(1)} ms beside raw SQL's ${median(times.raw).toFixed(1)}, ratio ${ratioOf(times.ours, times.raw)}; ${(found / ROUNDS).toFixed(0)} found${beside}`;
}

/** As every transaction of the product begins, by the same driver as the raw side's: what is compared is the SQL. */
async function ours(app: pg.Client, { org, open }: Tenant, q: string): Promise<Asked> {
	await app.query(`begin; set local role perigee_app; select set_config('app.org_id', '${org}', true)`);
	const asked = await timed(app, "select * from match_chosen_passages($1::uuid[], $2, 100, null, 0)", [[open], q]);
	await app.query("commit");
	return asked;
}

type Asked = { ms: number; found: number };

async function timed(client: pg.Client, text: string, values: unknown[]): Promise<Asked> {
	const began = performance.now();
	const { rows } = await client.query(text, values);
	return { ms: performance.now() - began, found: rows.length };
}

/** The raw side's ways ask for the same word one after the other; ours is asked as often, to find it as warm. */
async function best(tries: number, ask: () => Promise<Asked>): Promise<Asked> {
	const asked = [];
	for (let n = 0; n < tries; n++) asked.push(await ask());
	return asked.reduce((least, next) => (next.ms < least.ms ? next : least));
}

async function raw(client: pg.Client, org: string, q: string, isPart: boolean): Promise<number> {
	const ranked = (source: string) =>
		`select id, ts_rank(words, query) as rank from (${source}) p order by rank desc, id limit 100`;
	// Passages with any of the words, as ours finds them.
	const matches = `select id, words, query from passages,
		(select replace(plainto_tsquery('public.perigee_text', $2)::text, '&', '|')::tsquery as query) q
		where org_id = $1 and words @@ query`;
	const part = `with near as (select string_agg(quote_literal(word), ' | ')::tsquery as query from (
			select word from knowledge_words where org_id = $1 and word % $2 order by similarity(word, $2) desc limit 2) w)
		${ranked("select id, words, query from passages, near where org_id = $1 and words @@ query")}`;
	const ways = isPart ? [part] : [ranked(matches), ranked(`${matches} limit 4000`)];
	const times = [];
	for (const text of ways) times.push((await timed(client, text, [org, q])).ms);
	return Math.min(...times);
}
