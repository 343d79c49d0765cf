import pg from "pg";
import { newId } from "#app/base/ids.ts";
import { contactPeers } from "./contact-peers.ts";
import { load } from "./load.ts";
import { type Running, startServer } from "./process.ts";
import { signInForBench } from "./sign-in.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, ratioOf, type Stage } from "./stage.ts";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MANY = Number(process.env.BENCH_CONTACTS ?? 1_000_000);
const FEW = 10_000;
const CONNECTIONS = 4;

/** What is asked of the list: the first page, filters, every sort, a page deep in it, a part of a name. */
const ASKED: Readonly<Record<string, string | ((count: number) => string)>> = {
	"first page": "",
	"one stage": "f=stage.in.customer",
	"one owner's": "f=owner.in.none",
	"sorted by name": "sort=name",
	"sorted by email": "sort=-email",
	"sorted by score": "sort=-score",
	"sorted by stage": "sort=stage",
	"sorted by change": "sort=-updatedAt",
	"sorted by owner": "sort=owner",
	"sorted by account": "sort=company",
	// Held by 22 in either organisation, so that both pages show as many rows.
	"a part of a name": (count) => `q=eller${"7".repeat(Math.round(Math.log10(count)) - 2)}`,
	// Held by ten or a hundred times as many in the large one, where the page has fifty rows instead of 22.
	"one part for both": "q=eller77",
	"a common part": "q=example",
	"in one city": "f=city.is.oslo&sort=name",
};

/**
 * The signed-in list of contacts beside a minimal Remix page and its JSON beside node:http; then, with a million of them in one organisation beside ten thousand in another, as whole
 * pages: each question against the same one of the small organisation. Interleaved.
 */
export async function contacts({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const house = await openHouse(url);
		const [many, few] = [await prepareOrg(url, MANY), await prepareOrg(url, FEW)];
		const server = await startServer("web", url);
		await contactPeers(say, url, { server, firm: many, seconds: SECONDS, rounds: ROUNDS });
		await house.close();
		await compareSizes(say, server, [many, few]);
		await server.stop();
	});
}

/** Each question as a whole page of the large organisation, against the same of the small one. Interleaved. */
export async function compareSizes(say: Stage["say"], server: Running, [many, few]: [Org, Org]): Promise<void> {
	for (const [label, query] of [...Object.entries(ASKED), ["the thousandth page", ""] as const]) {
		const isDeep = label === "the thousandth page";
		const asked = (org: Org, count: number) => {
			const words = typeof query === "string" ? query : query(count);
			return request(isDeep ? `after=${encodeURIComponent(org.deep)}` : words, org.cookie);
		};
		const times = { many: [] as number[], few: [] as number[] };
		for (let round = -1; round < ROUNDS; round++) {
			const [a, b] = [await measure(server, asked(many, MANY)), await measure(server, asked(few, FEW))];
			if (round < 0) continue;
			times.many.push(a.median);
			times.few.push(b.median);
		}
		say(
			`${label.padEnd(22)} ${median(times.many).toFixed(1)} ms with ${MANY.toLocaleString("en")}, ${median(times.few).toFixed(1)} ms with ${FEW.toLocaleString("en")}, ratio (1.2 or less) ${ratioOf(times.many, times.few)}`,
		);
	}
}

type Org = { org: string; member: string; cookie: string; deep: string };

/** An organisation with contacts as they lie in a firm that has worked for years. */
export async function prepareOrg(url: string, count: number): Promise<Org> {
	const org = newId();
	await makeBenchOrg(org);
	const cookie = await signInForBench(org);
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		const members = await client.query<{ id: string }>("select id from memberships where org_id = $1", [org]);
		const member = members.rows[0]!.id;
		await client.query(
			`insert into accounts (org_id, id, name) select $1::uuid, md5($1::text || 'account' || n)::uuid, 'Firm ' || n::bigint * 7919 % $2::integer
			from generate_series(0, $2::integer - 1) n`,
			[org, count / 20],
		);
		await client.query(
			`insert into contacts (org_id, owner_id, account_id, id, first_name, last_name, email, phone, city, stage, score, created_at, updated_at)
			select $1::uuid, case when n % 3 = 0 then $3::uuid end, case when n % 5 > 0 then md5($1::text || 'account' || n % ($2::integer / 20))::uuid end,
				(lpad(to_hex(1700000000000 + n * 1000::bigint), 12, '0') || '7' || substr(md5($1::text || n), 1, 3) || '8' || substr(md5($1::text || n), 4, 15))::uuid,
				(array['Ava','Noah','Mia','Liam','Zoe','Owen'])[1 + n % 6], (array['Brooks','Keller','Ortiz','Nguyen','Hale'])[1 + n % 5] || n,
				case when n % 4 <> 0 then 'person' || n || '@example.com' end, '+1414' || (5550000 + n), (array['Berlin','Oslo','Rome'])[1 + n % 3],
				(array['lead','prospect','customer','former'])[1 + n % 4], case when n % 3 <> 0 then n % 101 end,
				timestamptz '2026-01-01' + n * interval '10 seconds', timestamptz '2026-06-01' - n * interval '5 seconds'
			from generate_series(1, $2::integer) n`,
			[org, count, member],
		);
		await client.query("vacuum analyze contacts, accounts");
		const { rows } = await client.query<{ id: string; at: string }>(
			"select id, created_at::text as at from contacts where org_id = $1 order by created_at desc, id desc offset $2 limit 1",
			[org, Math.min(50_000, count - 100)],
		);
		return { org, member, cookie, deep: `${rows[0]!.id}~${rows[0]!.at}` };
	} finally {
		await client.end();
	}
}

function request(query: string, cookie: string): Buffer {
	return Buffer.from(`GET /contacts?view=all&${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`);
}

async function measure(server: Running, wanted: Buffer): Promise<{ median: number; p99: number }> {
	const next = () => wanted;
	const { latencies, statuses } = await load(server.port, { connections: CONNECTIONS, seconds: SECONDS, next });
	if (statuses.size !== 1 || !statuses.has(200)) throw new Error(`${server.url}: ${[...statuses.keys()].join(", ")}`);
	return { median: median(latencies), p99: quantile(latencies, 0.99) };
}
