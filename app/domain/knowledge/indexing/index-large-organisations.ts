import { sql } from "kysely";
import { asSystem, house } from "#db/context.ts";

/** From so many vectors on an organisation's nearest are found by an index of its own; `near_passages` says the same. */
const INDEX_FROM = 20_000;
/** What is built in memory is built many times as fast; more than this is not taken from the server. Bytes. */
const BUILD_MEMORY = 1024 ** 3;
/**
 * How many neighbours are looked at for each vector as the index is built: with the 64 that pgvector takes, one in twenty of
 * the ten nearest among 170,000 was not to be reached, however wide the walk.
 */
const BUILD_WIDTH = 128;

type Large = { org_id: string; model: string; many: number; size: number; name: string };

/**
 * Gives each organisation that is large enough an index of its vectors of each model, without stopping writes, and takes
 * away those that nobody needs any more. On the embedded database, which does one thing at a time, all vectors are
 * measured instead. Does nothing while an index is being built by another process. Returns the names it made.
 */
export async function indexLargeOrganisations(from = INDEX_FROM): Promise<string[]> {
	const { database } = house();
	if (database.embedded) return [];
	const building = await database.owner.query(
		"select from pg_stat_progress_create_index where datname = current_database() and relid = 'passage_vectors'::regclass",
	);
	if (building.length > 0) return [];
	const large = await findLarge(from / 2);
	const there = await database.owner.query<{ name: string; valid: boolean }>(
		`select c.relname as name, i.indisvalid as valid from pg_index i
			join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
		where i.indrelid = 'passage_vectors'::regclass and a.amname = 'hnsw'`,
	);
	const wanted = new Set(large.map(({ name }) => name));
	// What failed half-way is left behind invalid; of another model than the one in use nothing is asked any more.
	const useless = there.filter(({ name, valid }) => !valid || !wanted.has(name));
	await database.owner.inTurn(useless.map(({ name }) => `drop index concurrently if exists ${name}`));
	const kept = new Set(there.filter((one) => !useless.includes(one)).map(({ name }) => name));
	const made = large.filter(({ name, many }) => many > from && !kept.has(name));
	for (const one of made) await database.owner.inTurn(statementsOf(one));
	return made.map(({ name }) => name);
}

/** A model's own index, so that another of the same size does not pass for it. One that shrinks keeps it down to half. */
async function findLarge(least: number): Promise<Large[]> {
	const { rows } = await asSystem((db) =>
		sql<Large>`
			with counted as (
				select org_id, model, count(*)::int as many from passage_vectors group by org_id, model having count(*) > ${least}
			), sized as (
				select c.*, (select vector_dims(v.embedding) from passage_vectors v where v.org_id = c.org_id and v.model = c.model
					order by v.org_id, v.model, v.collection_id limit 1) as size
				from counted c
			)
			select s.*, 'vectors_of_' || replace(s.org_id::text, '-', '') || '_' || left(md5(s.model), 8) || '_' || s.size as name
			from sized s order by s.many desc`.execute(db),
	);
	return rows;
}

function statementsOf({ org_id, model, many, size, name }: Large): string[] {
	// Of each vector its numbers, two bytes each, and its neighbours.
	const bytes = Math.min(BUILD_MEMORY, Math.max(64 * 1024 ** 2, many * (size * 2 + 512)));
	return [
		`set maintenance_work_mem = '${Math.ceil(bytes / 1024)}kB'`,
		// Parallel builds share memory that containers give little of; where it runs out the build fails each time.
		"set max_parallel_maintenance_workers = 0",
		`create index concurrently ${name} on passage_vectors using hnsw ((embedding::halfvec(${Number(size)})) halfvec_cosine_ops)
			with (ef_construction = ${BUILD_WIDTH}) where org_id = '${org_id}' and model = '${model.replaceAll("'", "''")}'`,
	];
}
