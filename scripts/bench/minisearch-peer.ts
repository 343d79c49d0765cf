import MiniSearch from "minisearch";
import type pg from "pg";

/** More passages than this would not fit in the memory of a process of usual size. */
const MOST = 200_000;

/** What the library answers to a question, in milliseconds. */
export type Peer = (question: string, isPart: boolean) => number;

/**
 * MiniSearch, the full-text search that JavaScript programs use most, over the same passages in this process's own
 * memory: no transaction, no policy, no second process to ask. Shown beside ours and held to nothing, because it holds
 * one organisation and forgets it when the process ends. Undefined for more passages than a process can hold.
 */
export async function openMiniSearch(client: pg.Client, org: string): Promise<Peer | undefined> {
	const { rows: counted } = await client.query<{ n: number }>(
		"select count(*)::int as n from passages where org_id = $1",
		[org],
	);
	if (counted[0]!.n > MOST) return undefined;
	const index = new MiniSearch<{ id: string; body: string }>({ fields: ["body"] });
	const { rows } = await client.query<{ id: string; body: string }>("select id, body from passages where org_id = $1", [
		org,
	]);
	index.addAll(rows);
	return (question, isPart) => {
		const began = performance.now();
		index.search(question, { combineWith: "OR", prefix: isPart }).slice(0, 100);
		return performance.now() - began;
	};
}
